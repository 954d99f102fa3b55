/** What is said of a thing while it is pointed at or has the focus: one floating note for the whole page. */

export type Note = { title?: string; lines: readonly (string | null | undefined)[] };

class Hint {
  note = $state.raw<Note | null>(null);
  /** the box of the thing on the screen */
  box = $state.raw<{ left: number; top: number; width: number; height: number } | null>(null);
  #leaving: ReturnType<typeof setTimeout> | undefined;

  show(element: Element, note: Note) {
    clearTimeout(this.#leaving);
    const { left, top, width, height } = element.getBoundingClientRect();
    this.box = { left, top, width, height };
    this.note = note;
  }

  /** Let it stay: the pointer has come over the note itself. */
  stay() {
    clearTimeout(this.#leaving);
  }

  hide(now = false) {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => (this.note = null), now ? 0 : 120);
  }
}

export const hint = new Hint();

/** Attach to an element: `{@attach hinted(() => ({ title, lines }))}`. */
export function hinted(note: () => Note | null) {
  return (element: Element) => {
    const show = () => {
      const found = note();
      if (found) hint.show(element, found);
    };
    const hide = () => hint.hide();
    const key = (event: Event) => (event as KeyboardEvent).key === "Escape" && hint.hide(true);
    element.addEventListener("pointerenter", show);
    element.addEventListener("pointerleave", hide);
    element.addEventListener("focus", show);
    element.addEventListener("blur", hide);
    element.addEventListener("keydown", key);
    return () => {
      element.removeEventListener("pointerenter", show);
      element.removeEventListener("pointerleave", hide);
      element.removeEventListener("focus", show);
      element.removeEventListener("blur", hide);
      element.removeEventListener("keydown", key);
      hint.hide();
    };
  };
}
