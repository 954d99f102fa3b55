"""Forecast files, truth files and their scores, on the small fictional case."""

import json
import math
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import politburo
from politburo import scenario
from politburo.cli import entry as main
from politburo.errors import PolitburoError
from politburo.measures.signals import signals
from politburo.record import load_record
from politburo.record.course import courses
from politburo.scenario.documents import read_document
from politburo.study.forecasting.dossiers import dossiers
from politburo.study.forecasting.forecast import (
    Forecast,
    forecast,
    forecast_of,
    load_all,
    scenarios_in,
    with_truth,
)
from politburo.study.forecasting.forecast_scores import scored, skills
from politburo.study.forecasting.jitter import SHAKEN, blocks, shaken
from politburo.study.forecasting.observers import disagreement, first_called_sole
from politburo.study.forecasting.references import REFERENCES, Start
from politburo.study.forecasting.successions import cases_apart
from politburo.study.forecasting.truth import (
    RULES,
    Truth,
    TruthConsolidation,
    TruthHorizon,
    truth_of_history,
    truth_of_record,
)

SMALL = Path(__file__).resolve().parent.parent / "scenarios" / "valid" / "small"
HISTORIES = 63


@pytest.fixture(scope="module")
def pair():
    return with_truth(politburo.load(SMALL), HISTORIES, seed=2)


def test_probabilities_are_probabilities(pair):
    said, _ = pair
    assert said.simulated and said.histories == HISTORIES
    assert [h.months for h in said.horizons] == [12, 24, 36, 60, said.window_months - 1]
    answers = {c.id for c in said.contenders} | {"collective", "other"}
    for horizon in said.horizons:
        assert set(horizon.who) == answers and tuple(horizon.rule) == RULES
        assert sum(horizon.who.values()) == pytest.approx(1, abs=1e-4)
        assert sum(horizon.rule.values()) == pytest.approx(1, abs=1e-4)
        assert min(horizon.who.values()) > 0
    assert set(said.references) == set(REFERENCES)
    for reference in said.references.values():
        assert sum(reference.who.values()) == pytest.approx(1)
        assert not reference.rule or sum(reference.rule.values()) == pytest.approx(1)
    by_month = np.array(said.consolidation.by_month)
    assert (np.diff(by_month) >= 0).all() and len(by_month) == said.window_months
    assert by_month[-1] == pytest.approx(1 - said.consolidation.not_within_window)


def test_forecast_agrees_with_the_run(pair):
    """The same histories counted by the summary of a run."""
    said, _ = pair
    run = politburo.load(SMALL).run(HISTORIES, seed=2)
    share = run.summary["consolidation"]["within_window"]["share"]
    first = first_called_sole(signals(run.resolved, run.blocks()).rule)  # by observers, who disagree
    assert said.consolidation.by_month == pytest.approx(first, abs=1e-9)
    assert share * disagreement(frozenset())[3, 3] <= first[-1] + 1e-9
    counted = np.array([run.summary["final"][kind]["share"] * HISTORIES for kind in RULES])
    called = (counted + 0.5) / (HISTORIES + 2) @ disagreement(frozenset())  # by observers, who disagree
    assert list(said.horizons[-1].rule.values()) == pytest.approx(called, abs=2e-3)


def test_what_observers_say_of_a_case_is_not_learned_from_it():
    """With the table of the other cases the forecast comes out as whole histories, with the table of all it does not."""
    case = "vietnam-1969"
    party = politburo.load(case)
    apart = cases_apart(dossiers(party.loaded, party.resolved))
    assert case in apart and len(set(courses()) - apart) > 0
    said = np.array(list(forecast(party, 7, seed=1).horizons[-1].rule.values()))

    def histories(left_out):
        return said @ np.linalg.inv(disagreement(left_out)) * (7 + 2) - 0.5

    assert histories(apart) == pytest.approx(histories(apart).round(), abs=1e-3)
    assert abs(histories(frozenset()) - histories(frozenset()).round()).max() > 0.01


def test_files_survive_reading(pair, tmp_path):
    said, fact = pair
    for name, document in (("f.json", said), ("t.json", fact)):
        path = tmp_path / name
        path.write_text(document.model_dump_json(), encoding="utf-8")
        assert read_document(path, type(document)) == document


PAGE = SMALL.parent / "page"


def test_forecasts_count_from_the_clock_and_name_everybody_on_the_page(capsys):
    party = politburo.load(PAGE)
    said, fact = with_truth(party, 7)
    zero = party.resolved.clock_zero
    assert zero == 15 and said.clock_zero == date(1702, 4, 1)
    assert [(h.months, h.date) for h in said.horizons[:2]] == [(12, date(1703, 4, 1)), (24, date(1704, 4, 1))]
    assert said.horizons[-1].months == said.window_months - 1 == party.resolved.months - 1 - zero
    assert [h.months for h in fact.horizons] == [h.months for h in said.horizons]
    assert len(said.consolidation.by_month) == said.window_months
    assert {"ada", "ben-mast", "cora-rope", "dirk-oar"} <= set(said.removal) <= set(said.horizons[0].who)
    assert scored(said, fact)
    assert main(["forecast", str(PAGE), "--histories", "4", "--no-reasons"]) == 0
    assert "months count from 1 April 1702" in " ".join(capsys.readouterr().out.split())


def test_who_leads_counts_from_the_clock_too():
    """Silenced months before the clock's zero change nothing; every horizon is read at zero plus its months."""
    party = politburo.load(PAGE)
    found = signals(party.resolved, blocks(party, 8, 3))
    zero = party.resolved.clock_zero
    found.leads[:, :zero] = -1
    found.leads[:, zero + 12] = 1
    said = forecast_of(party.resolved, found, seed=3).horizons[0]
    assert max(said.leads, key=lambda name: said.leads[name]) == party.resolved.persons[1].id
    people = [party.resolved.persons[1].id]
    assert truth_of_history(party.resolved, found, 0, people).horizons[0].leads == people[0]


def test_a_page_names_its_weakest_contenders_too(tmp_path):
    """Twelve contenders, two of whom sit in the bureau: all twelve are answers."""
    names = [f"Person {letter}" for letter in "ABCDEFGHIJKL"]
    lines = ["brief: 1", "id: many", "title: Many", "window: {from: 1801-01, to: 1804-01}", "contenders:"]
    lines += [f"  - {{name: {name}, party: {n / 20}}}" for n, name in enumerate(names)]
    lines += ["bodies:", "  - {name: Table, role: bureau, members: [Person A, Person B]}"]
    (tmp_path / "many.yaml").write_text("\n".join(lines), encoding="utf-8")
    party = politburo.load(tmp_path / "many.yaml").change("contenders=3")
    said, _ = with_truth(party, 3)
    assert {f"person-{letter}" for letter in "abcdefghijkl"} <= set(said.horizons[0].who)


def test_scores_by_hand(pair):
    said, _ = pair
    first = said.horizons[0]
    fact = Truth(
        format=1,
        kind="truth",
        scenario="small",
        source="a test",
        horizons=[TruthHorizon(months=12, who="clara", rule="sole")],
        consolidation=TruthConsolidation(after=said.window_months),
        removal={"clara": True},
    )
    rows = {row.score: row for row in scored(said, fact)}
    assert rows["log"].loss == pytest.approx(-math.log(first.who["clara"]))
    assert rows["log"].references["uniform"] == pytest.approx(math.log(len(first.who)))
    assert rows["removal"].loss == pytest.approx((1 - said.removal["clara"]) ** 2)
    assert rows["crps"].loss == pytest.approx(sum(p**2 for p in said.consolidation.by_month))
    assert rows["crps"].references["persistence"] == 0.0
    assert sum(row.score == "log" for row in scored(said, fact)) == 1


def test_a_ruler_whom_nobody_named_is_written_as_other(pair):
    said, _ = pair
    horizon = TruthHorizon(months=12, who={"other": 0.5, "collective": 0.5})
    fact = Truth(format=1, kind="truth", scenario="small", source="a test", horizons=[horizon])
    row = next(r for r in scored(said, fact) if r.score == "log")
    who = said.horizons[0].who
    assert row.loss == pytest.approx(-(math.log(who["other"]) + math.log(who["collective"])) / 2)


def test_skill_puts_what_is_not_better_first(pair):
    said, fact = pair
    table = skills(scored(said, fact))
    values = [0.0 if math.isnan(row["skill"]) else row["skill"] for row in table]
    assert values == sorted(values) and len(table) > 10


def test_a_forecast_beats_uniform_on_truths_from_its_own_law():
    """Twenty truths from the same simulated world: the forecast must beat the uniform rival on the log score."""
    from politburo.measures.signals import signals
    from politburo.study.forecasting.forecast import forecast_of
    from politburo.study.forecasting.jitter import blocks
    from politburo.study.forecasting.truth import truth_of_history

    party = politburo.load(SMALL)
    found = signals(party.resolved, blocks(party, 64, 5))
    said = forecast_of(party.resolved, found.take(np.arange(64) < 44), seed=5)
    rows = [
        row
        for n in range(44, 64)
        for row in scored(said, truth_of_history(party.resolved, found, n, [c.id for c in said.contenders]))
    ]
    against = {row["score"]: row["skill"] for row in skills(rows) if row["reference"] == "uniform"}
    assert against["log"] > 0.1 and against["removal"] > 0


def test_jitter_moves_what_is_doubted_and_nothing_else():
    loaded = scenario.load("ussr-1922")
    moved = shaken(loaded, 0.1, seed=1, block=0)
    again = shaken(loaded, 0.1, seed=1, block=0)
    other = shaken(loaded, 0.1, seed=1, block=1)
    assert moved.tables == again.tables and moved.tables["appeal"] != other.tables["appeal"]
    changed = 0
    for table, fields in SHAKEN.items():
        for before, after in zip(loaded.tables.get(table, []), moved.tables[table], strict=True):
            same = before.row == after.row
            if before.row.evidence not in ("coded", "assumed"):
                assert same
            for field, (low, high) in fields.items():
                assert low <= getattr(after.row, field) <= high
                assert getattr(before.row, field) != 0 or getattr(after.row, field) == 0
            changed += not same
    assert changed > 100
    still = shaken(loaded, 0.0, seed=1, block=0)
    assert all(still.tables[table] == loaded.tables.get(table, []) for table in SHAKEN)


def test_jitter_changes_the_forecast_and_keeps_its_form(pair):
    from politburo.study.forecasting.forecast import forecast

    said, _ = pair
    moved = forecast(politburo.load(SMALL), HISTORIES, seed=2, jitter=0.1)
    assert moved.jitter == 0.1 and moved.horizons != said.horizons


def test_a_forecast_sees_sixteen_shakings_of_256_histories(monkeypatch):
    from politburo.study.forecasting import jitter

    seen, party = [], politburo.load(SMALL)
    monkeypatch.setattr(
        jitter, "shaken", lambda loaded, much, *, seed, block: seen.append((seed, block)) or loaded
    )
    made = list(jitter.blocks(party, 256, 3, jitter=0.1))
    assert sorted(seen) == [(3, n) for n in range(16)]
    still = np.concatenate([b.series["power"] for b in jitter.blocks(party, 256, 3)])
    assert np.array_equal(np.concatenate([b.series["power"] for b in made]), still)  # nothing else differs


def test_the_record_as_a_truth_stops_at_the_last_open_day():
    record = load_record("ussr-1922")
    resolved = scenario.resolve(scenario.load("ussr-1922"))
    fact = truth_of_record(resolved, record, date(1925, 12, 31))
    assert [h.months for h in fact.horizons] == [12, 24, 36]
    assert fact.consolidation.after == 44 and fact.removal["trotsky"] is False
    whole = truth_of_record(resolved, record, date(1934, 2, 28))
    assert whole.horizons[-1].who == {"stalin": 1.0} and whole.consolidation.between is not None


def test_wrong_truth_files_name_every_field(tmp_path):
    path = tmp_path / "truth.yaml"
    path.write_text(
        "format: 1\nkind: truth\nscenario: small\nsource: me\nhorizons:\n"
        "  - {months: 0, who: ada}\n  - {months: 12, who: {ada: 0.5}}\nconsolidation: {}\nextra: 1\n"
    )
    with pytest.raises(PolitburoError) as caught:
        read_document(path, Truth)
    where = [problem.where for problem in caught.value.problems]
    assert len(where) == 4 and "truth.yaml:6:14" in where
    path = tmp_path / "forecast.json"
    path.write_text("{")
    with pytest.raises(PolitburoError) as caught:
        read_document(path, Forecast)
    assert caught.value.problems[0].code == "json-syntax"


def _written(pair, tmp_path, change_said="", change_fact=""):
    """A forecast and a truth file, each changed by a statement about it as plain data."""
    places = []
    for name, document, change in (("f.json", pair[0], change_said), ("t.json", pair[1], change_fact)):
        plain = json.loads(document.model_dump_json(exclude_none=True))
        exec(change, {"it": plain, "math": math})
        (tmp_path / name).write_text(json.dumps(plain, indent=1), encoding="utf-8")
        places.append(str(tmp_path / name))
    return ["score", places[0], "--truth", places[1]]


@pytest.mark.parametrize(
    ("said", "fact", "code", "words"),
    [
        ("it['horizons'][0]['who']['clara'] += 0.2", "", "value-type", "sum to 1"),
        ("it['horizons'][0]['rule']['sole'] = 1", "", "value-type", "rule that sum to 1"),
        ("del it['horizons'][0]['who']['clara']", "", "value-type", "sum to 1"),
        ("it['horizons'][0]['who']['clra'] = it['horizons'][0]['who'].pop('clara')", "", "value-type", "clara, clra"),
        ("it['references']['uniform']['who']['clara'] = 0", "", "value-type", "sum to 1"),
        ("it['consolidation']['by_month'][5] = 1", "", "value-type", "never fall"),
        ("it['consolidation']['by_month'].pop()", "", "value-type", "by_month"),
        ("it['consolidation']['not_within_window'] = 0", "", "value-type", "sum to 1"),
        ("it['window_months'] = 12", "", "value-type", "window_months"),
        ("it['horizons'][1]['months'] = 12", "", "value-type", "each once"),
        ("it['horizons'][1]['who']['ada'] = math.nan", "", "not-a-number", "NaN"),
        ("it['horizons'][1]['who']['ada'] = 1e300", "", "not-a-number", "1e+300"),
        ("it.update(end='1700-01-01')", "", "value-type", "window_months"),
        ("it.pop('removal')", "", "value-missing", "removal"),
        ("", "it['consolidation'] = {'between': [9, 3]}", "value-type", "earlier"),
        ("", "it['consolidation'] = {'between': [3, 700]}", "date-outside", "0 to 69"),
        ("", "it['consolidation'] = {'month': -1}", "value-range", "at least 0"),
        ("", "it['horizons'][0]['who'] = 'claar'", "id-unknown", "nearest  clara"),
        ("", "it['horizons'][0]['who'] = 'Clara Oil'", "id-unknown", "nearest  clara"),
        ("", "it['horizons'][0]['who'] = {'clara': 0.5}", "value-type", "sum to 1, not 0.5"),
        ("", "it['horizons'][0]['months'] = 13", "date-outside", "nearest  12"),
        ("", "it['horizons'].append(it['horizons'][0])", "value-type", "every horizon once"),
        ("", "it['removal']['brunno'] = True", "id-unknown", "nearest  bruno"),
        ("", "it['scenario'] = 'smal'", "truth-missing", "nearest  smal"),
        ("", "it.update(horizons=[], removal={}); it.pop('consolidation')", "value-missing", "without facts"),
    ],
)  # fmt: skip
def test_files_that_do_not_agree_are_refused(pair, tmp_path, capsys, said, fact, code, words):
    status = main(_written(pair, tmp_path, said, fact))
    told = capsys.readouterr()
    assert status in (65, 66) and not told.out
    assert f"[{code}]" in told.err and words in told.err and "problem(s)" in told.err
    assert code == "truth-missing" or ".json:" in told.err  # file:line:column


def test_loss_without_end_is_a_word(pair, tmp_path, capsys):
    whole = "who = it['horizons'][0]['who']; who.update({name: float(name == 'ada') for name in who})"
    words = _written(pair, tmp_path, whole, "it['horizons'][0]['who'] = 'collective'")
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert "infinite" in [row["loss"] for row in answer["scored"]]
    assert "infinite" in [row["mean_loss"] for row in answer["skill"]]
    assert main(words) == 0 and "infinite" in capsys.readouterr().out


def test_json_is_read_with_its_places(tmp_path):
    from politburo.scenario.jsonread import read_json

    file = tmp_path / "a.json"
    for text in (
        '{"a": [1, -2.5e3, true, null, "\\u00e9\\n"], "b": {}, "c": [[]]}',
        '\n{\n"a":{"b" :[ {"c":0}]}}\n',
    ):
        file.write_text(text)
        assert read_json(file).plain() == json.loads(text)
    assert (read_json(file).value["a"].value["b"].line, read_json(file).value["a"].value["b"].column) == (
        3,
        11,
    )
    for text, code, where in (
        ('{"a": 1,\n "a": 2}', "key-duplicate", "a.json:2:2"),
        ('{"a": NaN}', "not-a-number", "a.json:1:7"),
        ('{"a": 1e300}', "not-a-number", "a.json:1:7"),
        ('{"a": [1,]}', "json-syntax", "a.json:1:10"),
        ('{"a": 1} 2', "json-syntax", "a.json:1:9"),
        ('{"a": 01}', "not-a-number", "a.json:1:7"),
        ("[1]", "json-syntax", "a.json:1:1"),
        ('{"a"', "json-syntax", "a.json:1:5"),
        ("[" * 100_000, "yaml-too-deep", "a.json:1:22"),
        ('{"a": ' + "[" * 100_000, "yaml-too-deep", "a.json:1:27"),
    ):
        file.write_text(text)
        with pytest.raises(PolitburoError) as caught:
            read_json(file)
        assert (caught.value.problems[0].code, caught.value.problems[0].where) == (code, where), text[:40]


def test_folders_are_searched_for_scenarios(tmp_path):
    assert scenarios_in("ussr-1922") == ["ussr-1922"] and scenarios_in(SMALL) == [str(SMALL)]
    assert str(SMALL) in scenarios_in(SMALL.parent)
    with pytest.raises(PolitburoError):
        scenarios_in(tmp_path)
    with pytest.raises(PolitburoError) as caught:
        load_all(["no-such-case", "neither-this"])
    assert len(caught.value.problems) == 2


def test_commands_from_forecast_to_score(tmp_path, capsys):
    said, fact = tmp_path / "f.json", tmp_path / "t.json"
    common = ["--histories", str(HISTORIES), "--seed", "2"]
    assert main(["forecast", str(SMALL), *common, "-o", str(said), "--draw-truth", str(fact)]) == 0
    assert main(["score", str(said), "--truth", str(fact), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert answer["scored"] and answer["skill"]
    assert main(["score", str(said)]) == 66
    assert "record-missing" in capsys.readouterr().err


def test_rosters_of_the_same_histories_made_again():
    """With halts or without, the months are the same; the seats add up to the series of the run."""
    from politburo.measures.signals import signals
    from politburo.study.running.rosters import with_rosters

    party = politburo.load(SMALL)
    run = party.run(70, seed=2)
    found = signals(run.resolved, run.blocks())
    asked = [SimpleNamespace(kind="seat", date=day) for day in (date(1901, 1, 1), date(1902, 6, 1))]
    start = run.resolved.start
    for one, months in zip(asked, (9, 20), strict=True):
        one.date = date(start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1, 1)
    seen = with_rosters(found, run, asked)
    assert sorted(seen.seats) == [9, 20]
    committee = next(n for n, body in enumerate(run.resolved.bodies) if body.role == "committee")
    for month, seats in seen.seats.items():
        assert (seats[:, committee].sum(1) == found.committee[:, month]).all()
        assert ((seen.appointed[month] >= 0) & (seen.appointed[month] <= 1)).all()
    run.facts["seed"] = 3
    with pytest.raises(PolitburoError):
        with_rosters(found, run, asked)


def test_variants_follow_the_histories_of_a_run():
    """The base of the variants is the run itself, up to its last month; without a mechanism it is another."""
    from politburo.measures.signals import signals
    from politburo.study.validation.variants import Ensemble, _followed

    party = politburo.load(SMALL)
    run = party.run(8, seed=2)
    found = signals(run.resolved, run.blocks())
    base = _followed(Ensemble("base", 2), party.resolved, 8, [9], 30)
    assert base.months == 30 and base.histories == 8 and base.seats[9].shape[0] == 8
    assert (base.members == found.members[:, :30]).all() and (base.standing == found.standing[:, :30]).all()
    still = _followed(Ensemble("off: membership", 2, off=("membership",)), party.resolved, 8, [9], 30)
    assert (still.members[:, 0] == still.members[:, -1]).all()
    read = _followed(Ensemble("reading: networks", 2, reading="networks"), party.resolved, 8, [], 30)
    assert set(read.params["network"]) == {3.0}


def test_a_folder_of_scenarios_in_one_command(tmp_path, capsys):
    for name in ("first", "second"):
        shutil.copytree(SMALL, tmp_path / "in" / name)
        head = tmp_path / "in" / name / "scenario.yaml"
        head.write_text(head.read_text().replace("id: small", f"id: {name}"))
    out, truths = tmp_path / "said", tmp_path / "came"
    words = [
        "forecast",
        str(tmp_path / "in"),
        "--histories",
        "8",
        "-o",
        str(out),
        "--draw-truth",
        str(truths),
    ]
    assert main(words) == 0
    assert sorted(p.name for p in out.iterdir()) == ["first.forecast.json", "second.forecast.json"]
    assert main(["score", str(out), "--truth", str(truths), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["scenario"] for row in answer["scored"]} == {"first", "second"}
    assert {row["blocks"] for row in answer["skill"]} == {2}
    (truths / "second.truth.json").unlink()
    assert main(["score", str(out), "--truth", str(truths)]) == 66


@pytest.mark.parametrize(
    "words",
    [
        ["forecast", "small", "--histories", "0"],
        ["forecast", str(SMALL), "--jitter", "2", "--histories", "0"],
        ["forecast"],
        ["score"],
        ["score", "no-such-file.json"],
        ["record", "list", "no-such-case"],
        ["record", "show", "ussr-1922", "voters"],
        ["record", "show", "ussr-1922", "votes", "--where", "colour=red"],
        ["record", "show", "ussr-1922", "votes", "--where", "date=none", "--where", "colour=red"],
        ["validate", str(SMALL), "--histories", "0"],
    ],
)
def test_misuse_is_answered_and_not_a_bug(words, capsys):
    status = main(words)
    said = capsys.readouterr()
    assert status not in (0, 1) and "bug" not in said.err and not said.out


def test_record_commands(tmp_path, capsys):
    assert main(["record", "list", "ussr-1922", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["table"] for row in told["tables"]} >= {"votes", "items", "rosters"}
    counted = {row["type"]: row for row in told["items"]}
    assert counted["officials"]["compared"] == 0 < counted["bureau-seat"]["compared"]
    assert main(["record", "list"]) == 0 and capsys.readouterr().out == "ussr-1922\n"
    assert main(["record", "show", "ussr-1922", "votes", "--where", "vote_id=V042", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["votes_for"] == "559"
    out = tmp_path / "package"
    assert main(["record", "export", "ussr-1922", str(out)]) == 0
    assert {"datapackage.json", "README.md", "votes.csv"} <= {path.name for path in out.iterdir()}
    assert main(["record", "export", "ussr-1922", str(out)]) == 73  # never into a folder that holds something


def test_schemas_are_printed(capsys):
    for command, model in (("forecast", Forecast), ("score", Truth)):
        assert main([command, "--schema"]) == 0
        assert json.loads(capsys.readouterr().out) == model.model_json_schema()


def test_the_truth_file_in_the_manual_is_valid(tmp_path):
    manual = (Path(__file__).resolve().parent.parent.parent / "docs" / "forecasts.md").read_text(
        encoding="utf-8"
    )
    path = tmp_path / "truth.yaml"
    path.write_text(manual.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert read_document(path, Truth).scenario == "small"
    assert all(f"| {name} |" in manual for name in REFERENCES)


def references_of(**persons):
    """References for a party of two, `ada` and `bo`, whose fields are given as pairs."""
    facts = {
        "prestige": (0.1, 0.1),
        "ambition": (0.5, 0.5),
        "position": (0.0, 0.0),
        "power": (0.5, 0.5),
    } | persons
    people = [
        SimpleNamespace(
            id=name,
            address=n,
            prestige=facts["prestige"][n],
            traits=[SimpleNamespace(mean=facts["ambition"][n])] * 7,
            positions=[SimpleNamespace(mean=facts["position"][n])],
        )
        for n, name in enumerate(("ada", "bo"))
    ]
    office = SimpleNamespace(holder=facts.get("army"), resources={"army": 1.0})
    machine = SimpleNamespace(members=100.0, patron=facts.get("patron"), secretary=None, loyalty=0.5)
    resolved = SimpleNamespace(
        persons=people, offices=[office], organisations=[machine], disputes=[SimpleNamespace(salience=1.0)]
    )
    start = Start(resolved, [0, 1], list(facts["power"]), "collective", "collective")
    return {name: says(start) for name, says in REFERENCES.items()}


def named(reference):
    who, _ = reference
    best = max(who.values())
    return [name for name, chance in who.items() if chance == best]


def test_each_reference_names_whom_it_should():
    assert named(references_of(prestige=(0.1, 0.9))["most popular"]) == ["bo"]
    assert named(references_of(ambition=(0.9, 0.1))["most ambitious"]) == ["ada"]
    assert named(references_of(army=1)["strongest army"]) == ["bo"]
    assert named(references_of(patron=0)["largest apparatus"]) == ["ada"]
    assert named(references_of(power=(0.7, 0.3))["ruling coalition"]) == ["ada"]
    assert named(references_of(power=(0.5, 0.5))["ruling coalition"]) == ["collective"]
    assert named(references_of(position=(0.0, 1.0), power=(0.3, 0.7))["median"]) == ["bo"]
    assert named(references_of()["median"]) == ["ada", "bo", "collective", "other"]  # nothing to be median of
    assert named(references_of()["persistence"]) == ["collective"]
    assert named(references_of()["most popular"]) == ["ada", "bo"]  # a tie is shared
    who = references_of(power=(0.75, 0.25))["power-proportional"][0]
    assert who["ada"] == pytest.approx(3 * who["bo"])
