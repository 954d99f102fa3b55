/** Undo and redo without limit: a line of values, of which one is the present. */
export class Undoable<T> {
  #past = $state.raw<T[]>([]);
  #future = $state.raw<T[]>([]);
  #present: T = $state.raw() as T;

  constructor(first: T) {
    this.#present = first;
  }

  get present(): T {
    return this.#present;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
  /** How many steps lie behind. */
  get depth(): number {
    return this.#past.length;
  }

  /** A new present; what had been undone is forgotten. The same value again is no step. */
  change(next: T) {
    if (same(next, this.#present)) return;
    this.#past = [...this.#past, this.#present];
    this.#future = [];
    this.#present = next;
  }

  undo() {
    const before = this.#past.at(-1);
    if (!this.canUndo) return;
    this.#future = [this.#present, ...this.#future];
    this.#past = this.#past.slice(0, -1);
    this.#present = before as T;
  }

  redo() {
    const after = this.#future[0];
    if (!this.canRedo) return;
    this.#past = [...this.#past, this.#present];
    this.#future = this.#future.slice(1);
    this.#present = after as T;
  }

  /** Control-Z undoes; Control-Y and Control-Shift-Z redo. Text fields keep their own. */
  key(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (
      (event.target as Element | null)?.matches?.(
        "input:not([type=checkbox], [type=radio], [type=range]), textarea",
      )
    )
      return;
    const letter = event.key.toLowerCase();
    if (letter === "z" && !event.shiftKey) this.undo();
    else if (letter === "y" || (letter === "z" && event.shiftKey)) this.redo();
    else return;
    event.preventDefault();
  }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
