/** How numbers and days are written. */
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "1924-05" or "1924-05-21" -> "May 1924". */
export function monthName(day: string): string {
  const [year, month] = day.split("-");
  return month ? `${MONTHS[Number(month) - 1]} ${year}` : (year ?? day);
}

/** "1924-05" -> "May 24". */
export function monthShort(day: string): string {
  const [year, month] = day.split("-");
  return `${MONTHS[Number(month) - 1]!.slice(0, 3)} ${year!.slice(2)}`;
}

export function dayName(day: string): string {
  const [year, month, date] = day.split("-");
  return date ? `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}` : monthName(day);
}

/** A month some months later. */
export function monthAfter(start: string, months: number): string {
  const [year, month] = start.split("-").map(Number) as [number, number];
  const all = year * 12 + month - 1 + months;
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, "0")}`;
}

/** How many months a month is after another. */
export function monthsBetween(start: string, month: string): number {
  const [a, b] = [start, month].map((day) => day.split("-").map(Number)) as [number[], number[]];
  return (b[0]! - a[0]!) * 12 + b[1]! - a[1]!;
}

export const percent = (share: number | null | undefined, digits = 0) =>
  share === null || share === undefined ? "–" : `${(100 * share).toFixed(digits)}\u00a0%`;

export const thousands = (number: number) => Math.round(number).toLocaleString("en-GB");

/** A share with its interval: "39 % (34 to 46)". */
export function within(found: { share: number; low: number; high: number }): string {
  return `${percent(found.share)} (${(100 * found.low).toFixed(0)} to ${(100 * found.high).toFixed(0)})`;
}

export const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export const counted = (number: number, one: string, many = one + "s") =>
  `${thousands(number)} ${number === 1 ? one : many}`;
