"""Where organisations stand on a map of tiles: of no weight for any history, and so not among the facts of a saved run."""

from __future__ import annotations

from politburo.errors import ScenarioError
from politburo.scenario.load import Loaded, find, read


def tile_map(loaded: Loaded) -> dict[str, tuple[int, int]]:
    """{organisation: (column, row)}, counted from 1 at the upper left; empty where the scenario has no `map.csv`."""
    return {row.organisation: (row.column, row.row) for row in loaded.rows("map")}


def tile_map_of(place: str) -> dict[str, tuple[int, int]]:
    """The same for the id of a case or the path of a scenario as it is now; empty where it is there no more, or no longer sound."""
    try:
        loaded, _ = read(find(place))
    except ScenarioError:
        return {}
    return tile_map(loaded) if loaded is not None else {}
