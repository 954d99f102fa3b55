"""Probabilities in calibrated words, always with their numbers, and the headline of an ensemble in sentences.

The words follow Kent (1964), "Words of Estimative Probability", and the probability yardstick of UK intelligence assessment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from politburo.measures.written import day_text, month_text

if TYPE_CHECKING:
    from politburo.measures.answer import Share, Summary

#: (upper limit, words), in order
WORDS = (
    (0.01, "all but impossible"),
    (0.10, "a remote chance"),
    (0.25, "unlikely"),
    (0.45, "somewhat unlikely"),
    (0.55, "about as likely as not"),
    (0.75, "likely"),
    (0.90, "very likely"),
    (0.99, "almost certain"),
    (1.01, "all but certain"),
)
#: kinds of rule as a sentence needs them
RULE = {
    "collective": "collective rule",
    "primus": "a first among equals",
    "dual": "rule by two",
    "sole": "rule by one",
    "collapsed": "the end of the regime",
}
NEVER: Share = {"share": 0.0, "low": 0.0, "high": 0.0}


def word(share: float) -> str:
    """The words for a probability.

    >>> word(0.5), word(0.8)
    ('about as likely as not', 'very likely')
    """
    return next(text for limit, text in WORDS if share < limit)


def percent(entry: Share | Mapping[str, float]) -> str:
    """A share with its interval.

    >>> percent({"share": 0.52, "low": 0.48, "high": 0.56})
    '52 % (48 to 56)'
    """
    return f"{100 * entry['share']:.0f} % ({100 * entry['low']:.0f} to {100 * entry['high']:.0f})"


def headline(summary: Summary) -> list[str]:
    """The answer of an ensemble in one or two sentences: does one person rule, or what else, and who."""
    count, one = f"{summary['histories']:,}", summary["sole_at_end"]
    histories = "history" if summary["histories"] == 1 else "histories"
    chance = f"Probability that anyone rules alone on {day_text(summary['end'])}: {percent(one)} of {count} {histories}"
    others = {kind: entry for kind, entry in summary["final"].items() if kind != "sole"}
    kind = max(others, key=lambda name: others[name]["share"])
    if others[kind]["share"] > 0:
        chance += f"; otherwise most often {RULE[kind]}, {percent(others[kind])}"
    return [f"{chance}.", *favourites(summary)]


def favourites(summary: Summary) -> list[str]:
    """Who rules alone at the end, in a sentence, and whether the first is ahead by more than chance; nothing where nobody does."""
    histories = summary["histories"]
    leading = sorted(summary["leading"], key=lambda person: -person["sole_at_end"]["share"])
    ruling = [person for person in leading[:3] if person["sole_at_end"]["share"] > 0]
    if not ruling:
        return []
    called = [f"{p['label']}, {percent(p['sole_at_end'])}" for p in ruling]
    if len(ruling) == 1:
        return [f"The only sole ruler is {called[0]}."]
    first, second = (round(p["sole_at_end"]["share"] * histories) for p in ruling[:2])
    if ahead(first, second):
        return [
            f"The most frequent sole ruler is {called[0]}, ahead of the next by more than chance: {'; '.join(called[1:])}."
        ]
    return [f"No sole ruler is ahead of the others by more than chance: {'; '.join(called)}."]


def ahead(first: int, second: int) -> bool:
    """Are there more histories of one kind than of another by more than chance? An exact sign test, two-sided, at 5 %.

    >>> ahead(20, 8), ahead(12, 8)
    (True, False)
    """
    count, most = first + second, max(first, second)
    return (
        2 * sum(math.comb(count, heads) for heads in range(most, count + 1)) < 0.05 * 2**count
        and first > second
    )


def blind_line(summary: Summary) -> str:
    """The headline with all personality traits made equal; says so if the traits carry the result."""
    blind = summary.get("blind")
    if not blind or not summary["leading"]:
        return ""
    best = max(summary["leading"], key=lambda person: person["sole_at_end"]["share"])
    again = blind["persons"].get(best["id"], NEVER)
    text = (
        f"With all personality traits made equal ({blind['histories']:,} histories) it is {best['label']} in "
        f"{percent(again)} instead of {percent(best['sole_at_end'])}, and anyone in {percent(blind['anyone'])}."
    )
    if again["share"] < 0.5 * best["sole_at_end"]["share"]:
        text += " THE TRAITS CARRY THE RESULT: without them this probability is halved."
    return text


def consolidation_line(summary: Summary) -> str:
    """When one person first ruled alone, if ever."""
    found = summary["consolidation"]
    seen = [
        f"{q.rstrip(' %')} % by {month_text(day)}"
        for q, day in found["quantiles"].items()
        if day[0].isdigit()
    ]
    dates = f" (share of all histories: {', '.join(seen)})" if seen else ""
    return f"At some time in these years somebody rules alone in {percent(found['within_window'])} of histories{dates}."
