"""From the record's tables to items: single figures with an error model each. Used by `build_record.py`.

The sizes of recording error below are judgments, one for each confidence; a disputed count widens its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

Row = dict[str, str]
COLUMNS = "item kind date until arena subject value low high of contested censored error spread source evidence confidence row note"
#: (error model) -> recording error by confidence: precision of votes, standard deviations of logs and logits,
#: probability that a yes or no is recorded wrongly
SPREAD = {
    "beta-binomial": {"high": 200, "medium": 60, "low": 20},
    "log-normal": {"high": 0.02, "medium": 0.05, "low": 0.10},
    "logit-normal": {"high": 0.05, "medium": 0.10, "low": 0.25},
    "binary": {"high": 0.02, "medium": 0.05, "low": 0.15},
}
CONTESTED = 0.05  # minority above which a vote counts as contested
INTERVAL = 1.645  # half-width of a 90 % interval in standard deviations
ELSEWHERE = "elsewhere"  # a town, a cell, a trade union: nothing simulated corresponds to it
#: words in the name of a body -> arena by role; the first match is taken. A conference of the whole party counts as a congress: the
#: simulation has no other gathering of delegates.
ARENAS = (
    ("all-party", "party"),
    ("congress council", "committee"),
    ("trade unions", ELSEWHERE),
    ("metalworkers", ELSEWHERE),
    ("comintern", ELSEWHERE),
    ("moscow committee", ELSEWHERE),
    ("gubernia", ELSEWHERE),
    ("raion", ELSEWHERE),
    ("cells", ELSEWHERE),
    ("plenum", "committee"),
    ("cc and ccc", "committee"),
    ("politburo", "bureau"),
    ("congress", "congress"),
    ("conference", "congress"),
)
WINDOW = ("1922-04-03", "1934-02-10")
#: dated events of the party that the engine has a name for: event -> (table, id column, id, what is meant)
PARTY_EVENTS = {
    "letter-written": ("events", "event_id", "E047", "the predecessor dictates his letter"),
    "letter-disclosed": ("votes", "vote_id", "V037", "the letter is read to delegations"),
    "levy": ("events", "event_id", "E081", "mass admission begins"),
    "bloc": ("events", "event_id", "E127", "two who had fought each other unite in opposition"),
}


def arena_of(body: str) -> str:
    """The arena of a body as it is named in a table of evidence."""
    return next((arena for words, arena in ARENAS if words in body.lower()), ELSEWHERE)


def proof(row: Row) -> Row:
    kind = "read" if "web:" in row["source"] else "unverified"
    return {"source": row["source"], "confidence": row["confidence"], "evidence": kind}


def votes(rows: Iterable[Row], disputed: dict) -> list[Row]:
    """Motions with a count, election ballots left out. The value is the number against the side that ruled."""
    found = []
    for row in rows:
        if row["kind"] == "secret ballot" or not row["votes_against"] or row["date"] < WINDOW[0]:
            continue
        against = int(row["votes_against"])
        total = int(row["votes_for"]) + against if row["votes_for"] else 0
        entitled = "number present is that entitled" if not row["votes_for"] else ""
        if not row["votes_for"] and row["present_voting"]:
            total = int(row["present_voting"]) - int(row["abstentions"] or 0)
        arena = arena_of(row["body"])
        low, high = disputed.get(("votes", row["vote_id"], "votes_against"), ("", ""))
        usable = arena != ELSEWHERE and total > 0
        found.append(
            {
                "item": f"vote-{row['vote_id'].lower()}",
                "kind": "vote",
                "date": row["date"],
                "arena": arena,
                "subject": row["body"],
                "value": str(against),
                "low": low,
                "high": high,
                "of": str(total) if total > 0 else "",
                "contested": "yes" if total > 0 and against / total > CONTESTED else "no",
                "error": "beta-binomial" if usable else "none",
                "spread": str(SPREAD["beta-binomial"]["low" if low else row["confidence"]]) if usable else "",
                "row": row["vote_id"],
                "note": entitled,
            }
            | proof(row)
        )
    return found


def membership(rows: Iterable[Row], disputed: dict) -> list[Row]:
    """Full members, worker share and higher education at each dated count after the start."""
    found = []
    kinds = (
        ("members", "full_members", "log-normal", 1.0),
        ("workers", "pct_workers", "logit-normal", 0.01),
        ("higher", "pct_higher_education", "logit-normal", 0.01),
    )
    for row in rows:
        for kind, column, error, unit in kinds:
            if not row[column] or row["date"] < WINDOW[0]:
                continue
            low, high = disputed.get(("membership", row["date"], column), ("", ""))
            spread = SPREAD[error][row["confidence"]]
            if low:
                spread = max(spread, math.log(float(high) / float(low)) / 2 / INTERVAL)
            found.append(
                {
                    "item": f"{kind}-{row['date'][:4]}",
                    "kind": kind,
                    "date": row["date"],
                    "value": f"{float(row[column]) * unit:.10g}",
                    "low": low,
                    "high": high,
                    "error": error,
                    "spread": f"{spread:.3g}",
                    "row": row["date"],
                    "note": row["note"],
                }
                | proof(row)
            )
    return found


def institutions(rows: Iterable[Row], disputed: dict) -> list[Row]:
    """Sizes of bodies after each congress, months since the one before, officials among delegates, secretaries changed
    or named from above."""
    found: list[Row] = []
    before = ""
    for row in rows:
        base = {"date": row["date_end"] or row["date_start"], "row": row["inst_id"], "note": row["note"]}
        base |= proof(row)
        if row["kind"] == "congress":
            day = row["date_end"]
            if day > WINDOW[0]:
                for kind, column in (("committee-size", "cc_full"), ("bureau-size", "politburo_full")):
                    found.append(
                        base
                        | {"item": f"{kind}-{day[:7]}", "kind": kind, "value": row[column]}
                        | {"error": "log-normal", "spread": str(SPREAD["log-normal"][row["confidence"]])}
                    )
                gap = (int(day[:4]) - int(before[:4])) * 12 + int(day[5:7]) - int(before[5:7])
                found.append(
                    base
                    | {"item": f"congress-gap-{day[:7]}", "kind": "congress-gap", "value": str(gap)}
                    | {"error": "log-normal", "spread": "0.04"}  # half a month of a year
                )
                if row["pct_delegates_party_officials"]:
                    share = float(row["pct_delegates_party_officials"]) / 100
                    found.append(
                        base
                        | {"item": f"officials-{day[:7]}", "kind": "officials", "value": f"{share:.3f}"}
                        | {"error": "none"}
                    )
            before = day
        elif row["gubkom_secretaries_appointed"]:
            found.append(
                base
                | {"item": f"appointed-{row['inst_id'].lower()}", "kind": "appointed"}
                | {"value": row["gubkom_secretaries_appointed"], "of": row["gubkom_secretaries_total"]}
                | {"error": "beta-binomial", "spread": str(SPREAD["beta-binomial"][row["confidence"]])}
            )
        elif row["gubkom_secretaries_changed"]:
            low, high = disputed.get(("institutions", row["inst_id"], "gubkom_secretaries_changed"), ("", ""))
            found.append(
                base
                | {"item": f"secretaries-{row['inst_id'].lower()}", "kind": "secretaries"}
                | {"date": row["date_start"], "until": row["date_end"]}
                | {"value": row["gubkom_secretaries_changed"], "low": low, "high": high}
                | {"of": row["gubkom_secretaries_total"], "error": "beta-binomial"}
                | {"spread": str(SPREAD["beta-binomial"]["low" if low else row["confidence"]])}
            )
    return found


def party_events(read: Callable[[str], list[Row]]) -> list[Row]:
    """Dated events of the whole party that the engine has a name for, known to the month."""
    found = []
    for event, (table, column, key, note) in PARTY_EVENTS.items():
        row = next(row for row in read(table) if row[column] == key)
        found.append(
            {"item": event, "kind": "event", "date": row["date"], "arena": event, "error": "dated"}
            | {"spread": "1", "row": key, "note": note}
            | proof(row)
        )
    return found


def rule(rows: list[Row]) -> list[Row]:
    """Readings of rule type, first person and locus at the end of each year."""
    found = []
    years = range(int(WINDOW[0][:4]), int(WINDOW[1][:4]))
    for day in [*(f"{year}-12-31" for year in years), WINDOW[1]]:
        spell = [row for row in rows if row["from"] <= day <= row["to"]]
        worst = min((row["confidence"] for row in spell), key=("low", "medium", "high").index)
        alone = lambda row: row["rule"] in ("sole", "primus")  # noqa: E731
        readings = {
            "rule": [(row["rule"], row["weight"]) for row in spell],
            "ruler": [(row["ruler"] if alone(row) else "collective", row["weight"]) for row in spell],
            "locus": [(row["locus"], row["weight"]) for row in spell],
        }
        for kind, pairs in readings.items():
            total: dict[str, float] = {}
            for name, weight in pairs:
                total[name] = total.get(name, 0.0) + float(weight)
            found.append(
                {
                    "item": f"{kind}-{day[:7]}",
                    "kind": kind,
                    "date": day,
                    "error": "coded",
                    "confidence": worst,
                }
                | {"subject": ";".join(f"{name}:{weight:.4g}" for name, weight in total.items())}
                | {"source": "; ".join(dict.fromkeys(row["source"] for row in spell)), "evidence": "coded"}
                | {"row": spell[0]["from"], "note": "readings of the literature, weighted by the compiler"}
            )
    return found
