"""Build `src/politburo/catalog/ussr-1922` from the evidence tables in `evidence/`.

    python scripts/build_ussr_1922.py [--check]

Every number in the catalog is either copied with its source or made by a rule stated here and marked `assumed` or `coded`.
`--check` writes nothing and fails if the catalog differs from what the script makes. Standard library only.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EVIDENCE = ROOT / "evidence"
CASE = ROOT / "src" / "politburo" / "catalog" / "ussr-1922"
LIMIT = "1922-04-03"  # the default start: no fact in a table of the starting state is later
EARLY = "1921-03-16"  # the other start
CONGRESS_END = "1922-04-02"

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (EVIDENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Sources:
    """One short key for each distinct source."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.rows: list[Row] = []

    def keys_of(self, text: str) -> str:
        """Turn an evidence `source` cell into keys; unknown shapes are kept as unverified works."""
        found = [self._key(part.strip()) for part in text.split(" ; ") if part.strip()]
        return " ; ".join(dict.fromkeys(found))

    def _key(self, part: str) -> str:
        if part in self.keys:
            return self.keys[part]
        status = "read" if part.startswith("web:") else "unverified"
        body = re.sub(r"^(web|literature-unverified):", "", part)
        stem = re.sub(r"https?://(www\.)?", "", body).lower()
        stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in stem)
        stem = re.sub(r"-+", "-", stem).strip("-")[:48].strip("-") or "source"
        key, n = stem, 2
        while key in self.keys.values():
            key, n = f"{stem}-{n}", n + 1
        self.keys[part] = key
        address = next(iter(re.findall(r"https?://\S+", body)), "")
        self.rows.append({"key": key, "citation": body, "address": address, "status": status})
        return key


SOURCES = Sources()


def proof(row: Row, *, coded: bool = False, field: str = "source") -> Row:
    """Return the source, confidence and evidence cells for a row of evidence."""
    source = row.get(field, "")
    keys = SOURCES.keys_of(source)
    if not keys:
        return {"source": "", "confidence": row.get("confidence") or "low", "evidence": "assumed"}
    kind = "coded" if coded else ("read" if "web:" in source else "unverified")
    return {"source": keys, "confidence": row.get("confidence") or "medium", "evidence": kind}


def assumed(note: str, confidence: str = "low") -> Row:
    return {"source": "", "confidence": confidence, "evidence": "assumed", "note": note}


def held_on(row: Row, day: str, start: str = "start", end: str = "end") -> bool:
    return row[start] <= day and (not row[end] or row[end] > day)


# ------------------------------------------------------------------ who is in it

ORGANS = {
    "central-committee": ("central-committee", "full"),
    "central-committee-candidate": ("central-committee", "candidate"),
    "politburo": ("politburo", "full"),
    "politburo-candidate": ("politburo", "candidate"),
    "orgburo": ("orgburo", "full"),
    "secretariat": ("secretariat", "full"),
    "central-control-commission-presidium": ("central-control-commission", "full"),
}
ROSTER_RULE = (
    "Everyone who, on 16 March 1921 or 3 April 1922, was a member or candidate of the Central Committee, Politburo, Orgburo "
    "or Secretariat, sat in the presidium of the Control Commission, headed a central office or a major organisation, was "
    "secretary of a territorial organisation, or signed a platform of 1920-22; no one is added or left out for what came later."
)
PLATFORMS = ("platform", "workers-opposition", "democratic-centralist", "letter-of-22", "ignatov-group")


def roster() -> list[str]:
    known = {row["id"]: row for row in read("people")}
    chosen: list[str] = []

    def add(person: str) -> None:
        if person in known and person not in chosen:
            chosen.append(person)

    for day in (EARLY, LIMIT):
        for row in read("posts"):
            if held_on(row, day):
                add(row["person_id"])
    for row in read("regions_1922"):
        add(row["secretary_1922_04"])
    for row in read("regional_bureaus_1922"):
        add(row["head_1922_04"])
    for row in read("functional_orgs_1922"):
        add(row["head_1922_04"])
    for row in read("credentials"):
        if row["date"] <= LIMIT and any(word in row["fact"] for word in PLATFORMS):
            add(row["person_id"])
    for row in read("careers"):
        if (
            row["place_or_organisation"] in ("democratic-centralists", "workers-opposition")
            and row["from"] <= LIMIT
        ):
            add(row["person_id"])
    gone = {row["id"] for row in known.values() if row["death_date"] and row["death_date"] <= EARLY}
    return [person for person in chosen if person not in gone]


def persons(ids: list[str]) -> list[Row]:
    known = {row["id"]: row for row in read("people")}
    rows: list[Row] = []
    whole = {person: re.sub(r"\s*\([^)]*\)", "", known[person]["name"]).strip() for person in ids}
    shared = Counter(name.split()[-1] for name in whole.values())
    for person in ids:
        row, family = known[person], whole[person].split()[-1]
        rows.append(
            {
                "id": person,
                "name": row["name"],
                "short": f"{whole[person][0]}. {family}" if shared[family] > 1 else family,
                "born": row["birth_year"],
                "party_since": row["party_since"][:4],
                "origin": row["social_origin"] or "unknown",
            }
            | {"note": ""}
            | proof(row, field="sources")
        )
    return rows


# ------------------------------------------------------------------ what ties them


def careers(ids: list[str]) -> tuple[list[Row], list[Row]]:
    rows: list[Row] = []
    for row in read("careers"):
        if row["person_id"] not in ids or not row["from"] or row["from"] > LIMIT:
            continue
        end = row["to"] if row["to"] and row["to"] <= LIMIT else ""
        rows.append(
            {
                "person": row["person_id"],
                "place": row["place_or_organisation"],
                "from": row["from"],
                "to": end,
            }
            | {"role": row["role"], "kind": row["kind"]}
            | proof(row)
        )
    served = defaultdict(set)
    for row in rows:
        served[row["place"]].add(row["person"])
    places = [
        {"place": place, "weight": f"{1 / len(people) ** 0.5:.3f}"}
        | assumed("closeness falls with the square root of the number known to have served there")
        for place, people in sorted(served.items())
        if len(people) > 1
    ]
    return rows, places


def ties(ids: list[str]) -> list[Row]:
    rows: list[Row] = []
    for row in read("ties"):
        if row["a"] in ids and row["b"] in ids and row["date_from"] <= LIMIT:
            end = row["date_to"] if row["date_to"] and row["date_to"] <= LIMIT else ""
            rows.append(
                {"a": row["a"], "b": row["b"], "kind": row["kind"], "strength": row["strength"]}
                | {"from": row["date_from"], "to": end}
                | proof(row, coded=True)
                | {"note": row["basis"]}
            )
    return rows


# ------------------------------------------------------------------ what they are


def traits(ids: list[str]) -> tuple[list[Row], list[Row]]:
    named, appeal = [], []
    for row in read("appraisals"):
        if row["person_id"] not in ids or row["active_from"] > LIMIT:
            continue
        common = {"person": row["person_id"], "score": row["score"], "from": row["active_from"]}
        common |= proof(row, coded=True) | {"note": f"{row['appraiser']}: {row['basis']}"}
        if row["trait"].startswith("popularity-"):
            appeal.append(common | {"stratum": row["trait"].removeprefix("popularity-")})
        else:
            named.append(common | {"trait": row["trait"]})
    order = lambda row: (row["person"], row.get("trait") or row.get("stratum"), row["from"])  # noqa: E731
    return sorted(named, key=order), sorted(appeal, key=order)


def positions(ids: list[str]) -> list[Row]:
    return [
        {"person": row["person_id"], "dispute": row["line"], "position": row["position"], "date": row["date"]}
        | proof(row, coded=True)
        | {"note": row["basis"]}
        for row in read("positions_start")
        if row["person_id"] in ids and row["date"] <= LIMIT
    ]


LIABILITY_WEIGHT = (
    # first match wins: what kind of fact, weight 0..1
    ("opposed-october-1917", 0.9),
    ("expelled", 0.7),
    ("letter-of-22", 0.6),
    ("workers-opposition", 0.5),
    ("ex-menshevik", 0.6),
    ("resigned", 0.5),
    ("against-lenin", 0.7),
    ("joined", 0.4),
    ("trade-union-debate", 0.4),
    ("left-communist", 0.4),
    ("military-opposition", 0.4),
    ("democratic-centralist", 0.4),
    ("", 0.3),
)


def liabilities(ids: list[str]) -> list[Row]:
    rows, seen = [], Counter()
    for row in read("credentials"):
        if row["person_id"] not in ids or row["date"] > LIMIT or row["valence"] not in ("liability", "both"):
            continue
        weight = next(w for word, w in LIABILITY_WEIGHT if word in row["fact"])
        weight *= 1.0 if row["valence"] == "liability" else 0.6
        seen[row["person_id"]] += 1
        fact = row["fact"].replace("-", " ").replace(":", ": ")
        rows.append(
            {"id": f"{row['person_id']}-{seen[row['person_id']]}", "person": row["person_id"], "fact": fact}
            | {"weight": f"{weight:.2f}", "date": row["date"]}
            | proof(row, coded=True)
            | {"note": "weight by kind of fact"}
        )
    return rows


def prestige(ids: list[str]) -> list[Row]:
    """Standing from ballots, seniority and seats: .05 + .25 b + .15 s + .3 [bureau] + .15 [candidate of it] + .05 [committee].

    b: share of ballots at the last congress (median .9 of the listed where the figure is unknown); s: years in the party / 25.
    The head of government adds .2 and the head of the army .1 (both were the public faces of the state): assumed.
    """
    known = {row["id"]: row for row in read("people")}
    rows: list[Row] = []
    for day, congress in ((EARLY, "X"), (LIMIT, "XI")):
        ballots = {
            row["person_id"]: int(row["votes"]) / int(row["ballots_cast"] or 479)
            for row in read("ballots_prestige")
            if row["congress"] == congress and row["votes"]
        }
        seats = defaultdict(set)
        for row in read("posts"):
            if held_on(row, day):
                seats[row["body"]].add(row["person_id"])
        for person in ids:
            since = known[person]["party_since"][:4]
            years = int(day[:4]) - int(since) if since.isdigit() else 10
            in_committee = person in seats["central-committee"]
            ballot = ballots.get(person, 0.9 if in_committee else 0.0)
            value = 0.05 + 0.25 * ballot * in_committee + 0.15 * min(years, 25) / 25
            value += 0.3 * (person in seats["politburo"]) + 0.15 * (person in seats["politburo-candidate"])
            value += 0.05 * in_committee + 0.2 * (person in seats["sovnarkom-chair"])
            value += 0.1 * (person in seats["rvs-chair"])
            rows.append(
                {
                    "person": person,
                    "value": f"{min(value, 1):.3f}",
                    "date": day,
                    "basis": "ballots, seniority, seats",
                }
                | assumed("rule in the README of the case", "medium")
            )
    return rows


# ------------------------------------------------------------------ institutions

BODIES = (
    # id, name, role, elected_by, decision, sanction, every, {from: size}
    ("congress", "Party congress", "congress", "", 0.5, 0.5, 12, {"1921-03-08": 694, "1922-03-27": 522}),
    (
        "central-committee",
        "Central Committee",
        "committee",
        "congress",
        0.5,
        0.667,
        2,
        {"1921-03-16": 25, "1922-04-02": 27},
    ),
    (
        "politburo",
        "Politburo",
        "bureau",
        "central-committee",
        0.5,
        0.5,
        1,
        {"1921-03-16": 5, "1922-04-03": 7},
    ),
    ("orgburo", "Orgburo", "orgbureau", "central-committee", 0.5, 0.5, 1, {"1921-03-16": 7}),
    ("secretariat", "Secretariat", "secretariat", "central-committee", 0.5, 0.5, 1, {"1921-03-16": 3}),
    (
        "central-control-commission",
        "Central Control Commission (presidium)",
        "control",
        "congress",
        0.5,
        0.5,
        2,
        {"1921-03-16": 5},
    ),
)


BODY_RULES = {
    # the written rule behind a body's numbers; what no rule states is left empty and counts as assumed
    "congress": ("congress-supreme", ("every",)),
    "central-committee": ("unity-point-7", ("decision", "sanction", "every")),
    "politburo": ("politburo-vote", ("decision",)),
    "orgburo": ("orgburo-powers", ()),
    "secretariat": ("secretariat-1920", ()),
    "central-control-commission": ("control-commission-1921", ("every",)),
}


def bodies() -> list[Row]:
    table = {row["rule_id"]: row for row in read("rules")}
    rows: list[Row] = []
    for slug, name, role, elector, decision, sanction, every, sizes in BODIES:
        rule, stated = BODY_RULES[slug]
        numbers = {"decision": str(decision), "sanction": str(sanction), "every": str(every)}
        defaults = {"decision": "0.5", "sanction": "0.5", "every": "1"}
        kept = {key: value for key, value in numbers.items() if key in stated or value != defaults[key]}
        for day, size in sizes.items():
            rows.append(
                {"id": slug, "name": name, "role": role, "elected_by": elector, "size": str(size)}
                | {"from": day, "to": ""}
                | kept
                | proof(table[rule])
                | {"note": f"rule {rule}; sizes as elected"}
            )
    return rows


def seats(ids: list[str]) -> list[Row]:
    rows: list[Row] = []
    for row in read("posts"):
        if row["body"] not in ORGANS or row["person_id"] not in ids or row["start"] > LIMIT:
            continue
        if row["role"].startswith(("chair", "responsible")):
            continue  # a second row for the same seat
        end = row["end"] if row["end"] and row["end"] <= LIMIT else ""
        if end and end <= EARLY:
            continue
        body, seat = ORGANS[row["body"]]
        if row["role"].startswith("candidate"):
            seat = "candidate"
        new = {"body": body, "person": row["person_id"], "seat": seat, "from": row["start"], "to": end}
        overlapping = [
            old
            for old in rows
            if old["body"] == body
            and old["person"] == row["person_id"]
            and (not old["to"] or old["to"] > row["start"])
        ]
        if not overlapping:
            rows.append(new | proof(row))
    return rows


OFFICES = (
    # id, post slugs in the evidence, name, type (what it gives stands in the package's table of offices), organisation, from, to
    ("responsible-secretary", (), "Responsible secretary", "second-secretary", "", "1921-03-16", LIMIT),
    ("general-secretary", ("general-secretary",), "General Secretary", "second-secretary", "", LIMIT, ""),
    ("war-commissar", ("rvs-chair",), "Chair of the war council", "defence", "red-army", "1918-03-13", ""),
    (
        "army-political-head",
        ("pur-head",),
        "Head of the army's political administration",
        "army-political",
        "red-army",
        "1919-04",
        "",
    ),
    ("gpu-chair", ("ogpu-chair",), "Chair of the political police", "security-police", "gpu", "1917-12", ""),
    ("pravda-editor", ("pravda-editor",), "Editor of Pravda", "press", "", "1912", ""),
    ("izvestia-editor", ("izvestia-editor",), "Editor of Izvestia", "press", "", "1917-11", ""),
    ("unions-head", ("vtssps-chair",), "Head of the trade unions", "unions", "trade-unions", "1918-01", ""),
    (
        "metalworkers-head",
        ("metalworkers-union-chair",),
        "Chair of the metalworkers",
        "other",
        "",
        "1918-01",
        "",
    ),
    (
        "government-chair",
        ("sovnarkom-chair",),
        "Chair of the government",
        "head-of-government",
        "",
        "1917-11-08",
        "",
    ),
    (
        "labour-defence-chair",
        ("sto-chair",),
        "Chair of the Council of Labour and Defence",
        "economy",
        "",
        "1918-11-30",
        "",
    ),
    (
        "deputy-government-chair",
        ("sovnarkom-deputy-chair",),
        "Deputy chair of the government",
        "deputy-head-of-government",
        "",
        "1921-05-26",
        "",
    ),
    (
        "vtsik-chair",
        ("vtsik-chair",),
        "Chair of the executive of soviets",
        "head-of-state",
        "",
        "1919-03-30",
        "",
    ),
    ("nationalities", ("narkomnats",), "Commissar of nationalities", "minister", "", "1917-11-08", ""),
    ("inspection", ("rabkrin-head",), "Head of the inspection", "minister", "", "1920-02-24", ""),
    ("economic-council", ("vsnkh-chair",), "Chair of the economic council", "economy", "", "1917-12", ""),
    ("planning", ("gosplan-chair",), "Chair of the planning commission", "economy", "", "1921-02-22", ""),
    ("finance", ("narkomfin",), "Commissar of finance", "economy", "", "1917-11", ""),
    ("transport", ("narkomput",), "Commissar of transport", "minister", "", "1917-11", ""),
    ("food", ("narkomprod",), "Commissar of food", "minister", "", "1917-11", ""),
    ("foreign-trade", ("narkomvneshtorg",), "Commissar of foreign trade", "minister", "", "1917-11", ""),
    ("labour", ("narkomtrud",), "Commissar of labour", "minister", "", "1917-11", ""),
    ("comintern-chair", ("comintern-ecci-chair",), "Chair of the Comintern", "foreign", "", "1919-03-02", ""),
    ("foreign-affairs", ("nkid",), "Commissar of foreign affairs", "foreign", "", "1917-11", ""),
    (
        "moscow-soviet",
        ("moscow-soviet-chair",),
        "Chair of the Moscow soviet",
        "capital-leader",
        "moscow",
        "1917-11",
        "",
    ),
    (
        "petrograd-soviet",
        ("leningrad-soviet-chair",),
        "Chair of the Petrograd soviet",
        "regional-leader",
        "petrograd",
        "1917-11",
        "",
    ),
    (
        "ukraine-government",
        ("ukraine-sovnarkom-chair",),
        "Head of the Ukrainian government",
        "republic-leader",
        "",
        "1919-01",
        "",
    ),
    (
        "transcaucasia",
        ("transcaucasia-secretary",),
        "Secretary for Transcaucasia",
        "regional-leader",
        "",
        "1922-02",
        "",
    ),
    ("siberia", (), "Head of the Siberian bureau", "regional-leader", "", "1920", ""),
)


def offices() -> list[Row]:
    return [
        {"id": slug, "name": name, "type": kind, "filled_by": "central-committee", "organisation": org}
        | {"from": start, "to": end}
        | assumed("what an office of its type gives stands in the table of offices, alike for all cases")
        for slug, _, name, kind, org, start, end in OFFICES
    ] + [
        {"id": "first-place", "name": "The first place in the party", "type": "party-leader"}
        | {
            "filled_by": "",
            "organisation": "",
            "resources": "leadership:1",
            "from": "1917-04",
        }
        | assumed(
            "no office of the statutes: one man was recognised as the leader. It gives rank alone, no body fills it, and it lapses with him"
        )
    ]


CAREER_POSTS = {
    # office: (place in the careers, roles there): holders of 1921 whom the table of posts, which begins later, leaves out
    "army-political-head": (("pur",), ("head",)),
    "gpu-chair": (("vcheka", "gpu"), ("chairman",)),
    "economic-council": (("vsnkh",), ("chairman",)),
    "food": (("narkomprod",), ("people's commissar",)),
    "siberia": (("sibburo",), ("chairman", "secretary")),
}


def spells(places: Iterable[str], roles: Iterable[str]) -> list[Row]:
    """Rows of the careers at these places in these roles, in the columns of the posts, by their beginning."""
    found = [
        {"person_id": row["person_id"], "start": row["from"], "end": row["to"]} | row
        for row in read("careers")
        if row["place_or_organisation"] in places and row["role"] in roles and row["from"] <= LIMIT
    ]
    return sorted(found, key=lambda row: row["start"])


def holdings(ids: list[str]) -> list[Row]:
    rows: list[Row] = []
    for slug, posts, *_ in OFFICES:
        held = [row for row in read("posts") if row["body"] in posts and row["start"] <= LIMIT]
        named = {(row["person_id"], row["start"]) for row in held}
        held += [
            row
            for row in spells(*CAREER_POSTS.get(slug, ((), ())))
            if (row["person_id"], row["start"]) not in named
        ]
        if slug == "responsible-secretary":
            held = [
                row for row in read("posts") if row["body"] == "secretariat" and "responsible" in row["role"]
            ]
        taken: list[tuple[str, str]] = []
        for row in sorted(held, key=lambda r: r["start"]):
            end = row["end"] if row["end"] and row["end"] <= LIMIT else ""
            if slug == "responsible-secretary":
                end = LIMIT
            if row["person_id"] not in ids or (end and end <= EARLY):
                continue
            start = row["start"]
            if len(start) == 4 and taken and taken[-1][1].startswith(start):
                start = taken[-1][1]  # dated to the year only: after his predecessor
            if any(start < b and (not end or end > a) for a, b in taken):
                continue  # one holder: the first of several deputies stands for the office
            taken.append((start, end or "9999"))
            rows.append({"office": slug, "person": row["person_id"], "from": start, "to": end} | proof(row))
    recognised = assumed(
        "the recognised leader, who presided over committee and government; no dated election"
    )
    return [*rows, {"office": "first-place", "person": "lenin", "from": "1917-04", "to": ""} | recognised]


BUREAU_HEADS = {
    # parent of the regions: (places in the careers, roles there, posts)
    "north-western-bureau": (("north-western-bureau",), ("head",), ()),
    "sibburo": (("sibburo",), ("chairman", "secretary"), ()),
    "turkburo": (("turkburo",), ("chairman",), ()),
    "transcaucasian-kraikom": (("kavburo", "transcaucasian-kraikom"), ("chairman", "first secretary"), ()),
    "cpbu-cc": ((), (), ("ukraine-secretary",)),
}
CITY_CHAIRS = {"petrograd": "leningrad-soviet-chair", "moscow": "moscow-soviet-chair"}
SECRETARY_POSTS = {"petrograd": "leningrad-secretary", "moscow": "moscow-secretary"}
SECRETARY_CAREERS = {"moscow": (("moscow-committee",), ("secretary",))}


def on(rows: list[Row], day: str) -> Row | None:
    """The last row to begin among those that hold on a day."""
    held = [row for row in rows if row["start"] <= day and (not row["end"] or row["end"] > day)]
    return max(held, key=lambda row: row["start"], default=None)


def head_spells(region: Row) -> tuple[list[Row], str, str]:
    """(who stands over the secretary of a region over time, his loyalty, the rule)."""
    if region["region_id"] in CITY_CHAIRS:
        body = CITY_CHAIRS[region["region_id"]]
        return [row for row in read("posts") if row["body"] == body], "0.5", "chair of the city's soviet"
    places, roles, posts = BUREAU_HEADS.get(region["parent"], ((), (), ()))
    rows = spells(places, roles) + [row for row in read("posts") if row["body"] in posts]
    return rows, "0.3", "head of the parent bureau"


def secretary_spells(region: Row) -> list[Row]:
    """Who was secretary of a region over time; one known only for the default start is not carried back."""
    name = region["region_id"]
    rows = [row for row in read("posts") if row["body"] == SECRETARY_POSTS.get(name)]
    rows += spells(*SECRETARY_CAREERS.get(name, ((), ())))
    if not rows:
        rows = [
            {"person_id": row["secretary"], "start": row["from"], "end": row["to"]} | region
            for row in read("region_secretaries")
            if row["region_id"] == name and row["secretary"] == region["secretary_1922_04"]
        ]
    known = on(rows, LIMIT)
    if region["secretary_1922_04"] and (known is None or known["person_id"] != region["secretary_1922_04"]):
        rows.append({"person_id": region["secretary_1922_04"], "start": LIMIT, "end": ""} | region)
    return rows


def secretaries_of(region: Row, ids: list[str], in_secretariat: list[Row]) -> list[Row]:
    """The secretary and his patron on the early start and after every change up to the default start.

    A head of a bureau who sits in the Secretariat has left the region.
    """
    heads, loyalty, rule = head_spells(region)
    holders = secretary_spells(region)
    days = {row["start"] for row in [*heads, *holders]} | {row["end"] for row in in_secretariat} | {LIMIT}
    days = sorted(day for day in days if EARLY < day <= LIMIT)
    rows: list[Row] = []
    last: tuple[str, str] | None = None
    for day in [EARLY, *days]:
        holder, head = on(holders, day), on(heads, day)
        secretary = holder["person_id"] if holder and holder["person_id"] in ids else ""
        patron = head["person_id"] if head and head["person_id"] in ids else ""
        away = [row["person_id"] for row in in_secretariat if held_on(row, day)]
        if patron == secretary or patron in away:
            patron = ""
        if (secretary, patron) == last:
            continue
        last = (secretary, patron)
        base = proof(holder) if holder and secretary else assumed("anonymous secretary")
        sent = region["appointed_by_centre"] if secretary == region["secretary_1922_04"] else "unknown"
        rows.append(
            {"organisation": region["region_id"], "person": secretary, "patron": patron}
            | {
                "loyalty": loyalty if patron else "0",
                "appointed": sent if sent in ("yes", "no") else "unknown",
            }
            | {"from": "" if day == EARLY else day, "to": ""}
            | base
            | {"note": rule if patron else "no patron known"}
        )
    return rows


FUNCTIONAL = {
    # id: kind, members inside the 410,430, stratum shares, where its members are counted otherwise
    "red-army": ("army", 60000, (0.1, 0.1, 0.8, 0.0)),
    "students": ("students", 20000, (0.1, 0.1, 0.0, 0.8)),
    "trade-unions": ("unions", 12000, (0.8, 0.2, 0.0, 0.0)),
    "gpu": ("police", 12000, (0.1, 0.6, 0.3, 0.0)),
    "central-offices": ("central", 6000, (0.05, 0.95, 0.0, 0.0)),
}
TOTAL_1922 = 410430


def organisations(ids: list[str]) -> tuple[list[Row], list[Row]]:
    regions = read("regions_1922")
    weights = {row["region_id"]: float(row["members_1922"] or 1000) for row in regions}
    rest = TOTAL_1922 - sum(members for _, members, _ in FUNCTIONAL.values())
    scale = rest / sum(weights.values())
    members = {name: round(value * scale) for name, value in weights.items()}
    members["moscow"] += rest - sum(members.values())
    functional_heads = {"trade-unions": "tomsky", "gpu": "dzerzhinsky"}
    rows, secretaries = [], []
    in_secretariat = [row for row in read("posts") if row["body"] == "secretariat"]
    for row in regions:
        name = row["region_id"]
        workers = 0.6 if row["kind"] == "gubernia" and weights[name] > 5000 else 0.4
        entrenched = 0.35 if row["republic"] == "yes" else 0.15
        entrenched = {"petrograd": 0.6, "moscow": 0.4}.get(name, entrenched)
        rows.append(
            {"id": name, "name": row["name"], "kind": "territorial", "members": str(members[name])}
            | {"republic": row["republic"], "entrenched": str(entrenched), "workers": str(workers)}
            | {"apparatus": f"{0.9 - workers:.2f}", "army": "0.05", "students": "0.05"}
            | {"from": "", "to": ""}
            | assumed("members imputed from coded weights; strata and entrenchment by rule")
        )
        secretaries += secretaries_of(row, ids, in_secretariat)
    names = {row["org_id"]: row["name"] for row in read("functional_orgs_1922")}
    for name, (kind, count, strata) in FUNCTIONAL.items():
        rows.append(
            {
                "id": name,
                "name": names.get(name, "Cells of the central offices"),
                "kind": kind,
                "members": str(count),
            }
            | {"republic": "no", "entrenched": "0.3" if kind in ("unions", "army") else "0.2"}
            | dict(zip(("workers", "apparatus", "army", "students"), (str(s) for s in strata), strict=True))
            | {"from": "", "to": ""}
            | assumed("imputed; taken out of the territories in proportion to their size")
        )
        head = functional_heads.get(name, "")
        secretaries.append(
            {
                "organisation": name,
                "person": "",
                "patron": head if head in ids else "",
                "loyalty": "0.5" if head else "0",
            }
            | {"appointed": "yes", "from": "", "to": ""}
            | assumed("the head of the organisation is its secretary's patron" if head else "no patron known")
        )
    return rows, secretaries


# ------------------------------------------------------------------ membership, disputes, shocks, rules

DISPUTES = (
    (
        "party-regime",
        "Party regime",
        "regime",
        "discipline and appointment",
        "open discussion and election",
        0.5,
        -0.4,
    ),
    (
        "economy-peasants",
        "Economy and peasants",
        "economy",
        "market and conciliation",
        "pace and coercion",
        0.4,
        -0.5,
    ),
    (
        "centre-republics",
        "Centre and republics",
        "centre",
        "centralism",
        "rights of the republics",
        0.3,
        -0.2,
    ),
    (
        "international",
        "International line",
        "international",
        "consolidation and treaties",
        "revolution abroad first",
        0.3,
        -0.2,
    ),
    ("unions-workers", "Unions and workers", "labour", "one-man management", "workers manage", 0.4, -0.4),
)


def disputes() -> list[Row]:
    return [
        {"id": slug, "name": name, "axis": axis, "minus_one": low, "plus_one": high}
        | {"salience": str(salience), "policy": str(policy)}
        | assumed("salience and policy in force: a judgment of the spring of 1922")
        for slug, name, axis, low, high, salience, policy in DISPUTES
    ]


COHORTS = (
    # id, share of members on 1 January 1922; in March 1921
    ("underground", 0.027, 0.017),
    ("revolution-and-civil-war", 0.833, 0.863),
    ("since-1921", 0.14, 0.12),
)


def cohorts() -> list[Row]:
    """Cohort x class x education by independence; class shares from the tables, schooling from the census of 1922."""
    rows: list[Row] = []
    for day, total, column in (("1921-03-01", TOTAL_1922, 2), ("1922-01-01", TOTAL_1922, 1)):
        table = next(row for row in read("membership") if row["date"] == day)
        worker, peasant = float(table["pct_workers"]) / 100, float(table["pct_peasants"]) / 100
        classes = {"worker": worker, "peasant": peasant, "employee": 1 - worker - peasant, "other": 0.0}
        schooling = {"none": 0.046, "primary": 0.884, "secondary": 0.064, "higher": 0.006}
        cells = {}
        for cohort in COHORTS:
            for cls, a in classes.items():
                for edu, b in schooling.items():
                    cells[cohort[0], cls, edu] = round(total * cohort[column] * a * b)
        biggest = max(cells, key=lambda key: cells[key])
        cells[biggest] += total - sum(cells.values())
        for (cohort, cls, edu), count in cells.items():
            rows.append(
                {"cohort": cohort, "class": cls, "education": edu, "members": str(count), "date": day}
                | proof(table, coded=True)
                | {
                    "evidence": "assumed",
                    "note": "full members as of 1922; cohort, class and schooling taken as independent",
                }
            )
    return rows


SHOCK_KINDS = {
    "illness": "illness",
    "stroke": "illness",
    "natural death": "death",
    "accident": "death",
    "harvest": "harvest",
    "natural disaster": "disaster",
}
NAMESAKES = ("S026",)  # A. A. Bogdanov, not P. A. Bogdanov of the roster
BAD = ("drought", "poor", "below", "winter-kill", "lower")
RELIEF = ("recognition", "resumes", "recognises")


def shocks(ids: list[str]) -> list[Row]:
    """Sizes by rule: a stroke takes .45 of capacity, an illness .3; harvests -.6 to +.5; foreign acts +.15 threat, relief -.1."""
    surnames = {person: re.sub(r"_.*", "", person) for person in ids}
    names = {row["id"]: row["name"] for row in read("people")}
    rows: list[Row] = []
    for row in read("shocks"):
        kind = SHOCK_KINDS.get(row["kind"], "foreign")
        person = ""
        if row["event_id"] in NAMESAKES:
            continue
        if kind in ("illness", "death"):
            for candidate in ids:
                last = names[candidate].split("(")[0].split()[-1]
                if re.search(rf"\b{re.escape(last)}\b", row["what"]):
                    person = candidate
                    break
            if not person:
                hit = [p for p, s in surnames.items() if re.search(rf"\b{s}", row["what"].lower())]
                person = hit[0] if len(hit) == 1 else ""
            if not person:
                continue  # somebody outside the roster
        size = {"illness": 0.3, "death": 1.0, "disaster": 0.03, "harvest": 0.5, "foreign": 0.15}[kind]
        if row["kind"] == "stroke":
            size = 0.45
        if kind == "harvest" and any(word in row["what"] for word in BAD):
            size = -0.6
        elif kind == "harvest" and ("average" in row["what"] or "adequate" in row["what"]):
            size = 0.2
        if kind == "foreign" and any(word in row["what"] for word in RELIEF):
            size = -0.1
        rows.append(
            {
                "id": row["event_id"].lower(),
                "date": row["date"],
                "kind": kind,
                "person": person,
                "size": str(size),
            }
            | {"uncertainty_months": row["uncertainty_months"], "what": row["what"]}
            | {"why_no_contender_decided_it": row["why_no_contender_decided_it"]}
            | proof(row, coded=True)
            | {"note": "size by kind"}
        )
    return rows


def letter(ids: list[str]) -> list[Row]:
    rows: dict[str, Row] = {}
    for row in read("testament"):
        part = row["document_part"]
        if row["person_id"] not in ids or not part.startswith(("dictation", "postscript", "pair")):
            continue
        old = rows.get(row["person_id"])
        merit = max(float(row["merit_score"]), float(old["merit"]) if old else 0.0)
        fault = min(float(row["shortcoming_score"]), float(old["fault"]) if old else 0.0)
        office = "general-secretary" if "fitness-for-general-secretary" in row["suggested_dimension"] else ""
        rows[row["person_id"]] = (
            {"author": "lenin", "person": row["person_id"], "date": "1922-12-24", "merit": str(merit)}
            | {"fault": str(fault), "office": office or (old["office"] if old else "")}
            | proof(row, coded=True)
            | {"note": "strongest merit and shortcoming over the parts of the letter"}
        )
    return list(rows.values())


RULE_WORDS = {
    # the evidence words these with what came later
    "cc-size": "number of full members fixed by each congress",
    "unity-point-7-secret": "the point on removing members of the Central Committee is not published",
}


def rules() -> list[Row]:
    special = [
        ("congress-every-months", "12", "1919-12-04", "", "congress-supreme"),
        ("congress-held", "1921-03-16", "1921-03-16", "", "congress-supreme"),
        ("congress-held", "1922-04-02", "1922-04-02", "", "congress-supreme"),
        ("factions-banned", "1", "1921-03-16", "", "unity-ban-factions"),
    ]
    table = {row["rule_id"]: row for row in read("rules")}
    rows = [
        {"id": f"{subject}-{start}", "subject": subject, "value": value, "from": start, "to": end}
        | {"summary": table[base]["summary"]}
        | proof(table[base])
        for subject, value, start, end, base in special
    ]
    for row in table.values():
        if row["from"] and row["from"] <= LIMIT:
            end = row["to"] if row["to"] and row["to"] <= LIMIT else ""
            rows.append(
                {"id": row["rule_id"], "subject": row["subject"], "value": "", "from": row["from"], "to": end}
                | {"summary": RULE_WORDS.get(row["rule_id"], row["summary"].split("; All-Union from")[0])}
                | proof(row)
            )
    return rows


# ------------------------------------------------------------------ writing

SCENARIO = f'''# Built by scripts/build_ussr_1922.py; edit the script, not this file.
format: 1
id: ussr-1922
title: The succession to Lenin, 1922-1934
summary: >-
  The Russian Communist Party after the civil war, from its tenth congress (16 March 1921: factions are banned, no General Secretary
  yet) or, by default, from 3 April 1922, when the General Secretary has just been elected. Who rules by February 1934, and how?
window: {{from: "1921-03-16", to: "1934-02-10"}}
start: "{LIMIT}"
contenders: 8
reserves: 40
roster_rule: >-
  {ROSTER_RULE}
ties: {{months_late: 4, place_scale: 0.5}}
country:
  - date: "1921-03-16"
    discontent: 0.65
    threat: 0.3
    fear: 0.2
    harvest: -0.3
    factions_banned: 1
    evidence: assumed
    confidence: low
    note: revolts and strikes of the winter; indices are judgments
  - date: "{LIMIT}"
    discontent: 0.45
    threat: 0.2
    fear: 0.15
    harvest: -0.3
    factions_banned: 1
    evidence: assumed
    confidence: low
    note: famine on the Volga, market restored; indices are judgments
'''

COLUMNS = {
    "persons": "id name short born party_since health origin",
    "careers": "person place from to role kind",
    "places": "place weight",
    "ties": "a b kind strength from to",
    "traits": "person trait score from",
    "appeal": "person stratum score from",
    "positions": "person dispute position date",
    "prestige": "person value date basis",
    "liabilities": "id person fact weight date",
    "bodies": "id name role elected_by decision sanction every size from to",
    "seats": "body person seat from to",
    "offices": "id name type filled_by organisation resources from to",
    "holdings": "office person from to",
    "organisations": "id name kind members republic entrenched workers apparatus army students from to",
    "secretaries": "organisation person patron loyalty appointed from to",
    "cohorts": "cohort class education members date",
    "disputes": "id name axis minus_one plus_one salience policy",
    "shocks": "id date kind person size uncertainty_months what why_no_contender_decided_it",
    "letter": "author person date merit fault office",
    "rules": "id subject value summary from to",
}


def table(columns: str, rows: Iterable[Row], tail: str = " source confidence evidence note") -> str:
    names = (columns + tail).split()
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: row.get(name, "") for name in names})
    return out.getvalue()


def build() -> dict[str, str]:
    """Return {path inside the case: text}."""
    ids = roster()
    career_rows, place_rows = careers(ids)
    trait_rows, appeal_rows = traits(ids)
    organisation_rows, secretary_rows = organisations(ids)
    tables = {
        "persons": persons(ids),
        "careers": career_rows,
        "places": place_rows,
        "ties": ties(ids),
        "traits": trait_rows,
        "appeal": appeal_rows,
        "positions": positions(ids),
        "prestige": prestige(ids),
        "liabilities": liabilities(ids),
        "bodies": bodies(),
        "seats": seats(ids),
        "offices": offices(),
        "holdings": holdings(ids),
        "organisations": organisation_rows,
        "secretaries": secretary_rows,
        "cohorts": cohorts(),
        "disputes": disputes(),
        "shocks": shocks(ids),
        "letter": letter(ids),
        "rules": rules(),
    }
    files = {f"{name}.csv": table(COLUMNS[name], rows) for name, rows in tables.items()}
    files["sources.csv"] = table("key citation address status", SOURCES.rows, "")
    files["scenario.yaml"] = SCENARIO
    return files


def main(arguments: list[str]) -> int:
    files = build()
    if "--check" in arguments:
        stale = [name for name, text in files.items() if (CASE / name).read_text(encoding="utf-8") != text]
        print("stale: " + ", ".join(stale) if stale else "the catalog is what the script makes")
        return 1 if stale else 0
    CASE.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (CASE / name).write_text(text, encoding="utf-8", newline="")
    print(f"{len(files)} files in {CASE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
