import { expect, test } from "vitest";
import { Undoable } from "../src/lib/undo.svelte";

test("a thousand steps can be taken back and made again", () => {
  const line = new Undoable(0);
  for (let n = 1; n <= 1000; n++) line.change(n);
  for (let n = 0; n < 1000; n++) line.undo();
  expect(line.present).toBe(0);
  expect(line.canUndo).toBe(false);
  for (let n = 0; n < 1000; n++) line.redo();
  expect(line.present).toBe(1000);
  expect(line.canRedo).toBe(false);
});

test("what was undone is forgotten once something else is done", () => {
  const line = new Undoable<string[]>([]);
  line.change(["a"]);
  line.change(["a", "b"]);
  line.undo();
  line.change(["a", "c"]);
  expect(line.canRedo).toBe(false);
  line.undo();
  expect(line.present).toEqual(["a"]);
});

test("at the ends undo and redo do nothing, and the same value is no step", () => {
  const line = new Undoable({ seed: 1 });
  line.undo();
  line.redo();
  line.change({ seed: 1 });
  expect(line.depth).toBe(0);
  expect(line.present).toEqual({ seed: 1 });
});

test("keys: control-Z, control-Y and control-shift-Z, but not in a text field", () => {
  const line = new Undoable("a");
  line.change("b");
  const press = (key: string, shiftKey = false, target: Element = document.body) => {
    const event = new KeyboardEvent("keydown", { key, shiftKey, ctrlKey: true, cancelable: true });
    Object.defineProperty(event, "target", { value: target });
    line.key(event);
    return event.defaultPrevented;
  };
  expect(press("z", false, document.createElement("input"))).toBe(false);
  expect(line.present).toBe("b");
  expect(press("z")).toBe(true);
  expect(line.present).toBe("a");
  expect(press("Z", true)).toBe(true);
  expect(line.present).toBe("b");
  press("z");
  press("y");
  expect(line.present).toBe("b");
});
