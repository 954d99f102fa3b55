import { expect, test } from "vitest";
import { found, PAGES, to } from "../src/lib/routes";

test("every address that is made leads to a page and gives back what it was made of", () => {
  expect(found(to.case("own/my party.yaml"))?.named).toEqual({ case: "own/my party.yaml" });
  expect(found(to.run("heir-s1"))?.named).toEqual({ run: "heir-s1" });
  expect(found(to.history("heir-s1", "nearest"))?.named).toEqual({ run: "heir-s1", history: "nearest" });
  expect(found(to.whatIf("heir"))?.page.at).toBe("/case/:case/what-if");
  expect(found("/nowhere")).toBeUndefined();
  expect(found("/case/")).toBeUndefined();
  expect(found("/case/%E0%A4%A")?.named.case).toBe("%E0%A4%A");
});

test("no two pages stand at one address", () => {
  expect(new Set(PAGES.map((page) => page.at)).size).toBe(PAGES.length);
});
