/** The pages that belong to a run, as tabs. `caseId`: the name of its scenario here (`caseOf`), null where it has none. */
import { to } from "./routes";

export const tabsOf = (
  run: string,
  caseId: string | null,
  history: string | number,
  here: "ensemble" | "history" | "odds" | "what-if" | "class",
) => [
  { href: to.run(run), name: "All histories", here: here === "ensemble" },
  { href: to.history(run, history), name: "One history", here: here === "history" },
  { href: to.odds(run), name: "Who was winning", here: here === "odds" },
  ...(caseId === null ? [] : [{ href: to.whatIf(caseId), name: "What if", here: here === "what-if" }]),
  { href: to.inClass(run, history), name: "In class", here: here === "class" },
];
