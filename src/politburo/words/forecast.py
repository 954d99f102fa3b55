"""A forecast in calibrated words and numbers: what is expected, why, what to watch, what would change it, how good such forecasts were.

Everything is told from the forecast file (`study.forecasting.forecast`) and the track record (`study.forecasting.track_record`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from politburo.measures.names import labels
from politburo.measures.summary import wilson
from politburo.measures.written import day_text, in_letters, listed
from politburo.words.answer import Answer, Cell, Data, Table, signed, sure
from politburo.words.headline import RULE, percent, word

LATER = 24  # months ahead that are spoken of, where nobody says otherwise
LEAST_SAID = 0.02  # answers that are less probable at every horizon are summed up
PERSONS = 3  # in the sentences
NAMELESS = {"collective": "nobody by himself", "other": "somebody who is not listed"}
RIVALS = {
    "uniform": "a blind guess",
    "persistence": "whoever led at first",
    "office logit": "a table of offices",
    "base rate": "the averages of the other cases",
    "exponential": "a constant rate",
}
QUESTIONS = {
    "leads": "who leads",
    "rule": "how the party is ruled",
    "sole": "when one person first rules alone",
}


def sections(found: Data, record: Data, months: int | None = None, *, full: bool = False) -> list[Answer]:
    """The parts of the answer in order; those of the reasons only where there are any. `full` adds every table of the file."""
    names = names_of(found)
    parts = [_expected(found, names, asked(found, months))]
    reasons = found.get("reasons")
    if reasons:
        parts += [_why(reasons, names), _watch(reasons, names), _change(reasons, names)]
    parts.append(how_good(record))
    return [*parts, *_everything(found, names)] if full else parts


def names_of(found: Data) -> dict[str, str]:
    """What the answers are called, by id."""
    return labels({person["id"]: person["name"] for person in found["contenders"]}) | NAMELESS


def asked(found: Data, months: int | None = None) -> Data:
    """The horizon that is spoken of: the one so many months ahead, that of the reasons, else the first from two years on, or the last."""
    ahead = found["horizons"]
    months = months or (found.get("reasons") or {}).get("months") or LATER
    return next((horizon for horizon in ahead if horizon["months"] >= months), ahead[-1])


def likeliest(leads: dict[str, float]) -> list[str]:
    """The persons, the likeliest first; before them that nobody leads, where this is likelier than any of them."""
    ranked = sorted((name for name in leads if name not in NAMELESS), key=lambda name: -leads[name])
    return ["collective", *ranked] if leads["collective"] > leads[ranked[0]] else ranked


def interval(chance: float, histories: int) -> Data:
    """A probability with the 95 % interval of a share of so many histories."""
    _, low, high = wilson(chance * histories, histories)
    return {"share": chance, "low": low, "high": high}


def _expected(found: Data, names: dict[str, str], horizon: Data) -> Answer:
    n = found["histories"]
    said = lambda chance: f"{word(chance)}, {percent(interval(chance, n))}"  # noqa: E731
    day = day_text(horizon["date"])
    leads = horizon["leads"] or horizon["who"]
    ranked = sorted((name for name in leads if name not in NAMELESS), key=lambda name: -leads[name])
    first, *rest = ranked[:PERSONS]
    sentences = [
        f"On {day}, {horizon['months']} months on, {names[first]} leads most often: {said(leads[first])}."
    ]
    if leads[first] < 0.5:
        sentences.append("That somebody else leads is the likelier outcome.")
    if rest:
        after = "; ".join(f"{names[name]}, {said(leads[name])}" for name in rest)
        sentences.append(f"Next {'come' if len(rest) > 1 else 'comes'} {after}.")
    kinds = sorted(horizon["rule"], key=lambda kind: -horizon["rule"][kind])[:2]
    ways = "; next ".join(f"{RULE[kind]}, {said(horizon['rule'][kind])}" for kind in kinds)
    sentences.append(f"How the party is ruled then: most often {ways}.")
    came = found["consolidation"]["by_month"][horizon["months"]]
    sentences.append(f"That one person has ruled alone by then: {said(came)}.")
    sentences.append(
        "The words stand for fixed ranges; in brackets the 95 % interval, which counts chance between histories and nothing else."
    )
    heads = [one["date"][:7] for one in found["horizons"]]
    columns = [one["leads"] or one["who"] for one in found["horizons"]]
    rows = _rows(columns, names, lambda chance: percent(interval(chance, n)))
    return Answer("What is expected", sentences, [Table("Who leads", ["", *heads], rows)])


def _rows(columns: Sequence[dict[str, float]], names: dict[str, str], form) -> list[list[Cell]]:
    """A row for each answer that is ever said with LEAST_SAID, the likeliest first, and one for the others together."""
    answers = sorted(columns[0], key=lambda answer: -max(column[answer] for column in columns))
    told = [answer for answer in answers if max(column[answer] for column in columns) >= LEAST_SAID]
    rows: list[list[Cell]] = [
        [names.get(answer, answer), *(form(column[answer]) for column in columns)] for answer in told
    ]
    if len(told) < len(answers):
        rest = [sum(column[answer] for answer in answers if answer not in told) for column in columns]
        rows.append(["others together", *map(form, rest)])
    return rows


def _why(reasons: Data, names: dict[str, str]) -> Answer:
    who, chance = names[reasons["favourite"]], reasons["chance"]
    sentences = [
        f"In the histories themselves {who} leads in {percent(chance)} (the forecast above keeps 5 % each for nobody and for somebody "
        f"who is not listed). {reasons['tried']} known facts about the contenders were set to their neutral values, one at a time, and "
        f"the same histories run again; the facts that moved this chance most in {reasons['screened']} of them were measured on "
        f"{reasons['pairs']} others."
    ]
    told = [one for one in reasons["why"] if sure(one)]
    if not told:
        sentences.append("None of them moves it by more than chance.")
    rows: list[list[Cell]] = [
        [
            one["fact"],
            one["neutral"],
            f"{100 * one['would_be']:.0f} %",
            f"{signed(one['change'])} ({signed(one['low'])} to {signed(one['high'])})",
        ]
        for one in told
    ]
    title = f"The facts that matter most to {who}'s {100 * chance['share']:.0f} %"
    tables = [Table(title, ["fact", "at its neutral value", "chance then", "change, points (95 %)"], rows)]
    return Answer("Why", sentences, tables if told else [])


def _watch(reasons: Data, names: dict[str, str]) -> Answer:
    months = reasons["watched_months"]
    sentences = [
        f"Events of the first {in_letters(months)} months after which the odds of leading on {day_text(reasons['date'])} differ most "
        f"from those without them, among {reasons['looked_at']} that are neither too rare nor too common to count. They announce what "
        "comes; that they cause it is not said."
    ]
    if not reasons["watch"]:
        sentences.append("None of them moves the odds by clearly more than chance.")
        return Answer("What to watch", sentences)
    rows: list[list[Cell]] = [
        [
            one["event"],
            f"{percent(one['chance'])}, {one['chance']['count']} of {one['chance']['of']}",
            names[one["person"]],
            percent(one["after"]),
            percent(one["otherwise"]),
        ]
        for one in reasons["watch"]
    ]
    columns = ["event", "its chance, histories", "who then leads", "after it", "without it"]
    return Answer("What to watch", sentences, [Table("Signs of the first months", columns, rows)])


def _change(reasons: Data, names: dict[str, str]) -> Answer:
    found, who = reasons["change"], names[reasons["favourite"]]
    if found is None:
        return Answer(
            "What would change it", ["The scenario has no fact about the contenders that could be changed."]
        )
    span = f"{signed(found['ahead']).removeprefix('+')} points ({signed(found['low'])} to {signed(found['high'])})"
    begin = f"Of {reasons['changes_tried']} changes of a single fact"
    if found["reached"]:
        sentence = (
            f"{begin} the gentlest that makes another person the favourite is this: {found['fact']} ({found['neutral']}). "
            f"{names[found['person']]} is then ahead of {who} by {span}; it moves {100 * found['moved']:.0f} % of the odds."
        )
    else:
        sentence = (
            f"{begin} none makes another person the favourite by more than chance. Nearest comes this: {found['fact']} "
            f"({found['neutral']}), with which {names[found['person']]} stands at {span} against {who}."
        )
    return Answer("What would change it", [sentence])


def how_good(record: Data) -> Answer:
    """How good such forecasts have been."""
    ahead = f"{record['months']} months ahead" if record["months"] else "one to five years ahead"
    leads = next(row for row in record["questions"] if row["question"] == "leads")
    chance = lambda loss: f"{100 * math.exp(-loss):.0f} %"  # noqa: E731
    rivals = [f"{RIVALS[rival['rival']]} {chance(rival['mean'])}" for rival in leads["rivals"]]
    sentences = [
        f"{record['cases']} past successions in ruling parties were forecast {ahead}, each with parameters that were learned without it. "
        f"To the person who came to lead the forecasts gave {chance(leads['model'])} in the geometric mean; {listed(rivals)}.",
        "The mechanisms were written with these cases in view, so that only new cases can tell how much of a gain is real.",
    ]
    rows: list[list[Cell]] = []
    for row in record["questions"]:
        unit = "months of error (CRPS)" if row["score"] == "crps" else "log score"
        for rival in row["rivals"]:
            rows.append(
                [
                    f"{QUESTIONS[row['question']]}, {unit}",
                    f"{row['model']:.2f}",
                    f"{RIVALS[rival['rival']]}, {rival['mean']:.2f}",
                    f"{rival['difference']:+.2f} ({rival['low']:+.2f} to {rival['high']:+.2f})",
                    verdict(rival),
                ]
            )
    columns = ["question", "forecast", "rival", "difference (90 %)", "verdict"]
    return Answer(
        "How good such forecasts have been", sentences, [Table("Losses: smaller is better", columns, rows)]
    )


def verdict(rival: Data) -> str:
    """What a difference of losses says."""
    return "better" if rival["high"] < 0 else "worse" if rival["low"] > 0 else "no clear difference"


def _everything(found: Data, names: dict[str, str]) -> list[Answer]:
    """The other tables of the file."""
    heads = [one["date"][:7] for one in found["horizons"]]
    n = found["histories"]
    form = lambda chance: percent(interval(chance, n))  # noqa: E731
    who = Table(
        "Who rules alone or as first among equals",
        ["", *heads],
        _rows([h["who"] for h in found["horizons"]], names, form),
    )
    how = Table("How", ["", *heads], _rows([h["rule"] for h in found["horizons"]], RULE, form))
    came = found["consolidation"]
    dates: list[list[Cell]] = [
        [f"{100 * float(q):.0f} %", f"by month {month}"]
        for q, month in came["quantiles"].items()
        if isinstance(month, int)
    ]
    dates.append([form(came["not_within_window"]), "not within the window"])
    removed = sorted(found["removal"].items(), key=lambda pair: -pair[1])
    gone: list[list[Cell]] = [
        [names[person], form(chance)] for person, chance in removed if chance >= LEAST_SAID
    ]
    tables = [who, how, Table("First rule of one alone, share of the histories", ["", ""], dates)]
    if gone:
        title = f"Loses his full seat in the small body within {found['removal_months']} months"
        tables.append(Table(title, ["", "chance"], gone))
    return [Answer("Everything that the file says", [], tables)]


def side_by_side(forecasts: Sequence[Data], months: int | None = None) -> Answer:
    """Several scenarios in one table, each at the horizon that its sentences would be about."""
    rows: list[list[Cell]] = []
    for found in forecasts:
        names, horizon, n = names_of(found), asked(found, months), found["histories"]
        leads = horizon["leads"] or horizon["who"]
        best = [f"{names[name]} {percent(interval(leads[name], n))}" for name in likeliest(leads)[:2]]
        kind = max(horizon["rule"], key=lambda one: horizon["rule"][one])
        alone = found["consolidation"]["by_month"][horizon["months"]]
        rows.append(
            [
                titled(found),
                horizon["date"][:7],
                *[*best, ""][:2],
                f"{RULE[kind]} {percent(interval(horizon['rule'][kind], n))}",
                percent(interval(alone, n)),
            ]
        )
    columns = ["scenario", "on", "who leads most often", "next", "how most often", "one alone by then"]
    sentence = f"{len(forecasts)} scenarios side by side; 95 % intervals, which count chance between histories and nothing else."
    return Answer("What is expected", [sentence], [Table("Who leads, how", columns, rows)])


def titled(found: Data) -> str:
    """The scenario's title, with what was changed."""
    changes = found.get("changes") or []
    return found["title"] + (f", with {listed(list(changes))}" if changes else "")
