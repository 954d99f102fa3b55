import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { address } from "../src/lib/address.svelte";
import {
  defaults,
  difference,
  differs,
  draftOf,
  partings,
  queryOf,
  reseeded,
  reset,
  without,
  withChange,
  type Draft,
  type Prepared,
  type Row,
} from "../src/lib/whatif";
import type { About, Situation } from "../src/lib/types";
import Question from "../src/pages/whatif/Question.svelte";

vi.setConfig({ testTimeout: 30_000 }); // machines that run tests may be busy
const USUAL = { histories: 256, seed: 1 };
const NONE: Draft = { what: "", set: [], date: "", histories: 256, seed: 1 };
const READY: Prepared = {
  id: "no-letter",
  title: "The predecessor writes no letter",
  date: "1922-12",
  set: { "parameters.letter_rate": 0, "country.threat": 0.5 },
  why: "He fell ill before he wrote.",
  sources: [],
  criteria: {},
};

test("a change takes the place of an earlier one of the same fact, and of a removed row", () => {
  const one = withChange(NONE, "country.threat=0.5");
  expect(withChange(one, "country.threat=0.8").set).toEqual(["country.threat=0.8"]);
  const gone = withChange(withChange(one, "ties.a/b.strength=0.1"), "ties.a/b=none");
  expect(gone.set).toEqual(["country.threat=0.5", "ties.a/b=none"]);
  expect(withChange(gone, "ties.a/b.strength=0.3").set).toEqual([
    "country.threat=0.5",
    "ties.a/b.strength=0.3",
  ]);
});

test("a prepared question that is changed becomes changes of one's own, from its month", () => {
  const draft: Draft = { ...NONE, what: "no-letter" };
  expect(withChange(draft, "country.threat=0.9", [READY])).toEqual({
    ...NONE,
    set: ["parameters.letter_rate=0", "country.threat=0.9"],
    date: "1922-12",
  });
  expect(without(draft, "country.threat", [READY]).set).toEqual(["parameters.letter_rate=0"]);
  expect(without({ ...NONE, set: ["a.b=1"], date: "1923-01" }, "a.b")).toEqual(NONE);
});

test("reset, defaults and new seed are three different things", () => {
  const draft: Draft = { what: "", set: ["country.threat=0.8"], date: "1923-01", histories: 64, seed: 9 };
  expect(reset(draft)).toEqual({ ...NONE, histories: 64, seed: 9 });
  expect(defaults(draft, USUAL)).toEqual({ ...draft, histories: 256, seed: 1 });
  expect(reseeded(draft, () => 0.5)).toEqual({ ...draft, seed: 500_000 });
});

test("the address gives back the draft, whatever its values hold", () => {
  const draft: Draft = {
    what: "",
    set: ["persons.x.name=a=b & c; d", "country.threat=0.8"],
    date: "1923-01",
    histories: 64,
    seed: 9,
  };
  const query = Object.fromEntries(
    Object.entries(queryOf(draft)).filter((pair): pair is [string, string] => pair[1] !== null),
  );
  const again = Object.fromEntries(new URLSearchParams(new URLSearchParams(query).toString()));
  expect(draftOf(again, USUAL)).toEqual(draft);
  expect(draftOf({ histories: "-4", seed: "many", set: "nonsense" }, USUAL)).toEqual(NONE);
});

const row = (low: number, value: number, high: number, unit = "share of histories"): Row => ({
  quantity: "q",
  unit,
  person: "",
  was: 0,
  would_be: value,
  difference: value,
  low,
  high,
  differing: 0,
});

test("differences are told with their interval and without a minus before nought", () => {
  expect(difference(row(-0.45, -0.39, -0.33))).toBe("−39 points (−45 to −33)");
  expect(difference(row(-0.004, -0.001, 0.003))).toBe("0 points (0 to 0)");
  expect(difference(row(0.00002, 0.0001, 0.0002, "share of members"))).toBe("+0.01 points (0.00 to 0.02)");
  expect(differs(row(-0.1, 0, 0.1))).toBe(false);
  expect(differs(row(0.01, 0.1, 0.2))).toBe(true);
});

test("months in which courses part are counted in their order", () => {
  expect(partings(["1923-05", null, "1922-11", "1923-05"])).toEqual([
    { month: "1922-11", count: 1 },
    { month: "1923-05", count: 2 },
  ]);
});

const asked: string[] = [];
const answers: Record<string, unknown> = {
  facts: [
    {
      path: "country.threat",
      table: "country",
      field: "threat",
      label: "Threat from abroad",
      about: "The country",
      type: "number",
      unit: "0 to 1",
      value: 0.2,
      allowed: null,
      low: 0,
      high: 1,
      remove: "",
      cite: null,
    },
  ],
  change: {
    title: "",
    date: "",
    month: 0,
    sentences: ["The threat is another one."],
    changes: [],
    problems: [],
  },
};

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal(
    "fetch",
    vi.fn(async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(path.includes("/facts") ? answers.facts : answers.change));
    }),
  );
  address.query = {};
});
afterEach(() => vi.unstubAllGlobals());

let count = 0;
function shown() {
  const situation = {
    start: "1922-04-03",
    end: "1934-02-10",
    persons: [],
    bodies: [],
    offices: [],
    organisations: [],
    disputes: [],
    sources: {},
  } as unknown as Situation;
  const about = { histories: 256, seed: 1 } as About;
  // a case of its own each time: the line of undo is kept while the studio is open
  render(Question, { name: `case-${count++}`, situation, prepared: [READY], about });
}
const changes = () =>
  within(screen.getByRole("list", { name: "Changes" }))
    .getAllByRole("listitem")
    .map((item) => item.querySelector("code")?.textContent);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

async function threat(value: string) {
  await fireEvent.input(screen.getByRole("searchbox"), { target: { value: "threat" } });
  await fireEvent.click(await screen.findByRole("button", { name: /Threat from abroad/ }));
  await fireEvent.input(await screen.findByRole("spinbutton", { name: "Threat from abroad" }), {
    target: { value },
  });
  await press("Change");
}

test("every step is undone and done again, by button and by key; the address follows", async () => {
  shown();
  await threat("0.5");
  await threat("0.8");
  await press("New seed");
  const seed = address.query.seed;
  expect(seed).not.toBe("1");
  expect(changes()).toEqual(["country.threat=0.8"]);

  await press("Undo");
  expect(address.query.seed).toBe("1");
  await fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
  expect(changes()).toEqual(["country.threat=0.5"]);
  expect(address.query.set).toBe("country.threat=0.5");
  await press("Undo");
  expect(screen.queryByRole("list", { name: "Changes" })).toBeNull();
  expect((screen.getByRole("button", { name: "Undo" }) as HTMLButtonElement).disabled).toBe(true);

  for (const key of ["y", "y", "y"]) await fireEvent.keyDown(document.body, { key, ctrlKey: true });
  expect(changes()).toEqual(["country.threat=0.8"]);
  expect(address.query.seed).toBe(seed);
  expect((screen.getByRole("button", { name: "Redo" }) as HTMLButtonElement).disabled).toBe(true);
});

test("reset takes back the changes only and can itself be undone", async () => {
  shown();
  await press(/The predecessor writes no letter/);
  await press("New seed");
  const seed = address.query.seed;
  await press("Reset");
  expect(address.query.what).toBeUndefined();
  expect(address.query.seed).toBe(seed);
  await press("Undo");
  expect(address.query.what).toBe("no-letter");
  await press("Defaults");
  expect(address.query).toMatchObject({ what: "no-letter", seed: "1", histories: "256" });
});

test("the server is asked what the change means", async () => {
  shown();
  await press(/The predecessor writes no letter/);
  expect(await screen.findByText("The threat is another one.")).toBeTruthy();
  expect(asked.some((path) => path.endsWith("/change?what=no-letter"))).toBe(true);
});
