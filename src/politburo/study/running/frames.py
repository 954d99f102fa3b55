"""A run as tables for other programs and for SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.run import Run


def tables(run: Run, names: Iterable[str] = ()) -> dict[str, pandas.DataFrame]:
    """What SQL can ask, or those of it that are named: `events`; `histories` (outcomes, parameters); `summary` (the answer); `months`
    (series without further dimensions); `contenders`."""
    made: dict[str, Callable[[], pandas.DataFrame]] = {
        "events": lambda: run.events,
        "histories": lambda: run.histories.reset_index(),
        "summary": lambda: run.summary_table.reset_index(),
        "months": lambda: _months(run),
        "contenders": lambda: _contenders(run),
    }
    return {name: made[name]() for name in names or made}


def _months(run: Run) -> pandas.DataFrame:
    series = run.series
    plain = [name for name in series.data_vars if series[name].dims == ("history", "month")]
    return series[plain].to_dataframe().reset_index().drop(columns="person_id", errors="ignore")


def _contenders(run: Run) -> pandas.DataFrame:
    series = run.series
    theirs = [name for name in series.data_vars if series[name].dims == ("history", "month", "contender")]
    contenders = series[theirs].to_dataframe().reset_index()
    contenders["person"] = series.person_id.values[contenders["person"]]
    return contenders
