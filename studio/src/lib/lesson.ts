/** A lesson: the moments of a history that give pupils something to reason about. */

export type Moment = {
  number: number;
  month: number;
  date: string;
  before: string[];
  situation: string;
  question: string;
  options: { id: string; label: string }[];
  answer: string;
  told: string[];
  reason: string[];
  event: number | null;
  sweets: number[];
  change: string;
};

export type Lesson = {
  simulated: boolean;
  case: string;
  title: string;
  history: number | null;
  start: string;
  total: number;
  persons: { id: string; label: string; name: string; card: string[] }[];
  first: number[];
  moments: Moment[];
  minutes: { from: number; to: number; what: string }[];
};

export type Room = {
  open: boolean;
  code: string;
  address: string;
  question: { question: string; options: { id: string; label: string }[] } | null;
  taking: boolean;
  counts: Record<string, number>;
  answered: number;
  joined: number;
};

export const STEPS = ["situation", "question", "answer"] as const;
export type Step = (typeof STEPS)[number];

/** Where the class is: `moment` 0 is the beginning, the last one the end. */
export type Place = { moment: number; step: Step };

/** The next place, or the one before; the ends stay where they are. */
export function moved(place: Place, by: 1 | -1, moments: number): Place {
  const step = STEPS.indexOf(place.step);
  if (place.moment <= 0) return by > 0 ? { moment: 1, step: "situation" } : place;
  if (place.moment > moments) return by > 0 ? place : { moment: moments, step: "answer" };
  const next = step + by;
  if (next >= 0 && next < STEPS.length) return { moment: place.moment, step: STEPS[next]! };
  if (by > 0) return { moment: place.moment + 1, step: "situation" };
  return place.moment === 1 ? { moment: 0, step: "situation" } : { moment: place.moment - 1, step: "answer" };
}

export function placeOf(query: Record<string, string>, moments: number): Place {
  const moment = Math.max(0, Math.min(moments + 1, Number.parseInt(query.moment ?? "0") || 0));
  const step = STEPS.find((word) => word === query.step) ?? "situation";
  return { moment, step: moment < 1 || moment > moments ? "situation" : step };
}

/** How many sweets each has after so many moments. */
export const sweetsAfter = (lesson: Lesson, moments: number) =>
  moments <= 0 ? lesson.first : (lesson.moments[moments - 1]?.sweets ?? lesson.first);

const WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");
export const inWords = (number: number) => WORDS[number] ?? String(number);

/** The situation of a moment without its month, which stands beside it. */
export const situationOf = (moment: Moment, month: string) =>
  moment.situation.startsWith(`${month}. `) ? moment.situation.slice(month.length + 2) : moment.situation;
