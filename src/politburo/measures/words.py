"""The headline in words: calibrated terms for probabilities, always with the number beside them."""

from __future__ import annotations

from typing import Any

from politburo.measures.names import short_name

#: upper end of the share -> term (after Kent 1964 and the probability yardstick of British intelligence)
TERMS = (
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
RULE = {
    "sole": "one sole ruler",
    "primus": "a first among equals",
    "dual": "rule by two",
    "collective": "collective rule",
    "collapsed": "the end of the regime",
}


def term(share: float) -> str:
    """The calibrated term for a probability, 0 to 1."""
    return next(text for limit, text in TERMS if share < limit)


def percent(entry: dict[str, float]) -> str:
    """A share with its interval in per cent: ``52 % (48-56)``."""
    return f"{100 * entry['share']:.0f} % ({100 * entry['low']:.0f}-{100 * entry['high']:.0f})"


def headline(summary: dict[str, Any]) -> str:
    """Who rules at the end and how surely, in two or three sentences."""
    alone = summary["sole_at_end"]
    text = (
        f"That one person rules alone on {summary['end']} is {term(alone['share'])}: "
        f"{percent(alone)} of {summary['histories']} histories. "
    )
    leading = sorted(summary["leading"], key=lambda person: -person["sole_at_end"]["share"])
    named = [person for person in leading[:3] if person["sole_at_end"]["share"] > 0]
    if named:
        names = ", ".join(f"{short_name(p['name'])} {percent(p['sole_at_end'])}" for p in named)
        text += f"As sole ruler then: {names}. "
    others = {kind: entry for kind, entry in summary["final"].items() if kind != "sole"}
    kind = max(others, key=lambda name: others[name]["share"])
    return text + f"Otherwise most often {RULE[kind]}, {percent(others[kind])}."


def blind_line(summary: dict[str, Any]) -> str:
    """The headline with all personality traits made equal; says so if the traits carry the result."""
    blind = summary.get("blind")
    if not blind or not summary["leading"]:
        return ""
    best = max(summary["leading"], key=lambda person: person["sole_at_end"]["share"])
    again = blind["persons"].get(best["id"], {"share": 0.0, "low": 0.0, "high": 0.0})
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
