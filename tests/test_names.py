"""Nobody's name is taken apart, and no two persons are called the same."""

from __future__ import annotations

import json

import pytest

import politburo
from politburo import scenario
from politburo.cli import entry

PAGE = "brief: 1\nid: p\ntitle: P\nwindow: {from: 1801-01, to: 1802-01}\ncontenders:\n"
PEOPLE = [
    "Mao Zedong, short: Mao",
    "Deng Xiaoping",
    "Martin Luther King Jr.",
    "Pelé",
    "Cyril White (the elder)",
    "Cyril White (the younger)",
]


def page(tmp_path, people):
    file = tmp_path / "p.yaml"
    file.write_text(PAGE + "".join(f"  - {{name: {person}}}\n" for person in people), encoding="utf-8")
    return file


def test_a_label_is_the_whole_name_or_the_short_one_given(tmp_path, capsys):
    file = page(tmp_path, PEOPLE)
    expected = ["Mao", *PEOPLE[1:]]
    names = politburo.load(file).run(2).names
    assert [*names.values()][:6] == expected
    assert len(set(names.values())) == len(names)
    assert entry(["run", str(file), "--histories", "4", "--no-save", "--no-blind", "--full"]) == 0
    told = capsys.readouterr().out
    assert "Deng Xiaoping rules alone" in told and "Mao rules alone" in told and "Zedong rules" not in told
    assert entry(["run", str(file), "--histories", "4", "--no-save", "--no-blind", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["labels"]["mao-zedong"] == "Mao"


@pytest.mark.parametrize("second", ["Deng Xiaoping, short: Mao", "Mao"])
def test_two_labels_alike_are_refused(tmp_path, second):
    found = scenario.check(page(tmp_path, [PEOPLE[0], second]))
    assert {problem.code for problem in found} == {"id-duplicate"} and found[0].where.startswith("p.yaml:6:")


def test_a_label_does_not_change_what_is_simulated(tmp_path):
    forms = [
        scenario.resolve(scenario.load(page(tmp_path, people)))
        for people in (["Ada", "Bo"], ["Ada, short: A", "Bo"])
    ]
    assert forms[0].digest == forms[1].digest and forms[1].persons[0].short == "A"


def test_the_case_of_the_catalog_keeps_its_labels():
    form = scenario.resolve(scenario.load("ussr-1922"))
    short = {person.id: person.short for person in form.persons if not person.reserve}
    assert (
        short["stalin"] == "Stalin"
        and short["smirnov_in"] == "I. Smirnov"
        and len(set(short.values())) == len(short)
    )
