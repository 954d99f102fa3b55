"""Build `src/politburo/catalog/ussr-1922/record`: the documented course, against which simulations are judged.

    python scripts/build_record.py [--check]

The engine cannot import or read any of it. `clashes.csv` and `alignments.csv` put the documented votes, stages and sanctions into the
shape of simulated ones, by the rules in the functions below; `items.csv` holds the single figures that a simulation implies too
(`record_items.py`, `record_people.py`); the other tables are copies, with the source status of each row put beside its source. The data dictionary
(`docs/data-dictionary.md`) and `datapackage.json` are written by the same command.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import record_items
import record_people

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from politburo.record.tables import dictionary, package  # noqa: E402

CASE, TITLE = "ussr-1922", "The succession to Lenin, 1922-1934"
DICTIONARY = ROOT / "docs" / "data-dictionary.md"
EVIDENCE = ROOT / "evidence"
RECORD = ROOT / "src" / "politburo" / "catalog" / "ussr-1922" / "record"
COPIES = {
    "votes": "votes",
    "events": "events",
    "membership": "membership",
    "stages": "dispute_stages",
    "rosters": "posts",
    "sanctions": "expulsions",
    "institutions": "institutions",
    "essay_claims": "seed_claims",
    "essay": "essay_systems",
    "later_stances": "stances",
    "rule": "rule_spells",
    "intake": "intake_and_purge",
    "secretaries": "region_secretaries",
    "disputed": "disputed_counts",
}
#: documented sanction -> rung of the ladder
RUNGS = {
    "warned": "censured",
    "demoted": "lost-post",
    "removed from post": "lost-post",
    "removed from politburo": "lost-bureau",
    "removed from CC": "lost-committee",
    "removed from CCC": "lost-committee",
    "expelled from party": "expelled",
    "exiled": "exiled",
    "deported": "exiled",
}
#: a seat not renewed at a congress, by what is said of it
NOT_RENEWED = (("politburo", "lost-bureau"), ("german october", "lost-committee"))
#: words in a stage's causes -> the line it is about; the first match is taken
LINES = (
    ("role of unions", "unions-workers"),
    ("union autonomy", "unions-workers"),
    ("federation", "centre-republics"),
    ("georgia", "centre-republics"),
    ("appointment", "party-regime"),
    ("heir", "party-regime"),
    ("advice", "party-regime"),
    ("correction", "party-regime"),
    ("record of 1917", "international"),
    ("peasant", "economy-peasants"),
    ("industrial", "economy-peasants"),
    ("grain", "economy-peasants"),
    ("collectivisation", "economy-peasants"),
    ("famine", "economy-peasants"),
)
#: a count in the details of a sanction
COUNTED = re.compile(r"vote (?P<ayes>\d+) for, (?P<nays>\d+) against, (?P<abstentions>\d+) abstentions")
#: arena by role -> as the case names its bodies
ARENAS = {"committee": "central-committee", "bureau": "politburo"}


def read(name: str) -> list[dict[str, str]]:
    with (EVIDENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(columns: str, rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns.split(), lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def first(words: tuple, text: str, default: str) -> str:
    return next((value for word, value in words if word in text.lower()), default)


def arena(body: str) -> str:
    return ARENAS.get(record_items.arena_of(body), record_items.arena_of(body))


def by_whom(body: str) -> str:
    """The arena of a sanction: what no body of the simulation decided (as a police act) is laid to the committee."""
    return "central-committee" if arena(body) == record_items.ELSEWHERE else arena(body)


def proof(row: dict[str, str]) -> dict[str, str]:
    kind = "read" if "web:" in row["source"] else "unverified"
    return {"source": row["source"], "confidence": row["confidence"], "evidence": kind}


def rung_of(sanction: dict[str, str]) -> str | None:
    """The rung of the ladder of a documented sanction; None where it is no removal (as a recantation)."""
    if sanction["sanction"].startswith("not re-elected"):
        return first(NOT_RENEWED, sanction["detail"], "") or None
    return RUNGS.get(sanction["sanction"])


def tally(sanction: dict[str, str], votes: dict[str, dict[str, str]]) -> dict[str, str]:
    """The count of the vote that decided a sanction (its `vote_id`), or the count that its own row tells; empty where none is known."""
    told = COUNTED.search(sanction["detail"])
    if told:
        return told.groupdict()
    vote = votes.get(sanction["vote_id"], {})
    columns = {"ayes": "votes_for", "nays": "votes_against", "abstentions": "abstentions"}
    return {name: vote.get(column, "") for name, column in columns.items()}


def clashes() -> list[dict[str, str]]:
    """Votes with a named losing side, and sanctions, inside a documented stage whose side B they concern.

    Side A attacks; its leader is the first person named on it in the stage. The dispute is read from the stage's causes, the arena from
    the body's name. A vote without a list of losers takes those of side B whom its motion
    names. Only rows whose losers (or sanctioned persons) belong to the stage's side B are taken. A sanction has the count of the vote
    that decided it, and no other.
    """
    rows = []
    votes = {vote["vote_id"]: vote for vote in read("votes")}
    for stage in read("dispute_stages"):
        side_a, side_b = stage["side_a"].split(";"), stage["side_b"].split(";")
        start, end = stage["from"], stage["to"] + "~"
        base = {"side": "ruling", "attacker": side_a[0], "side_a": stage["side_a"], "side_b": stage["side_b"]}
        base["dispute"] = first(LINES, stage["causes"], "party-regime")
        for vote in votes.values():
            named = [person for person in vote["named_against"].split(";") if person in side_b]
            if not vote["named_against"]:  # nobody listed: those whose name the motion gives
                named = [person for person in side_b if person.split("_")[0] in vote["motion"].lower()]
            if not start <= vote["date"] <= end or not named or vote["kind"] == "secret ballot":
                continue
            rows.append(
                base
                | {"date": vote["date"], "target": named[0], "arena": arena(vote["body"])}
                | {"outcome": "carried", "ayes": vote["votes_for"], "nays": vote["votes_against"]}
                | {"abstentions": vote["abstentions"], "sanction": "", "note": vote["vote_id"]}
                | proof(vote)
            )
        for sanction in read("expulsions"):
            rung = rung_of(sanction)
            if rung and sanction["person_id"] in side_b and start <= sanction["date"] <= end:
                rows.append(
                    base
                    | {"date": sanction["date"], "target": sanction["person_id"]}
                    | {"arena": by_whom(sanction["body"]), "outcome": "carried"}
                    | {"sanction": rung, "note": sanction["detail"], **tally(sanction, votes)}
                    | proof(sanction)
                )
        if not any(row["side_b"] == stage["side_b"] for row in rows):
            rows.append(
                base
                | {
                    "date": stage["from"],
                    "target": side_b[0],
                    "arena": arena(stage["arenas"]),
                }
                | {"outcome": "none", "note": f"stage {stage['stage']}: no counted vote or sanction"}
                | proof(stage)
            )
    return sorted(
        (row for row in rows if row["target"]), key=lambda row: (row["date"], row["target"], row["note"])
    )


def alignments() -> list[dict[str, str]]:
    """Groups from the stages themselves: side A of each stage while it lasts, side B as a bloc where it unites several leaders."""
    rows = []
    for stage in read("dispute_stages"):
        spell = {
            "from": stage["from"],
            "to": stage["to"],
            "note": f"stage {stage['stage']}: {stage['label']}",
        } | proof(stage)
        rows.append(spell | {"members": stage["side_a"], "kind": "core"})
        if stage["side_b"].count(";") >= 1:
            rows.append(spell | {"members": stage["side_b"], "kind": "bloc"})
    return rows


def graded(name: str) -> str:
    """A copy of an evidence table, with the source status after the source."""
    rows = read(name)
    columns = list(rows[0])
    if "source" in columns:
        columns.insert(columns.index("source") + 1, "evidence")
        coded = {"evidence": "coded"} if name in ("rule_spells", "stances") else {}
        rows = [row | proof(row) | coded for row in rows]
    return table(" ".join(columns), rows)


def items() -> list[dict[str, str]]:
    """All items in order of date."""
    disputed = {(r["table"], r["row"], r["field"]): (r["low"], r["high"]) for r in read("disputed_counts")}
    posts, institutions = read("posts"), read("institutions")
    start = record_items.WINDOW[0]
    bureau, committee = (
        [row["person_id"] for row in record_people.sitting(posts, body, "full", start)]
        for body in ("politburo", "central-committee")
    )
    rows = [
        *record_items.votes(read("votes"), disputed),
        *record_items.membership(read("membership"), disputed),
        *record_items.institutions(institutions, disputed),
        *record_people.removals(read("expulsions"), bureau, committee, rung_of),
        *record_people.seats(posts, institutions, committee),
        *record_people.together(read("dispute_stages"), bureau),
        *record_items.party_events(read),
        *record_items.rule(read("rule_spells")),
    ]
    return sorted(rows, key=lambda row: (row["date"], row["item"]))


def build() -> dict[Path, str]:
    files = {f"{new}.csv": graded(old) for new, old in COPIES.items()}
    proof_columns = " source evidence confidence note"
    files["clashes.csv"] = table(
        "date side attacker target side_a side_b dispute arena outcome ayes nays abstentions sanction"
        + proof_columns,
        clashes(),
    )
    files["alignments.csv"] = table("from to members kind" + proof_columns, alignments())
    files["items.csv"] = table(record_items.COLUMNS, items())
    columns = {name[:-4]: text.split("\n", 1)[0].split(",") for name, text in files.items()}
    about = package(CASE, TITLE, columns)
    files["datapackage.json"] = json.dumps(about, indent=1, ensure_ascii=False) + "\n"
    return {RECORD / name: text for name, text in files.items()} | {DICTIONARY: dictionary(columns)}


def main(arguments: list[str]) -> int:
    files = build()
    if "--check" in arguments:
        stale = [
            path.name
            for path, text in files.items()
            if not path.is_file() or path.read_text(encoding="utf-8") != text
        ]
        print("stale: " + ", ".join(stale) if stale else "the record is what the script makes")
        return 1 if stale else 0
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    print(f"{len(files)} files")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
