"""A page of facts becomes an ordinary scenario by rules that are alike for all, and depend on no name and no order of the page."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from politburo import scenario
from politburo.scenario.facts import form
from politburo.scenario.values import HEIR, default, office_types, rows, tie_kinds
from politburo.scenario.yamlread import read_yaml
from politburo.vocab import Resource
from politburo.words.description import describe

HERE = Path(__file__).parent / "scenarios"
ROOT = Path(__file__).parent.parent
PAGE = HERE / "valid" / "facts" / "scenario.yaml"
INVALID = sorted(path.name for path in (HERE / "invalid").iterdir() if "__facts-" in path.name)
MODELS = {
    "facts": form.FactsFile,
    "party": form.Party,
    "opening": form.Opening,
    "contenders": form.FactContender,
    "predecessor": form.FactPredecessor,
    "offices": form.FactOffice,
    "bodies": form.FactBody,
    "disputes": form.FactDispute,
    "ties": form.FactTie,
    "outside": form.FactOutside,
    "country": form.FactCountry,
    "shocks_known": form.Foreseen,
    "provenance": form.Provenance,
    "proof": form.Proof,
}


def write(tmp_path, text, name="page.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def resolved(path):
    return scenario.resolve(scenario.load(path))


def by_id(form):
    return {person.id: person for person in form.persons}


def tie(form, a, b):
    pair = tuple(sorted((by_id(form)[a].address, by_id(form)[b].address)))
    return {(i, j): value for i, j, value in form.documented + form.late}.get(pair)


def test_the_page_is_sound_and_becomes_a_world():
    assert scenario.check(PAGE) == []
    made = resolved(PAGE)
    assert made.digest == resolved(PAGE).digest == scenario.Resolved.from_json(made.to_json()).digest
    world = scenario.lower(made)
    assert world.people.exists.sum() == len(made.persons)
    assert (made.months, made.contenders) == (49, 5)  # six listed, one of them not able; the master is dead


def test_another_name_changes_that_name_only(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    for old, new in (("Ann Keel", "李 Ы"), ("Bob Mast", "a"), ("Old Master", "zz"), ("The crown", "Q")):
        assert old in text
        text = text.replace(old, new)

    def nameless(form):
        plain = form.model_dump(mode="json", exclude={"filled", "rules"})
        for row in plain["persons"]:
            del row["name"]
        return plain

    assert nameless(resolved(PAGE)) == nameless(resolved(write(tmp_path, text)))


def test_the_order_of_the_page_is_without_effect(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index("  - {id: bob"), text.index("bodies:")
    lines = text[start:end].splitlines(keepends=True)
    other = text[:start] + "".join(reversed(lines)) + text[end:]
    for old, new in (
        ("[ann, bob, cid, dee, eve, fay, master]", "[master, fay, eve, dee, cid, bob, ann]"),
        ("[eve, fay]", "[fay, eve]"),
    ):
        assert old in other
        other = other.replace(old, new)
    ties = other[other.index("ties:\n") + 6 : other.index("outside:")]
    other = other.replace(ties, "".join(reversed(ties.splitlines(keepends=True))))
    assert other != text
    assert resolved(write(tmp_path, other)).digest == resolved(PAGE).digest


def test_equals_get_equal_values():
    made = resolved(PAGE)
    people = by_id(made)
    same = {"prestige", "health", "seniority", "born", "traits", "positions", "appeal", "eligible"}
    assert people["eve"].model_dump(include=same) == people["fay"].model_dump(include=same)


def test_equal_offices_and_tenures_get_equal_followings(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    for old, new in (
        ("{type: defence, since: 1848}", "{type: secretary, since: 1820}, {type: defence, since: 1848}"),
        (
            "[{type: minister}, {type: minister, title: Keeper of lights}]",
            "[{type: secretary, since: 1820}, {type: army-command}]",
        ),
    ):
        assert old in text
        text = text.replace(old, new)
    made = resolved(write(tmp_path, text))
    counts = [
        sum(o.patron == by_id(made)[who].address for o in made.organisations if o.kind == "territorial")
        for who in ("bob", "dee")
    ]
    assert counts[0] == counts[1] > 0


def test_two_who_hold_as_much_of_the_army_lead_it_neither(tmp_path):
    army = lambda made: next(o.patron for o in made.organisations if o.kind == "army")  # noqa: E731
    made = resolved(PAGE)
    assert army(made) == by_id(made)["bob"].address
    text = PAGE.read_text(encoding="utf-8")
    for old, new in (
        ("{type: minister}", "{type: army-command}"),
        ("{type: defence, since: 1848}", "{type: army-command}"),
    ):
        text = text.replace(old, new)
    assert army(resolved(write(tmp_path, text))) is None


@pytest.mark.parametrize("holder", [None, "eve"])
def test_a_page_has_a_first_place_and_an_open_question(holder, tmp_path):
    """The place is there whether or not somebody has it, the committee stands behind it, and ranks come by type alone."""
    text = PAGE.read_text(encoding="utf-8")
    eve = "{id: eve, name: Eve Sail, health: unknown"
    assert eve in text
    if holder:
        posts = "{type: party-leader}, {type: vice-president}, {type: president}"
        text = text.replace(eve, f"{eve}, offices: [{posts}]").replace(
            "[{type: party-leader, title: Master of the guild, since: 1835}, ", "["
        )
    made = resolved(write(tmp_path, text))
    (first,) = [office for office in made.offices if "leadership" in office.resources]
    assert first.resources["leadership"] == 1
    assert made.bodies[first.filled_by].role == "committee"
    assert (None if first.holder is None else made.persons[first.holder].id) == holder
    assert made.persons[made.country.predecessor].id == "master" and made.country.contested
    given = {office.id.removesuffix("-eve"): office.resources for office in made.offices}
    if holder:
        assert given["vice-president"]["deputy"] == given["president"]["executive"] == 1
        assert "leadership" not in given["president"]
    told = describe(made)
    held = f"held by {by_id(made)['eve'].name}" if holder else "vacant"
    assert (
        f"is {held}. The predecessor is Old Master. Who is to lead is an open question at the start" in told
    )


def test_the_ranks_of_the_table_are_those_of_the_page():
    """Every type that gives a rank, by hand."""
    ranks = {
        "leadership": {"party-leader"},
        "deputy": {"deputy-leader", "named-heir", "second-secretary", "vice-president"},
        "executive": {"head-of-government", "president"},
    }
    for rank, types in ranks.items():
        assert {name for name, kind in office_types().items() if rank in kind.gives} == types


def test_a_dead_predecessor_holds_nothing_and_dies_in_the_first_month():
    made = resolved(PAGE)
    master = by_id(made)["master"]
    assert not master.eligible and all(master.address not in body.seats for body in made.bodies)
    leader = next(office for office in made.offices if office.id == "party-leader")
    assert leader.holder is None and leader.name == "Master of the guild"
    assert [(s.kind, s.month, s.person) for s in made.shocks] == [("death", 0, master.address)]
    assert tie(made, "master", "ann") == pytest.approx(default_tie("kin"))


def default_tie(kind, years=0.0, gap=0.0):
    return round(tie_kinds()[kind].strength(years, gap), 3)


@pytest.mark.parametrize(
    ("fate", "able", "shocks"),
    [("removed", False, 0), ("retired", False, 0), ("incapacitated", True, 0), ("in-office", True, 0)],
)
def test_what_became_of_the_predecessor(fate, able, shocks, tmp_path):
    text = PAGE.read_text(encoding="utf-8").replace("fate: died", f"fate: {fate}")
    made = resolved(write(tmp_path, text))
    master = by_id(made)["master"]
    leader = next(office for office in made.offices if office.id == "party-leader")
    assert (leader.holder == master.address) is able
    assert master.eligible is able and len(made.shocks) == shocks
    assert made.contenders == 5 + able
    assert master.health == (default("health-incapacitated") if fate == "incapacitated" else 1.0)


def test_a_predecessor_who_is_a_contender_appears_once(tmp_path):
    text = PAGE.read_text(encoding="utf-8").replace(
        "  id: master\n  name: Old Master", "  id: bob\n  name: Bob Mast"
    )
    text = (
        text.replace("fate: died", "fate: in-office").replace(", master]", "]").replace("a: master", "a: fay")
    )
    made = resolved(write(tmp_path, text))
    assert [person.name for person in made.persons].count("Bob Mast") == 1
    assert by_id(made)["bob"].prestige == default("prestige-predecessor")


def test_offices_give_what_the_table_says():
    made = resolved(PAGE)
    offices = {office.id: office for office in made.offices}
    assert offices["organisation-secretary"].resources == office_types()["organisation-secretary"].gives
    assert offices["minister-dee"].resources == offices["minister-dee-2"].resources
    assert set(offices) >= {"party-leader", "press-master", "defence", "regional-leader-cid"}
    assert not any("bureau-member" in key for key in offices)


def test_one_named_as_heir_ranks_as_a_deputy_and_nobody_follows_him_in_it(tmp_path):
    made = resolved(PAGE)
    (place,) = [office for office in made.offices if office.id == "named-heir"]
    assert place.holder == by_id(made)["ann"].address and place.resources == {"deputy": 1.0}
    assert place.filled_by is None and "The heir named in public ranks as a deputy" in describe(made)
    nobody = resolved(write(tmp_path, PAGE.read_text(encoding="utf-8").replace("  heir: ann\n", "")))
    assert not any(office.id == "named-heir" for office in nobody.offices)


def test_ties_follow_the_rule_and_add_up():
    made = resolved(PAGE)
    shared = tie_kinds()["shared-service"].strength(5, 1850 + 2.5 / 12 - 1835.5)
    assert tie(made, "ann", "bob") == pytest.approx(shared + tie_kinds()["rivalry"].strength(4, 0), abs=2e-3)
    assert by_id(made)["cid"].patron == by_id(made)["ann"].address
    longer = tie_kinds()["patron-client"]
    assert longer.base < longer.strength(5, 0) < longer.strength(50, 0) == longer.most
    assert longer.strength(50, default("fade")) == pytest.approx(longer.most / 2)


def test_an_old_patronage_leaves_trust_and_no_patron(tmp_path):
    text = PAGE.read_text(encoding="utf-8").replace("from: 1842, what", "from: 1842, to: 1845, what")
    made = resolved(write(tmp_path, text))
    assert by_id(made)["cid"].patron is None and tie(made, "ann", "cid") > 0


def test_a_client_of_two_equal_patrons_follows_neither(tmp_path):
    text = PAGE.read_text(encoding="utf-8").replace(
        "{a: dee, b: cid, kind: faction, from: 1848}", "{a: dee, b: cid, kind: patron-client, from: 1842}"
    )
    made = resolved(write(tmp_path, text))
    assert by_id(made)["cid"].patron is None
    assert tie(made, "ann", "cid") == tie(made, "cid", "dee") > 0


def test_bodies_get_their_rules_and_unnamed_members():
    made = resolved(PAGE)
    bodies = {body.role: body for body in made.bodies}
    assert (bodies["bureau"].decision, bodies["bureau"].every) == (default("consensus"), 1)
    assert bodies["committee"].decision == default("two-thirds")
    unnamed = [p.address for p in made.persons if p.name.startswith("a member who is not named")]
    assert len(unnamed) == 20 - 7  # of the council; two of them also sit at the table
    assert [p in bodies["bureau"].seats for p in unnamed].count(True) == 6 - 4
    assert sum(seat == "full" for seat in bodies["bureau"].seats.values()) == 5  # the master's seat is empty
    assert (made.country.congress_every, made.country.congress_last) == (36, 36 - 15)


def test_the_country_and_provenance_are_counted(tmp_path):
    made = resolved(PAGE)
    assert made.country.discontent == pytest.approx(
        default("discontent-unrest") + default("discontent-famine")
    )
    assert made.country.threat == default("threat-war") and made.country.harvest == default("harvest-famine")
    assert made.evidence["read"] and made.evidence["unverified"] and made.evidence["coded"]
    text = PAGE.read_text(encoding="utf-8")
    bare = resolved(write(tmp_path, text[: text.index("provenance:")]))
    assert bare.evidence_shares["assumed"] == 1
    assert sum(bare.evidence.values()) == sum(made.evidence.values())


def test_outside_favour_is_seats_and_ties():
    made = resolved(PAGE)
    voices = [p for p in made.persons if p.name.startswith("The crown")]
    council = next(body for body in made.bodies if body.role == "committee")
    assert len(voices) / council.size == pytest.approx(default("outside-weight"), abs=0.03)
    assert all(not p.eligible and p.patron == by_id(made)["bob"].address for p in voices)
    assert tie(made, "ann", voices[0].id) == -default("outside-favour")


@pytest.mark.parametrize("name", INVALID)
def test_one_fault_points_at_its_line_and_says_how_to_mend_it(name):
    path = HERE / "invalid" / name / "scenario.yaml"
    here = next(n for n, line in enumerate(path.read_text().splitlines(), 1) if line.endswith("# here"))
    problems = scenario.check(path)
    assert [(p.code, p.where.split(":")[1]) for p in problems] == [(name.split("__")[0], str(here))], problems
    assert problems[0].found and problems[0].remedy


def test_misspelt_words_name_the_nearest():
    for name, near in (
        ("value-choice__facts-office-type", "head-of-government"),
        ("id-unknown__facts-tie", "cid"),
        ("id-unknown__facts-body-of-an-office", "table"),
    ):
        (problem,) = scenario.check(HERE / "invalid" / name / "scenario.yaml")
        assert problem.nearest == near and problem.allowed


def test_all_faults_of_a_page_at_once(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    for old, new in (
        ("{a: dee,", "{a: dea,"),
        ("size: 6,", "size: 1,"),
        ("body: table, since", "body: tabel, since"),
        ("from: 1848", "from: 1860"),
    ):
        assert old in text
        text = text.replace(old, new)
    assert len(scenario.check(write(tmp_path, text))) == 4
    both = text.replace("months: 48", "months: 999") + "record: {}\nnotes: long\n"
    assert {p.code for p in scenario.check(write(tmp_path, both))} == {"value-range", "record-inside"}


def test_the_tables_of_values_are_whole():
    for name in ("offices", "ties", "defaults"):
        for row in rows(name):
            value = float(row.get("value") or row.get("most"))
            assert float(row["low"]) <= value <= float(row["high"]), row
            assert row["reason"].endswith(".") and len(row["reason"]) > 20
    for row in rows("offices"):
        assert row["resource"] in ("", *Resource.words()) and 0 <= float(row["value"]) <= 1
        assert row["holders"] in ("one", "several")
    listed = (ROOT / "evidence" / "successions" / "README.md").read_text(encoding="utf-8")
    listed = listed[listed.index("## Office types") : listed.index("## Form")]
    assert all(
        f"`{kind}`" in listed for kind in office_types() if kind != HEIR
    )  # who is heir is said of the predecessor


def test_the_schema_shipped_is_fresh():
    path = Path(scenario.__file__).parent / "schema" / "facts.schema.json"
    assert json.loads(path.read_text()) == json.loads(json.dumps(scenario.facts_schema())), (
        "python scripts/write_schemas.py"
    )


def test_the_page_has_a_heading_for_every_field_and_the_tables_of_the_package():
    from test_scenario_docs import fields, headings

    shared = fields(form.Figure)
    wanted = {f"person.{name}" for name in shared}
    for part, model in MODELS.items():
        own = fields(model) - (shared if issubclass(model, form.Figure) else set())
        wanted |= {f"{part}.{name}" for name in own}
    found = headings("facts-scenarios.md")
    assert len(found) == len(set(found)) and set(found) == wanted
    spec = importlib.util.spec_from_file_location("write_values", ROOT / "scripts" / "write_values.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "facts-scenarios.md").read_text(encoding="utf-8")
    assert module.written(page) == page, "python scripts/write_values.py"


def test_the_example_of_the_page_is_sound(tmp_path):
    page = (ROOT / "docs" / "facts-scenarios.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    path = write(tmp_path, example)
    assert scenario.check(path) == [] and read_yaml(path).plain()["facts"] == 1
