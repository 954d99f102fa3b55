/** The brief form of a scenario as a form to be filled in: its parts, their fields, and how what is typed becomes a page. */

export type Field = {
  key: string;
  label: string;
  kind: "text" | "long" | "number" | "choice" | "map" | "list" | "flag";
  options?: readonly string[];
  low?: number;
  high?: number;
  step?: number;
  /** what it means, or what holds where nothing is stated */
  hint?: string;
  wide?: boolean;
};
export type Part = {
  key: string;
  title: string;
  hint: string;
  fields: readonly Field[];
  many: boolean;
  one?: string;
  open?: boolean;
};
export type Value = string | number | Record<string, number | string> | string[];
export type Row = Record<string, Value>;
export type Page = Record<string, Value | Row | Row[]>;

const share = (key: string, label: string, hint = ""): Field => ({
  key,
  label,
  kind: "number",
  low: 0,
  high: 1,
  step: 0.1,
  hint,
});
const balance = (key: string, label: string, hint = ""): Field => ({
  key,
  label,
  kind: "number",
  low: -1,
  high: 1,
  step: 0.1,
  hint,
});
const choice = (key: string, label: string, options: readonly string[], hint = ""): Field => ({
  key,
  label,
  kind: "choice",
  options,
  hint,
});
const text = (key: string, label: string, hint = "", wide = false): Field => ({
  key,
  label,
  kind: "text",
  hint,
  wide,
});

const RULES = ["majority", "two-thirds", "three-quarters"] as const;
const CODINGS: Field[] = [
  share("apparatus", "Apparatus", "control of the party's secretaries; 0.2 where unstated"),
  share("security", "Security", "control of army and police; 0.2 where unstated"),
  share("party", "Party", "popularity in the party; 0.4 where unstated"),
  share("public", "Public", "popularity in the public; 0.3 where unstated"),
  share("authority", "Authority", "oratory and doctrinal repute; 0.4 where unstated"),
  share("region", "Region", "a regional base of their own; 0.2 where unstated"),
  share("caution", "Caution", "drawn in every history where unstated"),
  share("ambition", "Ambition", "drawn in every history where unstated"),
];
const LIFE: Field[] = [
  {
    key: "born",
    label: "Born",
    kind: "number",
    low: 1500,
    high: 2200,
    step: 1,
    hint: "year; 40 years before the start where unstated",
  },
  {
    key: "positions",
    label: "Positions",
    kind: "map",
    hint: "such as economy=0.5, regime=-0.3; from -1 to 1",
    wide: true,
  },
  text("source", "Source", "makes what is stated count as coded, not as assumed", true),
];

export const PARTS: readonly Part[] = [
  {
    key: "contenders",
    title: "Contenders",
    one: "contender",
    many: true,
    open: true,
    hint: "2 to 12 persons who may rule; codings run from 0 to 1 and may be left out",
    fields: [text("name", "Name"), ...CODINGS, ...LIFE, choice("eligible", "May rule", ["yes", "no"])],
  },
  {
    key: "predecessor",
    title: "Predecessor",
    many: false,
    hint: "the one before, if any",
    fields: [
      text("name", "Name"),
      text("incapacity", "Falls ill", "date: YYYY, YYYY-MM or YYYY-MM-DD"),
      text("death", "Dies", "date"),
      {
        key: "uncertainty_months",
        label: "Months either way",
        kind: "number",
        low: 0,
        high: 240,
        step: 1,
        hint: "how far the dates vary",
      },
      ...CODINGS,
      ...LIFE,
    ],
  },
  {
    key: "ties",
    title: "Ties",
    one: "tie",
    many: true,
    hint: "trust between two persons: 1 full trust, -1 enmity",
    fields: [
      text("a", "One"),
      text("b", "Other"),
      balance("strength", "Strength"),
      choice("kind", "Kind", ["patron-client", "alliance", "friendship", "rivalry", "kinship", "contact"]),
    ],
  },
  {
    key: "offices",
    title: "Offices",
    one: "office",
    many: true,
    hint: "where none are stated there are four: secretary, army and security, press, government",
    fields: [
      text("name", "Name"),
      { key: "gives", label: "Gives", kind: "map", hint: "such as appointments=1, army=0.5", wide: true },
      text("holder", "Holder"),
    ],
  },
  {
    key: "bodies",
    title: "Bodies",
    one: "body",
    many: true,
    hint: "a congress, a committee and a bureau are added where there is none",
    fields: [
      text("name", "Name"),
      choice("role", "Role", ["congress", "committee", "bureau", "orgbureau", "secretariat", "control"]),
      { key: "size", label: "Seats", kind: "number", low: 1, high: 2000, step: 1 },
      choice("rule", "Decides by", RULES),
      choice("removal", "Removes by", RULES),
      { key: "every", label: "Meets every … months", kind: "number", low: 1, high: 120, step: 1 },
      {
        key: "members",
        label: "Members",
        kind: "list",
        hint: "names, with commas; all who may sit where unstated",
        wide: true,
      },
    ],
  },
  {
    key: "disputes",
    title: "Disputes",
    one: "dispute",
    many: true,
    hint: "where none are stated there are three: party regime, economy, centre and parts",
    fields: [
      text("id", "Id", "lower-case letters, digits, - and _"),
      text("name", "Name"),
      choice("axis", "Axis", ["regime", "economy", "centre", "international", "labour", "other"]),
      text("minus_one", "−1 means"),
      text("plus_one", "+1 means"),
      share("salience", "Salience"),
      balance("policy", "Policy in force"),
    ],
  },
  {
    key: "outside",
    title: "An outside power",
    many: false,
    hint: "a patron power whose consent matters",
    fields: [
      text("name", "Name"),
      {
        key: "weight",
        label: "Weight",
        kind: "number",
        low: 0,
        high: 0.9,
        step: 0.05,
        hint: "its share of the votes",
      },
      { key: "favours", label: "Favours", kind: "map", hint: "such as Ada=0.8, Ben=-1", wide: true },
      text("body", "Speaks in"),
    ],
  },
  {
    key: "shocks",
    title: "What comes from outside",
    one: "shock",
    many: true,
    hint: "only what no contender decides",
    fields: [
      text("date", "Date"),
      choice("kind", "Kind", ["illness", "death", "harvest", "foreign", "disaster"]),
      text("person", "Person", "of an illness or a death"),
      balance("size", "Size"),
      { key: "uncertainty_months", label: "Months either way", kind: "number", low: 0, high: 240, step: 1 },
      text("what", "What", "", true),
    ],
  },
  {
    key: "country",
    title: "The country",
    many: false,
    hint: "discontent 0.3, threat 0.1, fear 0.1, no ban on factions where unstated",
    fields: [
      share("discontent", "Discontent"),
      share("threat", "Threat from abroad"),
      { key: "fear", label: "Fear", kind: "number", low: 0, high: 2, step: 0.1 },
      balance("harvest", "Harvest"),
      { key: "factions_banned", label: "Factions are banned", kind: "flag" },
    ],
  },
];

export const EMPTY: Page = {
  brief: 1,
  id: "",
  title: "",
  window: { from: "", to: "" },
  contenders: [{ name: "" }, { name: "" }, { name: "" }],
};

/** "a=0.5, b=-1" -> {a: 0.5, b: -1}. What is no number stays as it was typed, so that the check can say so. */
export function mapOf(words: string): Record<string, number | string> {
  const pairs = words
    .split(/[,;\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = "", ...rest] = pair.split(/[=:]/);
      const value = rest.join("=").trim();
      return [key.trim(), value !== "" && Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
}
export const mapText = (map: unknown): string =>
  map && typeof map === "object"
    ? Object.entries(map)
        .map(([key, value]) => `${key}=${value}`)
        .join(", ")
    : "";

/** What was typed into a field as a value of the page; undefined where nothing is stated. */
export function typed(field: Field, words: string): Value | undefined {
  const bare = words.trim();
  if (!bare) return undefined;
  if (field.kind === "number") return Number.isFinite(Number(bare)) ? Number(bare) : bare;
  if (field.kind === "map") return mapOf(bare);
  if (field.kind === "list")
    return bare
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
  return words;
}
export function shown(field: Field, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (field.kind === "map") return mapText(value);
  if (field.kind === "list" && Array.isArray(value)) return value.join(", ");
  return String(value);
}

/** The page as it is sent: rows in which nothing is stated are left out, except contenders. */
export function stated(page: Page): Page {
  const kept = Object.entries(page).filter(([key, value]) => {
    if (Array.isArray(value)) return value.length > 0;
    if (value && typeof value === "object") return key === "window" || Object.keys(value).length > 0;
    return value !== "" || ["id", "title"].includes(key);
  });
  return Object.fromEntries(kept);
}

export const idOf = (title: string) =>
  title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
