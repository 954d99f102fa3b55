"""The part of `docs/validation.md` that goes item by item. Words and layout only: every figure comes from the account."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from politburo.measures.written import per_cent
from politburo.study.evidence.item_types import NOT_SCORED, TYPES
from politburo.study.validation.account import Account, Statement
from politburo.words.markdown import number, strip, table

WORST = 3


def types(account: Account) -> str:
    """How each type is scored, how many items there are, what is not scored and why."""
    rows = [[*TYPES[r["type"]], str(r["items"]), str(r["scored"])] for r in account["types"]]
    why = [[what, reason] for what, reason in NOT_SCORED.items()]
    return f"""## How each type of item is scored

What is documented is seen through an error model, item by item (columns `error` and `spread` of the [record](data-dictionary.md));
formulas are in [forecasts.md](forecasts.md). Not scored are votes outside the bodies of the case and items on which fewer than ten
histories speak.

{table("on record|what a history implies|score|items|scored", rows)}
On record, and not scored:

{table("what|why", why)}"""


def coverage(account: Account, figure: str) -> str:
    """Shares inside intervals, places, and what came of what was called so probable."""
    rows = [[r["kind"], str(r["items"]), number(r["50%"]), number(r["90%"])] for r in account["coverage"]]
    places = [r["place"] for r in account["items"] if not r["censored"] and not math.isnan(r["place"])]
    counts = np.histogram(places, bins=10, range=(0, 1))[0]
    bars = "\n".join(f"    {k / 10:.1f}-{(k + 1) / 10:.1f}  {'█' * int(c)} {c}" for k, c in enumerate(counts))
    said = [
        [f"{r['from']:.1f} to {r['to']:.1f}", str(r["items"]), number(r["said"]), number(r["came"])]
        for r in account["calibration"]
    ]
    return f"""## Coverage and calibration

{figure}Share of the documented items inside the central 50 % and 90 % intervals of what the histories imply; it should be 0.50 and 0.90.
Events that had not come by the last day are counted apart.

{table("kind|items|in 50 %|in 90 %", rows)}
Where {len(places)} dated, counted and ordered items lie in their predictive distributions (flat if all is well):

{bars}

What may be true or false (who sits where, who stands with whom, events by the last day), by the probability that it was given:

{table("given|items|mean probability|came true", said)}"""


def certain(account: Account) -> str:
    """Nobody may be almost certain a priori."""
    rows = [[r["id"], number(r["at_end"], 3), number(r["most"], 3)] for r in account["a_priori"]]
    most = max(r["most"] for r in account["a_priori"])
    verdict = "holds" if most <= account["almost_certain"] else "is broken"
    return f"""## A priori

No full member of the smallest body at the start may be made sole ruler with more than {account["almost_certain"]} by the priors alone.
The rule {verdict}: the largest share in any month is {most:.3f}.

{table("member|sole rule at the end|most in any month", rows)}"""


def mechanisms(account: Account) -> str:
    """Which mechanisms the misfits point to."""
    rows = [[r["mechanism"], str(r["items"]), str(r["misfits"])] for r in account["mechanisms"]]
    return f"""## Where misfits point

Items that speak of a mechanism first, and those with a tail probability below {account["mechanisms"][0]["tail"] if rows else ""}.

{table("mechanism|items|misfits", rows)}"""


def items(account: Account, figure: str) -> str:
    """Counted, coded and dated items one by one, worst fit first."""
    rows = []
    for r in sorted((r for r in account["items"] if not r["censored"]), key=lambda r: _order(r["tail"])):
        said = "; ".join(f"{k} {v:g}" for k, v in r["codings"].items()) or number(r["value"], 3)
        span = f"{number(r['low'], 3)} – {number(r['median'], 3)} – {number(r['high'], 3)}"
        points = r["suspect"]
        where = f"{points['mechanism']}: {', '.join(points['parameters'])}" if points else ""
        place = strip(r["place"])
        rows.append(
            [
                r["item"],
                r["date"],
                "date" if r["kind"] == "event" else said,
                "" if r["codings"] else span,
                f"`{place}`" if place else "",
                number(r["tail"], 3),
                f"{per_cent(r['speaking'])}",
                f"{r['evidence']}, {r['confidence']}",
                where,
            ]
        )
    return f"""## Item by item

{figure}Worst fit first. The strip shows where the documented value lies in the predictive distribution (left: below all of it). For
dated events the span is in months from the start; for codings the tail is the probability of the documented coding. "Speaks" is the
share of histories that imply anything. What a misfit points to comes from a fixed table (`politburo.study.validation.misfit`).

{table("item|date|documented|5 % – 50 % – 95 %|place|tail|speaks|evidence|points to", rows)}
{_waiting(account)}"""


def _waiting(account: Account) -> str:
    waiting = [r["tail"] for r in account["items"] if r["censored"]]
    if not waiting:
        return ""
    unlikely = sum(tail < 0.5 for tail in waiting)
    return (
        f"{len(waiting)} watched events had not come by the last day; each was given at least {min(waiting):.2f} of not having come, "
        f"{unlikely} of them less than one half.\n"
    )


def _order(tail: float) -> float:
    return 2.0 if math.isnan(tail) else tail


def yes_or_no(account: Account) -> str:
    """Rosters and alliances, summed up by body and congress, with the least expected facts."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for r in account["yes_or_no"]:
        if r["kind"] == "seat":
            groups[(r["item"].split("-seat-")[1][:7], r["arena"])].append(r)
        elif r["kind"] == "together":
            groups[(f"stage {r['item'].split('-')[1]}", "pairs on one side")].append(r)
    rows = []
    for (when, what), mine in sorted(groups.items(), key=lambda pair: (pair[0][1], pair[0][0].zfill(9))):
        brier = float(np.mean([(r["chance"] - r["came"]) ** 2 for r in mine]))
        worst = sorted(mine, key=lambda r: -abs(r["chance"] - r["came"]))[:WORST]
        named = ", ".join(f"{_named(r)} {'yes' if r['came'] else 'no'} ({r['chance']:.2f})" for r in worst)
        expected = sum(r["chance"] for r in mine)
        rows.append(
            [
                what,
                when,
                str(len(mine)),
                str(sum(r["came"] for r in mine)),
                number(expected, 1),
                number(brier, 3),
                named,
            ]
        )
    return f"""## Who sat where, who stood with whom

Everyone who had a full seat in the committee at the start is watched, in every body, after each congress; and every pair of full members
of the smallest body at the start, in each stage that names them both. The number in brackets is the probability of a yes.

{table("body|when|items|yes on record|yes expected|Brier score|least expected", rows)}"""


def _named(r: Statement) -> str:
    parts = r["item"].split("-")
    return parts[-1] if r["kind"] == "seat" else f"{parts[-2]} and {parts[-1]}"


def patterns(account: Account) -> str:
    """What is never fitted, where a holdout is opened."""
    if not account["patterns"]:
        return ""
    rows = [
        [
            r["pattern"],
            number(r["documented"]),
            f"{number(r['low'])} – {number(r['median'])} – {number(r['high'])}",
            str(r["histories"]),
        ]
        for r in account["patterns"]
    ]
    return f"""## Patterns never fitted

{table("pattern|documented|5 % – 50 % – 95 %|histories", rows)}"""
