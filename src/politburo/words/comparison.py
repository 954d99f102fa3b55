"""What if: the answer of `study.questions.compare` in words."""

from __future__ import annotations

from typing import Any

from politburo.measures.quantities import SHARE
from politburo.measures.written import day_text, listed, month_text, per_cent
from politburo.vocab import EventKind
from politburo.words.answer import Answer, Cell, Data, Table, interval, signed, sure
from politburo.words.headline import percent

ENOUGH = 10  # histories with an outcome below which nothing is said of its causes
KINDS = 3  # kinds of event that are named where histories diverge
#: what happens, by kind of event
HAPPENS = {
    EventKind.SHOCK: "something from outside",
    EventKind.DEATH: "a death",
    EventKind.UNREST: "unrest",
    EventKind.RESPONSE: "the answer to discontent",
    EventKind.COLLAPSE: "the fall of the regime",
    EventKind.LETTER_WRITTEN: "the writing of the predecessor's letter",
    EventKind.LETTER_DISCLOSED: "what becomes of the predecessor's letter",
    EventKind.CONFIDENCE: "a vote of confidence",
    EventKind.OFFICE_FILLED: "an office that is filled",
    EventKind.OFFICE_CREATED: "a new office",
    EventKind.SECRETARIES: "the naming of secretaries",
    EventKind.LEVY: "a mass admission",
    EventKind.PURGE: "a purge of the membership",
    EventKind.COALITION: "a change of the ruling group",
    EventKind.BLOC: "an alliance against the ruling group",
    EventKind.OFFENSIVE: "an attack by the ruling side",
    EventKind.CHALLENGE: "a challenge to it",
    EventKind.PARTY_VOTE: "a vote of the whole party",
    EventKind.SANCTION: "a sanction",
    EventKind.RECANTATION: "a recantation",
    EventKind.READMISSION: "a readmission",
    EventKind.YIELD: "somebody's giving way",
    EventKind.COUP: "an attempt to seize power",
    EventKind.CONGRESS: "a congress",
    EventKind.AUTONOMY: "the autonomy of a republic",
    EventKind.LEADER_CHOSEN: "a vote on the first place",
}


def comparison_answer(found: Data) -> Answer:
    """What the change did to the first quantity, where histories diverge, and tables of what differs and what does not."""
    facts, rows = found["facts"], found["rows"]
    different = unlike(rows)
    differs, same = [r for r in different if sure(r)], [r for r in different if not sure(r)]
    sentences = [
        f"{facts['title']}: {facts['histories']} pairs of histories. The two of a pair are the same up to "
        f"{month_text(facts['date'][:7])} and have the same luck afterwards; the 95 % intervals are computed from the pairs.",
        *_why(facts["change"]),
        _first(rows[0], facts["end"]),
        *_partings(found["parting"]),
        f"{len(differs)} of {len(different)} quantities differ; about {len(different) / 20:.0f} would do so by chance alone.",
    ]
    tables = [
        _differences("What differs", differs),
        _differences("What shows no difference", same),
        _causes(found["causes"], {rows[0]["quantity"], *(r["quantity"] for r in differs)}),
        Table("Where the first pairs diverge", ["history", "month", "event"], _examples(found["parting"])),
    ]
    return Answer(f"What if: {facts['change']['title']}", sentences, [t for t in tables if t.rows])


def unlike(rows: list[Data]) -> list[Data]:
    """The rows without those that are nothing in both worlds or say the same as an earlier one."""
    first: dict[Any, Data] = {}
    for row in rows:
        if row["was"] or row["would_be"]:
            numbers = (row["unit"], row["person"], row["was"], row["would_be"], row["se"])
            first.setdefault(numbers, row)
    return list(first.values())


def _why(change: Data) -> list[str]:
    if not change["why"]:
        return []
    sources = f" [{', '.join(change['sources'])}]" if change["sources"] else ""
    return [f"Why it could have happened: {' '.join(change['why'].split())}{sources}"]


def _first(row: Data, end: str) -> str:
    verdict = "" if sure(row) else ", which shows no difference"
    return (
        f"The probability that {row['quantity'].replace(' at the end', '')} on {day_text(end)} is {per_cent(row['was'])} as it was and "
        f"{per_cent(row['would_be'])} with the change ({interval(row)} points){verdict}."
    )


def _partings(parting: Data) -> list[str]:
    sentences = [f"{percent(parting['parted'])} of the pairs diverge."]
    if parting["month"]:
        month = {name: month_text(parting["month"][name]) for name in ("median", "low", "high")}
        kinds = listed(
            [f"{_happens(kind)} {percent(entry)}" for kind, entry in list(parting["kinds"].items())[:KINDS]]
        )
        sentences.append(
            f"Half of these have diverged by {month['median']}, nine in ten of them between {month['low']} and {month['high']}. "
            f"What they diverge over is most often, as a share of all pairs: {kinds}."
        )
    return sentences


def _happens(kind: str) -> str:
    """What an event is called, from the word of its kind; histories that diverge by what does not happen have none."""
    return next((text for of, text in HAPPENS.items() if of.word == kind), kind.replace("-", " "))


def _examples(parting: Data) -> list[list[Cell]]:
    return [[e["history"], e["month"], e["event"]] for e in parting["examples"]]


def _causes(causes: list[Data], quantities: set[str]) -> Table:
    """How far the facts as they were made an outcome, for the quantities of which there is something to say."""
    columns = ["outcome", "in both", "only as it was", "only with the change", "necessary", "sufficient"]
    title = (
        "Numbers of pairs with an outcome, and how far the facts as they were were necessary for it (it is lost without them) and "
        "sufficient (it comes about only with them); where as many pairs turn one way as the other, this is luck"
    )
    rows: list[list[Cell]] = [
        [c["quantity"], *c["pairs"].values(), percent(c["necessity"]), percent(c["sufficiency"])]
        for c in causes
        if c["quantity"] in quantities and c["necessity"]["of"] >= ENOUGH
    ]
    return Table(title, columns, rows)


def _differences(title: str, rows: list[Data]) -> Table:
    columns = ["", "as it was", "with the change", "difference", "95 %"]
    heading = f"{title} (shares of histories; their differences in percentage points)"
    return Table(heading, columns, [_cells(row) for row in rows])


def _cells(row: Data) -> list[Cell]:
    if row["unit"] == SHARE:
        values = [f"{100 * row[name]:.1f} %" for name in ("was", "would_be")]
        return [row["quantity"], *values, signed(row["difference"]), interval(row)]
    values = [plain(row[name]) for name in ("was", "would_be")]
    low, high = (plain(row[name], "+") for name in ("low", "high"))
    name = f"{row['quantity']} ({row['unit']})"
    return [name, *values, plain(row["difference"], "+"), f"{low} to {high}"]


def plain(value: float, sign: str = "") -> str:
    """Three significant digits, large numbers whole.

    >>> plain(1234567.8), plain(0.01234, "+")
    ('1,234,568', '+0.0123')
    """
    return f"{value:{sign},.0f}" if abs(value) >= 1000 else f"{value:{sign}.3g}"
