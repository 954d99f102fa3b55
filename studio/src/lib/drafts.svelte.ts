/** The line of undo of each case, kept while the studio is open: going to another page and back loses no step. */
import { Undoable } from "./undo.svelte";
import type { Draft } from "./whatif";

const lines = new Map<string, Undoable<Draft>>();

export function lineOf(name: string, first: Draft): Undoable<Draft> {
  const line = lines.get(name) ?? new Undoable(first);
  lines.set(name, line);
  line.change(first);
  return line;
}
