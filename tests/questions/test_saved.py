"""Real runs on disk: the digest does not depend on how they were made; verify, export, SQL, shards."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import politburo
from politburo.engine import BLOCK
from politburo.errors import PolitburoError
from politburo.store import open_saved
from politburo.store.manifest import sealed
from politburo.store.parts import digest as whole
from politburo.store.parts import pack, unpack
from politburo.study.questions.origins import origins
from politburo.study.running.export import export, sql
from politburo.study.running.making import Work
from politburo.study.running.run import open_run
from politburo.study.running.sharing import work
from politburo.study.running.verify import verify
from politburo.vocab import Seat, SocialOrigin

SMALL = "tests/scenarios/valid/small"
HISTORIES = 2 * BLOCK + 22  # three blocks, the last one smaller


@pytest.fixture(scope="module")
def party():
    return politburo.load(SMALL)


@pytest.fixture(scope="module")
def folder(party, tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "run"
    party.run(HISTORIES, 3, out=path)
    return path


def digest(path):
    return json.loads((path / "manifest.json").read_text())["digest"]


def copied(folder, path):
    import shutil

    shutil.copytree(folder, path)
    return path


def test_shards_workers_and_interruptions_give_the_same_digest(party, folder, tmp_path):
    party.begin(tmp_path / "a", HISTORIES, 3)
    assert [work(tmp_path / "a", shard=n, of=2) for n in (2, 1)] == [1, 2]
    assert work(tmp_path / "a", shard=1, of=2) == 0
    run = party.run(HISTORIES, 3, out=tmp_path / "a", work=Work(workers=1))
    assert digest(tmp_path / "a") == digest(folder) == run.saved.manifest["digest"]
    seen = []
    again = party.run(HISTORIES, 3, out=tmp_path / "a", work=Work(lambda done, asked: seen.append(done)))
    assert seen == [0] and again.summary == run.summary  # nothing was left to do


def test_a_killed_run_continues_to_the_same_answer(party, folder, tmp_path):
    code = (
        "import politburo; "
        f"politburo.load({SMALL!r}).run({HISTORIES}, 3, out={str(tmp_path / 'run')!r}, work=politburo.Work(workers=1))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    while not list((tmp_path / "run" / "parts").glob("part-*")) and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    seen = []
    run = party.run(HISTORIES, 3, out=tmp_path / "run", work=Work(lambda done, asked: seen.append(done)))
    assert seen[-1] == HISTORIES and digest(tmp_path / "run") == digest(folder)
    assert run.summary["final"] == open_run(folder).summary["final"]


def test_verify_makes_histories_again_and_finds_what_was_changed(folder, tmp_path):
    assert verify(folder, again=2)["again"] == [0, 2 * BLOCK]
    assert verify(folder, again=10**20)["again"] == [0, BLOCK, 2 * BLOCK]
    path = copied(folder, tmp_path / "flipped")
    part = sorted((path / "parts").iterdir())[1]
    data = bytearray(part.read_bytes())
    data[len(data) // 3] ^= 4
    part.write_bytes(bytes(data))
    with pytest.raises(PolitburoError) as caught:
        verify(path, again=0)
    assert caught.value.problems[0].code == "run-damaged" and caught.value.exit_status == 76


def test_verify_finds_a_forged_part(folder, tmp_path):
    """A part that was rewritten together with its name and the manifest is sound, but made again it differs."""
    path = copied(folder, tmp_path / "forged")
    saved = open_run(path).saved
    old = saved.parts[0]
    block = unpack(path / "parts", old)
    block.series["fear"][3, 7] += 0.5
    new, data = pack(block, old.run)
    (path / "parts" / old.name).unlink()
    (path / "parts" / new.name).write_bytes(data)
    manifest = json.loads((path / "manifest.json").read_text())
    manifest["parts"][0] = new.name
    manifest["digest"] = whole([new, *saved.parts[1:]])
    (path / "manifest.json").write_bytes(sealed(manifest))
    verify(path, again=0)
    with pytest.raises(PolitburoError) as caught:
        verify(path)
    assert caught.value.problems[0].code == "run-differs" and "fear" in caught.value.problems[0].found


ENDINGS = [(".csv", "pandas"), (".parquet", "pyarrow"), (".nc", "h5netcdf"), (".zarr", "zarr")]


@pytest.mark.parametrize("ending, module", ENDINGS)
def test_exports_read_back_the_same(folder, tmp_path, ending, module):
    run = open_run(folder)
    target = tmp_path / f"x{ending}"
    if importlib.util.find_spec(module) is None:
        with pytest.raises(PolitburoError) as caught:
            export(run, target)
        assert caught.value.problems[0].code == "extra-missing" and caught.value.exit_status == 69
        return
    export(run, target)
    import pandas
    import xarray

    if ending in (".csv", ".parquet"):
        read = pandas.read_csv(target) if ending == ".csv" else pandas.read_parquet(target)
        assert (
            len(read) == len(run.events) and (read["size"].to_numpy() == run.events["size"].to_numpy()).all()
        )
    else:
        read = (
            xarray.open_zarr(target, consolidated=False) if ending == ".zarr" else xarray.open_dataset(target)
        )
        assert np.array_equal(read.power.values, run.series.power.values)
        assert read.power.attrs["units"] and read.attrs["seed"] == "3"
    with pytest.raises(PolitburoError) as caught:
        export(run, target)
    assert caught.value.problems[0].code == "target-exists"


def test_sql(folder):
    run = open_run(folder)
    if importlib.util.find_spec("duckdb") is None:
        with pytest.raises(PolitburoError) as caught:
            sql(run, "SELECT 1")
        assert caught.value.problems[0].code == "extra-missing"
        return
    count = sql(run, "SELECT count(*) AS n FROM events WHERE kind = 'offensive'")["n"][0]
    assert count == (run.events.kind == "offensive").sum() > 0
    assert sql(run, "SELECT count(DISTINCT history) AS n FROM months")["n"][0] == HISTORIES
    assert set(sql(run, "SELECT person FROM contenders")["person"]) <= {p.id for p in run.resolved.persons}
    for wrong in ("SELECT nothing FROM nowhere", "DROP", "SELECT * FROM read_csv('/etc/passwd')"):
        with pytest.raises(PolitburoError) as caught:
            sql(run, wrong)
        assert caught.value.problems[0].code == "usage"


@pytest.mark.slow  # two processes prepare the program, a third one prepares it again: a minute or two
def test_a_lost_worker_changes_no_digest(party, folder, tmp_path):
    """One worker is killed in the middle of its first block, another one between two blocks."""
    pytest.importorskip("distributed")
    import os

    from distributed import LocalCluster

    path, killed = tmp_path / "run", []
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        nannies = {nanny.worker_address: nanny for nanny in cluster.workers.values()}

        def at_work():
            return [state.address for state in list(cluster.scheduler.workers.values()) if state.processing]

        def kill(seen):
            while not (seen() and (busy := [a for a in at_work() if a in nannies])):
                time.sleep(0.01)
            killed.append((nannies[busy[0]].pid, len(list((path / "parts").glob("part-*")))))
            os.kill(killed[-1][0], signal.SIGKILL)

        def luck():
            kill(at_work)
            kill(lambda: list((path / "parts").glob("part-*")))

        killer = threading.Thread(target=luck, daemon=True)
        killer.start()
        party.run(5 * BLOCK + 22, 3, out=path, work=Work(cluster=cluster.scheduler_address))
        killer.join(10)
    assert killed[0][1] == 0 and len({pid for pid, _ in killed}) == len(killed) >= 1
    party.run(5 * BLOCK + 22, 3, out=tmp_path / "alone")
    assert digest(path) == digest(tmp_path / "alone")


def test_a_scheduler_that_is_not_there_is_said_so_after_five_seconds(party, tmp_path):
    pytest.importorskip("distributed")
    import distributed  # noqa: F401 - its import is not what is timed

    begun = time.monotonic()
    with pytest.raises(PolitburoError) as caught:
        party.run(2, 3, out=tmp_path, work=Work(cluster="tcp://127.0.0.1:9"))
    assert time.monotonic() - begun < 8
    assert caught.value.problems[0].code == "usage" and "127.0.0.1:9" in caught.value.problems[0].found


def test_a_server_that_is_no_scheduler_is_said_so(party):
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            with contextlib.suppress(OSError):
                while True:
                    there, _ = server.accept()
                    there.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(PolitburoError) as caught:
            party.run(2, 3, work=Work(cluster=f"tcp://127.0.0.1:{server.getsockname()[1]}"))
    assert caught.value.problems[0].code == "usage" and "scheduler" in caught.value.problems[0].found


def test_another_machine_does_not_go_on_with_a_run(party, tmp_path):
    party.begin(tmp_path, HISTORIES, 3)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_bytes(sealed(manifest | {"machine": "abacus"}))
    with pytest.raises(PolitburoError) as caught:
        work(tmp_path, shard=1, of=2)
    again = pickle.loads(pickle.dumps(caught.value))  # as it comes from a worker
    assert again.problems == caught.value.problems and again.problems[0].code == "run-version"
    assert "abacus" in again.problems[0].allowed


def test_the_origin_of_leading_bodies_is_counted_in_histories_made_again(folder, monkeypatch):
    run = open_run(folder)
    words = SocialOrigin.words()[:5]
    persons = [p.model_copy(update={"origin": words[n % 5]}) for n, p in enumerate(run.resolved.persons)]
    run.resolved = run.resolved.model_copy(update={"persons": persons})
    rows = origins(run)
    assert len(rows) > 2 and all(abs(sum(row["share"].values()) - 1) < 1e-3 for row in rows)
    for row in rows[:2]:  # before the first month: whoever sits by the facts
        body = next(b for b in run.resolved.bodies if b.role == row["body"])
        full = [n for n, seat in body.seats.items() if seat == Seat.FULL.word and not persons[n].reserve]
        assert row["members"] == len(full) + row["reserves"]
        if not row["reserves"]:
            for word in words:
                share = sum(persons[n].origin == word for n in full) / len(full)
                assert abs(row["share"][word] - share) < 1e-3
    others = [
        dataclasses.replace(block, series=block.series | {"members": block.series["members"] + 1})
        for block in run.blocks()
    ]
    monkeypatch.setattr(run, "blocks", lambda: iter(others))
    with pytest.raises(PolitburoError) as found:
        origins(run)
    assert [problem.code for problem in found.value.problems] == ["run-differs"]


def test_the_job_array_of_the_page_makes_a_whole_run(party, tmp_path):
    """The script of docs/examples as a queue would run it, but one job after the other."""
    script = Path(__file__).resolve().parents[2] / "docs" / "examples" / "array.sh"
    command = tmp_path / "politburo"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m politburo "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    party.begin(tmp_path / "SHARED", 2 * BLOCK + 5, 3)
    home = str(Path(politburo.__file__).parent.parent)
    for task in ("1", "2"):
        known = {**os.environ, "SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_COUNT": "2", "PYTHONPATH": home}
        known["PATH"] = f"{tmp_path}{os.pathsep}{known['PATH']}"
        subprocess.run(["bash", str(script)], cwd=tmp_path, env=known, check=True, capture_output=True)
    assert not open_saved(tmp_path / "SHARED", partial=True).manifest["complete"]
    run = party.run(2 * BLOCK + 5, 3, out=tmp_path / "SHARED")
    assert run.histories["attacks"].tolist() == party.run(2 * BLOCK + 5, 3).histories["attacks"].tolist()
