import { expect, test } from "vitest";
import {
  inWords,
  moved,
  placeOf,
  situationOf,
  sweetsAfter,
  type Lesson,
  type Moment,
  type Place,
} from "../src/lib/lesson";

const end: Place = { moment: 3, step: "situation" };

test("a lesson goes from the beginning through three steps of each moment to the end, and back the same way", () => {
  const there: Place[] = [{ moment: 0, step: "situation" }];
  while (there.length < 20) {
    const next = moved(there.at(-1)!, 1, 2);
    if (next === there.at(-1)) break;
    there.push(next);
  }
  expect(there.map((place) => `${place.moment} ${place.step}`)).toEqual([
    "0 situation",
    "1 situation",
    "1 question",
    "1 answer",
    "2 situation",
    "2 question",
    "2 answer",
    "3 situation",
  ]);
  const back = [end];
  while (back.at(-1)!.moment > 0) back.push(moved(back.at(-1)!, -1, 2));
  expect(back.reverse()).toEqual(there);
  expect(moved(there[0]!, -1, 2)).toEqual(there[0]);
});

test("an address leads to a place that exists", () => {
  expect(placeOf({ moment: "2", step: "answer" }, 5)).toEqual({ moment: 2, step: "answer" });
  expect(placeOf({ moment: "99", step: "answer" }, 2)).toEqual(end);
  expect(placeOf({ moment: "x", step: "nonsense" }, 2)).toEqual({ moment: 0, step: "situation" });
});

test("sweets are those of the last moment that was told", () => {
  const lesson = { first: [4, 5], moments: [{ sweets: [5, 4] }, { sweets: [6, 3] }] } as unknown as Lesson;
  expect([0, 1, 2].map((moments) => sweetsAfter(lesson, moments))).toEqual([
    [4, 5],
    [5, 4],
    [6, 3],
  ]);
  expect(inWords(7)).toBe("seven");
  expect(inWords(40)).toBe("40");
});

test("the month is not said twice", () => {
  const moment = { situation: "May 1922. Lenin leads." } as Moment;
  expect(situationOf(moment, "May 1922")).toBe("Lenin leads.");
  expect(situationOf(moment, "June 1922")).toBe(moment.situation);
});
