"""Resolution: deterministic, blind to later facts, exact about addresses; patches change one thing."""

from __future__ import annotations

import csv
import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from politburo import scenario
from politburo.errors import ScenarioError
from politburo.vocab import Resource
from politburo.words.description import describe

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


#: read whole, as documented: shocks, the letter (which its author writes later), and offices that may be created
READ_WHOLE = ("shocks", "letter", "sources", "offices")


def rewritten(source, target, start, change):
    """A copy of a scenario with every row dated after `start` changed; how many there were. Deleting also opens later ends."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("record"))
    touched = 0
    for path in target.glob("*.csv"):
        if path.stem in READ_WHOLE:
            continue
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows, fields = list(reader), reader.fieldnames
        kept = []
        for row in rows:
            if change is deleted and row.get("to") and row["to"] > start:
                row["to"] = ""
            if any(row.get(name, "") > start for name in DATED):
                touched += 1
                row = change(row)
            if row is not None:
                kept.append(row)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fields)
            writer.writeheader()
            writer.writerows(kept)
    return touched


def deleted(row):
    return None


def perturbed(row):
    """The same row with other numbers; its date, still after the start, stays."""
    numbers = (
        "score",
        "position",
        "strength",
        "loyalty",
        "weight",
        *(() if "subject" in row else ("value",)),
    )
    return row | {name: "0.123" for name in numbers if row.get(name)}


@pytest.mark.parametrize("change", [deleted, perturbed])
@pytest.mark.parametrize(
    ("case", "start"), [(SMALL, None), (FLAGSHIP, "1922-04-03"), (FLAGSHIP, "1921-03-16")]
)
def test_no_fact_after_the_start_is_read(case, start, change, tmp_path):
    """Delete or perturb every row dated after the start, open every later end: the resolved form stays the same."""
    loaded = scenario.load(case)
    start = start or loaded.file.start
    touched = rewritten(loaded.directory, tmp_path / "case", start, change)
    other = scenario.load(tmp_path / "case")
    known = [row for row in other.file.country if row.date <= start]
    other = dataclasses.replace(other, file=other.file.model_copy(update={"country": known}))
    assert scenario.resolve(other, start).model_dump() == resolved(loaded.directory, start).model_dump()
    if start < loaded.file.start:
        assert touched > 100  # there is much to be blind to


def test_the_catalog_is_what_the_script_makes():
    script = Path(__file__).parent.parent / "scripts" / "build_ussr_1922.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_early_start_is_the_spring_of_1921():
    form = scenario.resolve(scenario.load(FLAGSHIP), "1921-03-16")
    ids = [person.id for person in form.persons]
    holders = {office.id: None if office.holder is None else ids[office.holder] for office in form.offices}
    assert holders["gpu-chair"] == "dzerzhinsky" and holders["economic-council"] == "rykov"
    assert holders["unions-head"] == "tomsky" and holders["metalworkers-head"] == "shlyapnikov"
    assert holders["responsible-secretary"] == "molotov" and holders["siberia"] == "smirnov_in"
    absent = {office.id for office in form.offices if not office.established}
    assert absent == {"general-secretary", "deputy-government-chair", "transcaucasia"}
    secretaries = {o.id: ids[o.secretary] for o in form.organisations if o.secretary is not None}
    assert secretaries["petrograd"] == "uglanov" and "azerbaijan" not in secretaries
    patrons = {o.id: None if o.patron is None else ids[o.patron] for o in form.organisations}
    assert (
        patrons["kharkov"] is None and patrons["omsk"] == "smirnov_in" and patrons["turkestan"] == "rudzutak"
    )
    assert form.country.factions_banned == 1
    line = [d.id for d in form.disputes].index("unions-workers")
    rebels = {p.id for p in form.persons if p.positions[line].sd == 0 and p.positions[line].mean >= 0.8}
    assert {"shlyapnikov", "kollontai", "medvedev_sp", "lutovinov"} <= rebels


def test_every_entity_has_an_address_that_draws_use():
    form = scenario.resolve(scenario.load(FLAGSHIP))
    assert [fact.address for fact in form.liabilities] == list(range(len(form.liabilities)))
    other = form.model_copy(
        update={"liabilities": [f.model_copy(update={"address": f.address + 5}) for f in form.liabilities]}
    )
    assert (scenario.lower(other).liabilities.address - scenario.lower(form).liabilities.address == 5).all()


def test_defaults_count_as_assumed(tmp_path):
    """An empty cell that takes a default is an assumption, however well its row is sourced; a filled one is not."""
    before = resolved().evidence
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    text = (target / "persons.csv").read_text()
    assert "ada,Ada Lamp,1750,1775,0.9,annals,high,read" in text
    (target / "persons.csv").write_text(text.replace("ada,Ada Lamp,1750,1775,0.9,", "ada,Ada Lamp,,1775,,"))
    after = resolved(target).evidence
    assert after["read"] == before["read"] - 2 and after["assumed"] == before["assumed"] + 2
    assert sum(after.values()) == sum(before.values())


@pytest.mark.parametrize("table", ["liabilities", "shocks", "disputes", "opinions", "places"])
def test_every_table_of_the_starting_state_is_counted(table, tmp_path):
    """Raising the evidence of a table's first row moves values from what it was to `read`."""
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    with (target / f"{table}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"evidence": "read", "source": "annals"}
    was = next(csv.DictReader((SMALL / f"{table}.csv").open(newline="")))["evidence"]
    with (target / f"{table}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    before, after = resolved().evidence, resolved(target).evidence
    if was != "read":
        assert after["read"] > before["read"] and after[was] < before[was]


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

    def seats(form, role):
        body = next(body for body in form.bodies if body.role == role)
        return sum(seat == "full" for seat in body.seats.values())

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
        ("country.predecessor=adda", "id-unknown"),
        ("country.contested=2", "value-choice"),
    ],
)
def test_bad_patches_are_explained(change, code):
    with pytest.raises(ScenarioError) as error:
        scenario.patch(scenario.load(SMALL), [change])
    assert error.value.problems[0].code == code


def test_explain_names_those_in_office():
    text = describe(resolved())
    assert "Secretaries are named by Bruno Wick." in text
    assert "Does not exist yet and may be created: Warden (100 % of the police)." in text
    assert "drawn from stated priors" in text
    assert "Removing" not in text and "to remove a member of the committee takes two thirds" in text


def led(tmp_path, *, filled_by="council", country="predecessor: elsa, contested: 1", start=None):
    """The small scenario with a first place, which the mayor has."""
    target = tmp_path / "case"
    shutil.copytree(SMALL, target)
    offices = (target / "offices.csv").read_text("utf-8")
    mayor = "mayor,Mayor,council,street-1,state:0.6;region:0.4"
    assert mayor in offices
    offices = offices.replace(mayor, f"mayor,Mayor,{filled_by},street-1,state:0.6;leadership:1;executive:0.5")
    (target / "offices.csv").write_text(offices, "utf-8")
    head = (target / "scenario.yaml").read_text("utf-8")
    head = head.replace("factions_banned: 1}", f"factions_banned: 1, {country}}}")
    (target / "scenario.yaml").write_text(head, "utf-8")
    return resolved(target, start)


def test_who_led_before_and_whether_that_is_open_reach_the_world(tmp_path):
    form = led(tmp_path)
    elsa = next(person.address for person in form.persons if person.id == "elsa")
    mayor = next(office for office in form.offices if office.id == "mayor")
    assert (form.country.predecessor, form.country.contested) == (elsa, True)
    assert mayor.resources == {"state": 0.6, "leadership": 1.0, "executive": 0.5}
    world = scenario.lower(form)
    assert (int(world.country.predecessor), bool(world.country.contested)) == (elsa, True)
    assert world.offices.resource[mayor.address, Resource.LEADERSHIP] == 1
    plain = resolved()
    assert (plain.country.predecessor, plain.country.contested) == (None, False)
    assert scenario.lower(plain).country.predecessor == -1


def test_an_office_may_have_no_body_that_fills_it(tmp_path):
    form = led(tmp_path, filled_by="")
    mayor = next(office for office in form.offices if office.id == "mayor")
    assert mayor.filled_by is None
    filled = scenario.lower(form).offices.filled_by
    assert filled[mayor.address] == -1 and (np.delete(filled, mayor.address) >= 0).all()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (
            {},
            "The first place in the party (Mayor) is held by Ada Lamp. The predecessor is Elsa Glass. "
            "Who is to lead is an open question at the start: the Board votes on it.",
        ),
        (
            {"country": "predecessor: ada"},
            "The first place in the party (Mayor) is held by Ada Lamp. Ada Lamp is also the predecessor, whose succession is at issue. "
            "Who leads is no open question at the start; a vacancy is filled by a vote of the Board.",
        ),
        (
            {"country": "contested: 1", "filled_by": ""},
            "The first place in the party (Mayor) is held by Ada Lamp. No predecessor is named. No body fills the place: it lapses "
            "with its holder, and then the strongest of the ruling core leads.",
        ),
    ],
)
def test_explain_says_who_leads_who_led_and_whether_that_is_open(how, words, tmp_path):
    form = led(tmp_path, **how)
    bureau = next(body.name for body in form.bodies if body.role == "bureau")
    text = describe(form)
    assert words.replace("the Board", f"the {bureau}") in text
    assert (
        "Mayor: Ada Lamp; it gives 100 % of the state, the rank of the leader and the rank of a head" in text
    )


def test_explain_of_a_party_without_a_first_place_says_so():
    assert "No office is the first place in the party: the strongest of the ruling core" in describe(
        resolved()
    )
    flagship = describe(scenario.resolve(scenario.load(FLAGSHIP)))
    assert "The first place in the party is held by Vladimir Ilyich Lenin (Ulyanov)." in flagship
    assert "No body fills the place" in flagship


def test_explain_tells_every_part_of_the_starting_state():
    form = scenario.resolve(scenario.load(FLAGSHIP))
    text = describe(form)
    for table in (form.bodies, form.offices, form.disputes):
        for entity in table:
            assert entity.name in text
    for body in form.bodies:
        if len(body.seats) <= 30:
            assert all(form.persons[person].name in text for person in body.seats)
    for organisation in form.organisations:
        if organisation.secretary is not None:
            assert f"{organisation.name}: {form.persons[organisation.secretary].name}" in text
    for rule in form.rules:
        assert rule in text
    for shock in form.shocks:
        if shock.person is not None and 0 <= shock.month < form.months:
            assert shock.what in text
