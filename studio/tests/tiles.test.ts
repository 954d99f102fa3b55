import { describe, expect, it } from "vitest";
import { laidOut, type Placed } from "../src/lib/tiles";

const one = (id: string, members: number, tile: [number, number] | null = null): Placed => ({
  id,
  kind: tile ? "territorial" : "army",
  members,
  tile,
});

describe("a map of tiles", () => {
  const all = [one("a", 100, [1, 1]), one("b", 25, [4, 1]), one("c", 400, [2, 3]), one("army", 400)];
  const found = laidOut(all, 200, 999);
  const at = (id: string) => found.places.get(id)!;
  it("puts every organisation into its own square, the others below", () => {
    expect(found.mapped).toBe(true);
    expect(at("b").x - at("a").x).toBeCloseTo(150);
    expect(at("c").y - at("a").y).toBeCloseTo(100);
    expect(at("army").y).toBeGreaterThan(at("c").y + at("c").height);
    for (const place of found.places.values()) {
      expect(place.width).toBeCloseTo(place.height);
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.x + place.width).toBeLessThanOrEqual(200);
      expect(place.y + place.height).toBeLessThanOrEqual(found.height);
    }
  });
  it("fills an area in proportion to the members", () => {
    expect(at("c").filled).toBe(1);
    expect(at("a").filled ** 2 / at("c").filled ** 2).toBeCloseTo(100 / 400);
    expect(at("b").filled).toBeCloseTo(0.25);
  });
});

describe("without a map", () => {
  it("the whole area is shared by membership", () => {
    const found = laidOut([one("a", 300), one("b", 100)], 400, 300);
    const area = (id: string) => found.places.get(id)!.width * found.places.get(id)!.height;
    expect(found.mapped).toBe(false);
    expect(found.height).toBe(300);
    expect(area("a") / area("b")).toBeCloseTo(3, 1);
  });
});
