"""`docs/cases.md` and its CSV from the account that `study.forecasting.cases` gives. Words and layout only: every figure comes from the account."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TypeVar

from politburo.measures.written import per_cent
from politburo.scores.differences import mean_over
from politburo.study.forecasting.account import Account, Interval
from politburo.study.forecasting.case_scores import BASE, BOTH, EXPONENTIAL, MODEL
from politburo.study.forecasting.cases import SHOWN
from politburo.study.forecasting.leaders import LEAST, LOGIT
from politburo.study.forecasting.truth import HORIZONS
from politburo.study.running.parameters import in_words
from politburo.words.markdown import table

Figures = Mapping[str, tuple[str, str]]  # name -> (file, what it shows in words)
HEADS = "|".join(f"{months} months" for months in HORIZONS)
WORDS = {MODEL: "**model**", LOGIT: "office logit", BASE: "base rate of the other cases"}
SCORE_WORDS = {"log": "log score", "brier": "Brier score", "rps": "ranked probability score"}
Row = TypeVar("Row", bound=Mapping[str, object])
EVERY = -1  # stands for all horizons together


def page(account: Account, command: str, figures: Figures | None = None, results: str = "") -> str:
    """The page as Markdown. `results`: where the figures lie as a CSV file."""
    shown = {name: f"![{words}]({file})\n\n" for name, (file, words) in (figures or {}).items()}
    return "\n".join(
        [
            _head(account, command, results),
            _short(account),
            _leads(account),
            _logit(account),
            _rule(account),
            _sole(account),
            _calibration(account, shown.get("reliability", "")),
            WEAK.format(least=per_cent(LEAST)),
        ]
    )


def _head(account: Account, command: str, results: str) -> str:
    run, clusters = account["run"], len({case["cluster"] for case in account["cases"]})
    answers = [case["contenders"] + 2 for case in account["cases"]]
    saved = f" All figures, case by case, are in [{results}]({results})." if results else ""
    return f"""# {_count(len(account["cases"]))} successions: does the model know who will lead?

{len(account["cases"])} struggles over the leadership of ruling parties, scored in the same way. Simulated; made by the following command
and never edited by hand.

    {command}

Model {run["model"]}, {run["histories"]} histories a case, seed {run["seed"]}, {in_words(run["params"])}. {_fitted(account)}{saved}

For each case the model reads one page: who held which office, who sat in which body, dated ties, on the day before the question of power
opened. It is then asked three questions about what came 12, 24, 36 and 60 months later.

- **Who leads?** The person who leads the ruling group, however collective the rule. There are {min(answers)} to {max(answers)} answers, of
  which two name nobody of the list (`collective`: nobody leads; `other`: somebody else does).
- **How?** Collective, dual, primus (first, but in need of partners) or sole rule. Where historians disagree the record has shares.
- **When does one person first rule alone?**

Scores are losses: *smaller is better*. The log score of an answer is minus the logarithm of the probability given to what came: 0.69 is a
coin, 2.59 is one chance in thirteen. A difference is model minus rival on the same cases, so that a negative one is in the model's favour.
Its 90 % interval comes from resampling {clusters} clusters of cases {account["resamples"]:,} times (seed {account["bootstrap_seed"]}); cases of one
party whose periods overlap ({_together(account)}) are one cluster. In bold: the interval is clear of 0; otherwise these cases cannot tell.
"""


def _count(n: int) -> str:
    return "Thirty" if n == 30 else str(n)


def _fitted(account: Account) -> str:
    """What the model may know of the cases that it is asked about."""
    if not account["left_out"]:
        return "Nothing in the model was\nfitted to these cases."
    anew = sum(row["anew"] for row in account["left_out"])
    worst = max(row["k"] for row in account["left_out"])
    least = min(row["effective"] for row in account["left_out"])
    return (
        "Each case is forecast\nwith parameters that were learned without it: learned sets are weighted by one over the likelihood of its\n"
        f"outcome, Pareto-smoothed, and sampled anew in {anew} of {len(account['left_out'])} clusters (largest shape k {worst:.2f}; fewest effective sets {least:.0f})."
    )


def _short(account: Account) -> str:
    """The findings in plain words: every figure and every comparison is read off the account."""
    chance = lambda name: per_cent(  # noqa: E731
        math.exp(
            -_find(account["means"], question="leads", score="log", forecaster=name, months=EVERY)["mean"]
        )
    )
    against = _find(account["differences"], question="leads", score="log", rival="uniform", months=EVERY)
    sure = "and that is more than luck" if against["high"] < 0 else "which may be luck"
    rule = _find(account["differences"], question="rule", score="log", rival=BASE, months=EVERY)
    of_rule = {-1: "better than", 0: "not clearly different from", 1: "worse than"}[_side(rule)]
    early = _find(account["sums"], question="rule", months=HORIZONS[0], answer="collective")
    late = _find(account["sums"], question="rule", months=HORIZONS[-1], answer="sole")
    alone = _find(account["differences"], question="sole", score="crps", rival=EXPONENTIAL, months=0)
    of_date = {-1: "better than", 0: "not clearly different from", 1: "worse than"}[_side(alone)]
    above, _ = _clear(account)
    return f"""## In short

- **Who leads.** To what came the model gave a probability of {chance(MODEL)} in the (geometric) mean, a blind guess {chance("uniform")}, a
  table of offices {chance(LOGIT)}, the average of model and table {chance(BOTH)}. The model's gain over the guess is
  {-against["mean"]:.2f} ({-against["high"]:.2f} to {-against["low"]:.2f}), {sure}.
- **How.** The model is {of_rule} the shares that the other cases had. After a year it expects collective rule in
  {per_cent(early["said"])} of the cases, where observers saw it in {per_cent(early["came"])}; after five years it expects sole rule in
  {per_cent(late["said"])}, where they saw it in {per_cent(late["came"])}.
- **When one alone.** The model is {of_date} a constant rate learned from the other cases.
- **What offices tell.** Clearly above zero {"are the weights of " + _list(above) if above else "is no weight"}; for most offices
  these cases are too few to say.
"""


def _side(row: Interval) -> int:
    """-1 where the model is clearly better, 1 where clearly worse, 0 where that is open."""
    return int(row["low"] > 0) - int(row["high"] < 0)


def _together(account: Account) -> str:
    names: dict[str, list[str]] = {}
    for case in account["cases"]:
        names.setdefault(case["cluster"], []).append(case["id"])
    return "; ".join(" and ".join(ids) for ids in names.values() if len(ids) > 1) or "here none"


def _find(rows: Iterable[Row], **keys: str | int) -> Row:
    return next(row for row in rows if all(row[key] == value for key, value in keys.items()))


def _cells(account: Account, question: str, score: str, name: str) -> list[str]:
    found = [
        _find(account["means"], question=question, score=score, forecaster=name, months=months)
        for months in (*HORIZONS, EVERY)
    ]
    return [f"{row['mean']:.2f}" for row in found]


def gap(row: Interval) -> str:
    """A difference with its interval; in bold where the interval is clear of 0."""
    if math.isnan(row["low"]):
        return f"{row['mean']:+.2f}"
    words = f"{row['mean']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f})"
    return f"**{words}**" if row["low"] > 0 or row["high"] < 0 else words


def _gaps(account: Account, question: str, score: str, name: str) -> list[str]:
    months = (*HORIZONS, EVERY)
    return [
        gap(_find(account["differences"], question=question, score=score, rival=name, months=m))
        for m in months
    ]


def _both(account: Account, question: str, score: str, names: list[str]) -> str:
    means = table(
        f"mean {SCORE_WORDS[score]}|{HEADS}|all",
        [[WORDS.get(name, name), *_cells(account, question, score, name)] for name in (MODEL, *names)],
    )
    gaps = table(
        f"model minus rival|{HEADS}|all",
        [[WORDS.get(name, name), *_gaps(account, question, score, name)] for name in names],
    )
    return f"{means}\n{gaps}"


def _leads(account: Account) -> str:
    verdicts = [
        (name, _find(account["differences"], question="leads", score="log", rival=name, months=EVERY))
        for name in SHOWN
    ]
    better = [WORDS.get(name, name) for name, row in verdicts if row["high"] < 0]
    worse = [WORDS.get(name, name) for name, row in verdicts if row["low"] > 0]
    open_ = [WORDS.get(name, name) for name, row in verdicts if row["low"] <= 0 <= row["high"]]
    told = [
        f"better than {_list(better)}" if better else "",
        f"worse than {_list(worse)}" if worse else "",
        f"not to be told apart from {_list(open_)}" if open_ else "",
    ]
    return f"""## Who leads

{_both(account, "leads", "log", [*SHOWN, BOTH])}
Over all four horizons the model is {"; ".join(part for part in told if part)}. The halves are the plain average
of the two forecasts, and no rival; where they do better than the office logit, the simulation knows something that offices do not tell.
Here they {_averages(account)}.

{_sums(account)}
What the rivals say is in [forecasts.md](forecasts.md). Everybody who names persons by degree keeps {per_cent(LEAST)} each for
`collective` and `other`; persistence gives 80 % to whoever holds the party leader's office at the start and is uniform where no contender
does. The Brier scores, and the rivals that are left out here, are in the data.
"""


def _averages(account: Account) -> str:
    """What the average of both gains over the office logit, from the losses of the cases."""
    log = [r for r in account["losses"] if (r["question"], r["score"]) == ("leads", "log")]
    both, logit = ([r for r in log if r["forecaster"] == name] for name in (BOTH, LOGIT))
    gaps = [one["value"] - other["value"] for one, other in zip(both, logit, strict=True)]
    mean = mean_over(gaps, [r["cluster"] for r in both])
    return f"differ from the logit by {gap(Interval(**asdict(mean)))} over all horizons"


def _sums(account: Account) -> str:
    rows = [
        [
            f"{months} months",
            *(
                f"{row['said']:.2f} / {row['came']:.2f}"
                for answer in ("collective", "other")
                for row in [_find(account["sums"], question="leads", months=months, answer=answer)]
            ),
        ]
        for months in HORIZONS
    ]
    return table("model, said / on record|nobody leads|somebody who is not listed", rows)


def _list(words: list[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]


def _logit(account: Account) -> str:
    logit = account["logit"]
    rows = [
        [
            row["mark"].replace("-", " "),
            f"{row['persons']} in {row['cases']}",
            f"{row['coefficient']:+.2f}",
            f"{row['low']:+.2f} to {row['high']:+.2f}",
            f"{row['least']:+.2f} to {row['most']:+.2f}",
            f"{math.exp(row['coefficient']):.1f}",
        ]
        for row in logit["marks"]
    ]
    other = sorted({ridge for ridge in logit["ridge_without"].values() if ridge != logit["ridge"]})
    also = f" ({_list([f'{r:g}' for r in other])} in some)" if other else ""
    ridges = ", ".join(f"{r:g}" for r in logit["ridges"])
    above, below = _clear(account)
    clear = f"Clear of zero on this evidence: {_list(above) if above else 'nothing'}"
    clear += f"; below it: {_list(below)}" if below else ""
    return f"""## What an office, a seat and a tie are worth

The office logit is a table of weights and no simulation: the odds that a contender leads are multiplied by one factor for each type of
office that he holds, for a seat in the bureau and for a tie to the predecessor that is no rivalry. Each case is forecast from
weights learned on the other clusters. Its ridge, which draws all weights towards zero, is chosen by nested leaving out from
{ridges}: {logit["ridge"]:g} for the fit on all cases and for those without one of them{also}.
The equation and its source stand in `politburo.study.forecasting.office_logit`.

{table("mark|persons and cases|weight|90 % interval|without any one cluster|odds times", rows)}
The interval comes from the curvature of the penalised likelihood (the fit on all cases) and counts a case once, however many
horizons it has; "without any one cluster" says how far a single case moves the weight. {clear}.
Of every other mark these cases do not say whether it helps or harms. A weight is an association and not an effect: men who were
already on their way to the top were given such offices.

Tried before this form was taken: one fit for each horizon, and leaving out the types of office that fewer than five or eight of the other
cases have. At a ridge of 1 the first changes no mean by more than 0.06; leaving out the types of fewer than five changes none by more
than 0.02, of fewer than eight makes them worse by 0.13 to 0.18. The simplest form was kept, with all types and one fit.
"""


def _clear(account: Account) -> tuple[list[str], list[str]]:
    """Marks whose interval lies above zero, and below it, each with its factor."""
    said = lambda row: f"{row['mark'].replace('-', ' ')} (odds times {math.exp(row['coefficient']):.1f})"  # noqa: E731
    marks = account["logit"]["marks"]
    return [said(row) for row in marks if row["low"] > 0], [said(row) for row in marks if row["high"] < 0]


def _rule(account: Account) -> str:
    rows = [
        [
            f"{months} months",
            *(
                f"{row['said']:.2f} / {row['came']:.2f}"
                for answer in ("collective", "dual", "primus", "sole")
                for row in [_find(account["sums"], question="rule", months=months, answer=answer)]
            ),
        ]
        for months in HORIZONS
    ]
    names = [BASE, "uniform", "persistence"]
    return f"""## How

{_both(account, "rule", "log", names)}
{_both(account, "rule", "rps", names)}
The ranked score counts the order collective, dual, primus, sole. The log score of a disputed answer cannot be 0, since no forecast is right
on every reading; that part is the same for all.

{table("said / on record|collective|dual|primus|sole", rows)}"""


def _sole(account: Account) -> str:
    names = [EXPONENTIAL, "never", "even"]
    rows = [
        [
            WORDS.get(name, name),
            f"{_find(account['means'], question='sole', score='crps', forecaster=name, months=0)['mean']:.2f}",
            ""
            if name == MODEL
            else gap(_find(account["differences"], question="sole", score="crps", rival=name, months=0)),
        ]
        for name in (MODEL, *names)
    ]
    return f"""## When one person first rules alone

{table("CRPS in months, censored at the window|mean|model minus rival", rows)}
The exponential has the rate of the other cases; "never" says that sole rule does not come within five years, "even" spreads the date evenly
over the window and beyond. A date known only as a range counts as any month of it alike.
"""


def _calibration(account: Account, figure: str) -> str:
    words = {"leads": "who leads", "rule": "how", "sole": "when one alone"}
    chosen = [row for row in account["coverage"] if row["forecaster"] in (MODEL, LOGIT, BASE)]
    rows = [
        [
            f"{words[row['question']]}, {WORDS.get(row['forecaster'], row['forecaster'])}",
            *map(per_cent, (row["level"], row["promised"], row["inside"], row["exactly"])),
            str(row["items"]),
        ]
        for row in chosen
    ]
    return f"""## Calibration

For who leads and how, a forecast's likeliest answers are taken until together they have 50 % or 90 %; what came should lie among them as
often as they were promised to hold it. For the date it is the central interval. Answers have sizes, so that whole ones hold more than the
level; in the column "found, exactly" the answer that reaches over the border counts only for the part that fills up the level
(Czado, Gneiting & Held 2009), and an honest forecast finds what the level says.

{table("question|level|promised|found|found, exactly|answers", rows)}
{figure}"""


WEAK = """## What is weak

- Thirty cases, written down by one coder who knows the endings. Who is listed and how offices are typed follows fixed rules, but nobody has
  entered more than six of the cases a second time, and most facts were not checked against an opened work.
- The four horizons of a case hang together, and cases of one part of the world and one time do too; only overlapping cases of one party
  are treated as one here. The intervals are rather too narrow.
- The weights of the office logit rest on as few as one holder. The list of types was drawn up by somebody who knew the thirty.
- The {least} kept for `collective` and for `other` were fixed beforehand and are about what the cases show; a forecaster
  who knew nothing of the cases could not have known that.
- Hardly ever does the record say that nobody leads. That observers name a leader nearly always says something about observers.
- Who leads in a simulated month is the model's own leader of the ruling core unless another member is within 5 % of his power. The
  5 % was fixed before any case was scored, and no other band was tried.
- The record gives no shares for who leads, and no date of sole rule where historians do not agree on one: such a case counts as "not
  within the window" although some would date it.
"""


def as_csv(account: Account) -> str:
    """Every figure of the account that is a score, tidy: one value a row."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(["what", "question", "score", "months", "case", "forecaster", "value", "low", "high"])
    months = lambda row: {0: "", EVERY: "all"}.get(row["months"], row["months"])  # noqa: E731
    figure = lambda x: "" if math.isnan(x) else f"{x:.4f}"  # noqa: E731
    figures = lambda *values: [figure(value) for value in values]  # noqa: E731
    for row in account["means"]:
        where = ["mean", row["question"], row["score"], months(row), "all", row["forecaster"]]
        write([*where, *figures(row["mean"], row["low"], row["high"])])
    for row in account["differences"]:
        where = ["model minus", row["question"], row["score"], months(row), "all", row["rival"]]
        write([*where, *figures(row["mean"], row["low"], row["high"])])
    for row in account["losses"]:
        where = [row["question"], row["score"], months(row), row["case"], row["forecaster"]]
        write(["loss", *where, figure(row["value"]), "", ""])
    for row in account["coverage"]:
        where = [row["question"], "coverage", "all", "all", row["forecaster"]]
        write([f"inside {row['level']:.0%}", *where, figure(row["inside"]), "", ""])
        write([f"inside {row['level']:.0%}, exactly", *where, figure(row["exactly"]), "", ""])
    for row in account["logit"]["marks"]:
        where = ["weight", "leads", row["mark"], "all", "all", LOGIT]
        write([*where, *figures(row["coefficient"], row["low"], row["high"])])
    return out.getvalue()
