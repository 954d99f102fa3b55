"""`docs/validation.md` from the account that `study.validate` gives. Words and layout only: every figure comes from the account."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from politburo.study.scoring import SCORES

STRIP = 21
CANNOT = """## What this cannot tell you

- The structure of the model was written by people who knew the ending. That a kind of stage occurs at all, which resources count, who is on
  the roster: hindsight may sit there, where no holdout in time can find it. Other parties' cases, run from their files
  alone, are the real test; so is a scenario written before its outcome is known.
- One party had one history. The items hang together: some hundred figures carry far fewer independent facts, and intervals are resampled
  by congress period for that reason. With few periods those intervals are rough.
- Codings of how the party was ruled are readings of the literature, weighted by the compiler, and many sources were not opened
  (evidence "unverified"). A model may be right where the coding is wrong.
- The prior predictive distribution is wide because priors are wide. That an item lies inside it is no merit by itself; that it
  lies outside is a fault.
- Votes taken by single towns or cells, and the share of officials among delegates, are in the record but nothing simulated
  corresponds to them yet: they are listed and not scored.
- A mechanism named beside a misfit is where to look first, by a fixed table of item kinds; it is not a finding about causes.
- Counterfactuals are not tested here. A model can predict well and be wrong about what would have happened otherwise.
"""


def page(account: dict[str, Any], command: str) -> str:
    """The page as Markdown."""
    parts = [_head(account, command), _skill(account), _coverage(account), _certain(account)]
    parts += [_mechanisms(account), _readings(account), _items(account), _patterns(account)]
    parts += [_log(account), CANNOT]
    return "\n".join(part for part in parts if part)


def _table(head: str, rows: list[list[str]]) -> str:
    columns = head.split("|")
    lines = [
        "| " + " | ".join(c.strip() for c in columns) + " |",
        "| " + " | ".join("---" for _ in columns) + " |",
    ]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def number(x: float | None, digits: int = 2) -> str:
    """A figure for a table: dash for none, "never" for infinity.

    >>> number(1234567.0), number(float("inf")), number(None), number(0.1234)
    ('1,234,567', 'never', '–', '0.12')
    """
    if x is None or math.isnan(x):
        return "–"
    if math.isinf(x):
        return "never"
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.{digits}f}"


def _head(a: dict[str, Any], command: str) -> str:
    run = a["run"]
    looked = f"what is held out by `{a['opened']}`" if a["opened"] else "what was known by the last open day"
    fitted = (
        "No parameter has been fitted." if not a["fits"] else f"{len(a['fits'])} fit(s) are logged below."
    )
    return f"""# How good is the model?

{a["title"]}. Simulated; made by `{command}`, never edited by hand.

Model {run["model"]} (software {run["politburo"]}), {run["histories"]} histories, seed {run["seed"]}, scenario `{run["scenario"][:12]}`.
{fitted} Versions of the model tried so far: {len(a["versions"])}. This page looks at {looked}: {a["span"][0]} to {a["span"][1]}.
Held-out data were opened {len(a["openings"])} time(s).
"""


def _skill(a: dict[str, Any]) -> str:
    def row(r: dict[str, Any]) -> list[str]:
        interval = "one period only" if math.isnan(r["low"]) else f"{r['low']:.2f} to {r['high']:.2f}"
        return [
            SCORES[r["score"]],
            r["reference"],
            number(r["skill"]),
            interval,
            str(r["items"]),
            str(r["blocks"]),
        ]

    worse = [r for r in a["skill"] if not r["skill"] > 0]
    better = [r for r in a["skill"] if r["skill"] > 0]
    head = "what is scored|reference|skill|90 % interval|items|periods"
    return f"""## Skill against simple rivals

Skill is 1 - loss / loss of the rival: above 0 the model is better. Intervals resample whole congress periods. A rival that names one
outcome gives it 0.8. Rivals that name a person say that he rules alone from the first day, which makes them weak in early years; the
ones to beat there are persistence and the static ruling coalition. All are described in `docs/forecasts.md`.

### Not better than the rival ({len(worse)} of {len(a["skill"])})

{_table(head, [row(r) for r in worse])}
### Better than the rival ({len(better)} of {len(a["skill"])}), of which {sum(r["low"] > 0 for r in better)} with the whole interval above 0

{_table(head, [row(r) for r in sorted(better, key=lambda r: -r["skill"])])}"""


def _coverage(a: dict[str, Any]) -> str:
    rows = [[r["kind"], str(r["items"]), number(r["50%"]), number(r["90%"])] for r in a["coverage"]]
    places = [r["place"] for r in a["items"] if not r["censored"] and not math.isnan(r["place"])]
    counts = np.histogram(places, bins=10, range=(0, 1))[0]
    bars = "\n".join(f"    {k / 10:.1f}-{(k + 1) / 10:.1f}  {'█' * int(c)} {c}" for k, c in enumerate(counts))
    return f"""## Coverage

Share of the documented items inside the central 50 % and 90 % intervals of what the histories imply; it should be 0.50 and 0.90.
Events that had not come by the last day are counted apart.

{_table("kind|items|in 50 %|in 90 %", rows)}
Where {len(places)} dated and counted items lie in their predictive distributions (flat if all is well):

{bars}
"""


def _certain(a: dict[str, Any]) -> str:
    rows = [[r["id"], number(r["at_end"], 3), number(r["most"], 3)] for r in a["a_priori"]]
    most = max(r["most"] for r in a["a_priori"])
    verdict = "holds" if most <= a["almost_certain"] else "is broken"
    return f"""## A priori

No full member of the smallest body at the start may be made sole ruler with more than {a["almost_certain"]} by the priors alone.
The rule {verdict}: the largest share in any month is {most:.3f}.

{_table("member|sole rule at the end|most in any month", rows)}"""


def _mechanisms(a: dict[str, Any]) -> str:
    rows = [[r["mechanism"], str(r["items"]), str(r["misfits"])] for r in a["mechanisms"]]
    return f"""## By mechanism

Items that speak of a mechanism first, and those with a tail probability below {a["mechanisms"][0]["tail"] if rows else ""}.

{_table("mechanism|items|misfits", rows)}"""


def _readings(a: dict[str, Any]) -> str:
    rows = [
        [
            r["reading"],
            f"`{r['parameter']}`, {r['half']} half",
            f"{r['gain']:+.1f}",
            f"{r['low']:+.1f} to {r['high']:+.1f}",
            "yes" if abs(r["gain"]) > r["chance"] and r["low"] * r["high"] > 0 else "no",
        ]
        for r in a["readings"]
    ]
    chance = a["readings"][0]["chance"] if rows else float("nan")
    return f"""## By reading

Historians disagree why it went as it did. For each reading the histories are divided at the median of one parameter; the gain is
how much better the half that stands for the reading predicts the items (natural log). The luckiest of 20 halves drawn at random
gained or lost {chance:.1f}: nothing below it counts, and with {len(rows)} readings looked at, something just above it need not either.

{_table("reading|half|gain|90 % interval|told from its opposite", rows)}"""


def strip(place: float) -> str:
    """A place between 0 and 1 as a line of characters.

    >>> strip(0.5)
    '|··········●··········|'
    """
    if math.isnan(place):
        return ""
    marks = ["·"] * STRIP
    marks[round(place * (STRIP - 1))] = "●"
    return "|" + "".join(marks) + "|"


def _items(a: dict[str, Any]) -> str:
    rows = []
    for r in sorted((r for r in a["items"] if not r["censored"]), key=lambda r: _order(r["tail"])):
        said = "; ".join(f"{k} {v:g}" for k, v in r["readings"].items()) or number(r["value"], 3)
        span = f"{number(r['low'], 3)} – {number(r['median'], 3)} – {number(r['high'], 3)}"
        points = r["suspect"]
        where = f"{points['mechanism']}: {', '.join(points['parameters'])}" if points else ""
        place = strip(r["place"])
        rows.append(
            [
                r["item"],
                r["date"],
                "date" if r["kind"] == "event" else said,
                "" if r["readings"] else span,
                f"`{place}`" if place else "",
                number(r["tail"], 3),
                f"{r['speaking']:.0%}",
                f"{r['evidence']}, {r['confidence']}",
                where,
            ]
        )
    waiting = [r for r in a["items"] if r["censored"]]
    unlikely = [r for r in waiting if r["tail"] < 0.5]
    calm = (
        f"{len(waiting)} watched events had not come by the last day; the model gives each of them at least "
        + (f"{min(r['tail'] for r in waiting):.2f} of not having come." if waiting else "")
    )
    mute = ", ".join(r["item"] for r in a["mute"])
    return f"""## Item by item

Worst fit first. The strip shows where the documented value lies in the predictive distribution (left: below all of it). For dated events
the span is in months from the start; for codings the tail is the probability of the documented reading. "Speaks" is the share of histories
that imply anything. What a misfit points to comes from a fixed table (`politburo.study.misfit`).

{_table("item|date|documented|5 % – 50 % – 95 %|place|tail|speaks|evidence|points to", rows)}
{calm if waiting else ""} It expected {len(unlikely)} of them to have come.

Nothing simulated corresponds to: {mute or "–"}.
"""


def _order(tail: float) -> float:
    return 2.0 if math.isnan(tail) else tail


def _patterns(a: dict[str, Any]) -> str:
    if not a["patterns"]:
        return ""
    rows = [
        [
            r["pattern"],
            number(r["documented"]),
            f"{number(r['low'])} – {number(r['median'])} – {number(r['high'])}",
            str(r["histories"]),
        ]
        for r in a["patterns"]
    ]
    return f"""## Patterns never fitted

{_table("pattern|documented|5 % – 50 % – 95 %|histories", rows)}"""


def _log(a: dict[str, Any]) -> str:
    held = [
        [h["id"], h["fitted_until"], f"{h['judged_from']} to {h['judged_to']}", h["purpose"]]
        for h in a["holdouts"]
    ]
    tried = [[v["model"], v["date"], v["what"]] for v in a["versions"]]
    log = [
        [kind, e["on"], e["date"], e["model"], e["why"], e["outcome"]]
        for kind in ("fit", "opening")
        for e in a[kind + "s"]
    ]
    return f"""## Holdouts and the log

Fixed before any fit; `{a["deciding"]}` decides what is shipped. One congress period is also left out at a time, and three patterns
are never fitted.

{_table("holdout|fitted until|judged on|purpose", held)}
{_table("version tried|date|what", tried)}
{_table("log|on|date|model|why|outcome", log) if log else "No fit and no opening so far."}
"""
