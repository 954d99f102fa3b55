"""Resolution: deterministic, blind to later facts, exact about addresses; patches change one thing."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from politburo import scenario
from politburo.errors import ScenarioError

SMALL = Path(__file__).parent / "scenarios" / "valid" / "small"
FLAGSHIP = "ussr-1922"
DATED = ("date", "from")


def resolved(path=SMALL, start=None):
    return scenario.resolve(scenario.load(path), start)


def test_resolving_twice_gives_the_same_and_round_trips():
    one, two = resolved(), resolved()
    assert one.digest == two.digest
    assert scenario.Resolved.from_json(one.to_json()).digest == one.digest


def test_addresses_are_row_numbers():
    form = resolved()
    for table in (form.persons, form.organisations, form.bodies, form.offices, form.disputes, form.shocks):
        assert [entity.address for entity in table] == list(range(len(table)))
    assert form.bodies[0].role == "congress"


def test_unknown_traits_and_positions_take_their_priors():
    form = resolved()
    jon = next(person for person in form.persons if person.id == "jon")
    assert (jon.traits[3].mean, jon.traits[3].sd) == (0.6, 0.1)  # caution, from the file
    assert (jon.traits[0].mean, jon.traits[0].sd) == (0.5, 0.15)  # oratory, the program's
    assert (jon.positions[1].mean, jon.positions[1].sd) == (0.1, 0.3)


def test_documented_ties_of_the_last_months_are_kept_apart():
    form = resolved()
    assert len(form.late) == 1 and len(form.documented) == 3
    assert next(person for person in form.persons if person.id == "bruno").patron == 0


def test_service_needs_the_same_place_at_the_same_time():
    form = resolved()
    ids = [person.id for person in form.persons]
    pairs = {(ids[i], ids[j]) for i, j, _ in form.service}
    assert pairs == {("ada", "bruno"), ("ada", "elsa"), ("bruno", "elsa"), ("clara", "dario")}


@pytest.mark.parametrize("case", [SMALL, FLAGSHIP])
def test_no_fact_after_the_start_is_read(case, tmp_path):
    """Delete every row dated after the start, open every later end: nothing changes."""
    source = scenario.load(case).directory
    target = tmp_path / "case"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("record"))
    start = scenario.load(case).file.start
    for path in target.glob("*.csv"):
        if path.stem in ("shocks", "letter", "sources", "offices"):
            continue
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        if not rows:
            continue
        for row in rows:
            if row.get("to") and row["to"] > start:
                row["to"] = ""
        kept = [row for row in rows if not any(row.get(name, "") > start for name in DATED)]
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(kept)
    assert resolved(target).digest == resolved(source).digest


def test_a_later_fact_changes_nothing_and_an_earlier_one_does(tmp_path):
    def with_row(row):
        target = tmp_path / row.split(",")[3]
        shutil.copytree(SMALL, target)
        with (target / "positions.csv").open("a") as file:
            file.write(row + "\n")
        return resolved(target).digest

    assert with_row("bruno,oil,0.9,1801-03-02,annals,medium,coded,") == resolved().digest
    assert with_row("bruno,oil,0.9,1801-02-01,annals,medium,coded,") != resolved().digest


def test_flagship_starts():
    loaded = scenario.load(FLAGSHIP)

    def seats(form, body):
        return sum(seat == "full" for seat in next(b for b in form.bodies if b.role == body).seats.values())

    late, early = scenario.resolve(loaded), scenario.resolve(loaded, "1921-03-16")
    assert (seats(late, "bureau"), seats(late, "committee")) == (7, 27)
    assert (seats(early, "bureau"), seats(early, "committee")) == (5, 25)
    appointing = {office.id: office for office in early.offices if "appointments" in office.resources}
    assert [office.established for office in appointing.values()] == [True, False]
    assert sum(o.members for o in late.organisations) == 410430
    assert sum(late.evidence_shares.values()) == pytest.approx(1)


def test_lowering_conserves_seats_members_and_offices():
    form = resolved()
    world = scenario.lower(form)
    assert (world.bodies.seat == 2).sum() == sum(
        seat == "full" for body in form.bodies for seat in body.seats.values()
    )
    assert world.organisations.members.sum() == pytest.approx(sum(o.members for o in form.organisations))
    assert world.membership.count.sum() == pytest.approx(world.organisations.members.sum())
    assert (world.offices.holder >= 0).sum() == sum(office.holder is not None for office in form.offices)
    assert np.allclose(world.ties.service, world.ties.service.T)


def test_a_null_patch_changes_nothing_and_a_patch_one_thing():
    loaded = scenario.load(SMALL)
    assert scenario.resolve(scenario.patch(loaded, [])).digest == resolved().digest
    other = scenario.resolve(scenario.patch(loaded, ["holdings.registrar.person=elsa"]))
    changed = [name for name in type(other).model_fields if getattr(other, name) != getattr(resolved(), name)]
    assert set(changed) == {"offices", "evidence"}
    gone = scenario.resolve(scenario.patch(loaded, ["holdings.registrar=none"]))
    assert gone.offices[0].holder is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("holdings.registrer.person=elsa", "path-unknown"),
        ("holdings.registrar.persom=elsa", "path-unknown"),
        ("holdings.registrar.person=nobody", "id-unknown"),
        ("parameters.paces=1", "parameter-unknown"),
        ("nonsense", "path-unknown"),
        ("contenders=99", "value-range"),
    ],
)
def test_bad_patches_are_explained(change, code):
    with pytest.raises(ScenarioError) as error:
        scenario.patch(scenario.load(SMALL), [change])
    assert error.value.problems[0].code == code


def test_explain_names_those_in_office():
    text = scenario.explain(resolved())
    assert "Secretaries are named by Bruno Wick." in text
    assert "does not exist yet" in text  # the warden
    assert "drawn from stated priors" in text
