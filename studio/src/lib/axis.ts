/** What stands along the axes of the drawings, and names at their right that must not cover one another. */
import { monthAfter, monthsBetween } from "./words";

/** A name at a place of the axis. */
export type Mark = { x: number; name: string };

/** The Januaries from one month to another; `x` says where so many months after the first are. */
export function januaries(first: string, last: string, x: (months: number) => number): Mark[] {
  const found: Mark[] = [];
  for (let m = 0; m <= monthsBetween(first, last); m++) {
    const month = monthAfter(first, m);
    if (month.endsWith("-01")) found.push({ x: x(m), name: month.slice(0, 4) });
  }
  return found;
}

/** Round years from one to another, at most so many: every 1, 2, 5, 10, 20, 50 ... years. */
export function roundYears(first: number, last: number, most = 5): number[] {
  for (let size = 1; ; size *= 10)
    for (const step of [size, 2 * size, 5 * size]) {
      const from = Math.ceil(first / step) * step;
      const count = Math.floor((last - from) / step) + 1;
      if (count <= most) return Array.from({ length: Math.max(0, count) }, (_, n) => from + n * step);
    }
}

/** The ends of years, and of a last year that is not whole: "1922", "1923", "end". */
export const yearEnds = (years: readonly string[], x: (place: number) => number): Mark[] =>
  years.map((year, place) => ({ x: x(place), name: year.length > 4 ? "end" : year }));

/** As many of the marks as have room: every second, third ... year, and whatever is no year. */
export function spaced(marks: readonly Mark[], least = 32): Mark[] {
  if (marks.length < 2) return [...marks];
  const step = (marks.at(-1)!.x - marks[0]!.x) / (marks.length - 1);
  const every = Math.max(1, Math.ceil(least / Math.max(step, 1e-9)));
  const others = marks.filter((mark) => !isYear(mark));
  const free = (mark: Mark) => others.every((other) => Math.abs(other.x - mark.x) >= 0.75 * least);
  return marks.filter((mark) => !isYear(mark) || (Number(mark.name) % every === 0 && free(mark)));
}
const isYear = (mark: Mark) => /^\d+$/.test(mark.name);

/** Things that want to stand `at` a height, from the top down and `step` apart, between `top` and `floor`: each with the `y` it gets. */
export function apart<T extends { at: number }>(
  things: readonly T[],
  step: number,
  top: number,
  floor: number,
): (T & { y: number })[] {
  const found = things.map((thing) => ({ ...thing, y: 0 })).sort((a, b) => a.at - b.at);
  let free = top;
  for (const thing of found) free = (thing.y = Math.max(thing.at, free)) + step;
  let limit = floor;
  for (const thing of [...found].reverse()) limit = (thing.y = Math.min(thing.y, limit)) - step;
  return found;
}

/** Which of the places 0 to `last`, spread evenly between two `x`, is nearest. */
export const nearest = (x: number, from: number, to: number, last: number): number =>
  Math.max(0, Math.min(last, Math.round(((x - from) / (to - from)) * last)));
