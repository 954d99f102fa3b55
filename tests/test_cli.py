"""The commands as a person types them: answers, errors, exit statuses, nothing half-written taken for whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from politburo.cli import entry
from politburo.cli.app import COMMANDS
from politburo.errors import CODES

SMALL = str(Path(__file__).parent / "scenarios" / "valid" / "small")
HISTORIES = 20


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "small"
    assert entry(["run", SMALL, "--histories", str(HISTORIES), "--out", str(folder)]) == 0
    return folder


def told(capsys, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = entry(list(words))
    out, err = capsys.readouterr()
    return status, out, err


def command(*words: str, **how) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "politburo", *words], capture_output=True, text=True, **how)


def test_the_answer_says_what_a_reader_needs(saved, capsys):
    status, out, _ = told(capsys, "show", str(saved), "--all")
    assert status == 0
    for words in (
        "SIMULATED", f"{HISTORIES} histories", "seed 1", "rules alone", "personality traits made equal", "Starting values:",
        "% from sources we opened", "% assumed", "Persons: ", "The table of the struggle: the most typical history",
        "effective number of rulers", "Full members", "Intervals (95 %)", "The same run again: ",
    ):  # fmt: skip
        assert words in " ".join(out.split()), words
    assert all(len(line) <= 100 for line in out.splitlines() if not line.startswith("The same run again: "))
    assert "documented past" not in out  # this case has no record


def test_json_is_the_same_answer(saved, capsys):
    status, out, _ = told(capsys, "show", str(saved), "--json")
    answer = json.loads(out)
    assert status == 0 and answer["simulated"] is True and answer["histories"] == HISTORIES
    total = sum(entry["share"] for entry in answer["final"].values())
    assert total == pytest.approx(1, abs=0.01)
    for person in answer["leading"]:
        for year, share in enumerate(person["sole"]):
            assert share["low"] <= share["share"] <= share["high"]
            assert share["share"] <= answer["types"]["sole"][year]["share"] + 1e-9
    assert answer["tables"]["typical"]["history"] == answer["picks"]["typical"]
    assert answer["run"]["seed"] == 1 and answer["run"]["scenario"]


def test_one_history_told_in_three_ways(saved, capsys):
    status, out, _ = told(capsys, "show", str(saved), "--history", "3", "--chronicle", "--table", "--votes")
    assert status == 0 and "history 3, SIMULATED" in out
    assert re.search(r"^18\d\d$", out, re.M) and re.search(r"^  [A-Z][a-z]+ +[A-Z]", out, re.M)
    status, out, _ = told(
        capsys,
        "show",
        str(saved),
        "--history",
        "3",
        "--chronicle",
        "--json",
        "--from",
        "1803",
        "--to",
        "1804",
    )
    dates = [line["date"] for line in json.loads(out)["chronicle"]]
    assert dates == sorted(dates) and all("1803" <= day[:4] <= "1804" for day in dates)


def test_the_same_seed_gives_the_same_digest_and_another_does_not(saved, tmp_path, capsys):
    digests = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        words = [
            "run",
            SMALL,
            "--histories",
            str(HISTORIES),
            "--seed",
            seed,
            "--out",
            str(folder),
            "--no-blind",
        ]
        assert told(capsys, *words)[0] == 0
        digests.append(json.loads((folder / "manifest.json").read_text())["digest"])
    first = json.loads((saved / "manifest.json").read_text())["digest"]
    assert digests[0] == first != digests[1]


def test_switching_off_and_setting_are_told(tmp_path, capsys):
    words = [
        "run",
        SMALL,
        "--histories",
        "2",
        "--no-blind",
        "--no-save",
        "--set",
        "parameters.pace=0.02",
        "--params",
        "default",
    ]
    status, out, _ = told(capsys, *words)
    assert status == 0 and "Changed: parameters.pace=0.02" in out and "default parameters" in out
    again = out.replace("\\\n", "").split("politburo run ")[1]
    assert "--set parameters.pace=0.02" in again and "--params default" in again


WRONG = [
    (["run", "nosuch-case"], 66, "case-unknown"),
    (["run", SMALL, "--histories", "0"], 2, "usage"),
    (["run", SMALL, "--seed", "-1"], 2, "usage"),
    (["run", SMALL, "--start", "1801-13"], 65, "date-invalid"),
    (["run", SMALL, "--start", "1999"], 65, "date-outside"),
    (["run", SMALL, "--off", "ballot"], 2, "usage"),
    (["run", SMALL, "--set", "parameters.pce=1"], 65, "parameter-unknown"),
    (["run", SMALL, "--set", "holdings.x"], 65, "path-unknown"),
    (["show", "nowhere"], 66, "run-missing"),
    (["scenario", "check", "nowhere"], 66, "case-unknown"),
    (["nosuch"], 2, "usage"),
    (["run"], 2, "usage"),
]


@pytest.mark.parametrize("words, status, code", WRONG, ids=[" ".join(w[:1] + w[2:]) for w, _, _ in WRONG])
def test_errors_have_one_shape_and_a_stable_code(words, status, code, capsys):
    found, out, err = told(capsys, *words)
    assert found == status and "Traceback" not in err and out == ""
    found, out, _ = told(capsys, *words, "--json")
    error = json.loads(out)["error"]
    assert found == status and error["code"] == code and code in CODES
    assert {"code", "where", "found", "allowed", "nearest", "remedy"} <= set(error["problems"][0])


def test_a_saved_run_is_not_overwritten_unless_asked(saved, capsys):
    status, _, err = told(capsys, "run", SMALL, "--histories", "2", "--no-blind", "--out", str(saved))
    assert status in (0, 73)
    if status == 73:
        assert "run-exists" in err


def test_a_damaged_part_is_noticed(saved, tmp_path, capsys):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(saved, copy)
    part = max((copy / "parts").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(bytes(data))
    status, _, err = told(capsys, "show", str(copy), "--history", "3", "--table")
    assert status == 76 and "run-damaged" in err


def test_a_place_that_cannot_be_written_is_a_clear_message(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    status, _, err = told(
        capsys, "run", SMALL, "--histories", "2", "--no-blind", "--out", str(tmp_path / "file" / "run")
    )
    assert status == 74 and "cannot-write" in err and "Traceback" not in err


def test_dry_run_says_what_would_be_done(capsys, tmp_path):
    status, out, _ = told(capsys, "run", SMALL, "--dry-run", "--out", str(tmp_path / "x"))
    assert status == 0 and "256 histories" in out and not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    status, out, _ = told(capsys, name, "--help")
    assert status == 0 and "Usage: politburo " + name in out and len(out) > 100
    _, _, listed = out.partition("\nCommands:\n")
    assert "..." not in listed  # every line of a list of commands is a whole sentence


def test_version_and_import_are_quick():
    """Limits of the brief: 0.2 s and 0.25 s; the least of five, against an empty Python in the same breath."""

    def least(*words: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        return min(times)

    bare = least("-c", "pass")
    assert least("-m", "politburo", "--version") < bare + 0.2
    assert least("-c", "import politburo") < bare + 0.25


def test_nothing_heavy_is_imported_before_it_is_needed():
    code = "import sys, politburo, politburo.cli.app; print(sorted({'numpy', 'pandas', 'pydantic'} & set(sys.modules)))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )


@pytest.mark.slow  # failed once in a new clone on a machine at work, not since; tests/store kills writers in the fast suite
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interruption_leaves_nothing_that_looks_whole(tmp_path):
    import signal

    folder = tmp_path / "cut"
    words = [
        sys.executable,
        "-m",
        "politburo",
        "run",
        SMALL,
        "--histories",
        "100000",
        "--no-blind",
        "--out",
        str(folder),
    ]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(1200):
        if list(folder.rglob("*.npz")) or process.poll() is not None:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130 and "Traceback" not in err
    again = command("show", str(folder))
    assert again.returncode == 75 and "run-partial" in again.stderr
