import { expect, test } from "vitest";
import { dots, halfCircle } from "../src/lib/seating";

test("everybody has a seat of their own within the half circle, from left to right", () => {
  for (const n of [1, 2, 3, 7, 12, 13, 27, 51, 74, 120, 240]) {
    const { places, radius } = halfCircle(n);
    expect(places.length).toBe(n);
    const apart = places.flatMap((place, k) =>
      places.slice(k + 1).map((other) => Math.hypot(place.x - other.x, place.y - other.y)),
    );
    expect(Math.min(9, ...apart)).toBeGreaterThan(1.6 * radius);
    expect(Math.max(...places.map((place) => Math.hypot(place.x, place.y)))).toBeLessThanOrEqual(1.0001);
    expect(Math.max(...places.map((place) => place.y))).toBeLessThanOrEqual(0.0001);
  }
});

test("dots share out a vote in proportion, and whoever voted is seen", () => {
  expect(dots([6, 3, 42], 240)).toEqual([6, 3, 42]);
  const many = dots([2_244, 334, 70_389], 240);
  expect(many.reduce((sum, count) => sum + count, 0)).toBe(240);
  expect(many[1]).toBeGreaterThanOrEqual(1);
  expect(many[2]).toBeGreaterThan(225);
});
