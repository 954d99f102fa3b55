/** Six hues that colour-blind readers can tell apart, each with a dash and a marker; everybody else is grey. */

export type Ink = { hue: string; dash: string; marker: string };

const DASHES = ["", "7 3", "2 3", "9 3 2 3", "4 2", "12 4"];
/** Paths within a square of side 2 around the origin: circle, square, triangle, diamond, cross, triangle downwards. */
const MARKERS = [
  "M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0Z",
  "M-.88-.88H.88V.88H-.88Z",
  "M0-1.1L1.05.75H-1.05Z",
  "M0-1.2L1.1 0L0 1.2L-1.1 0Z",
  "M-.35-1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35Z",
  "M0 1.1L1.05-.75H-1.05Z",
];
const NONE: Ink = { hue: "var(--g1)", dash: "1 3", marker: MARKERS[0]! };

/** The ink of the person at this place of the order; greys after six. */
export function ink(place: number): Ink {
  if (place < 0) return NONE;
  if (place < 6) return { hue: `var(--h${place})`, dash: DASHES[place]!, marker: MARKERS[place]! };
  return {
    hue: `var(--g${(place - 6) % 2})`,
    dash: DASHES[(place - 6) % 6]!,
    marker: MARKERS[(place - 6) % 6]!,
  };
}

/** Inks by id, in an order that every page of a run shares. */
export class Inks {
  #place: Map<string, number>;
  constructor(order: readonly string[]) {
    this.#place = new Map(order.map((id, n) => [id, n]));
  }
  of(id: string | null | undefined): Ink {
    return id ? ink(this.#place.get(id) ?? -1) : NONE;
  }
  /** Whether this person has a hue of their own. */
  has(id: string | null | undefined): boolean {
    return id != null && (this.#place.get(id) ?? 9) < 6;
  }
}

/** Kinds of rule and seats of decision, from many to one. */
export const step = (place: number) => `var(--k${Math.min(place, 4)})`;
