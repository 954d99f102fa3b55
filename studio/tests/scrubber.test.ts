import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import Scrubber from "../src/parts/Scrubber.svelte";

const MONTHS = Array.from(
  { length: 30 },
  (_, n) => `${1922 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`,
);

function shown(at = 10) {
  const move = vi.fn((month: number) => view.rerender({ at: month }));
  const view = render(Scrubber, { months: MONTHS, at, move });
  const slider = screen.getByRole("slider", { name: "Month" });
  const now = () => Number(slider.getAttribute("aria-valuenow"));
  return { slider, now, move };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ["ArrowRight", 11],
  ["ArrowUp", 11],
  ["ArrowLeft", 9],
  ["ArrowDown", 9],
  ["PageUp", 22],
  ["PageDown", 0],
  ["Home", 0],
  ["End", 29],
])("%s leads from month 10 to %i", async (key, month) => {
  const { slider, now } = shown();
  await fireEvent.keyDown(slider, { key });
  expect(now()).toBe(month);
});

test("it never leaves the history", async () => {
  const { slider, now } = shown(29);
  await fireEvent.keyDown(slider, { key: "PageUp" });
  expect(now()).toBe(29);
  expect(slider.getAttribute("aria-valuetext")).toBe("June 1924");
});

test("other keys and shortcuts are left to the browser", async () => {
  const { slider, move } = shown();
  expect(await fireEvent.keyDown(slider, { key: "a" })).toBe(true);
  expect(await fireEvent.keyDown(slider, { key: "ArrowRight", altKey: true })).toBe(true);
  expect(move).not.toHaveBeenCalled();
});

test("space plays at the chosen speed and pauses; at the end it stops by itself", async () => {
  const { slider, now } = shown(0);
  await fireEvent.keyDown(slider, { key: " " });
  await vi.advanceTimersByTimeAsync(1000);
  expect(now()).toBe(6);
  await fireEvent.keyDown(slider, { key: " " });
  await vi.advanceTimersByTimeAsync(1000);
  expect(now()).toBe(6);
  await fireEvent.click(screen.getByRole("button", { name: "18 months a second" }));
  await fireEvent.click(screen.getByRole("button", { name: "Play" }));
  await vi.advanceTimersByTimeAsync(3000);
  expect(now()).toBe(29);
  expect(screen.getByRole("button", { name: "Play" })).toBeTruthy();
});

test("pressing and dragging follow the pointer", async () => {
  const { slider, now } = shown();
  slider.getBoundingClientRect = () => ({
    left: 100,
    width: 290,
    top: 0,
    height: 40,
    right: 390,
    bottom: 40,
    x: 100,
    y: 0,
    toJSON: () => "",
  });
  await fireEvent(slider, new MouseEvent("pointerdown", { clientX: 250, bubbles: true }));
  expect(now()).toBe(15);
  await fireEvent(slider, new MouseEvent("pointermove", { clientX: 9999, bubbles: true }));
  expect(now()).toBe(29);
  await fireEvent(slider, new MouseEvent("pointerup", { bubbles: true }));
  await fireEvent(slider, new MouseEvent("pointermove", { clientX: 110, bubbles: true }));
  expect(now()).toBe(29);
});
