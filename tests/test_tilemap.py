"""Organisations on a map of tiles: drawn, and of no weight for histories."""

from __future__ import annotations

import shutil
from pathlib import Path

import politburo
from politburo import scenario
from politburo.scenario.tilemap import tile_map, tile_map_of
from politburo.study.running.monthly import course_of
from politburo.words.situation import situation_of

SMALL = Path(__file__).parent / "scenarios" / "valid" / "small"


def test_the_flagship_has_a_tile_for_every_territory_and_its_neighbours_are_near():
    loaded = scenario.load("ussr-1922")
    tiles = tile_map(loaded)
    assert set(tiles) == {row.id for row in loaded.rows("organisations") if row.kind == "territorial"}
    assert len(set(tiles.values())) == len(tiles)
    assert tiles["petrograd"][1] < tiles["moscow"][1] < tiles["georgia"][1]  # north to south
    assert tiles["odessa"][0] < tiles["moscow"][0] < tiles["omsk"][0] < tiles["far-east"][0]  # west to east


def test_a_case_and_a_history_tell_the_tile(tmp_path):
    mapped, plain = tmp_path / "mapped", tmp_path / "plain"
    for place in (mapped, plain):
        shutil.copytree(SMALL, place)
    (mapped / "map.csv").write_text("organisation,column,row\nstreet-1,3,2\n")
    found = {row["id"]: row["tile"] for row in situation_of(scenario.load(mapped))["organisations"]}
    assert found.pop("street-1") == (3, 2) and set(found.values()) == {None}
    runs = [politburo.load(str(place)).run(2, seed=1, blind=False) for place in (mapped, plain)]
    told = [course_of(run, 0) for run in runs]
    assert next(row for row in told[0]["organisations"] if row["id"] == "street-1")["tile"] == (3, 2)
    for row in told[0]["organisations"]:
        row["tile"] = None
    assert told[0] == told[1]  # every month of it


def test_a_history_is_told_though_its_scenario_is_there_no_more(tmp_path):
    shutil.copytree(SMALL, tmp_path / "case")
    (tmp_path / "case" / "map.csv").write_text("organisation,column,row\nstreet-1,3,2\n")
    run = politburo.load(str(tmp_path / "case")).run(1, seed=1, blind=False)
    shutil.rmtree(tmp_path / "case")
    assert all(row["tile"] is None for row in course_of(run, 0)["organisations"])
    assert tile_map_of(str(tmp_path / "case")) == {}
