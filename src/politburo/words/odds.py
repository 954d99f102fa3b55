"""Who was winning: the answer of `study.questions.odds` in words."""

from __future__ import annotations

from politburo.measures.names import labels
from politburo.measures.written import day_text, listed, month_text, per_cent
from politburo.words.answer import Answer, Cell, Data, Table, interval
from politburo.words.headline import percent

COLUMNS = 5  # persons side by side
SEEN = 0.05  # the least chance of ruling alone that is worth a sentence

Names = dict[str, str]  # what persons are called, by id


def odds_answer(found: Data) -> Answer:
    """Sentences on the odds of ruling alone, tables by month, turning points."""
    facts, people = found["facts"], found["persons"]
    given = facts["question"] == "given the record"
    names = labels({p["id"]: p["name"] for p in people}, {p["id"]: p.get("short", "") for p in people})
    best = {p["id"]: max((e["share"], m) for e, m in _known(p["sole"], found["months"])) for p in people}
    likely = sorted((p for p in people if best[p["id"]][0] >= SEEN), key=lambda p: -best[p["id"]][0])
    likely = likely[:COLUMNS]
    sentences = [_introduction(facts, given=given)]
    sentences += [_course(p, found["months"], names, *best[p["id"]]) for p in likely]
    if not likely:
        sentences.append(_nobody(people, names, best))
    sentences += _last_chances(found["last_chance"], names, any_likely=bool(likely))
    if given:
        sentences.append(_weight_of_the_record(found))
    whose = "given the record" if given else f"history {facts['history']}"
    tables = _tables(found, likely or people[:COLUMNS], names, facts["counted"] if given else [])
    if found["turning"]:
        tables.append(_turning_points(found["turning"], names, given=given))
    return Answer(f"Who was winning: {facts['title']}, {whose}", sentences, tables)


def _known(values: list[Data | None], months: list[str]) -> list[tuple[Data, str]]:
    return [(e, m) for e, m in zip(values, months, strict=True) if e is not None]


def _introduction(facts: Data, *, given: bool) -> str:
    what = f"The probability of ruling alone on {day_text(facts['end'])}, as one would have put it who knew"
    if given:
        return (
            f"{what} the record up to each month and nothing later: {facts['histories']:,} simulated histories are weighted by how well "
            "they agree with the record so far, drawn again by these weights, and carried on. Intervals are 95 %."
        )
    return (
        f"{what} what had happened in this history up to each month and nothing later: from every month {facts['futures']} different "
        "futures are simulated. Intervals are 95 %."
    )


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
        return [f"One chance in five of ruling alone was last had by {listed(had)}."]
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
    return [
        _by_month("Who rules alone at the end", months, [*sole, ("nobody", found["nobody"])], counted),
        _by_month("Who belongs to the ruling coalition at the end", months, ruling, counted),
    ]


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
        names += ["histories are worth", "ancestors"]
        rows = [
            [*row, f"{of['effective']:.0f}", str(of["ancestors"])]
            for row, of in zip(rows, counted, strict=True)
        ]
    return Table(title, names, rows)


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
    return " ".join(found[:2]) or "nothing worth telling"
