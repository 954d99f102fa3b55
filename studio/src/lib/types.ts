/** What the server answers: the JSON of the commands. */

export type Share = { share: number; low: number; high: number };
export type Spread = { low: number; median: number; high: number };
export type Cite = { source: string; confidence: string; evidence: string; note: string } | null;
export type Sources = Record<string, { citation: string; address: string; status: string }>;
export type Evidence = { read: number; unverified: number; coded: number; assumed: number };
export type Named = { id: string; name: string };

export type About = {
  version: string;
  model: string;
  open: string;
  histories: number;
  seed: number;
  room: boolean;
  own: string;
};

export type Entry = {
  id: string;
  ref: string;
  title?: string;
  summary?: string;
  years?: string;
  party?: string;
  opening?: string;
  persons?: number;
  months?: number;
  start?: string;
  evidence?: Evidence;
  record?: "record" | "course" | "none";
  counterfactuals?: number;
  problems?: { code: string; where: string; found: string; allowed: string; remedy: string }[];
};

export type Saved = {
  id: string;
  case: string;
  title: string;
  start: string;
  changes: string[];
  histories: number;
  seed: number;
  reading: string;
  off: string[];
  complete: boolean;
  done: number;
  saved: string;
  openable: boolean;
};

export type Job = {
  id: string;
  kind: "run" | "compare" | "odds";
  ask: Record<string, unknown>;
  command: string;
  title: string;
  state: "queued" | "running" | "paused" | "stopped" | "failed" | "done";
  phase: string;
  done: number;
  of: number;
  seconds: number;
  left: number | null;
  ahead: number;
  run: string | null;
  error: { code: string; message?: string; problems?: { code: string }[] } | null;
  number: number;
};

export type Coded = { value: number; sd?: number; cite: Cite };

export type Situation = {
  case: string;
  title: string;
  summary: string;
  start: string;
  end: string;
  months: number;
  contenders: number;
  roster_rule: string;
  evidence: Evidence;
  filled: string[];
  description: string[];
  persons: {
    id: string;
    name: string;
    short: string;
    reserve: boolean;
    eligible: boolean;
    born: number | null;
    seniority: number;
    health: number;
    prestige: Coded;
    patron: string | null;
    traits: Record<string, Coded>;
    positions: Record<string, Coded>;
    appeal: Record<string, Coded>;
    origin: string;
    liabilities: { id: string; fact: string; weight: number; cite: Cite }[];
    cite: Cite;
  }[];
  bodies: (Named & {
    role: string;
    size: number;
    every: number;
    decision: number;
    sanction: number;
    elected_by: string | null;
    cite: Cite;
    seats: { person: string; seat: "full" | "candidate"; cite: Cite }[];
    vacant: number;
  })[];
  offices: (Named & {
    established: boolean;
    holder: string | null;
    filled_by: string | null;
    organisation: string | null;
    gives: Record<string, number>;
    share: Record<string, number>;
    cite: Cite;
    holder_cite: Cite;
  })[];
  organisations: (Named & {
    kind: string;
    tile: [number, number] | null;
    members: number;
    republic: boolean;
    strata: Record<string, number>;
    secretary: string | null;
    patron: string | null;
    loyalty: number;
    appointed: number;
    entrenched: number;
    opinions: Record<string, Coded>;
    cite: Cite;
    secretary_cite: Cite;
  })[];
  ties: { a: string; b: string; kind: string; strength: number; late: boolean; cite: Cite }[];
  disputes: (Named & {
    axis: string;
    minus_one: string;
    plus_one: string;
    salience: number;
    policy: number;
    cite: Cite;
  })[];
  membership: {
    members: number;
    cohorts: { cohort: string; members: number; workers: number; higher: number }[];
    workers: number;
    higher: number;
    classes?: Record<string, number>;
    education?: Record<string, number>;
  };
  country: Record<string, unknown> & { cite: Cite };
  shocks: {
    id: string;
    month: number;
    kind: string;
    person: string | null;
    when: string;
    size: number;
    jitter: number;
    what: string;
    why: string;
    cite: Cite;
  }[];
  letter: {
    author: string;
    month: number;
    when: string;
    office: string | null;
    verdicts: { person: string; merit: number; fault: number; cite: Cite }[];
  } | null;
  rules: string[];
  sources: Sources;
};

export type StageRow = {
  stage: number;
  clashes: number;
  from: string;
  to: string;
  label: string;
  kind: string;
  frequency: Share;
  side_a: string[];
  side_b: string[];
  causes: string[];
  arenas: string[];
  outcome: string[] | string;
  gained: string[];
};

export type VoteRow = {
  date: string;
  body: string;
  attacker: string;
  target: string;
  ruling_side_moves: boolean;
  ayes: number;
  nays: number;
  abstentions: number;
  outcome: string;
};

export type Leading = Named & { label: string; reserve: boolean; sole_at_end: Share } & Record<
    "sole" | "primus" | "dual" | "ruling" | "core",
    Share[]
  >;

export type RunAnswer = {
  case: string;
  title: string;
  start: string;
  end: string;
  histories: number;
  interval: string;
  evidence: Evidence;
  years: string[];
  leading: Leading[];
  sole_at_end: Share;
  types: Record<string, Share[]>;
  final: Record<string, Share>;
  coup: { tried: Share; succeeded: Share };
  consolidation: { within_window: Share; quantiles: Record<string, string> };
  locus: Record<string, Share[]>;
  effective: Spread[];
  paths: (Share & { path: string })[];
  stages: Record<string, Share>;
  kinds: Record<string, Share>;
  membership: { year: string; members: Spread; workers: Spread; higher: Spread }[];
  turnover: Spread;
  picks: { typical: number; strangest: number; nearest?: number };
  blind?: {
    histories: number;
    anyone: Share;
    persons: Record<string, { blind?: Share } & Record<string, unknown>>;
  };
  run: Record<string, unknown> & { seed: number; histories: number; changes?: string[]; params?: string };
  tables: {
    typical: { history: number; stages: StageRow[]; votes: VoteRow[] };
    nearest?: { history: number; stages: StageRow[]; votes: VoteRow[] };
    documented?: { stages: StageRow[]; votes: VoteRow[] };
  };
  labels: Record<string, string>;
};

export type EachRow = {
  history: number;
  ruler: string | null;
  rule: string;
  sole_from: string | null;
  leader: string | null;
  by_year: (string | null)[];
  rules_by_year: string[];
  path: string;
  stages: string[] | null;
  group: number | null;
};
export type Each = { histories: EachRow[]; years: string[] };

export type Cluster = Share & {
  size: number;
  medoid: number;
  strangest: number;
  course: string[];
  stages: { from: string; to: string; label: string; against: string[]; outcome: string }[];
  ends: Record<string, number>;
  rulers: Record<string, number>;
};
export type Paths = { clusters: Cluster[]; silhouette: number };

export type Spell = { from: number; until: number };

export type Course = {
  simulated: boolean;
  kind?: "record" | "course";
  case: string;
  title: string;
  run?: { seed: number; histories: number; changes: string[] };
  history: number | null;
  picks?: string[];
  months: string[];
  persons: (Named & { label: string; reserve: boolean; born: number | null; died: number | null })[];
  bodies: (Named & { role: string; sizes: (Spell & { size: number })[] })[];
  offices: (Named & { gives: Record<string, number> })[];
  organisations: (Named & {
    kind: string;
    tile?: [number, number] | null;
    republic: boolean;
    members: number;
    delegates?: number;
  })[];
  disputes: (Named & { minus_one: string; plus_one: string; policy: number[]; opinion: number[] })[];
  seats: (Spell & { body: string; person: string; seat: "full" | "candidate" })[];
  holders: (Spell & { office: string; person: string | null })[];
  secretaries: (Spell & { organisation: string; person: string | null; patron: string | null })[];
  standings: (Spell & { person: string; standing: "core" | "ring" | "bloc" | "outside" })[];
  power: Record<string, (number | null)[]>;
  apparatus?: Record<string, (number | null)[]>;
  leader: (string | null)[];
  rule: string[];
  sole_from: number | null;
  series: Record<string, number[]>;
  cohorts: Record<string, number[]>;
  events: {
    number: number;
    month: number;
    date: string;
    kind: string;
    text: string;
    chronicle: string | null;
    who: string | string[] | null;
    whom: string | null;
    body: string | null;
    cause: string | null;
    since: number | null;
    source?: string;
  }[];
  votes: {
    event?: number | null;
    month: number;
    date: string;
    body: string;
    place: string;
    kind: string;
    question: string;
    attacker: string | null;
    target: string | null;
    ayes: number;
    nays: number;
    abstentions: number;
    carried: boolean;
    unit?: string;
    ballots: Record<string, "aye" | "nay" | "abstained"> | null;
  }[];
  table: StageRow[];
  partial?: string;
  membership?: { month: number; members: number | null; workers: number | null; higher: number | null }[];
  leaders?: { month: number; leader: string | null; rule: Record<string, number> }[];
  sole?: { date: string; low: string; high: string } | null;
};

export type Why = {
  steps: {
    number: number;
    date: string;
    sentence: string;
    reasons: { cause: string; fact: string; event: number | null }[];
  }[];
};
