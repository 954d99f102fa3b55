"""The account of a case: on a run made by hand, with the record of the flagship. No history is simulated here."""

import json
import xml.etree.ElementTree as ET
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from politburo import scenario
from politburo.cli.plain import plain
from politburo.engine import MECHANISMS
from politburo.errors import PolitburoError
from politburo.measures import signals as S
from politburo.model.params import FIELDS
from politburo.plots.validation import figures
from politburo.record import load_record
from politburo.study.evidence.holdout import Entry, load_holdouts
from politburo.study.evidence.item_types import NOT_SCORED, TYPES
from politburo.study.running.readings import READINGS
from politburo.study.validation import validate, variants
from politburo.study.validation.item_scores import Bench
from politburo.study.validation.page import page
from politburo.study.validation.unseen import Unseen

RESOLVED = scenario.resolve(scenario.load("ussr-1922"))
COMMITTEE = next(n for n, body in enumerate(RESOLVED.bodies) if body.role == "committee")
H, M, P, K = 24, RESOLVED.months, len(RESOLVED.persons), RESOLVED.contenders


def histories(sole: str = ""):
    """Histories in which everything stands still; with `sole` that person rules alone from the first month."""
    random = np.random.default_rng(1)
    person = next((n for n, p in enumerate(RESOLVED.persons) if p.id == sole), -1)
    still = lambda value: np.full((H, M), float(value))  # noqa: E731
    contender = np.tile(np.arange(K), (H, 1))
    return S.Signals(
        rule=still(3 if sole else 0).astype(int),
        ruler=still(person).astype(int),
        leads=still(person).astype(int),
        locus=still(2).astype(int),
        consolidation=np.full(H, 0.0 if sole else np.inf),
        members=still(400_000) * np.exp(random.normal(0, 0.1, (H, 1))),
        workers=still(0.45),
        higher=still(0.006),
        bureau=still(7),
        committee=still(27),
        replaced=still(1),
        reached={r.word: np.full((H, P), np.inf) for r in S.RUNGS} | {"recanted": np.full((H, P), np.inf)},
        events={word: np.full(H, np.inf) for word in S.PARTY_EVENTS},
        votes=np.array([[n, 18, COMMITTEE, 5, 95] for n in range(H)]),
        congresses=np.array([[n, m] for n in range(H) for m in (12, 25, 44)]),
        first={"contender": contender, "power": np.ones((H, K)) / K},
        contender=np.broadcast_to(np.arange(K), (H, M, K)),
        standing=np.broadcast_to(np.arange(K) % 4, (H, M, K)),
        params={name: random.random(H) for name in FIELDS},
    )


@pytest.fixture
def account(monkeypatch):
    def make(found, **how):
        monkeypatch.setattr(validate, "signals", lambda resolved, blocks: found)
        monkeypatch.setattr(validate, "with_rosters", lambda found, run, items: found)
        facts = {
            "model": "0.1.0",
            "params": "prior",
            "politburo": "0",
            "histories": H,
            "seed": 1,
            "scenario": "x" * 64,
            "start": "1922-04-03",
        }
        run = SimpleNamespace(
            resolved=RESOLVED, facts=facts, record=load_record("ussr-1922"), blocks=lambda: iter(())
        )
        return validate.validation(run, **how)

    return make


def test_the_account_looks_at_nothing_later_than_the_last_open_day(account):
    found = account(histories())
    assert found["span"] == ["1922-04-03", "1925-12-31"]
    assert max(row["date"] for row in found["items"]) <= "1925-12-31"
    assert not found["patterns"]
    with pytest.raises(PolitburoError):
        account(histories(), opened="to-1925")


def test_a_logged_opening_shows_what_was_held_out_and_the_patterns(account, monkeypatch):
    entry = Entry(on="to-1925", date=date(2030, 1, 1), model="0.1.0", why="test of the page")
    logged = load_holdouts("ussr-1922").model_copy(update={"openings": [entry]})
    monkeypatch.setattr(validate, "load_holdouts", lambda case: logged)
    found = account(histories(), opened="to-1925")
    assert min(row["date"] for row in found["items"]) >= "1926-01-01"
    assert next(row["pattern"] for row in found["patterns"]).startswith("order of falls")
    text = page(found, "x")
    assert "Patterns never fitted" in text and "test of the page" in text
    assert "what is held out by `to-1925`" in text


def test_what_is_not_better_is_said_first(account):
    found = account(histories(sole="stalin"))
    values = [
        row["skill"] for row in found["skill"] if row["skill"] is not None and row["skill"] == row["skill"]
    ]
    assert values == sorted(values) and values[0] < 0
    text = page(found, "politburo validate")
    assert text.index("Not better than the rival") < text.index("Better than the rival")
    assert "What this cannot tell you" in text and "knew the ending" in text
    assert "**" not in text.split("## Skill")[0]


def test_almost_certain_rulers_are_reported(account):
    assert "The rule holds" in page(account(histories()), "x")
    assert "The rule is broken" in page(account(histories(sole="stalin")), "x")


def test_misfits_and_contested_votes(account):
    found = account(histories())
    by_name = {row["item"]: row for row in found["items"]}
    assert by_name["committee-size-1924-05"]["suspect"]["mechanism"] == "congress"
    scores = {row["score"]: row["items"] for row in found["skill"] if row["reference"] == "98 % yes"}
    assert 0 < scores["contested votes"] < scores["votes"]


def test_every_period_is_judged_by_histories_that_it_did_not_teach(account, monkeypatch):
    """Other histories for one period: its items change and no other, and the page says how many they are worth."""
    told = lambda account: {row["item"]: repr(row["log_density"]) for row in account["items"]}  # noqa: E731
    plainly = told(account(histories()))
    one = "after 1923-04"

    def unseen(case, params, found, name):
        assert (case, params) == ("ussr-1922", "prior")
        return (histories(sole="stalin"), Unseen(name, 0.25, 7.0)) if name == one else (found, None)

    monkeypatch.setattr(validate, "unseen_by", unseen)
    found = account(histories())
    days = {row["item"]: row["date"] for row in found["items"]}
    changed = {days[item] for item, density in told(found).items() if density != plainly[item]}
    assert changed and all("1923-04-17" <= day < "1924-05-23" for day in changed)
    assert found["unseen"] == [{"period": one, "k": 0.25, "effective": 7.0}]
    assert f"{one}: k 0.25, worth 7" in page(found, "x")


def test_the_account_is_json(account):
    text = json.dumps(plain(account(histories())))
    assert json.loads(text, parse_constant=pytest.fail)["case"] == "ussr-1922"


def test_readings_without_difference_are_not_told_apart(account, monkeypatch):
    """Every variant is the same histories: no gain, and the page says so."""
    monkeypatch.setattr(variants, "_followed", lambda *_: histories())
    found = account(histories(), of_each=H)
    each = found["variants"]
    assert len(each["rows"]) == len(READINGS) + len(MECHANISMS)
    assert {row["gain"] for row in each["rows"]} == {0.0} and each["chance"] == 0.0
    assert each["rows"][0]["skill"] == each["base"]
    text = page(found, "x")
    assert "## By reading" in text and "| yes |" not in text.split("## By reading")[1].split("## Cov")[0]


def test_a_better_variant_gains(account, monkeypatch):
    def followed(ensemble, *_):
        return histories(sole="stalin" if ensemble.off == ("ballots",) else "")

    monkeypatch.setattr(variants, "_followed", followed)
    rows = {row["variant"]: row for row in account(histories(), of_each=H)["variants"]["rows"]}
    worse = rows["off: ballots"]  # nobody ruled alone in these years
    assert worse["gain"] < -5 and worse["high"] < 0 and rows["off: ties"]["gain"] == 0


def test_a_rival_that_persists_says_what_was_last_on_record(account, monkeypatch):
    """Kamenev and Stalin together in the stage before, apart in the next: persistence loses all, then nothing."""
    record = load_record("ussr-1922")
    bench = Bench(record, RESOLVED, histories(), None, date(1925, 12, 31))
    items = {item.item: item for item in record.items}
    assert bench.before(items["together-6-kamenev-stalin"]) == 1
    assert bench.before(items["together-8-kamenev-stalin"]) == 0  # after the rift of 1924
    assert bench.before(items["together-4-kamenev-stalin"]) == 1  # at the start all stand together
    assert bench.before(items["members-1924"]) == items["members-1923"].value
    assert bench.before(items["bureau-seat-1923-05-kalinin"]) == 0
    assert bench.before(items["bureau-seat-1923-05-stalin"]) == 1


def test_one_congress_is_left_out(account):
    found = account(histories(), left_out="1924-05")
    assert found["left_out"]["learnt_from"] > 100 and not found["leave_one_out"]
    assert {row["date"][:4] for row in found["items"]} <= {"1924", "1925"}
    assert "Only the congress period that begins with 1924-05" in page(found, "x")
    with pytest.raises(PolitburoError) as caught:
        account(histories(), left_out="1924-06")
    assert "1924-05" in caught.value.problems[0].allowed


def test_every_period_is_left_out_once(account):
    found = account(histories())
    names = [row["period"] for row in found["leave_one_out"]]
    assert names == ["before the first", "after 1923-04", "after 1924-05", "after 1925-12"]
    assert all(row["effective"] >= H / 4 - 1e-3 for row in found["leave_one_out"])


def test_every_type_on_record_stands_on_the_page(account):
    found = account(histories())
    text = page(found, "x")
    for row in found["types"]:
        assert row["scored"] <= row["items"]
        assert f"| {TYPES[row['type']][0]} |" in text
    assert all(what in text for what in NOT_SCORED)


@pytest.mark.parametrize("sole", ["", "stalin"])
def test_figures_of_the_page(account, monkeypatch, sole):
    monkeypatch.setattr(variants, "_followed", lambda *_: histories())
    found = account(histories(sole), of_each=H)
    drawn = figures(found)
    assert [figure.name for figure in drawn] == ["skill", "calibration", "intervals", "gains"]
    for figure in drawn:
        assert figure.rows and all(len(row) == len(figure.columns) for row in figure.rows)
        for drawing in (figure.wide, figure.narrow):
            root = ET.fromstring(drawing)
            assert "nan" not in drawing and "inf" not in drawing
            width, height = (float(root.get(side)) for side in ("width", "height"))
            for text in root.iter("{http://www.w3.org/2000/svg}text"):
                assert 0 <= float(text.get("x")) <= width and 0 <= float(text.get("y")) <= height
    assert [figure.wide for figure in figures(found)] == [figure.wide for figure in drawn]
    text = page(found, "x", {"skill": ("figures/a.svg", "What is good")})
    assert "![What is good](figures/a.svg)" in text


def test_few_histories_are_enough_to_be_validated(capsys):
    from politburo.cli import entry

    assert entry(["validate", "ussr-1922", "--histories", "16", "--each", "0", "--no-save"]) == 0
    said = capsys.readouterr().out
    assert "16 histories" in said and "## Skill against simple rivals" in said
    assert entry(["validate", "ussr-1922", "--histories", "0"]) == 2
