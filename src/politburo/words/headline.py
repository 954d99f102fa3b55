"""Probabilities in calibrated words, always with their numbers, and the headline of an ensemble in sentences.

The words follow Kent (1964), "Words of Estimative Probability", and the probability yardstick of UK intelligence assessment.
"""

from __future__ import annotations

from typing import Any

from politburo.measures.names import short_name

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
NEVER = {"share": 0.0, "low": 0.0, "high": 0.0}


def word(share: float) -> str:
    """The words for a probability.

    >>> word(0.5), word(0.8)
    ('about as likely as not', 'very likely')
    """
    return next(text for limit, text in WORDS if share < limit)


def percent(entry: dict[str, float]) -> str:
    """A share with its interval.

    >>> percent({"share": 0.52, "low": 0.48, "high": 0.56})
    '52 % (48-56)'
    """
    return f"{100 * entry['share']:.0f} % ({100 * entry['low']:.0f}-{100 * entry['high']:.0f})"


def headline(summary: dict[str, Any]) -> list[str]:
    """The answer of an ensemble in up to three sentences: does one person rule, who, and what else."""
    count, end, one = f"{summary['histories']:,}", summary["end"], summary["sole_at_end"]
    histories = "history" if summary["histories"] == 1 else "histories"
    chance = f"That one person rules alone on {end} is {word(one['share'])}"
    sentences = [f"{chance}: {percent(one)} of {count} {histories}."]
    leading = sorted(summary["leading"], key=lambda person: -person["sole_at_end"]["share"])
    ruling = [person for person in leading[:3] if person["sole_at_end"]["share"] > 0]
    if ruling:
        names = ", ".join(f"{short_name(p['name'])} {percent(p['sole_at_end'])}" for p in ruling)
        sentences.append(f"As sole ruler then: {names}.")
    others = {kind: entry for kind, entry in summary["final"].items() if kind != "sole"}
    kind = max(others, key=lambda name: others[name]["share"])
    if others[kind]["share"] > 0:
        sentences.append(f"Otherwise most often {RULE[kind]}, {percent(others[kind])}.")
    return sentences


def blind_line(summary: dict[str, Any]) -> str:
    """The headline with all personality traits made equal; says so if the traits carry the result."""
    blind = summary.get("blind")
    if not blind or not summary["leading"]:
        return ""
    best = max(summary["leading"], key=lambda person: person["sole_at_end"]["share"])
    again = blind["persons"].get(best["id"], NEVER)
    text = (
        f"Trait-blind (all personality traits equal, {blind['histories']} histories): {short_name(best['name'])} "
        f"{percent(again)} against {percent(best['sole_at_end'])} as coded; anyone {percent(blind['anyone'])}."
    )
    if again["share"] < 0.5 * best["sole_at_end"]["share"]:
        text += " THE TRAITS CARRY THE RESULT: blindness halves the leading person's probability."
    return text


def consolidation_line(summary: dict[str, Any]) -> str:
    """When one person first ruled alone, if ever."""
    found = summary["consolidation"]
    dates: dict[str, list[str]] = {}
    for q, day in found["quantiles"].items():
        dates.setdefault(day, []).append(q)
    parts = [
        f"{'/'.join(q.rstrip(' %') for q in shares)} % {'by ' if day[0].isdigit() else ''}{day}"
        for day, shares in dates.items()
    ]
    return f"First sole rule within the window: {percent(found['within_window'])} of histories; {', '.join(parts)}."
