"""`docs/validation.md` from the account that `validate` gives. Words and layout only: every figure comes from the account."""

from __future__ import annotations

from collections.abc import Mapping

from politburo.study.forecasting.forecast_scores import SCORES, SkillRow
from politburo.study.validation import page_items as by_item
from politburo.study.validation.account import Account
from politburo.words.markdown import number, span, table

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
- A reading is a setting of one model's parameters. That it predicts better or worse here says how that setting does, not whether its
  authors are right; the direction is theirs, the size a judgment.
- A mechanism named beside a misfit is where to look first, by a fixed table of item kinds; it is not a finding about causes.
- Counterfactuals are not tested here. A model can predict well and be wrong about what would have happened otherwise.
"""
Figures = Mapping[str, tuple[str, str]]  # name -> (file, what it shows in words)


def page(account: Account, command: str, figures: Figures | None = None) -> str:
    """The page as Markdown. `figures`: those that stand beside it, by name."""
    shown = {name: f"![{words}]({file})\n\n" for name, (file, words) in (figures or {}).items()}
    parts = [
        _head(account, command),
        _skill(account, shown.get("skill", "")),
        _variants(account, shown.get("gains", "")),
        by_item.coverage(account, shown.get("calibration", "")),
        _leave_one_out(account),
        by_item.certain(account),
        by_item.types(account),
        by_item.mechanisms(account),
        by_item.items(account, shown.get("intervals", "")),
        by_item.yes_or_no(account),
        by_item.patterns(account),
        _log(account),
        CANNOT,
    ]
    return "\n".join(part for part in parts if part)


def _head(account: Account, command: str) -> str:
    run, each = account["run"], account["variants"]
    looked = (
        f"what is held out by `{account['opened']}`"
        if account["opened"]
        else "what was known by the last open day"
    )
    fitted = (
        "No parameter has been fitted."
        if not account["fits"]
        else f"{len(account['fits'])} fit(s) are logged below."
    )
    beside = (
        f"Every reading and every mechanism off has {each['histories']} histories of its own.\n"
        if "rows" in each
        else ""
    )
    fresh = ", ".join(f"{u['period']}: k {u['k']:.2f}, worth {u['effective']:.0f}" for u in account["unseen"])
    unseen = (
        f"""The parameters were learned from this record too, so that every congress period is judged by histories weighted as if
it had taught nothing (Pareto-smoothed; k up to .7 can be trusted; how many histories they are worth): {fresh}.
"""
        if fresh
        else ""
    )
    left, (first, last) = account["left_out"], account["span"]
    only = (
        f"""Only the congress period that begins with {left["period"]} is judged, by histories weighted by the
{left["learnt_from"]} items of all others (temper {left["temper"]:.4f}, worth {left["effective"]:.0f} histories).
"""
        if "period" in left
        else ""
    )
    return f"""# How good is the model?

{account["title"]}. Simulated; made by `{command}`, never edited by hand.

Model {run["model"]} (software {run["politburo"]}), {run["histories"]} histories, seed {run["seed"]}, scenario `{run["scenario"][:12]}`.
{beside}{fitted} Versions of the model tried so far: {len(account["versions"])}. This page looks at {looked}: {first} to {last}.
Held-out data were opened {len(account["openings"])} time(s).
{unseen}{only}"""


def _skill(account: Account, figure: str) -> str:
    def row(r: SkillRow) -> list[str]:
        interval = span(r["low"], r["high"])
        counts = [str(r["items"]), str(r["blocks"])]
        return [SCORES[r["score"]], r["reference"], number(r["skill"]), interval, *counts]

    worse = [r for r in account["skill"] if not r["skill"] > 0]
    better = [r for r in account["skill"] if r["skill"] > 0]
    scored, surely = len(account["skill"]), sum(r["low"] > 0 for r in better)
    head = "what is scored|reference|skill|90 % interval|items|periods"
    return f"""## Skill against simple rivals

{figure}Skill is 1 - loss / loss of the rival: above 0 the model is better. Intervals resample whole congress periods. A rival that
names one outcome gives it 0.8. Rivals that name a person say that he rules alone from the first day, which makes them weak in early
years; the ones to beat there are persistence and the static ruling coalition. All are described in [forecasts.md](forecasts.md).

### Not better than the rival ({len(worse)} of {scored})

{table(head, map(row, worse))}
### Better than the rival ({len(better)} of {scored}), of which {surely} with the whole interval above 0

{table(head, map(row, sorted(better, key=lambda r: -r["skill"])))}"""


def _variants(account: Account, figure: str) -> str:
    each = account["variants"]
    if "rows" not in each:
        return ""
    scores = list(each["base"])
    skill = lambda said: [number(said.get(score)) for score in scores]  # noqa: E731

    def rows(kind: str) -> list[list[str]]:
        chosen = [r for r in each["rows"] if r["variant"].startswith(kind)]
        return [["base", "", "", "", *skill(each["base"])]] + [
            [
                r["variant"].removeprefix(f"{kind}: ") + (f" ({r['authors']})" if r["authors"] else ""),
                f"{r['gain']:+.1f}",
                span(r["low"], r["high"], sign="+", digits=1),
                "yes" if abs(r["gain"]) > each["chance"] and r["low"] * r["high"] > 0 else "no",
                *skill(r["skill"]),
            ]
            for r in sorted(chosen, key=lambda r: -r["gain"])
        ]

    columns = "|".join(SHORT[score] for score in scores)
    head = f"gain|90 % interval|told from the base|{columns}"
    return f"""## By reading

{figure}Historians disagree why it went as it did. Each reading is run as its own ensemble of {each["histories"]} histories, with
the seed, the luck and, where it does not fix them, the parameters of the base, which is run once more with as many. The gain is how much
better it predicts all items together than the base (natural log), with a 90 % interval by congress period.
{each["luck"]} ensembles of the base with other luck gained or lost up to {each["chance"]:.1f}: nothing below that counts, and with
{len(each["rows"])} variants looked at, something just above it need not either. On the right is skill against {each["rival"]} of the base
and of each reading.

{table(f"reading|{head}", rows("reading"))}
## By mechanism

The same with one mechanism off. A loss says that the mechanism helps to predict; a gain, that it does harm as it stands. Items on which a
variant is silent (as votes where nobody is attacked) are left out of its gain. A size known to a seat and missed by dozens costs hundreds
by itself: losses of that order say that a number cannot come out without the mechanism, no more.

{table(f"off|{head}", rows("off"))}"""


#: score -> a short heading
SHORT = {
    "brier": "who rules",
    "rps": "rule type",
    "events": "events",
    "together": "alliances",
    "seat": "rosters",
    "votes": "votes",
    "members": "members",
    "bodies": "bodies",
}


def _leave_one_out(account: Account) -> str:
    rows = [
        [
            r["period"],
            str(r["items"]),
            number(r["prior"], 3),
            number(r["weighted"], 3),
            f"{r['weighted'] - r['prior']:+.3f}",
            number(r["inside"]),
            str(r["learnt_from"]),
            f"{r['temper']:.4f}",
            number(r["effective"], 0),
        ]
        for r in account["leave_one_out"]
    ]
    if not rows:
        return ""
    return f"""## Leaving one congress out

No parameter has been fitted, so that nothing has to be fitted again: every history has drawn its own. The items of a congress period are
predicted by all histories alike (the prior) and by histories weighted by how well they agree with the items of all other periods. The
evidence is so sharp, and histories are so few, that only a small part of it can be used before one history has all the weight: the
temper is the power to which its likelihood is raised, the largest that leaves a quarter of the histories
(`politburo.study.validation.leave_out`). Scores are mean ln p of an item. `politburo validate --leave-out` shows one period item by item.
Congresses later than the last open day are held out, and come in with `--open`.

{table("period|items|prior|weighted|gain|in 90 %|learnt from|temper|histories worth", rows)}"""


def _log(account: Account) -> str:
    held = [
        [h["id"], h["fitted_until"], f"{h['judged_from']} to {h['judged_to']}", h["purpose"]]
        for h in account["holdouts"]
    ]
    tried = [[v["model"], v["date"], v["what"]] for v in account["versions"]]
    log = [
        [kind, e["on"], e["date"], e["model"], e["why"], e["outcome"]]
        for kind, entries in (("fit", account["fits"]), ("opening", account["openings"]))
        for e in entries
    ]
    return f"""## Holdouts and the log

Fixed before any fit; `{account["deciding"]}` decides what is shipped. One congress period is also left out at a time, and three patterns
are never fitted.

{table("holdout|fitted until|judged on|purpose", held)}
{table("version tried|date|what", tried)}
{table("log|on|date|model|why|outcome", log) if log else "No fit and no opening so far."}
"""
