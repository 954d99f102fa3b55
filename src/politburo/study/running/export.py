"""A saved run in other formats, and queried with SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from politburo.errors import PolitburoError, Problem, nearest
from politburo.store.files import aside, refuse_taken
from politburo.study.running import exchange, rollcalls
from politburo.study.running.extras import need
from politburo.study.running.frames import tables

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.run import Run


TABLES = ("events", "histories", "summary", "months", "contenders")


def _zarr(run: Run, path: Path, table: str) -> None:
    need("zarr")
    run.series.to_zarr(path, mode="w-", zarr_format=3, consolidated=False)


def _netcdf(run: Run, path: Path, table: str) -> None:
    need("h5netcdf")
    run.series.to_netcdf(path, engine="h5netcdf")


def _parquet(run: Run, path: Path, table: str) -> None:
    need("pyarrow")
    frame = _table(run, table)
    frame.attrs = {key: str(value) for key, value in frame.attrs.items()}
    frame.to_parquet(path)


def _csv(run: Run, path: Path, table: str) -> None:
    _table(run, table).to_csv(path, index=False)


def _table(run: Run, table: str) -> pandas.DataFrame:
    return run.events.copy(deep=False) if table == "events" else tables(run, [table])[table]


#: ending -> (what is written, function)
FORMATS = {
    ".zarr": ("monthly series, Zarr 3", _zarr),
    ".nc": ("monthly series, NetCDF 4", _netcdf),
    ".parquet": ("one table, Parquet", _parquet),
    ".csv": ("one table, CSV", _csv),
}
#: the same, of all tables or of the start
WHOLE = {
    ".xlsx": ("all tables, workbook", exchange.workbook),
    ".graphml": ("ties at the start, GraphML", exchange.graphml),
    ".json": ("persons, bodies and posts at the start, Popolo JSON", exchange.popolo),
    ".package": ("all tables, Frictionless data package", exchange.datapackage),
}
#: the same, of one history
OF_A_HISTORY = {
    ".ord": ("ballots by name, for pscl's readKH", rollcalls.write_ord),
    ".rollcall": ("ballots by name, CSV of persons and votes", rollcalls.write_matrix),
}
#: what `--as` may say -> ending
NAMES = {
    "zarr": ".zarr",
    "netcdf": ".nc",
    "parquet": ".parquet",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "graphml": ".graphml",
    "popolo": ".json",
    "datapackage": ".package",
    "ord": ".ord",
    "rollcall": ".rollcall",
}


def export(
    run: Run, target: str | Path, form: str = "", history: str | int = "typical", table: str = ""
) -> Path:
    """Write a run's series or tables in the format named, or in that of the target's ending.

    `table` (of TABLES, by default events) is the one that CSV and Parquet hold; `history` is the one whose ballots are written.
    Raises `PolitburoError` for another ending or table, a target that exists, a missing package or a refusal of the file system.
    """
    path = Path(target)
    ending = NAMES.get(form, path.suffix)
    known = FORMATS | WHOLE | OF_A_HISTORY
    if ending not in known:
        raise PolitburoError(
            Problem("usage", "TARGET", path.name[:100], ", ".join(known), nearest(ending, known))
        )
    if table and (table not in TABLES or ending not in (".csv", ".parquet")):
        found = f"{table[:100]} as {ending}"
        allowed = f"one of {', '.join(TABLES)} as .csv or .parquet"
        raise PolitburoError(Problem("usage", "--table", found, allowed, nearest(table, TABLES)))
    refuse_taken(path)
    if ending in OF_A_HISTORY:
        OF_A_HISTORY[ending][1](run, path, run.pick(history))  # it writes a second file beside the first
        return path
    with aside(path) as place:
        if ending in WHOLE:
            WHOLE[ending][1](run, place)
        else:
            FORMATS[ending][1](run, place, table or "events")
    return path


def sql(run: Run, query: str) -> pandas.DataFrame:
    """Answer a query over `tables` with DuckDB. Raises `PolitburoError` with DuckDB's words for a wrong one."""
    duckdb = need("duckdb")
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as connection:
        for name, frame in tables(run).items():
            connection.register(name, frame)
        try:
            return connection.sql(query).df()
        except (duckdb.Error, AttributeError) as error:
            allowed = f"a SELECT over {', '.join(TABLES)}"
            raise PolitburoError(Problem("usage", "QUERY", str(error)[:300], allowed)) from None
