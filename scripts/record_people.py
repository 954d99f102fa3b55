"""From the record's tables to items about persons: removals, seats, alliances. Used by `build_record.py`.

Who is watched is settled by the start of the case, so that the choice does not know the outcome.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from record_items import SPREAD, WINDOW, Row, proof

#: rung of the ladder as an event of a person; each item is the first time this rung or a heavier one was reached
LADDER = ("censured", "lost-post", "lost-bureau", "lost-committee", "expelled", "exiled")
WATCHED = ("lost-post", "lost-bureau", "expelled")
#: bodies whose rosters are items: (body, arena by role, role of a full member)
SEATED = (
    ("politburo", "bureau", "full"),
    ("central-committee", "committee", "full"),
    ("orgburo", "orgbureau", "full"),
    ("secretariat", "secretariat", "secretary"),
)
PLENUM_DAYS = 7  # after a congress the new committee has met by then


def removals(
    rows: list[Row], bureau: list[str], committee: list[str], rung_of: Callable[[Row], str | None]
) -> list[Row]:
    """For each person watched the first month he reached a rung or a heavier one, or that he had not by the end.

    Watched, so that the choice does not know the outcome: every full member of the small body at the start, for the rungs of WATCHED
    and for recantation; every other full member of the large body then, for the first of them.
    """
    rows = [row for row in rows if row["date"] >= WINDOW[0]]
    others = [person for person in committee if person not in bureau]
    pairs = [(p, rung) for p in bureau for rung in (*WATCHED, "recanted")] + [(p, WATCHED[0]) for p in others]
    return [_first_time(rows, person, rung, rung_of) for person, rung in pairs]


def _first_time(rows: list[Row], person: str, rung: str, rung_of: Callable[[Row], str | None]) -> Row:
    heavy = LADDER[LADDER.index(rung) :] if rung in LADDER else ()
    item = {"item": f"{rung}-{person}", "kind": "event", "subject": person, "arena": rung, "error": "dated"}
    reached = [
        row
        for row in rows
        if row["person_id"] == person and (row["sanction"] == rung or rung_of(row) in heavy)
    ]
    if not reached:
        item |= {"date": WINDOW[1], "spread": "0", "censored": "right", "note": "not in the window"}
        return item | {"source": "computed from sanctions", "evidence": "unverified", "confidence": "high"}
    first = min(reached, key=lambda row: row["date"])
    item |= {"date": first["date"], "spread": "0" if len(first["date"]) > 4 else "6", "note": first["detail"]}
    return item | {"row": f"{person} {first['date']} {first['sanction']}"} | proof(first)


def seats(posts: list[Row], congresses: Iterable[Row], watched: list[str]) -> list[Row]:
    """Whether each person watched has a full seat in each body of SEATED after each congress.

    Watched, so that the choice does not know the outcome: everyone who had a full seat in the large body at the start. The large
    body is elected by the congress; the small ones by its first plenum, so that their rosters are read PLENUM_DAYS later.
    """
    found = []
    days = [
        row["date_end"] for row in congresses if row["kind"] == "congress" and row["date_end"] > WINDOW[0]
    ]
    for congress in map(date.fromisoformat, days):
        for body, arena, role in SEATED:
            day = str(congress if arena == "committee" else congress + timedelta(PLENUM_DAYS))
            if day <= WINDOW[1]:
                found += [_seat(posts, (body, arena, role), person, day) for person in watched]
    return found


def _seat(posts: list[Row], seat: tuple[str, str, str], person: str, day: str) -> Row:
    body, arena, role = seat
    held = [row for row in sitting(posts, body, role, day) if row["person_id"] == person]
    graded = proof(held[0]) if held else {"source": "computed from rosters", "evidence": "unverified"}
    confidence = held[0]["confidence"] if held else "high"
    return {
        "item": f"{arena}-seat-{day[:7]}-{person}",
        "kind": "seat",
        "date": day,
        "arena": arena,
        "subject": person,
        "value": str(int(bool(held))),
        "error": "binary",
        "spread": str(SPREAD["binary"][confidence]),
        "row": f"{person} {body}",
        "note": held[0]["role"] if held else "no full seat",
        "confidence": confidence,
    } | graded


def sitting(posts: list[Row], body: str, role: str, day: str) -> list[Row]:
    """The spells in a body and role that cover a day."""
    return [
        row
        for row in posts
        if row["body"] == body
        and row["role"].startswith(role)
        and row["start"] <= day
        and (not row["end"] or row["end"] > day)
    ]


def together(stages: Iterable[Row], watched: list[str]) -> list[Row]:
    """For each stage and each pair of the full members of the small body at the start who are both named: on one side, or not."""
    found = []
    for stage in stages:
        if stage["from"] < WINDOW[0]:
            continue
        side = dict.fromkeys(stage["side_a"].split(";"), "a") | dict.fromkeys(stage["side_b"].split(";"), "b")
        named = [person for person in watched if person in side]
        for one, other in itertools.combinations(named, 2):
            found.append(
                {
                    "item": f"together-{stage['stage']}-{one}-{other}",
                    "kind": "together",
                    "date": stage["from"],
                    "until": stage["to"],
                    "subject": f"{one};{other}",
                    "value": str(int(side[one] == side[other])),
                    "error": "binary",
                    "spread": str(SPREAD["binary"][stage["confidence"]]),
                    "row": stage["stage"],
                    "note": stage["label"],
                }
                | proof(stage)
            )
    return found
