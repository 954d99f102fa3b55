"""Thirty successions: their evidence keeps the rules, their pages know nothing of what came after, and every one of them runs."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import politburo
from politburo import scenario
from politburo.record import load_record
from politburo.record.course import courses, load_course
from politburo.scenario.yamlread import read_yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import build_successions  # noqa: E402
import successions  # noqa: E402

CASES = [path.stem for path in successions.files()]
CATALOG = ROOT / "src" / "politburo" / "catalog"


def test_the_evidence_keeps_the_rules():
    assert len(CASES) == 30
    for path in successions.files():
        assert successions.faults(successions.read(path), path.stem) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: patron-client", "kind: patron"),
        ("type: defence", "type: defense"),
        ("since: 1978-12", "since: 1980-12"),
        ("axis: international", "axis: world"),
        ("{neto: 0.4}", "{neto: 1.4}"),
        ("full: [neto", "full: [nero"),
        ("size: 11", "size: 3"),
        ("born: 1933", "ambition: 0.9, born: 1933"),
        ("rule: {primus: 0.6, collective: 0.4}", "rule: {primus: 0.6, collective: 0.5}"),
        ("access: unverified", "access: hearsay"),
    ],
)
def test_the_check_finds_a_fault(old, new):
    import yaml

    text = (successions.FOLDER / "cases" / "angola-1979.yaml").read_text(encoding="utf-8")
    assert old in text
    assert successions.faults(yaml.safe_load(text.replace(old, new, 1)), "angola-1979")


def test_what_is_shipped_is_what_the_evidence_gives():
    stale = [
        path for path, words in build_successions.built().items() if path.read_text(encoding="utf-8") != words
    ]
    assert stale == [], "python scripts/build_successions.py"


@pytest.mark.parametrize("case", CASES)
def test_every_succession_resolves_and_runs(case, tmp_path):
    assert scenario.check(case) == []
    form = scenario.resolve(scenario.load(case))
    world = scenario.lower(form)
    evidence = successions.read(successions.FOLDER / "cases" / f"{case}.yaml")
    named = {person["id"] for person in evidence["contenders"]} | {evidence["predecessor"]["id"]}
    assert named <= {person.id for person in form.persons}
    assert 2 <= form.contenders <= 12 and world.contenders == form.contenders
    assert max(len(form.disputes), len(form.bodies), len(form.cohorts)) <= 12
    text = (CATALOG / case / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "short.yaml").write_text(text.replace("months: 60", "months: 2"), encoding="utf-8")
    (block,) = politburo.load(tmp_path / "short.yaml").run(histories=2, seed=1).blocks()
    assert block.series["contender"].shape[:2] == (2, 3)
    assert all(np.isfinite(values).all() for values in block.series.values() if values.dtype.kind == "f")


@pytest.mark.parametrize("case", CASES)
def test_no_page_knows_what_came_after(case):
    page = read_yaml(CATALOG / case / "scenario.yaml").plain()
    assert not {"record", "notes"} & set(page) and "record" not in page["provenance"]
    start = successions.day(page["start"])
    dated = [tie.get("from") for tie in page["ties"]]
    dated += [office.get("since") for person in page["contenders"] for office in person["offices"]]
    assert all(successions.day(day) <= start for day in dated if day)
    assert "fate_date" not in page["predecessor"]


def test_a_poisoned_record_changes_no_simulation(tmp_path, monkeypatch):
    """The files of the record could hold anything: scenarios are read without a look at them."""
    import shutil

    case = "china-2002"
    shutil.copytree(CATALOG / case, tmp_path / case)
    for path in (tmp_path / case / "record").iterdir():
        path.write_bytes(b"\x00 nothing that can be read")
    assert (
        scenario.resolve(scenario.load(tmp_path / case)).digest
        == scenario.resolve(scenario.load(case)).digest
    )


def test_every_record_can_be_read():
    assert courses() == CASES
    for case in CASES:
        course = load_course(case)
        assert [horizon.month for horizon in course.horizons] == [12, 24, 36, 60]
        people = {person.id for person in scenario.resolve(scenario.load(case)).persons}
        for horizon in course.horizons:
            assert horizon.leader in people | {"collective", "other", None}
            assert horizon.rule == {} or sum(horizon.rule.values()) == pytest.approx(1)
        assert load_record(case) is None  # the flagship's form of record is another
    assert load_course("ussr-1922") is None


def test_the_catalog_has_one_line_a_case():
    from click.testing import CliRunner

    from politburo.cli.catalog import command

    lines = CliRunner().invoke(command).output.splitlines()
    assert len(lines) == len(scenario.catalog()) == 33
    assert all(len(line) <= 96 for line in lines)
    assert any(
        " ".join(line.split()) == "kenya-1978 1978-1983 death, Kenya African National Union (KANU)"
        for line in lines
    )
