/** A question of "what if": what is changed, of which luck, in how many pairs; and what the server answers. */
import type { Cite, Named, Share } from "./types";
import { capital, percent } from "./words";

/** `what` is a prepared counterfactual; or `set` holds changes of one's own, `path=value` each. Never both. */
export type Draft = { what: string; set: readonly string[]; date: string; histories: number; seed: number };

export type Prepared = {
  id: string;
  title: string;
  date: string;
  set: Record<string, unknown>;
  why: string;
  sources: string[];
  criteria: Record<string, string>;
};

export type Fact = {
  path: string;
  table: string;
  field: string;
  subject?: string;
  label: string;
  about: string;
  type: "id" | "number" | "integer" | "choice" | "text" | "date";
  unit: string;
  value: string | number | boolean | null;
  allowed: (string | number)[] | null;
  low: number | null;
  high: number | null;
  remove: string;
  cite: Cite;
};

export type Told = {
  title: string;
  date: string;
  month: number;
  when?: string;
  sentences: string[];
  changes: { path: string; before: unknown; after: unknown; sentence: string }[];
  problems: {
    code: string;
    where: string;
    found: string;
    allowed: string;
    nearest: string;
    remedy: string;
  }[];
};

export type Row = {
  quantity: string;
  unit: string;
  person: string;
  was: number;
  would_be: number;
  difference: number;
  low: number;
  high: number;
  differing: number;
};

export type Compared = {
  facts: {
    title: string;
    date: string;
    end: string;
    histories: number;
    seed: number;
    change: Prepared;
  } & Record<string, unknown>;
  rows: Row[];
  parting: {
    parted: Share;
    month: { low: string; median: string; high: string } | null;
    first: (string | null)[];
    kinds: Record<string, Share>;
    examples: { history: number; month: string; event: string }[];
  };
  causes: {
    quantity: string;
    necessity: (Share & { of: number }) | null;
    sufficiency: (Share & { of: number }) | null;
    pairs: Record<string, number>;
  }[];
};

export const pathOf = (change: string) => change.slice(0, change.indexOf("="));
export const valueOf = (change: string) => change.slice(change.indexOf("=") + 1);

/** What a prepared counterfactual changes, as changes of one's own. */
const loose = (ready: Prepared) => Object.entries(ready.set).map(([path, value]) => `${path}=${value}`);

/** The draft with one more change; a prepared counterfactual becomes changes of one's own, to which it is added. */
export function withChange(draft: Draft, change: string, prepared: readonly Prepared[] = []): Draft {
  const ready = prepared.find((one) => one.id === draft.what);
  const before = ready ? loose(ready) : draft.set;
  // a row that is removed takes the changes of its fields with it, and a changed field brings its row back
  const path = pathOf(change);
  const others = before.filter((one) => {
    const other = pathOf(one);
    return other !== path && !other.startsWith(`${path}.`) && !path.startsWith(`${other}.`);
  });
  return { ...draft, what: "", set: [...others, change], date: ready ? ready.date : draft.date };
}

/** The draft without the change of this path. */
export function without(draft: Draft, path: string, prepared: readonly Prepared[] = []): Draft {
  const ready = prepared.find((one) => one.id === draft.what);
  const set = (ready ? loose(ready) : draft.set).filter((one) => pathOf(one) !== path);
  return { ...draft, what: "", set, date: set.length ? (ready ? ready.date : draft.date) : "" };
}

/** Nothing changed any more; luck and number of pairs stay. */
export const reset = (draft: Draft): Draft => ({ ...draft, what: "", set: [], date: "" });

/** The seed and the number of pairs that the studio begins with; the change stays. */
export const defaults = (draft: Draft, usual: { histories: number; seed: number }): Draft => ({
  ...draft,
  histories: usual.histories,
  seed: usual.seed,
});

/** Other luck. */
export const reseeded = (draft: Draft, chance: () => number = Math.random): Draft => ({
  ...draft,
  seed: 1 + Math.floor(chance() * 999_999),
});

export const changed = (draft: Draft) => draft.what !== "" || draft.set.length > 0;

/** The draft of an address, and the other way round. Changes stand in one word, a line each. */
export function draftOf(query: Record<string, string>, usual: { histories: number; seed: number }): Draft {
  const number = (word: string | undefined, otherwise: number) =>
    word && /^\d{1,9}$/.test(word) ? Number(word) : otherwise;
  const what = query.what ?? "";
  const set = what ? [] : (query.set ?? "").split("\n").filter((one) => one.includes("="));
  return {
    what,
    set,
    date: query.date ?? "",
    histories: Math.max(1, number(query.histories, usual.histories)),
    seed: number(query.seed, usual.seed),
  };
}

export const queryOf = (draft: Draft) => ({
  what: draft.what || null,
  set: draft.set.length ? draft.set.join("\n") : null,
  date: draft.date || null,
  histories: String(draft.histories),
  seed: String(draft.seed),
});

/** Facts by heading, in the order of the server. */
export function grouped(facts: readonly Fact[]): [string, Fact[]][] {
  const found = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (!fact.path && !fact.remove) continue;
    const group = found.get(fact.about);
    if (group) group.push(fact);
    else found.set(fact.about, [fact]);
  }
  return [...found];
}

export const fits = (fact: Fact, wanted: string) =>
  wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${fact.label} ${fact.about} ${fact.path}`.toLowerCase().includes(word));

export const isShare = (row: Row) => row.unit.startsWith("share of histories");
/** Whether the interval of the difference leaves out nothing at all. */
export const differs = (row: Row) => row.low > 0 || row.high < 0;

/** A number with as many digits as it deserves. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-GB");
  return value.toFixed(size >= 10 ? 1 : size >= 1 || size === 0 ? 2 : 3);
}

/** A value in its unit; shares as per cent. */
export const inUnit = (row: Row, value: number) =>
  row.unit.startsWith("share")
    ? percent(value, row.unit.startsWith("share of histories") ? 0 : 1)
    : figure(value);

export const signed = (text: string, value: number) =>
  value > 0 && !/^[0.,]*$/.test(text) ? `+${text}` : text.replace("-", "−");

/** The difference with its interval, in words: "+12 points (3 to 21)". */
export function difference(row: Row): string {
  const share = row.unit.startsWith("share");
  const size = 100 * Math.max(Math.abs(row.low), Math.abs(row.high));
  const digits = isShare(row) || size >= 10 ? 0 : size >= 1 ? 1 : 2;
  const one = (value: number) => plain(share ? (100 * value).toFixed(digits) : figure(value));
  return `${signed(one(row.difference), row.difference)}${share ? " points" : ""} (${one(row.low)} to ${one(row.high)})`;
}
/** With a real minus, and none before a nought. */
const plain = (text: string) =>
  Number(text.replaceAll(",", "")) === 0 ? text.replace("-", "") : text.replace("-", "−");

/** How many pairs part in each month, from the first to the last in which any does. */
export function partings(first: readonly (string | null)[]): { month: string; count: number }[] {
  const found = new Map<string, number>();
  for (const month of first) if (month) found.set(month, (found.get(month) ?? 0) + 1);
  return [...found]
    .map(([month, count]) => ({ month, count }))
    .sort((a, b) => a.month.localeCompare(b.month));
}

/** A value as people read it: names for ids. */
export function shown(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined || value === "" || value === "none") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return names.get(String(value)) ?? String(value);
}

export const namesOf = (groups: readonly (readonly Named[])[]) =>
  new Map(groups.flat().map((one) => [one.id, one.name]));

export const kindName = (kind: string) => capital(kind.replaceAll("-", " "));
