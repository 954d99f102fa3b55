/** One history by month: what its spells say of a month, and what is drawn of it. */
import type { Course, Spell } from "./types";
import { capital, counted, listed } from "./words";

/** The spells that hold in a month. */
export const holding = <T extends Spell>(spells: readonly T[] | undefined, month: number): T[] =>
  (spells ?? []).filter((spell) => spell.from <= month && month < spell.until);

export const LANES = ["core", "ring", "bloc", "outside"] as const;
export type Lane = (typeof LANES)[number];

/** What the places in the line-up mean. */
export const LANE_WORDS: Record<Lane, string> = {
  core: "those who decide together",
  ring: "drawn in, without a say of their own",
  bloc: "allied against the core",
  outside: "in none of these",
};

export const RULE_WORDS: Record<string, string> = {
  collective: "collective rule",
  dual: "rule by two",
  primus: "a first among equals",
  sole: "sole rule",
  collapsed: "the regime has fallen",
};

export class Labels {
  #labels: Map<string, string>;
  #names: Map<string, string>;
  constructor(persons: Course["persons"], more: Record<string, string> = {}) {
    this.#labels = new Map([
      ...Object.entries(more),
      ...persons.map((person) => [person.id, person.label] as const),
    ]);
    this.#names = new Map(persons.map((person) => [person.id, person.name]));
  }
  /** The short name. */
  of(id: string | null | undefined): string {
    return id ? (this.#labels.get(id) ?? capital(id.replaceAll("-", " "))) : "nobody";
  }
  full(id: string | null | undefined): string {
    return id ? (this.#names.get(id) ?? this.of(id)) : "nobody";
  }
}

/** The month in one or two sentences. */
export function situation(course: Course, month: number, labels: Labels): string {
  const leader = course.leader?.[month];
  const places = holding(course.standings, month);
  const of = (lane: Lane) =>
    places
      .filter((spell) => spell.standing === lane && spell.person !== leader)
      .map((spell) => labels.of(spell.person));
  const [core, ring, bloc] = [of("core"), of("ring"), of("bloc")];
  const rule = RULE_WORDS[course.rule?.[month] ?? ""];
  const said = [];
  if (leader)
    said.push(
      `${labels.of(leader)} leads${core.length ? ` with ${listed(core)}` : ""}${ring.length ? `; ${listed(ring)} ${ring.length > 1 ? "are" : "is"} drawn in` : ""}`,
    );
  else if (core.length) said.push(`${listed(core)} rule together`);
  else said.push("Nobody leads");
  if (bloc.length) said.push(`${listed(bloc)} ${bloc.length > 1 ? "stand" : "stands"} against them`);
  const effective = course.series?.effective?.[month];
  const shared = effective ? `; power is shared as among ${effective.toFixed(1)} equals` : "";
  return `${said.join("; ")}. ${rule ? capital(rule) + shared + "." : ""}`;
}

/** How a vote ended, with its tally. */
export function outcome(vote: Course["votes"][number]): string {
  const abstained = vote.abstentions ? `, ${counted(vote.abstentions, "abstention")}` : "";
  return `${vote.carried ? "carried" : "defeated"}, ${vote.ayes.toLocaleString("en-GB")} to ${vote.nays.toLocaleString("en-GB")}${abstained}`;
}

/** The documented course as far as it is known, in the shape of a simulated one. */
export function whole(documented: Partial<Course> & Pick<Course, "months" | "persons">): Course {
  const none = {
    simulated: false,
    case: "",
    title: "",
    history: null,
    bodies: [],
    offices: [],
    organisations: [],
    disputes: [],
    seats: [],
    holders: [],
    secretaries: [],
    standings: [],
  };
  const empty = { power: {}, leader: [], rule: [], sole_from: null, series: {}, cohorts: {}, table: [] };
  const events = (documented.events ?? []).map((event, number) => ({ ...event, number }));
  return { ...none, ...empty, votes: [], ...documented, events };
}
