import { expect, test } from "vitest";
import { chances, dated, leading, type Odds } from "../src/lib/odds";

const share = (value: number) => ({ share: value, low: value, high: value });
const person = (id: string, sole: (number | null)[]) => ({
  id,
  name: id,
  short: id,
  sole: sole.map((one) => (one === null ? null : share(one))),
  ruling: sole.map(() => share(0.5)),
});
const ODDS: Odds = {
  simulated: true,
  facts: {},
  months: ["1922-04", "1922-10", "1923-04"],
  effective: [9, 9, 9],
  persons: [
    person("a", [0.2, 0.5, 0.9]),
    person("b", [0.3, null, 0.05]),
    person("c", [0.01, 0.03, 0]),
    person("d", [0, 0, 0]),
  ],
  nobody: [],
  turning: [],
  last_chance: { a: "1923-04", b: "1922-04" },
};

test("the last chance: who had it to the end, who lost it and when, who never had it and when he came nearest", () => {
  expect(chances(ODDS).map(({ id, until, won, bestAt }) => [id, until, won, bestAt])).toEqual([
    ["a", "1923-04", true, "1923-04"],
    ["b", "1922-04", false, "1922-04"],
    ["c", null, false, "1922-10"],
  ]);
});

test("a line is drawn for those who once had one chance in twenty", () => {
  expect(leading(ODDS, "sole").map((one) => one.id)).toEqual(["a", "b"]);
  expect(leading(ODDS, "ruling")).toHaveLength(4);
});

test("events are told apart from their month", () => {
  expect(dated("1923-04 A congress met.")).toEqual(["1923-04", "A congress met."]);
  expect(dated("1923-04: A congress met.")).toEqual(["1923-04", "A congress met."]);
  expect(dated("A congress met.")).toEqual(["", "A congress met."]);
});
