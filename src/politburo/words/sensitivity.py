"""Which parameters matter, in words and tables (`study.questions.sensitivity`)."""

from __future__ import annotations

from collections.abc import Callable

from politburo.measures.quantities import SHARE
from politburo.measures.written import listed
from politburo.words.answer import Answer, Cell, Data, Table, signed, sure
from politburo.words.comparison import plain

FEW = 4  # parameters named on each side of a sentence
METHODS = {"morris": "Morris's elementary effects", "sobol": "Sobol's shares of variance"}
EXPLAINED = {
    "morris": "mu* is the mean size of the effect whatever its sign, which ranks the table, with half the width of its 95 % interval; "
    "sigma says how much the effect depends on the other parameters and on where in its prior the parameter stands.",
    "sobol": "ST is the share of the outcome's variance in which the parameter has a part, alone or together with others, which ranks the "
    "table; S1 is the share it has alone; both with half the width of their 95 % intervals. Values below 0 or above 1 come from too few "
    "points.",
}
COLUMNS = {"morris": ["mu*", "+/-", "sigma"], "sobol": ["ST", "+/-", "S1", "+/-"]}
DESIGN = {"morris": "trajectories", "sobol": "base samples"}
SHARES_OF_VARIANCE = ("ST", "ST_conf", "S1", "S1_conf")
OWN = ("outcome", "parameter", "effect", "low", "high")


def sensitivity_answer(found: Data) -> Answer:
    """Sentences on each outcome, then a table of each."""
    facts, method = found["facts"], found["facts"]["method"]
    count, each = len(facts["names"]), facts["replicates"]
    sentences = [
        f"{facts['title']}: {facts['histories']:,} histories, seed {facts['seed']}. {facts['points']} {DESIGN[method]} lead through the "
        f"priors of {count} parameters; every point is run with the luck of the same {each} histories. Other parameters keep their "
        "defaults.",
        "An effect is what moves when a parameter goes from the lower to the upper end of its prior, the others anywhere. Intervals are "
        f"95 %, over the {DESIGN[method]}; of {count} parameters about {max(1, round(count / 20))} would pass for moving an outcome by "
        "chance alone.",
    ]
    tables = []
    for name, told in found["outcomes"].items():
        rows = [row for row in found["rows"] if row["outcome"] == name]
        form = signed if told["unit"] == SHARE else lambda value: plain(value, "+")
        sentences.append(_sentence(told["label"], rows, form, told["unit"]))
        unit = "points of the share of histories" if told["unit"] == SHARE else told["unit"]
        made = f"{METHODS[method]}, seed {facts['seed']}, {facts['histories']:,} histories"
        title = f"{told['label'][0].upper()}{told['label'][1:]}: effects in {unit} ({made})"
        tables.append(
            Table(
                title,
                ["", "effect", "95 %", *COLUMNS[method]],
                [_cells(row, form, told["unit"]) for row in rows],
            )
        )
    sentences.append(
        f"In the tables {EXPLAINED[method]} `politburo parameters NAME` says what a parameter means."
    )
    return Answer(f"Which parameters matter: {facts['title']}, {METHODS[method]}", sentences, tables)


def _sentence(label: str, rows: list[Data], form: Callable[[float], str], unit: str) -> str:
    """Which parameters move an outcome, and in which direction."""
    telling = [row for row in rows if sure(row)]
    sides = []
    for word, side in (
        ("more" if unit != SHARE else "more often", [r for r in telling if r["effect"] > 0]),
        ("less" if unit != SHARE else "less often", [r for r in telling if r["effect"] < 0]),
    ):
        side = sorted(side, key=lambda row: -abs(row["effect"]))
        names = [
            f"{r['parameter']} ({form(r['effect'])}, {form(r['low'])} to {form(r['high'])})"
            for r in side[:FEW]
        ]
        if len(side) > FEW:
            names.append(f"{len(side) - FEW} {'other' if len(side) == FEW + 1 else 'others'}")
        if names:
            sides.append(f"{word} with a higher {listed(names)}")
    head = f"{label[0].upper()}{label[1:]}"
    if not sides:
        return f"{head}: no parameter shows a direction by more than chance."
    return f"{head}: {'; '.join(sides)}."


def _cells(row: Data, form: Callable[[float], str], unit: str) -> list[Cell]:
    measures = [
        f"{value:.2f}"
        if name in SHARES_OF_VARIANCE
        else f"{100 * value:.1f}"
        if unit == SHARE
        else plain(value)
        for name, value in row.items()
        if name not in OWN
    ]
    return [row["parameter"], form(row["effect"]), f"{form(row['low'])} to {form(row['high'])}", *measures]
