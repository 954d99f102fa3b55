"""A run as a table with a row a history, for statistics; and its answer as a table with a row a quantity.

Columns of the first are those of `measures.outcomes.MEANING`, with the date of the first sole rule, and every parameter that differs
between histories, by its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.arrays import Array
from politburo.measures.definitions import Thresholds
from politburo.measures.history import month_date
from politburo.measures.outcomes import MEANING, outcomes

if TYPE_CHECKING:
    import pandas

    from politburo.measures.answer import Quantiles, Summary
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.run import Run

WHO = ("sole_ruler", "leader", "first_sole_ruler")
COUNTS = (
    *("attacks", "challenges", "defeats", "removals", "expulsions", "exiles", "blocs"),
    *("coups_tried", "coups_succeeded", "secretaries_replaced"),
)


def columns_of(block: Block, thresholds: Thresholds, resolved: Resolved) -> dict[str, Array]:
    """{column: array[history]}: outcomes, then all parameters."""
    return outcomes(block, thresholds, [person.id for person in resolved.persons]) | block.params


def frame(resolved: Resolved, parts: Sequence[Mapping[str, Array]]) -> pandas.DataFrame:
    """The table of the histories of some parts (`columns_of`), numbered from 0."""
    import pandas

    columns: dict[str, Any] = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    drawn = [name for name in columns if name not in MEANING and np.ptp(columns[name]) > 0]
    for name in WHO:
        columns[name] = [person or None for person in columns[name].tolist()]
    for name in COUNTS:
        columns[name] = columns[name].astype(int)
    first = [None if np.isnan(m) else month_date(resolved.start, int(m)) for m in columns["first_sole_month"]]
    told = {"first_sole_date": pandas.to_datetime(first)}  # type: ignore[arg-type]
    told |= {name: columns[name] for name in (*MEANING, *drawn)}
    table = pandas.DataFrame({name: told[name] for name in (*MEANING, "first_sole_date", *drawn)})
    table.index.name = "history"
    return table


def of_run(run: Run, thresholds: Thresholds) -> pandas.DataFrame:
    """The table of a run; `attrs` say how the run was made."""
    table = frame(run.resolved, [columns_of(block, thresholds, run.resolved) for block in run.blocks()])
    told = ("case", "seed", "params", "fixed", "off", "reading", "changes", "politburo", "model")
    table.attrs = {"simulated": True, **{name: run.facts[name] for name in told}}
    return table


def summary_table(summary: Summary) -> pandas.DataFrame:
    """A run's answer (`Run.summary`): a row a quantity with value, low, high, unit and what the interval is.

    Shares have Wilson's 95 % interval; membership and the effective number of rulers have the median and the 90 % range of histories.
    """
    import pandas

    shares = {"somebody rules alone at the end": summary["sole_at_end"]}
    shares |= {f"{p['label']} rules alone at the end": p["sole_at_end"] for p in summary["leading"]}
    shares |= {f"rule at the end: {word}": value for word, value in summary["final"].items()}
    shares["sole rule within the window"] = summary["consolidation"]["within_window"]
    shares["a seizure of power was tried"] = summary["coup"]["tried"]
    shares["a seizure of power succeeded"] = summary["coup"]["succeeded"]
    shares |= {f"stage: {kind}": value for kind, value in summary["stages"].items()}
    last = summary["membership"][-1]
    members = last["members"]
    spread: dict[str, tuple[Quantiles, str]] = {
        "effective number of rulers at the end": (summary["effective"][-1], "rulers"),
        "members at the end": (
            {
                "low": members["low"] / 1000,
                "median": members["median"] / 1000,
                "high": members["high"] / 1000,
            },
            "thousand persons",
        ),
        "workers at the end": (last["workers"], "share of members"),
        "higher education at the end": (last["higher"], "share of members"),
        "secretaries replaced": (summary["turnover"], "a year"),
    }
    rows = [
        (name, v["share"], v["low"], v["high"], "share of histories", "95 %, Wilson")
        for name, v in shares.items()
    ]
    rows += [
        (name, v["median"], v["low"], v["high"], unit, "90 % of histories")
        for name, (v, unit) in spread.items()
    ]
    names = ["quantity", "value", "low", "high", "unit", "interval"]
    table = pandas.DataFrame(rows, columns=names).set_index("quantity")
    table.attrs = {
        "simulated": True,
        "histories": summary["histories"],
        "case": summary["case"],
        "seed": summary["run"]["seed"],
    }
    return table
