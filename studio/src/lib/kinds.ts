/** Kinds of history that can be opened: a word in the address, what it means, and which histories are of it. */
import { RULE_WORDS } from "./course";
import type { EachRow } from "./types";
import { percent } from "./words";

export type Kind = { words: string; fits: (row: EachRow) => boolean; month?: string };

/** "sole~stalin~1926", "rule~collective~1926", "from~1926", "from~never", "stage~split of the ruling group", "group~2". */
export function kindOf(word: string, years: readonly string[], label: (id: string) => string): Kind | null {
  const [what, of = "", when = ""] = word.split("~");
  const year = years.indexOf(when);
  const month = when.length === 4 ? `${when}-12` : when.slice(0, 7);
  const day = when.length === 4 ? `the end of ${when}` : `the end, ${when}`;
  switch (what) {
    case "sole":
    case "primus": {
      const how = what === "sole" ? "rules alone" : "is first among equals";
      return year < 0
        ? null
        : {
            words: `${label(of)} ${how} at ${day}`,
            month,
            fits: (row) => row.rules_by_year[year] === what && row.by_year[year] === of,
          };
    }
    case "others": {
      const hidden = new Set(of.split("."));
      return year < 0
        ? null
        : {
            words: `somebody else rules alone or first at ${day}`,
            month,
            fits: (row) =>
              ["sole", "primus"].includes(row.rules_by_year[year] ?? "") &&
              !hidden.has(row.by_year[year] ?? ""),
          };
    }
    case "rule":
      return year < 0
        ? null
        : {
            words: `${RULE_WORDS[of] ?? of} at ${day}`,
            month,
            fits: (row) => row.rules_by_year[year] === of,
          };
    case "from":
      return of === "never"
        ? { words: "nobody rules alone within the window", fits: (row) => row.sole_from === null }
        : {
            words: `sole rule begins in ${of}`,
            month: `${of}-01`,
            fits: (row) => row.sole_from?.slice(0, 4) === of,
          };
    case "stage":
      return { words: `with a stage of the kind “${of}”`, fits: (row) => row.stages?.includes(of) ?? false };
    case "group":
      return { words: `of group ${Number(of) + 1} of courses`, fits: (row) => row.group === Number(of) };
    default:
      return null;
  }
}

export const shareOf = (count: number, whole: number) => percent(count / Math.max(1, whole));
