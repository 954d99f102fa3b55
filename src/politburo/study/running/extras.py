"""Optional packages: asked for when needed, with the name of the extra where one is missing."""

from __future__ import annotations

import importlib
from typing import Any

from politburo.errors import PolitburoError, Problem

#: module -> extra of this package that brings it
EXTRAS = {
    "duckdb": "sql",
    "zarr": "export",
    "h5netcdf": "export",
    "pyarrow": "parquet",
    "SALib": "sensitivity",
    "scipy": "sensitivity",
    "distributed": "cluster",
    "fastapi": "studio",
    "uvicorn": "studio",
}


def need(module: str) -> Any:
    """Import an optional module or a part of one; raises `PolitburoError` (extra-missing, exit status 69) if it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        module = module.split(".")[0]
        extra = EXTRAS[module]
        remedy = f"pip install 'politburo[{extra}]'"
        raise PolitburoError(
            Problem("extra-missing", module, "not installed", extra, remedy=remedy)
        ) from None
