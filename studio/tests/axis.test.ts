import { render } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import YearAxis from "../src/charts/axes/YearAxis.svelte";
import { apart, januaries, nearest, roundYears, spaced, yearEnds } from "../src/lib/axis";
import { monthsBetween } from "../src/lib/words";

const names = (marks: readonly { name: string }[]) => marks.map((mark) => mark.name);

describe("the axis of years", () => {
  it("has a mark at every January between two months", () => {
    const marks = januaries("1922-05", "1925-01", (months) => 10 + 3 * months);
    expect(marks).toEqual([
      { x: 34, name: "1923" },
      { x: 70, name: "1924" },
      { x: 106, name: "1925" },
    ]);
    expect(names(januaries("1922-01", "1922-12", (months) => months))).toEqual(["1922"]);
    expect(monthsBetween("1922-11", "1923-02")).toBe(3);
    expect(monthsBetween("1923-02", "1922-11")).toBe(-3);
  });

  it("leaves out as many years as have no room, the same ones in every drawing", () => {
    const marks = (step: number) => januaries("1922-12", "1934-02", (months) => (step * months) / 12);
    expect(names(spaced(marks(40)))).toHaveLength(12);
    expect(names(spaced(marks(20)))).toEqual(["1924", "1926", "1928", "1930", "1932", "1934"]);
    expect(names(spaced(marks(11)))).toEqual(["1923", "1926", "1929", "1932"]);
    expect(spaced([])).toEqual([]);
  });

  it("keeps the end, and no year that would run into it", () => {
    const years = ["1930", "1931", "1932", "1933", "1934-02"];
    expect(names(spaced(yearEnds(years, (n) => 40 * n)))).toEqual(["1930", "1931", "1932", "1933", "end"]);
    expect(names(spaced(yearEnds(years, (n) => 20 * n)))).toEqual(["1930", "1932", "end"]);
    expect(names(spaced(yearEnds(years, (n) => 12 * n)))).toEqual(["1932", "end"]);
  });

  it("is drawn without names where another drawing below has them", () => {
    const marks = [{ x: 5, name: "1923" }];
    const drawn = (named: boolean) =>
      render(YearAxis, { marks, height: 50, lines: [2, 40] as const, named }).container;
    expect(drawn(true).textContent).toContain("1923");
    expect(drawn(false).textContent).not.toContain("1923");
    expect(drawn(false).querySelectorAll("line")).toHaveLength(1);
  });
});

describe("names at the end of lines", () => {
  it("stand where their lines end, moved only as far as they would cover one another", () => {
    const laid = apart([{ at: 50 }, { at: 12 }, { at: 52 }, { at: 99 }], 14, 8, 100);
    expect(laid.map((one) => one.at)).toEqual([12, 50, 52, 99]);
    expect(laid.map((one) => one.y)).toEqual([12, 50, 64, 99]);
  });

  it("stay above the floor", () => {
    const laid = apart([{ at: 98 }, { at: 99 }, { at: 100 }], 14, 8, 100);
    expect(laid.map((one) => one.y)).toEqual([72, 86, 100]);
  });
});

it("a click falls on the nearest place", () => {
  expect(nearest(40, 40, 140, 10)).toBe(0);
  expect(nearest(74, 40, 140, 10)).toBe(3);
  expect([nearest(-5, 40, 140, 10), nearest(900, 40, 140, 10)]).toEqual([0, 10]);
});

describe("round years", () => {
  it("are few, evenly apart and within", () => {
    expect(roundYears(1921, 2017)).toEqual([1940, 1960, 1980, 2000]);
    expect(roundYears(1804, 1809)).toEqual([1804, 1806, 1808]);
    expect(roundYears(1960, 1960)).toEqual([1960]);
    expect(roundYears(Infinity, -Infinity)).toEqual([]);
    for (let span = 0; span < 300; span += 7) {
      const found = roundYears(1703, 1703 + span);
      expect(found.length).toBeGreaterThan(span > 20 ? 1 : 0);
      expect(found.length).toBeLessThanOrEqual(5);
    }
  });
});
