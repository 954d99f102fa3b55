import { expect, test } from "vitest";
import { kindOf } from "../src/lib/kinds";
import type { EachRow } from "../src/lib/types";

const YEARS = ["1922", "1923", "1924-02"];
const row = (over: Partial<EachRow>): EachRow => ({
  history: 0,
  ruler: null,
  rule: "collective",
  sole_from: null,
  leader: "a",
  by_year: ["a", "b", "b"],
  rules_by_year: ["primus", "sole", "collective"],
  path: "",
  stages: ["split"],
  group: 1,
  ...over,
});
const fits = (word: string, over: Partial<EachRow> = {}) => kindOf(word, YEARS, (id) => id)!.fits(row(over));

test("a word in the address stands for exactly the histories of its kind", () => {
  expect(fits("sole~b~1923")).toBe(true);
  expect(fits("sole~a~1923")).toBe(false);
  expect(fits("sole~b~1924-02")).toBe(false);
  expect(fits("primus~a~1922")).toBe(true);
  expect(fits("rule~collective~1924-02")).toBe(true);
  expect(fits("others~a.c~1923")).toBe(true);
  expect(fits("others~b~1923")).toBe(false);
  expect(fits("from~never")).toBe(true);
  expect(fits("from~1923", { sole_from: "1923-05" })).toBe(true);
  expect(fits("from~1924", { sole_from: "1923-05" })).toBe(false);
  expect(fits("stage~split")).toBe(true);
  expect(fits("stage~other")).toBe(false);
  expect(fits("group~1")).toBe(true);
  expect(fits("stage~split", { stages: null })).toBe(false);
});

test("words that mean nothing open nothing", () => {
  for (const word of ["", "sole~b", "sole~b~1999", "nonsense~x~1923"])
    expect(kindOf(word, YEARS, (id) => id)).toBeNull();
  expect(kindOf("sole~b~1923", YEARS, (id) => id)?.month).toBe("1923-12");
  expect(kindOf("rule~sole~1924-02", YEARS, (id) => id)?.month).toBe("1924-02");
});
