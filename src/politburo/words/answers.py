"""Answers to the questions in words and tables: what the command line prints and the report shows, from the data of `--json`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from politburo.measures.names import labels
from politburo.measures.quantities import SHARE
from politburo.words.headline import RULE, percent

Data = dict[str, Any]
Cell = str | float | int | None
COLUMNS = 5  # persons side by side
SEEN = 0.05  # the least chance of ruling alone that is worth a sentence
SURE = 10  # histories with an outcome below which nothing is said of its causes
#: Kaufman and Rousseeuw (1990, p. 88): what a mean silhouette says, by upper limit
SILHOUETTE = (
    (0.25, "there are no real groups: these are neighbourhoods of one broad field"),
    (0.50, "the groups are weak and may be accidental"),
    (0.70, "the groups are fairly distinct"),
    (1.01, "the groups are distinct"),
)


@dataclass(frozen=True)
class Table:
    """Rows with a cell for every column."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Answer:
    """An answer as a page shows it."""

    title: str
    sentences: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def signed(value: float) -> str:
    """A difference of shares in percentage points.

    >>> signed(0.084), signed(-0.002)
    ('+8.4', '-0.2')
    """
    return f"{100 * value:+.1f}"


def sure(row: Data) -> bool:
    """Does the interval of a difference exclude 0?"""
    return row["low"] > 0 or row["high"] < 0


def listed(words: list[str]) -> str:
    """A, B and C.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def given_sentences(given: Data | None) -> list[str]:
    """What was done to the histories of a run that is given a record (`study.running.given_record.Given.account`)."""
    if given is None:
        return []
    sentences = [
        f"Given the record up to {given['day']}: {given['histories']:,} histories chosen by it. By their weights that day they were worth "
        f"{given['effective']:,.0f}; they come from {given['ancestors']:,} different beginnings, worth {given['effective_ancestors']:,.0f}."
    ]
    counted, unstated = sum(given["counted"].values()), sum(given["unstated"].values())
    sentences.append(f"{counted} items of the record count{_by_type(given['counted'])}.")
    if unstated:
        sentences.append(f"{unstated} the model cannot state{_by_type(given['unstated'])}.")
    if given["held_back"]:
        least = min(given["held_back"], key=lambda row: row["power"])
        months = len({row["month"] for row in given["held_back"]})
        sentences.append(
            f"So that enough different histories were left, items of some type weighed less than they say in {months} "
            f"{'month' if months == 1 else 'months'}: least {least['type']} in {least['month']} (to the power {least['power']:.2g})."
        )
    return sentences


def _by_type(counts: dict[str, int]) -> str:
    return f" ({', '.join(f'{count} {name}' for name, count in counts.items())})" if counts else ""


def odds_answer(found: Data) -> Answer:
    """Who was winning (`study.questions.odds`)."""
    facts, months, people = found["facts"], found["months"], found["persons"]
    names = labels({p["id"]: p["name"] for p in people}, {p["id"]: p.get("short", "") for p in people})
    given = facts["question"] == "given the record"
    if given:
        whose = "given the record"
        how = (
            f"who knew the record up to then: {facts['histories']:,} simulated histories, weighted and drawn again by what is on record, "
            "go on from there."
        )
    else:
        whose = f"history {facts['history']}"
        how = f"who knew what had happened in this history up to then and nothing after: {facts['futures']} futures begin there."
    sentences = [
        f"The odds of ruling alone on {facts['end']} as one would have given them {how} Bands are 95 %."
    ]
    best = {p["id"]: max((e["share"], m) for e, m in _months_with_values(p["sole"], months)) for p in people}
    chances = sorted((p for p in people if best[p["id"]][0] >= SEEN), key=lambda p: -best[p["id"]][0])[
        :COLUMNS
    ]
    for p in chances:
        curve, (top, when) = _months_with_values(p["sole"], months), best[p["id"]]
        (first, begin), (last, end) = [(e["share"], month) for e, month in (curve[0], curve[-1])]
        sentences.append(
            f"{names[p['id']]}: {100 * first:.0f} % in {begin}, {100 * last:.0f} % in {end}; at most {100 * top:.0f} % ({when})."
        )
    if not chances:
        highest = max(people, key=lambda p: best[p["id"]], default=None)
        text = (
            f": {names[highest['id']]} {100 * best[highest['id']][0]:.0f} % ({best[highest['id']][1]})"
            if highest
            else ""
        )
        sentences.append(
            f"Nobody ever had a chance worth the name of ruling alone{text}. The second table says who would share the rule."
        )
    last = [f"{names[person]} in {month}" for person, month in found["last_chance"].items()]
    if last:
        sentences.append(f"One chance in five of ruling alone was last had by {listed(last)}.")
    elif chances:
        sentences.append("Nobody ever had one chance in five of ruling alone.")
    if given:
        sentences.append(_weight_of_the_record(found))
    counted = facts["counted"] if given else []
    rows = [(names[p["id"]], p["sole"]) for p in chances or people[:COLUMNS]]
    inside = sorted(
        people, key=lambda p: -sum(e["share"] for e, _ in _months_with_values(p["ruling"], months))
    )
    tables = [
        _by_month("Rules alone at the end", months, [*rows, ("nobody", found["nobody"])], counted),
        _by_month(
            "Is in the ruling coalition at the end",
            months,
            [(names[p["id"]], p["ruling"]) for p in inside[: COLUMNS + 1]],
            counted,
        ),
    ]
    if found["turning"]:
        rows = [
            [
                t["month"],
                names[t["person"]],
                f"{100 * t['from']:.0f} % to {100 * t['to']:.0f} %",
                _span(t),
                _events(t),
            ]
            for t in found["turning"]
        ]
        columns = [
            "from",
            "whose odds",
            "moved",
            "change (95 %)",
            "what is on record" if given else "what happened in that history",
        ]
        tables.append(
            Table("Turning points: where the odds moved most, and by more than chance", columns, rows)
        )
    return Answer(f"Who was winning: {facts['title']}, {whose}", sentences, tables)


def _months_with_values(values: list[Data | None], months: list[str]) -> list[tuple[Data, str]]:
    return [(e, m) for e, m in zip(values, months, strict=True) if e is not None]


def _weight_of_the_record(found: Data) -> str:
    facts = found["facts"]
    known = [(n, m) for n, m in zip(found["effective"], found["months"], strict=True) if n is not None]
    few, when = min(known)
    text = f"Bands rest on the different ancestors of the histories: in effect {few:.0f} in {when}, when they are fewest"
    silent = [m for n, m in zip(found["effective"], found["months"], strict=True) if n is None]
    if silent:
        text += f"; there are fewer than {facts['fewest']} in {listed(silent)}, too few to say anything"
    text += f". The record is used up to {facts['known_until']}"
    return f"{text}. No history is just like the record: these are odds in a party like it."


def _by_month(
    title: str, months: list[str], columns: list[tuple[str, list[Data | None]]], counted: list[Data]
) -> Table:
    """`counted`: for each month, what the histories are worth and how many ancestors they have; or nothing, where all count alike."""
    few = lambda n: f"{counted[n]['ancestors']} ancestors: too few" if counted else "too few"  # noqa: E731
    rows: list[list[Cell]] = [
        [month, *(few(n) if values[n] is None else percent(values[n] or {}) for _, values in columns)]
        for n, month in enumerate(months)
    ]
    names = ["month", *(name for name, _ in columns)]
    if counted:
        names += ["histories count", "ancestors"]
        rows = [
            [*row, f"{of['effective']:.0f}", str(of["ancestors"])]
            for row, of in zip(rows, counted, strict=True)
        ]
    return Table(title, names, rows)


def _events(turn: Data) -> str:
    """Up to two events of the months in which the odds moved, those that name the person first."""
    words = [word for word in turn["name"].split() if len(word) > 2] or [turn["name"]]
    told = sorted(turn["events"], key=lambda text: -sum(word in text for word in words))
    return "; ".join(told[:2]) or "nothing that is told of"


def _span(row: Data) -> str:
    return f"{signed(row['low'])} to {signed(row['high'])}"


def comparison_answer(found: Data) -> Answer:
    """What if (`study.questions.compare`)."""
    facts, change, rows = found["facts"], found["facts"]["change"], found["rows"]
    sentences = [
        f"{facts['title']}: {facts['histories']} pairs of histories that are the same up to {facts['date'][:7]} and have the same "
        "luck after it. Intervals are 95 %, from the pairs."
    ]
    if change["why"]:
        sources = f" [{', '.join(change['sources'])}]" if change["sources"] else ""
        sentences.append(f"Possible because: {' '.join(change['why'].split())}{sources}")
    head = rows[0]
    verdict = "" if sure(head) else ", which shows no difference"
    sentences.append(
        f"That {head['quantity'].replace(' at the end', '')} on {facts['end']}: {100 * head['was']:.0f} % as it was, "
        f"{100 * head['would_be']:.0f} % with the change ({_span(head)} points){verdict}."
    )
    sentences += _partings(found["parting"])
    rows = unlike(rows)
    differs, same = [r for r in rows if sure(r)], [r for r in rows if not sure(r)]
    sentences.append(
        f"{len(differs)} of {len(rows)} quantities differ; about {len(rows) / 20:.0f} would do so by chance alone."
    )
    told_of = {head["quantity"], *(r["quantity"] for r in differs)}
    causes = [c for c in found["causes"] if c["quantity"] in told_of and c["necessity"]["of"] >= SURE]
    tables = [_differences("What differs", differs), _differences("No difference shown", same)]
    if causes:
        columns = [
            "outcome: pairs that have it",
            "both",
            "only as it was",
            "only changed",
            "necessity",
            "sufficiency",
        ]
        told: list[list[Cell]] = [
            [c["quantity"], *c["pairs"].values(), percent(c["necessity"]), percent(c["sufficiency"])]
            for c in causes
        ]
        title = (
            "How far the facts as they were were needed for it (lost without them) and enough (had only with them); "
            "where as many pairs turn one way as the other, this is luck"
        )
        tables.append(Table(title, columns, told))
    examples: list[list[Cell]] = [
        [e["history"], e["month"], e["event"]] for e in found["parting"]["examples"]
    ]
    if examples:
        tables.append(Table("Where the first histories part", ["history", "month", "event"], examples))
    return Answer(f"What if: {change['title']}", sentences, [t for t in tables if t.rows])


def unlike(rows: list[Data]) -> list[Data]:
    """The rows without those that are nothing in both worlds or say the same as an earlier one."""
    first: dict[Any, Data] = {}
    for row in rows:
        if row["was"] or row["would_be"]:
            numbers = (row["unit"], row["person"], row["was"], row["would_be"], row["se"])
            first.setdefault(numbers, row)
    return list(first.values())


def _partings(parting: Data) -> list[str]:
    sentences = [f"{percent(parting['parted'])} of the histories part."]
    if parting["month"]:
        m = parting["month"]
        kinds = listed([f"{kind} {percent(entry)}" for kind, entry in list(parting["kinds"].items())[:3]])
        sentences.append(
            f"Half of these have parted by {m['median']} (90 % between {m['low']} and {m['high']}): {kinds}."
        )
    return sentences


def _differences(title: str, rows: list[Data]) -> Table:
    def cells(row: Data) -> list[Cell]:
        if row["unit"] == SHARE:
            values = [f"{100 * row[name]:.1f} %" for name in ("was", "would_be")]
            return [row["quantity"], *values, signed(row["difference"]), _span(row)]
        values = [plain(row[name]) for name in ("was", "would_be")]
        low, high = (plain(row[name], "+") for name in ("low", "high"))
        return [
            f"{row['quantity']} ({row['unit']})",
            *values,
            plain(row["difference"], "+"),
            f"{low} to {high}",
        ]

    columns = ["", "as it was", "with the change", "difference", "95 %"]
    return Table(f"{title} (shares of histories in points)", columns, [cells(row) for row in rows])


def plain(value: float, sign: str = "") -> str:
    """Three significant digits, large numbers whole.

    >>> plain(1234567.8), plain(0.01234, "+")
    ('1,234,568', '+0.0123')
    """
    return f"{value:{sign},.0f}" if abs(value) >= 1000 else f"{value:{sign}.3g}"


def factors_answer(found: Data) -> Answer:
    """Why (`study.questions.factors`)."""
    facts, removals = found["facts"], found["removals"]
    victories = round(facts["as_it_is"] * facts["histories"])
    sentences = [
        f"{facts['title']}: {facts['name']} {facts['outcome']} ({facts['end']}) in {100 * facts['as_it_is']:.0f} % of "
        f"{facts['histories']} histories. Each line takes one fact away and runs the same histories again."
    ]
    telling = [r["name"] for r in removals if sure(r)]
    chance = f"about {len(removals) / 20:.0f} of {len(removals)} would be by chance alone"
    sentences.append(
        f"By more than chance: {listed(telling)} ({chance})."
        if telling
        else f"No single removal shows a difference ({chance})."
    )
    if victories < 2 * SURE:
        sentences.append(
            f"That is {victories} histories: ask for more of them before reading small differences."
        )
    rows: list[list[Cell]] = [
        [r["name"], f"{100 * r['would_be']:.1f} %", signed(r["difference"]), _span(r)] for r in removals
    ]
    tables = [Table("Without", ["", "probability", "change, points", "95 %"], rows)]
    if found["shares"]:
        sentences.append(
            "The shares below are a group's mean contribution over all orders in which the groups can be put back (Shapley 1953); "
            f"with none of them {100 * found['left']:.1f} % would be left."
        )
        shares: list[list[Cell]] = [[s["group"], signed(s["share"]), _span(s)] for s in found["shares"]]
        tables.append(Table("Shares of groups of facts", ["group", "points", "95 %"], shares))
    return Answer(f"Why: what it rests on that {facts['name']} {facts['outcome']}", sentences, tables)


def paths_answer(found: Data) -> Answer:
    """How else (`study.questions.paths`)."""
    facts, groups = found["facts"], found["clusters"]
    verdict = next(text for limit, text in SILHOUETTE if found["silhouette"] < limit)
    sentences = [
        f"{facts['grouped']} histories of {facts['case']}, grouped by the sequence of their stages of open conflict.",
        f"Mean silhouette {found['silhouette']:.2f}: {verdict}.",
    ]
    rows: list[list[Cell]] = []
    for n, g in enumerate(groups, 1):
        ends = listed([f"{RULE[kind]} {100 * share:.0f} %" for kind, share in list(g["ends"].items())[:2]])
        alone = listed([f"{name} {100 * share:.0f} %" for name, share in list(g["rulers"].items())[:3]])
        sentences.append(
            f"Group {n}, {percent(g)} of histories: {_stages(g)}; ends in {ends}"
            + (f" ({alone})." if alone else ".")
        )
        rows.append([n, percent(g), g["medoid"], g["strangest"], len(g["course"]), round(g["spread"], 1)])
    columns = ["group", "share", "most typical history", "strangest", "its stages", "mean distance to it"]
    tables = [Table("Groups of courses", columns, rows)]
    for n, g in enumerate(groups, 1):
        stages: list[list[Cell]] = [
            [f"{s['from']} to {s['to']}", s["label"], listed(s["against"]), s["outcome"]] for s in g["stages"]
        ]
        if stages:
            title = f"Group {n} as its most typical history, {g['medoid']}, has it"
            tables.append(Table(title, ["when", "stage", "against", "outcome"], stages))
    times: list[list[Cell]] = [
        [name, t["median"] or "not within the window", percent(t["within_window"])]
        for name, t in found["times"].items()
    ]
    tables.append(
        Table("How long it took", ["until the first", "half of the histories by", "within the window"], times)
    )
    return Answer(f"How else: {facts['grouped']} courses of one beginning", sentences, tables)


def _stages(group: Data) -> str:
    """What a group's typical course is made of, the most frequent kinds of stage first."""
    course = group["course"]
    kinds = sorted(set(course), key=lambda kind: (-course.count(kind), course.index(kind)))
    return f"typically {listed([f'{course.count(kind)} x {kind}' for kind in kinds[:2]])}"


#: question -> how its answer is told
ANSWERS: dict[str, Callable[[Data], Answer]] = {
    "odds": odds_answer,
    "compare": comparison_answer,
    "factors": factors_answer,
    "paths": paths_answer,
}
