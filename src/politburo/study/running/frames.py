"""A run as tables for other programs and for SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.run import Run


def tables(run: Run) -> dict[str, pandas.DataFrame]:
    """What SQL can ask: `events`; `months` (series without further dimensions); `contenders`; `histories` (parameters)."""
    import numpy as np
    import pandas

    series = run.series
    plain = [name for name in series.data_vars if series[name].dims == ("history", "month")]
    by_contender = [
        name for name in series.data_vars if series[name].dims == ("history", "month", "contender")
    ]
    contenders = series[by_contender].to_dataframe().reset_index()
    contenders["person"] = series.person_id.values[contenders["person"]]
    params: dict[str, Any] = {}
    for block in run.blocks():
        for name, values in block.params.items():
            params.setdefault(name, []).append(values)
    histories = pandas.DataFrame({name: np.concatenate(values) for name, values in params.items()})
    histories.insert(0, "history", np.arange(run.histories))
    ruler = run.accumulator.column("ruler")
    ids = [person.id for person in run.resolved.persons]
    histories.insert(1, "sole_ruler", [ids[p] if p >= 0 else None for p in ruler])
    return {
        "events": run.events,
        "months": series[plain].to_dataframe().reset_index().drop(columns="person_id", errors="ignore"),
        "contenders": contenders,
        "histories": histories,
    }
