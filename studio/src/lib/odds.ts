/** Who was winning: the odds of a history, or given the record, month by month. */
import type { Share } from "./types";

export type Odds = {
  simulated: boolean;
  facts: Record<string, unknown>;
  months: string[];
  effective: (number | null)[];
  persons: { id: string; name: string; short: string; sole: (Share | null)[]; ruling: (Share | null)[] }[];
  nobody: (Share | null)[];
  turning: {
    month: string;
    moved: number;
    person: string;
    name: string;
    from: number;
    to: number;
    low: number;
    high: number;
    events: string[];
  }[];
  last_chance: Record<string, string>;
};

export type Outcome = "sole" | "ruling";
export const CHANCE = 0.2;

const best = (odds: readonly (Share | null)[]) => Math.max(0, ...odds.map((one) => one?.share ?? 0));

/** Those whose odds are worth a line, the best first. */
export function leading(odds: Odds, outcome: Outcome, most = 6) {
  return odds.persons
    .map((person) => ({ ...person, odds: person[outcome], best: best(person[outcome]) }))
    .filter((person) => person.best >= 0.05)
    .sort((a, b) => b.best - a.best)
    .slice(0, most);
}

/** The last month in which each had one chance in five of ruling alone; who has it in the last month never lost it. */
export function chances(odds: Odds) {
  const last = odds.months.at(-1) ?? "";
  return odds.persons
    .map((person) => ({
      id: person.id,
      name: person.short,
      until: odds.last_chance[person.id] ?? null,
      won: odds.last_chance[person.id] === last,
      best: best(person.sole),
      bestAt: odds.months[person.sole.findIndex((one) => one?.share === best(person.sole))] ?? last,
    }))
    .filter((one) => one.until !== null || one.best >= 0.02)
    .sort((a, b) => (b.until ?? "").localeCompare(a.until ?? "") || b.best - a.best)
    .slice(0, 10);
}

/** An event with its month apart from its sentence: "1923-04 Zinoviev …" or "1923-04: Zinoviev …". */
export function dated(event: string): [string, string] {
  const found = /^(\d{4}-\d{2}):? (.*)$/s.exec(event);
  return found ? [found[1]!, found[2]!] : ["", event];
}
