/** Where a value comes from, in words. */
import type { Cite, Sources } from "./types";

const EVIDENCE: Record<string, string> = {
  read: "a source that was opened",
  unverified: "a work that is cited but was not opened",
  coded: "our own coding",
  assumed: "assumption",
};

export function cited(cite: Cite, sources: Sources = {}): string[] {
  if (!cite) return ["No source: a default, assumed."];
  const keys = cite.source
    .split(" ; ")
    .map((key) => key.trim())
    .filter(Boolean);
  const works = keys.map((key) => sources[key]?.citation ?? key);
  return [
    works.length ? `Source: ${works.join("; ")}.` : "No source is named.",
    `Evidence: ${EVIDENCE[cite.evidence] ?? cite.evidence}${cite.confidence ? `; confidence ${cite.confidence}` : ""}.`,
    cite.note,
  ].filter(Boolean);
}
