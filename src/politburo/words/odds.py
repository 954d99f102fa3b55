"""Who was winning: the answer of `study.questions.odds` in words."""

from __future__ import annotations

from datetime import date, timedelta

from politburo.measures.names import labels
from politburo.measures.written import day_of, day_text, listed, month_text, per_cent
from politburo.words.answer import Answer, Cell, Data, Table, interval
from politburo.words.headline import percent

COLUMNS = 5  # persons side by side
SEEN = 0.05  # the least chance of ruling alone that is worth a sentence

Names = dict[str, str]  # what persons are called, by id


def odds_answer(found: Data) -> Answer:
    """Sentences on the odds of ruling alone, tables by month, turning points."""
    facts, people, question = found["facts"], found["persons"], found["facts"]["question"]
    given, course = question == "given the record", len(found["months"]) > 1
    names = labels({p["id"]: p["name"] for p in people}, {p["id"]: p.get("short", "") for p in people})
    best = {p["id"]: max((e["share"], m) for e, m in _known(p["sole"], found["months"])) for p in people}
    likely = sorted((p for p in people if best[p["id"]][0] >= SEEN), key=lambda p: -best[p["id"]][0])
    likely = likely[:COLUMNS]
    of_one = question == "one history"
    sentences = [_of_one_history(facts)] if of_one else _from_the_start_and_now(found, names)
    if course:
        sentences += [_course(p, found["months"], names, *best[p["id"]]) for p in likely]
    if not likely:
        sentences.append(_nobody(people, names, best))
    if course:
        sentences += _last_chances(found["last_chance"], names, any_likely=bool(likely))
    if given:
        sentences.append(_weight_of_the_record(found))
    whose = f"history {facts['history']}" if of_one else question
    tables = _tables(found, likely or people[:COLUMNS], names, facts["counted"] if given else [])
    if found["turning"]:
        tables.append(_turning_points(found["turning"], names, given=given))
    return Answer(f"Who was winning: {facts['title']}, {whose}", sentences, tables)


def _known(values: list[Data | None], months: list[str]) -> list[tuple[Data, str]]:
    return [(e, m) for e, m in zip(values, months, strict=True) if e is not None]


def _of_one_history(facts: Data) -> str:
    return (
        f"The probability of ruling alone on {day_text(facts['end'])} for a reader who sees through history {facts['history']} up to each "
        f"month: from every month {facts['futures']} different futures are simulated. They keep the history's parameters and its state, "
        "with traits and ties that nobody in it could see. Only what is still to come is drawn anew. Intervals are 95 %."
    )


def _from_the_start_and_now(found: Data, names: Names) -> list[str]:
    """What one would have said before the first month and, given the record, at the last."""
    facts, months = found["facts"], found["months"]
    spoken = [n for n, value in enumerate(found["nobody"]) if value is not None]
    when = {0: f"From the start, {day_text(facts['start'])}, with nothing yet on record"}
    if len(months) > 1:
        when[spoken[-1]] = f"Given the record to {_end_of_month_before(months[spoken[-1]])}"
    sentences = [
        f"The probability of ruling alone on {day_text(facts['end'])}, from {facts['histories']:,} simulated histories, each with "
        "parameters and hidden traits of its own. Intervals are 95 %."
    ]
    for n, begin in when.items():
        ranked = sorted(found["persons"], key=lambda p: -p["sole"][n]["share"])[:3]
        chances = [f"{names[p['id']]} {percent(p['sole'][n])}" for p in ranked if p["sole"][n]["share"] > 0]
        nobody = f"nobody {percent(found['nobody'][n])}"
        sentences.append(f"{begin}: {listed([*chances, nobody])}.")
    if len(months) > 1:
        sentences.append(
            "In every month the histories are weighted by how well they agree with the record so far, drawn again by these weights, and "
            "carried on."
        )
    else:
        sentences.append(
            "The case has no record of single events, so that there are no odds for later months."
        )
    return sentences


def _end_of_month_before(month: str) -> str:
    """The last day before a month given as YYYY-MM, in words.

    >>> _end_of_month_before("1926-01")
    '31 December 1925'
    """
    return day_of(date.fromisoformat(f"{month}-01") - timedelta(days=1))


def _course(person: Data, months: list[str], names: Names, top: float, when: str) -> str:
    curve = _known(person["sole"], months)
    (first, begin), (last, end) = curve[0], curve[-1]
    return (
        f"{names[person['id']]}: {per_cent(first['share'])} in {month_text(begin)}, {per_cent(last['share'])} in {month_text(end)}; "
        f"never more than {per_cent(top)}, in {month_text(when)}."
    )


def _nobody(people: list[Data], names: Names, best: dict[str, tuple[float, str]]) -> str:
    text = "Nobody ever had a serious chance of ruling alone"
    if people:
        who = max(people, key=lambda p: best[p["id"]][0])["id"]
        share, month = best[who]
        text += f"; the greatest was that of {names[who]}, {per_cent(share)} in {month_text(month)}"
    return f"{text}. The second table shows who would share in power."


def _last_chances(last: dict[str, str], names: Names, *, any_likely: bool) -> list[str]:
    if last:
        had = [f"{names[person]} in {month_text(month)}" for person, month in last.items()]
        return [f"The last month with at least one chance in five of ruling alone: {listed(had)}."]
    return ["Nobody ever had as much as one chance in five of ruling alone."] if any_likely else []


def _weight_of_the_record(found: Data) -> str:
    facts, counts = found["facts"], list(zip(found["effective"], found["months"], strict=True))
    few, when = min((n, m) for n, m in counts if n is not None)
    text = (
        "The intervals count only how many different ancestors the histories have: where there are fewest, in "
        f"{month_text(when)}, these are worth {few:.0f} independent ones."
    )
    silent = [month_text(month) for n, month in counts if n is None]
    if silent:
        text += f" In {listed(silent)} fewer than {facts['fewest']} are left, too few to say anything."
    return (
        f"{text} The record is used up to {day_text(facts['known_until'])}. No simulated history repeats it exactly: these are the odds "
        "in a party much like it."
    )


def _tables(found: Data, alone: list[Data], names: Names, counted: list[Data]) -> list[Table]:
    months = found["months"]
    inside = sorted(found["persons"], key=lambda p: -sum(e["share"] for e, _ in _known(p["ruling"], months)))
    sole = [(names[p["id"]], p["sole"]) for p in alone]
    ruling = [(names[p["id"]], p["ruling"]) for p in inside[: COLUMNS + 1]]
    alone_table = _by_month(
        "Who rules alone at the end", months, [*sole, ("nobody", found["nobody"])], counted
    )
    if counted:  # once: the second table has the same months and more persons
        alone_table.columns.extend(["effective histories", "ancestors"])
        for row, of in zip(alone_table.rows, counted, strict=True):
            row.extend([f"{of['effective']:.0f}", str(of["ancestors"])])
    return [alone_table, _by_month("Who belongs to the ruling coalition at the end", months, ruling, counted)]


def _by_month(
    title: str, months: list[str], columns: list[tuple[str, list[Data | None]]], counted: list[Data]
) -> Table:
    """`counted`: for each month, how many ancestors the histories have; or nothing, where all count alike."""
    few = lambda n: f"{counted[n]['ancestors']} ancestors: too few" if counted else "too few"  # noqa: E731
    rows: list[list[Cell]] = [
        [month, *(few(n) if values[n] is None else percent(values[n] or {}) for _, values in columns)]
        for n, month in enumerate(months)
    ]
    return Table(title, ["month", *(name for name, _ in columns)], rows)


def _turning_points(turning: list[Data], names: Names, *, given: bool) -> Table:
    rows: list[list[Cell]] = [
        [
            turn["month"],
            names[turn["person"]],
            f"{per_cent(turn['from'])} to {per_cent(turn['to'])}",
            interval(turn),
            _events(turn),
        ]
        for turn in turning
    ]
    what = "what is on record" if given else "what happened in this history"
    title = "Turning points: the months in which the odds moved most, and by more than chance"
    return Table(title, ["from", "whose odds", "moved from", "change, points (95 %)", what], rows)


def _events(turn: Data) -> str:
    """Up to two events of the months in which the odds moved, those that name the person first."""
    words = [word for word in turn["name"].split() if len(word) > 2] or [turn["name"]]
    found = sorted(turn["events"], key=lambda text: -sum(word in text for word in words))
    return (
        " ".join(text if text.endswith(".") else f"{text}." for text in found[:2]) or "nothing worth telling"
    )
