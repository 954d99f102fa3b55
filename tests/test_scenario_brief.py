"""A page is enough: brief scenarios become ordinary ones, by documented defaults that depend on no name and no order of equals."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from politburo import scenario
from politburo.scenario.brief.defaults import BODIES, CODING, FOLLOWING, HOLDS, OFFICES, REGIONS
from politburo.scenario.brief.expansion import apportion
from politburo.words.description import describe

PAGE = Path(__file__).parent / "scenarios" / "valid" / "page" / "scenario.yaml"
DOCS = Path(__file__).parent.parent / "docs"
TEACHING = ("heir", "collective")
SHORTEST = """\
brief: 1
id: two
title: Two
window: {from: 1900-01-01, to: 1905-01-01}
contenders:
  - {name: One}
  - {name: Other}
"""


def write(tmp_path, text, name="my-party.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def resolved(path):
    return scenario.resolve(scenario.load(path))


def person(form, name):
    return next(p for p in form.persons if p.id == name)


@pytest.mark.parametrize("case", [*TEACHING, PAGE])
def test_pages_are_sound_and_become_worlds(case):
    assert scenario.check(case) == []
    form = resolved(case)
    assert form.digest == resolved(case).digest == scenario.Resolved.from_json(form.to_json()).digest
    world = scenario.lower(form)
    assert world.people.exists.sum() == len(form.persons)
    assert world.months == form.months


def test_the_predecessor_of_a_page_led_before(tmp_path):
    """Unless the page says who else did; nobody where it names none."""
    form = resolved(PAGE)
    assert form.persons[form.country.predecessor].name == "Old Hull" and not form.country.contested
    assert resolved(write(tmp_path, SHORTEST)).country.predecessor is None
    stated = "country: {predecessor: other, contested: 1}\n"
    form = resolved(write(tmp_path, SHORTEST + stated))
    assert form.persons[form.country.predecessor].id == "other" and form.country.contested
    (problem,) = scenario.check(write(tmp_path, SHORTEST + stated.replace("other", "othr")))
    assert (problem.code, problem.where, problem.nearest) == ("id-unknown", "my-party.yaml:8:24", "other")


def test_the_shortest_page_is_complete_and_says_what_was_filled_in(tmp_path):
    form = resolved(write(tmp_path, SHORTEST))
    assert {body.role for body in form.bodies} == {"congress", "committee", "bureau"}
    assert [office.holder for office in form.offices] == [None] * len(OFFICES)  # equals: nobody stands alone
    assert len(form.organisations) == REGIONS + 1
    text = describe(form)
    assert "Filled in by the documented defaults:" in text
    for word in (
        "One: apparatus 0.2",
        "vacant: no apparatus",
        "The disputes",
        "anonymous members of the committee",
        "congress",
    ):
        assert word in text
    assert form.evidence_shares["assumed"] == 1


def test_a_page_may_have_any_name_but_no_tables_beside_it(tmp_path):
    assert scenario.check(write(tmp_path, SHORTEST)) == []
    (tmp_path / "persons.csv").write_text("id,name\n")
    assert scenario.check(tmp_path / "my-party.yaml") == []  # other files of the folder are not its own
    write(tmp_path, SHORTEST, "scenario.yaml")
    assert [(p.code, p.where) for p in scenario.check(tmp_path)] == [("key-unknown", "persons.csv:1:1")]


def test_the_complete_form_keeps_its_name(tmp_path):
    text = (PAGE.parent.parent / "small" / "scenario.yaml").read_text()
    assert "file-missing" in [problem.code for problem in scenario.check(write(tmp_path, text))]


def test_names_change_nothing_but_names(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    for old, new in (
        ("Ada Keel", "Żofia 李"),
        ("Ben Mast", "zz"),
        ("Old Hull", "Ы"),
        ("Cora Rope", "A"),
        ("The Crown", "Q"),
    ):
        text = text.replace(old, new)
    one, other = resolved(PAGE), resolved(write(tmp_path, text))

    def nameless(form):
        plain = form.model_dump(mode="json", exclude={"filled"})
        for table in ("persons", "organisations", "bodies", "offices"):
            for row in plain[table]:
                del row["id"], row["name"]
        return plain

    assert nameless(one) == nameless(other)


def test_equals_are_treated_equally(tmp_path):
    names = "\n".join(f"  - {{name: P{n}, apparatus: 0.6, region: 0.5, security: 0.7}}" for n in range(5))
    form = resolved(write(tmp_path, SHORTEST.split("  - ")[0] + names + "\n"))
    counts = [sum(o.patron == n for o in form.organisations) for n in range(5)]
    assert len(set(counts)) == 1
    assert all(office.holder is None for office in form.offices)
    assert len({p.prestige for p in form.persons[:5]}) == 1


def test_codings_buy_what_the_page_of_defaults_says():
    form = resolved(PAGE)
    patrons = [o.patron for o in form.organisations if o.kind == "territorial"]
    ada, ben, cora = 0, 1, 2
    # .8 of 1.4 among five by apparatus is 3; region .7 of 1.4 among four is 2; unstated codings are .2
    assert [patrons.count(n) for n in (ada, ben, cora)] == [
        sum(counts)
        for counts in zip(
            apportion([0.8, 0.2, 0.2, 0.2], 5)[:3], apportion([0.3, 0.2, 0.7, 0.2], 4)[:3], strict=True
        )
    ]
    assert form.persons[ada].prestige == pytest.approx(
        0.1 + 0.9 * (0.5 * 0.6 + 0.3 * 0.7 + 0.2 * 0.5), abs=5e-4
    )
    army = next(o for o in form.organisations if o.kind == "army")
    assert army.patron == ben
    table = next(body for body in form.bodies if body.name == "Table")
    assert (table.decision, table.every, len(table.seats)) == (0.6, 2, 4)


def test_predecessor_and_clock_zero():
    form = resolved(PAGE)
    old = person(form, "old-hull")
    assert old.health == 0.6
    shocks = [(s.kind, s.month, round(s.size, 2)) for s in form.shocks if s.person == old.address]
    assert shocks == [("illness", 5, 0.5), ("death", 13, 1.0)]
    assert form.clock_zero == 15
    assert "Forecasts count from April 1702." in describe(form)


def test_an_outside_power_speaks_for_its_share_and_for_its_man():
    form = resolved(PAGE)
    council = next(body for body in form.bodies if body.name == "Council")
    voices = [p for p in form.persons if p.name.startswith("The Crown")]
    assert len(voices) / council.size == pytest.approx(0.25, abs=0.04)
    ben = person(form, "ben-mast").address
    assert all(not p.eligible and p.patron == ben and p.address in council.seats for p in voices)
    ties = {(i, j): value for i, j, value in form.documented}
    assert all(ties[0, p.address] == -0.5 for p in voices)
    assert next(office for office in form.offices if office.id == "outside-consent").holder == ben


def test_stated_sources_count_as_coded_and_defaults_as_assumed():
    form = resolved(PAGE)
    # Ada's health is not stated; birth and entry; prestige; five traits; four audiences; one position
    assert form.evidence["coded"] == 2 + 1 + 5 + 4 + 1
    assert form.evidence["read"] == form.evidence["unverified"] == 0


@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.integers(0, 30), st.randoms())
def test_apportionment_gives_no_more_than_there_is_and_equals_the_same(weights, seats, rng):
    given_out = apportion([w / 20 for w in weights], seats)
    assert 0 <= sum(given_out) <= seats
    by_weight: dict[int, set[int]] = {}
    for weight, count in zip(weights, given_out, strict=True):
        by_weight.setdefault(weight, set()).add(count)
    assert all(len(counts) == 1 for counts in by_weight.values())
    order = list(range(len(weights)))
    rng.shuffle(order)
    assert apportion([weights[n] / 20 for n in order], seats) == [given_out[n] for n in order]


#: what to write instead of what, with @ where the error must point, and its code
FAULTS = [
    ("name: Ben Mast, security: 0.6", "name: @Ada Keel, security: 0.6", "id-duplicate"),
    ("security: 0.6", "security: @1.6", "value-range"),
    ("region: 0.7, health", "regoin: @0.7, health", "key-unknown"),
    ("{dues: -0.4}", "{duse: @-0.4}", "id-unknown"),
    ("b: Ben Mast, strength", "b: @Ben Mask, strength", "id-unknown"),
    ("{a: ada, b: Cora Rope", "@{a: ada, b: ada", "self-reference"),
    ("role: bureau, members", "role: @committee, members", "role-count"),
    ("size: 11, rule", "size: @2, rule", "seats-above-size"),
    ("[ada, Ben Mast, Cora Rope, Old Hull]", "[ada, Ben Mast, @Ben Mast, Old Hull]", "two-seats"),
    ("gives: {press: 1}", "gives: {pres: @1}", "value-choice"),
    ("{date: 1704-01, kind: illness, person: Cora Rope}", "@{date: 1704-01, kind: illness}", "value-missing"),
    ('start: "1701-01-01"', 'start: @"1711-01-01"', "date-outside"),
    ('clock_zero: "1702-04-01"', 'clock_zero: @"1702-14-01"', "date-invalid"),
    ('clock_zero: "1702-04-01"', 'clock_zero: @"1802-04-01"', "date-outside"),
    ('{from: "1700-01-01", to: "1706-01-01"}', '@{from: "1700-01-01", to: "1606-01-01"}', "date-reversed"),
    ("body: Council", "body: @Counsel", "id-unknown"),
    ("brief: 1", "brief: @2", "value-choice"),
    ("rule: 0.6", "rule: @most", "value-choice"),
]


@pytest.mark.parametrize(("old", "new", "code"), FAULTS)
def test_one_fault_on_a_page_gives_its_code_and_place(old, new, code, tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    marked = text.replace(old, new)
    before = marked[: marked.index("@")]
    place = f"p.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    problems = scenario.check(write(tmp_path, marked.replace("@", ""), "p.yaml"))
    assert (code, place) in [(problem.code, problem.where) for problem in problems], problems


def test_a_misspelt_field_names_the_nearest(tmp_path):
    text = PAGE.read_text(encoding="utf-8").replace("region: 0.7, health", "regoin: 0.7, health")
    (problem,) = scenario.check(write(tmp_path, text))
    assert problem.nearest == "region" and "apparatus" in problem.allowed


def test_all_faults_of_a_page_at_once(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    for old, new, _ in (FAULTS[3], FAULTS[4], FAULTS[8], FAULTS[9]):
        text = text.replace(old, new.replace("@", ""))
    assert len(scenario.check(write(tmp_path, text))) == 4


def test_the_schema_shipped_is_fresh():
    path = Path(scenario.__file__).parent / "schema" / "brief.schema.json"
    assert json.loads(path.read_text()) == json.loads(json.dumps(scenario.brief_schema())), (
        "python scripts/write_schemas.py"
    )


def test_the_page_of_defaults_is_the_table_of_defaults():
    text = (DOCS / "brief-scenarios.md").read_text(encoding="utf-8")
    for name, value in CODING.items():
        assert f"| `{name}` | {value:g} |" in text, name
    for name, share, loyalty, entrenched in FOLLOWING:
        assert f"| `{name}` | {share:g} | {loyalty:g} | {entrenched:g} |" in text, name
    for _, name, gives, by in OFFICES:
        assert (
            f"| {name} | {', '.join(f'{what} {amount:g}' for what, amount in gives.items())} | `{by}` |"
            in text
        ), name
    for role, default in BODIES.items():
        size = default.size or "those who sit"
        assert f"| `{role}` | {size} | {default.every} | {default.removal:g} |" in text, role
    assert f"at least {HOLDS:g}" in text


def test_the_ineligible_are_never_contenders():
    import dataclasses

    from politburo.study.running import graft
    from worlds import small

    world = small()
    eligible = np.ones_like(world.people.eligible)
    eligible[0] = False  # the strongest
    barred = dataclasses.replace(world, people=dataclasses.replace(world.people, eligible=eligible))

    def contenders(world):
        course = graft.course(world, 1, range(1), "default")
        start = course.origin()
        after, _ = course.run(start, 0, 1)
        return after["lineup.contender"][0], start["people.core"][0]

    chosen, core = contenders(world)
    assert 0 in chosen and core[0]
    chosen, core = contenders(barred)
    assert 0 not in chosen and not core[0]


THREE = """brief: 1
id: page
title: A page
window: {from: 1801-01, to: 1806-01}
contenders:
  - {name: Ada Lamp}
  - {name: Bo Oil}
  - {name: Cy Flint, eligible: "no"}
"""


@pytest.mark.parametrize(
    ("more", "code", "where"),
    [
        (
            "bodies: [{name: Table, role: bureau, members: [Ada Lamp, Cy Flint]}]",
            "not-eligible",
            "p.yaml:9:58",
        ),
        ("offices: [{name: Captain, gives: {army: 1}, holder: Cy Flint}]", "not-eligible", "p.yaml:9:53"),
        ("shocks: [{date: 1900-05, kind: foreign}]", "date-outside", "p.yaml:9:17"),
        ("shocks: [{date: 1800-12, kind: foreign}]", "date-outside", "p.yaml:9:17"),
        ("predecessor: {name: Old Hull, death: 1900-05}", "date-outside", "p.yaml:9:38"),
    ],
)
def test_pages_that_contradict_themselves_are_refused(tmp_path, more, code, where):
    (tmp_path / "p.yaml").write_text(THREE + more + "\n", encoding="utf-8")
    found = scenario.check(tmp_path / "p.yaml")
    assert [(problem.code, problem.where) for problem in found] == [(code, where)]


def test_who_is_not_eligible_does_not_sit_where_nobody_is_named(tmp_path):
    (tmp_path / "p.yaml").write_text(THREE, encoding="utf-8")
    form = scenario.resolve(scenario.load(tmp_path / "p.yaml"))
    barred = next(person.address for person in form.persons if not person.eligible)
    seats = {body.role: set(body.seats) for body in form.bodies}
    assert barred in seats["committee"] and barred not in seats["bureau"]
    told = describe(form)
    assert "all contenders and the predecessor who are eligible sit in it" in told


def test_tables_that_contradict_themselves_are_refused(tmp_path):
    small = Path(__file__).parent / "scenarios" / "valid" / "small"
    target = shutil.copytree(small, tmp_path / "small")
    head, ada, *others = (target / "persons.csv").read_text(encoding="utf-8").splitlines()
    rows = [
        head.replace("health", "health,eligible"),
        ada.replace("0.9", "0.9,no"),
        *(row.replace("1,annals", "1,yes,annals") for row in others),
    ]
    (target / "persons.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    shocks = target / "shocks.csv"
    rows = shocks.read_text(encoding="utf-8").splitlines()
    first = rows[1].split(",")
    column = rows[0].split(",").index("date")
    first[column] = "1950-01"
    shocks.write_text("\n".join([rows[0], ",".join(first), *rows[2:]]) + "\n", encoding="utf-8")
    codes = {(problem.code, problem.where.split(":")[0]) for problem in scenario.check(target)}
    assert codes >= {("not-eligible", "seats.csv"), ("date-outside", "shocks.csv")}
