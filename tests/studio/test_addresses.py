"""Every address answers what its command prints."""

from __future__ import annotations

import json
import shlex
from urllib.parse import unquote

import pytest

from politburo.cli import entry

ADDRESSES = (
    "/api/glossary",
    "/api/catalog",
    "/api/schema/brief",
    "/api/schema/complete",
    "/api/cases/ussr-1922",
    "/api/cases/heir?set=country.threat=0.8&set=holdings.press=none",
    "/api/cases/ussr-1922?start=1921-03-16",
    "/api/cases/own%2Fmine.yaml",
    "/api/cases/own/small",
    "/api/cases/own/small/check",
    "/api/cases/ussr-1922/counterfactuals",
    "/api/cases/ussr-1922/facts?like=secretary&table=holdings",
    "/api/cases/heir/facts",
    "/api/cases/ussr-1922/change?what=no-letter",
    "/api/cases/ussr-1922/change?set=holdings.general-secretary.person=tomsky&date=1923-06",
    "/api/cases/ussr-1922/record",
    "/api/cases/ussr-1922/record/votes",
    "/api/runs",
    "/api/runs/{heir}",
    "/api/runs/{ussr-1922}",
    "/api/runs/{ussr-1922}/paths",
    "/api/runs/{ussr-1922}/paths?groups=2",
    "/api/runs/{ussr-1922}/histories",
    "/api/runs/{ussr-1922}/documented",
    "/api/runs/{ussr-1922}/histories/typical",
    "/api/runs/{ussr-1922}/histories/3",
    "/api/runs/{heir}/histories/strangest",
    "/api/runs/{ussr-1922}/histories/nearest/events",
    "/api/runs/{ussr-1922}/histories/3/events/20",
    "/api/runs/{ussr-1922}/lesson",
    "/api/runs/{ussr-1922}/lesson?documented=1",
    "/api/runs/{ussr-1922}/lesson?history=2&person=stalin&person=trotsky&person=zinoviev",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_what_its_command_prints(address, studio, runs, capsys):
    answer = studio.get(address.format(**runs))
    assert answer.status_code == 200, answer.text
    program, *words = shlex.split(unquote(answer.headers["x-command"]))
    capsys.readouterr()
    assert program == "politburo" and entry(words) == 0
    assert json.loads(capsys.readouterr().out) == answer.json()


def test_the_description_is_that_of_the_command(studio, capsys):
    answer = studio.get("/api/cases/heir/description?set=country.threat=0.8")
    capsys.readouterr()
    assert entry(shlex.split(answer.headers["x-command"])[1:]) == 0
    assert capsys.readouterr().out.strip() == answer.json()["text"].strip()


def test_files_are_the_users_own(studio, capsys):
    rows = studio.get("/api/files").json()
    capsys.readouterr()
    assert entry(["catalog", "scenarios", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [{**row, "ref": f"own/{row['ref']}"} for row in printed] == rows
    assert {row["ref"] for row in rows} >= {"own/mine.yaml", "own/small"}


def test_a_page_is_checked_as_it_is_written(studio):
    sound = studio.get("/api/example/brief").json()["text"]
    assert _check(studio, {"text": sound}) == []
    assert _check(studio, {"text": sound.replace("brief: 1", "brief: 7")})
    (problem, *_) = _check(studio, {"text": "brief: 1\ntitle: x\n"})
    assert problem["where"].startswith("page.yaml:") and problem["code"] == "value-missing"


def test_a_problem_of_an_object_names_its_field(studio):
    page = {"brief": 1, "contenders": [{"id": "a", "name": "A"}, {"id": "b", "name": "B", "born": "soon"}]}
    paths = [problem["path"] for problem in _check(studio, {"page": page})]
    assert ["contenders", 1, "born"] in paths


def test_a_page_is_saved_once_and_with_problems_only_as_a_draft(studio, here):
    own = {"origin": "http://127.0.0.1:8617"}
    text = studio.get("/api/example/brief").json()["text"]
    put = lambda name, body: studio.put(f"/api/files/{name}", json=body, headers=own)  # noqa: E731
    assert put("new.yaml", {"text": text}).status_code == 201
    assert put("new.yaml", {"text": text}).status_code == 409
    assert put("new.yaml", {"text": text, "replace": True}).status_code == 201
    assert put("bad.yaml", {"text": "brief: 1\n"}).status_code == 422
    assert put("bad.yaml", {"text": "brief: 1\n", "draft": True}).status_code == 201
    assert studio.get("/api/files/new.yaml").json()["text"] == text
    bad = next(row for row in studio.get("/api/files").json() if row["ref"] == "own/bad.yaml")
    assert bad["problems"] and not (here / "new.yaml").exists()
    for name in ("new.yaml", "bad.yaml"):
        (here / "scenarios" / name).unlink()


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/cases/nobody", 404, "case-unknown"),
        ("/api/cases/heir?set=country.threat=9", 422, "value-range"),
        ("/api/cases/heir?set=nothing", 422, "path-unknown"),
        ("/api/cases/heir?start=1800", 422, "date-outside"),
        ("/api/cases/heir/record", 404, "record-missing"),
        ("/api/runs/nothing", 404, "run-missing"),
        ("/api/runs/{heir}/histories/99", 400, "usage"),
        ("/api/runs/{heir}/histories/nearest", 400, "usage"),
        ("/api/runs/{heir}/documented", 404, "record-missing"),
        ("/api/runs/{heir}/histories/0/events/9999", 400, "usage"),
        ("/api/runs/{heir}/lesson?person=nobody", 422, "id-unknown"),
        ("/api/jobs/nothing", 404, "run-missing"),
        ("/api/nothing", 404, "path-unknown"),
        ("/api/schema/none", 400, "usage"),
    ],
)
def test_errors_have_the_shape_of_every_error(address, status, code, studio, runs):
    answer = studio.get(address.format(**runs))
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code and error["message"]
    assert all(
        set(p) == {"code", "where", "found", "allowed", "nearest", "remedy"} for p in error["problems"]
    )


def test_a_change_that_cannot_be_made_is_an_answer(studio):
    found = studio.get("/api/cases/heir/change?set=country.threat=9").json()
    assert found["problems"][0]["code"] == "value-range" and found["sentences"] == []


def _check(studio, body):
    answer = studio.post("/api/check", json=body, headers={"origin": "http://127.0.0.1:8617"})
    assert answer.status_code == 200, answer.text
    return answer.json()["problems"]
