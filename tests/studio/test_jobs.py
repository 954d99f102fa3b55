"""Jobs: two at a time, twenty waiting, paused, stopped and resumed, the same after a restart, watched in a stream that can be taken up."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from opening import lived

from politburo.errors import PolitburoError
from politburo.studio.asks import AnyAsk, Question, question
from politburo.studio.jobs import (
    ANSWER,
    DONE,
    FAILED,
    FOLDER,
    JOB,
    PAUSED,
    QUEUED,
    RUN,
    STOPPED,
    Jobs,
    QueueFull,
)
from politburo.studio.places import Places
from politburo.studio.streams import STILL, Board, last_number

OWN = {"origin": "http://127.0.0.1:8617"}
PATIENCE = 60.0
LONG = {"kind": "run", "case": "heir", "histories": 6000, "seed": 3}


def post(studio, address, body=None):
    return studio.post(address, json=body if body is not None else {}, headers=OWN)


def until(studio, job, *states):
    """The job once it is in one of these states."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = studio.get(f"/api/jobs/{job}").json()
        if found["state"] in states:
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_a_run_is_made_and_is_a_saved_run_like_any_other(studio, capsys):
    answer = post(studio, "/api/jobs", {"kind": "run", "case": "heir", "histories": 10, "seed": 5})
    job = answer.json()
    assert answer.status_code == 202 and answer.headers["location"] == f"/api/jobs/{job['id']}"
    done = until(studio, job["id"], DONE, FAILED)
    assert done["state"] == DONE and done["done"] == done["of"] and done["error"] is None
    shown = studio.get(f"/api/runs/{done['run']}").json()
    assert shown["histories"] == 10 and shown["run"]["seed"] == 5 and "blind" in shown
    assert studio.get(f"/api/jobs/{job['id']}/answer").json() == shown
    again = post(studio, "/api/jobs", {"kind": "run", "case": "heir", "histories": 10, "seed": 5})
    assert again.status_code == 200 and again.json()["id"] == job["id"]


def test_a_run_that_the_command_line_saved_is_there_at_once(studio, runs):
    job = post(studio, "/api/jobs", {"kind": "run", "case": "heir", "histories": 12}).json()
    assert (job["state"], job["run"]) == (DONE, runs["heir"])


def test_comparing_and_odds_answer_what_the_commands_print(studio, runs, capsys):
    from politburo.cli import entry

    asks: list[tuple[dict[str, Any], list[str]]] = [
        (
            {"kind": "compare", "case": "heir", "set": ["country.threat=0.8"], "histories": 8},
            ["compare", "heir", "--set=country.threat=0.8", "--histories=8"],
        ),
        (
            {"kind": "odds", "run": runs["heir"], "every": 60, "futures": 8},
            ["odds", f"runs/{runs['heir']}", "--every=60", "--futures=8", "--history=typical"],
        ),
    ]
    for ask, words in asks:
        job = post(studio, "/api/jobs", ask).json()
        assert until(studio, job["id"], DONE, FAILED)["state"] == DONE
        found = studio.get(f"/api/jobs/{job['id']}/answer").json()
        capsys.readouterr()
        assert entry([*words, "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        for answer in (found, printed):
            answer["facts"].pop("cost", None)
        assert found == printed


def test_a_job_is_paused_and_goes_on_from_what_is_finished(studio):
    job = post(studio, "/api/jobs", LONG).json()
    while studio.get(f"/api/jobs/{job['id']}").json()["done"] < 64:
        time.sleep(0.05)
    post(studio, f"/api/jobs/{job['id']}/pause")
    paused = until(studio, job["id"], PAUSED)
    finished = {path: path.stat().st_mtime_ns for path in Path("runs", paused["run"]).rglob("part-*")}
    time.sleep(0.5)
    assert studio.get(f"/api/jobs/{job['id']}").json()["done"] == paused["done"] < paused["of"]
    assert studio.get(f"/api/jobs/{job['id']}/answer").status_code == 409
    assert post(studio, f"/api/jobs/{job['id']}/resume").json()["state"] in (QUEUED, RUN)
    while (now := studio.get(f"/api/jobs/{job['id']}").json())["done"] <= paused["done"]:
        time.sleep(0.02)
    assert now["seconds"] > paused["seconds"]
    assert finished and all(path.stat().st_mtime_ns == when for path, when in finished.items())
    refused = studio.delete(f"/api/jobs/{job['id']}", headers={**OWN, "content-type": "application/json"})
    assert refused.status_code == 409
    post(studio, f"/api/jobs/{job['id']}/stop")
    stopped = until(studio, job["id"], STOPPED)
    row = next(row for row in studio.get("/api/runs").json() if row["id"] == stopped["run"])
    assert not row["complete"] and 0 < row["done"] < 6000
    gone = studio.delete(f"/api/jobs/{job['id']}", headers={**OWN, "content-type": "application/json"})
    assert gone.status_code == 204 and studio.get(f"/api/jobs/{job['id']}").status_code == 404


def test_the_twenty_first_that_waits_is_told_when_to_come_back(opened):
    studio = opened(running=0)
    for seed in range(20):
        assert (
            post(studio, "/api/jobs", {"kind": "run", "case": "heir", "seed": 100 + seed}).status_code == 202
        )
    full = post(studio, "/api/jobs", {"kind": "run", "case": "heir", "seed": 200})
    assert full.status_code == 429 and 5 <= int(full.headers["retry-after"]) <= 600
    assert full.json()["error"]["code"] == "too-many"
    ahead = [job["ahead"] for job in studio.get("/api/jobs").json()]
    assert sorted(ahead) == list(range(20))


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        ({"kind": "run"}, 400),
        ({"kind": "delete", "case": "heir"}, 400),
        ({"kind": "run", "case": "nobody"}, 404),
        ({"kind": "run", "case": "own/../../x"}, 422),
        ({"kind": "run", "case": "heir", "histories": 10**9}, 400),
        ({"kind": "run", "case": "heir", "histories": 0}, 400),
        ({"kind": "run", "case": "heir", "set": ["country.threat=9"]}, 422),
        ({"kind": "run", "case": "heir", "off": ["nothing"]}, 400),
        ({"kind": "run", "case": "heir", "reading": "nothing"}, 400),
        ({"kind": "run", "case": "heir", "params": "/etc/passwd.csv"}, 400),
        ({"kind": "run", "case": "heir", "out": "/tmp/x"}, 400),
        ({"kind": "run", "case": "heir", "start": "--help"}, 422),
        ({"kind": "run", "case": "heir\n--out=/tmp/x"}, 400),
        ({"kind": "compare", "case": "heir"}, 400),
        ({"kind": "compare", "case": "heir", "what": "/etc/x.yaml"}, 400),
        ({"kind": "compare", "case": "heir", "what": "nothing"}, 400),
        ({"kind": "compare", "case": "heir", "set": ["country.threat=0.8"], "date": "1990-01"}, 422),
        ({"kind": "odds"}, 400),
        ({"kind": "odds", "run": "../heir"}, 404),
        ({"kind": "odds", "case": "heir", "record": True}, 404),
    ],
)
def test_what_cannot_be_asked_is_refused_at_once(ask, status, studio):
    answer = post(studio, "/api/jobs", ask)
    assert answer.status_code == status, answer.text
    assert studio.get("/api/jobs").json() == []


def _jobs(folder: Path, **how: Any) -> Jobs:
    from politburo.studio.server import checked

    return Jobs(folder / "runs", checked(Places(folder / "runs", folder / "scenarios")), **how)


def _question(folder: Path, **ask: Any) -> Question:
    from pydantic import TypeAdapter

    form: TypeAdapter[Any] = TypeAdapter(AnyAsk)
    asked = {"kind": "run", "case": "heir", "histories": 6, "seed": 9, **ask}
    return question(form.validate_python(asked), Places(folder / "runs", folder / "scenarios"))


async def _ended(jobs: Jobs, name: str, *states: str) -> str:
    async with asyncio.timeout(PATIENCE):
        while jobs.get(name).state not in states:
            await asyncio.sleep(0.02)
    return jobs.get(name).state


def test_jobs_go_on_when_the_studio_opens_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked, long = _question(tmp_path), _question(tmp_path, histories=6000)

    async def first() -> None:
        jobs = _jobs(tmp_path)
        jobs.open()
        jobs.submit(long)
        while jobs.get(long.id).done < 64:
            await asyncio.sleep(0.05)
        kept = json.loads((tmp_path / "runs" / FOLDER / long.id / JOB).read_text())
        assert kept["state"] == QUEUED, "a studio that is killed leaves no other word of it"
        await jobs.close()
        assert jobs.get(long.id).process is None and jobs.get(long.id).state == QUEUED

    async def second() -> None:
        jobs = _jobs(tmp_path)
        jobs.open()
        assert jobs.get(long.id).state == RUN and not jobs.get(long.id).checked
        jobs.submit(asked)
        assert await _ended(jobs, asked.id, DONE, FAILED) == DONE
        end = time.monotonic() + PATIENCE  # it may say how far it was only after the short one is done
        while jobs.get(long.id).done <= 64 and time.monotonic() < end:
            await asyncio.sleep(0.05)
        assert jobs.get(long.id).done > 64
        jobs.halt(long.id, STOPPED)
        assert await _ended(jobs, long.id, STOPPED) == STOPPED
        await jobs.close()

    async def third() -> None:
        jobs = _jobs(tmp_path)
        jobs.open()
        assert (jobs.get(long.id).state, jobs.get(asked.id).state) == (STOPPED, DONE)
        await jobs.close()

    for part in (first, second, third):
        lived(part())


def test_what_a_file_says_was_asked_is_checked_before_it_is_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = _question(tmp_path)

    async def part(*, spoil: bool) -> Any:
        jobs = _jobs(tmp_path, running=0 if spoil else 2)
        jobs.open()
        if spoil:
            jobs.submit(asked)
            await jobs.close()
            return None
        await _ended(jobs, asked.id, FAILED, DONE)
        await jobs.close()
        return jobs.get(asked.id)

    lived(part(spoil=True))
    path = tmp_path / "runs" / FOLDER / asked.id / JOB
    plain = json.loads(path.read_text())
    assert "words" not in plain["question"]
    plain["question"]["ask"]["seed"] = 10
    path.write_text(json.dumps(plain))
    job = lived(part(spoil=False))
    assert job.state == FAILED and job.error["code"] == "run-version"
    assert not (path.parent / ANSWER).exists()


def test_a_command_that_fails_says_why(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = _question(tmp_path)
    wrong = Question(asked.id, "run", asked.ask, ("run", "nobody"), "", 6, asked.run)

    async def part() -> Any:
        jobs = _jobs(tmp_path)
        jobs.open()
        job, _ = jobs.submit(wrong)
        await _ended(jobs, wrong.id, FAILED, DONE)
        await jobs.close()
        return job

    job = lived(part())
    assert job.state == FAILED and job.error["code"] == "case-unknown" and job.error["problems"]


def test_a_full_queue_is_full_for_those_who_resume_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def part() -> None:
        jobs = _jobs(tmp_path, running=0, waiting=1)
        jobs.open()
        first, second = _question(tmp_path), _question(tmp_path, seed=10)
        jobs.submit(first)
        jobs.halt(first.id, PAUSED)
        jobs.submit(second)
        with pytest.raises(QueueFull):
            jobs.resume(first.id)
        with pytest.raises(PolitburoError):
            jobs.get("nothing")
        await jobs.close()

    lived(part())


def test_a_stream_goes_on_where_it_was_cut_off():
    async def part() -> None:
        board = Board()
        one = board.post("a", "job", {"n": 1})
        two = board.post("b", "job", {"n": 2})
        three = board.post("a", "job", {"n": 3})
        assert one < two < three

        async def read(last: int, count: int) -> list[str]:
            found: list[str] = []
            async for text in board.watch(last):
                found += [part for part in text.split("\n\n") if part.startswith("id:")]
                if len(found) == count:
                    return found
            return found

        whole = await read(0, 2)
        assert [f"id: {two}" in whole[0], f"id: {three}" in whole[1]] == [True, True]
        assert await read(two, 1) == whole[1:], "what was told is not told again"
        later = asyncio.create_task(read(three, 1))
        await asyncio.sleep(0.01)
        four = board.post("b", "job", {"n": 4})
        assert (await later)[0].startswith(f"id: {four}\nevent: job\ndata: ")
        waiting = asyncio.create_task(read(four, 1))
        await asyncio.sleep(0.01)
        board.close()
        assert await waiting == []

    lived(asyncio.wait_for(part(), STILL / 2))


@pytest.mark.parametrize("text", ["-1", "1e3", "x", "9" * 30, "٣", " 1"])
def test_nonsense_is_no_number_of_an_event(text):
    assert last_number(text) == 0
