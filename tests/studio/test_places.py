"""No address leads out of the folders that the studio was started with."""

from __future__ import annotations

import os

import pytest

from politburo.errors import PolitburoError
from politburo.studio.places import Places

OUT = (
    "own/../secret.yaml", "own/../../etc/passwd", "own//etc/passwd", "own/./../secret.yaml", "own/link.yaml", "own/linked/x.yaml",
    "own/", "own", "given/x.yaml", "runs/x", "/etc/passwd", "../secret.yaml", "secret.yaml", "own/none.yaml", "own/\0", "own/" + "a" * 5000,
    "local", "own/loop.yaml", "",
)  # fmt: skip


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    for name in ("secret.yaml", "scenarios/mine.yaml", "local/scenario.yaml", "elsewhere/x.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("brief: 1\n")
    os.symlink(tmp_path / "secret.yaml", tmp_path / "scenarios" / "link.yaml")
    os.symlink(tmp_path / "elsewhere", tmp_path / "scenarios" / "linked")
    os.symlink(tmp_path / "scenarios" / "loop.yaml", tmp_path / "scenarios" / "loop.yaml")
    for folder in ("runs/good", "elsewhere/bad"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "manifest.json").write_text("{}")
    os.symlink(tmp_path / "elsewhere" / "bad", tmp_path / "runs" / "bad")
    return Places(tmp_path / "runs", tmp_path / "scenarios")


@pytest.mark.parametrize("ref", OUT)
def test_a_case_is_one_of_the_catalog_or_below_the_folder(places, ref):
    with pytest.raises(PolitburoError) as raised:
        places.case(ref)
    assert raised.value.problems[0].code in ("case-unknown", "file-outside")


def test_what_is_there_is_found(places, tmp_path):
    assert places.case("heir") == "heir"
    assert places.case("own/mine.yaml") == str(tmp_path / "scenarios" / "mine.yaml")
    assert places.run("good") == tmp_path / "runs" / "good"


def test_the_scenario_of_a_run_has_its_name_here(places, tmp_path):
    assert places.ref("heir") == "heir"
    assert (
        places.ref("scenarios/mine.yaml")
        == places.ref(str(tmp_path / "scenarios/mine.yaml"))
        == "own/mine.yaml"
    )
    for elsewhere in (
        "secret.yaml",
        "scenarios/link.yaml",
        "scenarios/loop.yaml",
        "scenarios/none.yaml",
        "",
        "\0",
        "scenarios",
    ):
        assert places.ref(elsewhere) is None, elsewhere


@pytest.mark.parametrize("name", ["bad", "..", ".", "", "good/../good", "/etc", ".studio", "none"])
def test_a_run_is_a_folder_among_the_runs(places, name):
    with pytest.raises(PolitburoError):
        places.run(name)


@pytest.mark.parametrize(
    "name", ["../x.yaml", "x.yml", ".yaml", "a/b.yaml", "x.yaml\n", "link.yaml", "scenario.py", "é.yaml"]
)
def test_a_page_has_a_plain_name(places, name):
    with pytest.raises(PolitburoError):
        places.page(name)
