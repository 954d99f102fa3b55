/** What the pages about a case's first day share: names, inks, sources. */
import { Inks } from "./palette";
import type { Cite, Situation } from "./types";

export class Scene {
  readonly persons: Map<string, Situation["persons"][number]>;
  readonly inks: Inks;

  constructor(
    readonly situation: Situation,
    /** opens a person's card */
    readonly open: (person: string) => void,
    /** who leads in the runs of the case, if there are any: they keep the hues that they have there */
    order: readonly string[] = [],
  ) {
    this.persons = new Map(situation.persons.map((person) => [person.id, person]));
    this.inks = new Inks([...order, ...this.leading().filter((id) => !order.includes(id))]);
  }

  /** Members of the bureau first, then everyone else, by prestige and by what their offices give: whoever has a hue. */
  leading(): string[] {
    const bureau = this.situation.bodies.find((body) => body.role === "bureau");
    const full = new Set(bureau?.seats.filter((seat) => seat.seat === "full").map((seat) => seat.person));
    const weight = new Map(
      this.situation.persons.map((person) => {
        const given = this.offices(person.id).flatMap((office) => Object.values(office.share));
        return [
          person.id,
          Number(full.has(person.id)) * 10 +
            person.prestige.value +
            given.reduce((sum, share) => sum + share, 0),
        ];
      }),
    );
    return [...weight].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  }

  short(id: string | null | undefined): string {
    if (!id) return "nobody";
    const person = this.persons.get(id);
    return person ? person.short || person.name : id;
  }
  full(id: string | null | undefined): string {
    return id ? (this.persons.get(id)?.name ?? id) : "nobody";
  }
  offices(person: string) {
    return this.situation.offices.filter((office) => office.holder === person);
  }
  seats(person: string) {
    return this.situation.bodies.flatMap((body) =>
      body.seats.filter((seat) => seat.person === person).map((seat) => ({ body, seat })),
    );
  }
}

/** What an office gives, as headings. */
export const RESOURCES: Record<string, string> = {
  appointments: "names secretaries",
  deputy: "rank of deputy",
  leader: "rank of leader",
  army: "army",
  police: "police",
  press: "press",
  unions: "unions",
  economy: "economy",
  state: "state posts",
  executive: "government",
  leadership: "first place",
  international: "foreign ties",
  region: "regional bases",
};

export const known = (cite: Cite) => cite !== null && cite.evidence !== "assumed";
