"""How fast the engine is: against the last one that used JAX, against plain Python, and against the limits that it is held to.

    python benchmarks/engine.py [-o benchmarks/engine-results.json] [--against] [--quick] [--installed]

`--against` times the last commit with JAX in turn with this engine (A B A B); the median of the ratios counts. The first time, that
commit is checked out and its libraries are installed, into build/against. Another commit may be named, or a folder with a source that
is there; `--against-python` is then the Python that has its libraries. `--quick` measures less, and less surely. `--installed` also
installs the libraries anew to see how much room they take, which needs minutes and a package index.

Run it on a quiet machine. The exit status is 1 if a figure misses what it must reach.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import measures
from common import CASE, ROOT, circumstances, clock, load

import politburo
import questions
from politburo import scenario

#: The last commit whose engine was compiled by JAX at the first start: what the present engine has to outdo.
LAST_WITH_JAX = "5adbde4539c27c4e5ce88b1692047f229eb1bea9"
HERE = Path(__file__).resolve().parent

MANY = 12  # contenders; the case has 8
#: The function of which `instructions` counts those executed, with all that it calls.
LOOP = "__pyx_f_9politburo_5clock_run"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    turns: int  # of each engine
    histories: int  # in one turn of this engine
    of_many: int  # with MANY contenders
    before: int  # in one turn of the engine that it is compared with
    before_of_many: int
    starts: int
    memory: int  # histories of the large run
    every: int  # months between those from which odds are taken


FULL = Size(
    turns=3, histories=512, of_many=256, before=512, before_of_many=64, starts=3, memory=3072, every=1
)
QUICK = Size(
    turns=1, histories=256, of_many=128, before=256, before_of_many=64, starts=1, memory=1024, every=24
)
FUTURES = 64  # from each month
PAIRS = 256
PLAIN = {
    "histories": 2,
    "months": 12,
}  # what plain Python is asked to run; the compiled loops run more, to be timed at all
COMPILED = {"histories": 256, "months": 12}
BLOCK_OF_MANY = 32  # histories in a block of the engine before with MANY contenders, where its own size would take minutes


@dataclass(frozen=True)
class Figure:
    """A figure beside its limits: it should be at least (`more`) or at most `must`, better `aim`."""

    what: str
    unit: str
    value: float
    least: float
    most: float
    must: float | None = None
    aim: float | None = None
    more: bool = False

    def reaches(self, limit: float | None) -> bool | None:
        if limit is None:
            return None
        return self.value >= limit if self.more else self.value <= limit


def figure(what: str, unit: str, values: Iterable[float], **limits: Any) -> Figure:
    """The median of some values."""
    values = sorted(values)
    return Figure(what, unit, statistics.median(values), values[0], values[-1], **limits)


class Engine:
    """A process that runs histories with some politburo (`process.py`)."""

    def __init__(self, python: str, source: Path, **environment: str) -> None:
        told = {name: value for name, value in os.environ.items() if name != "POLITBURO_UNCOMPILED"}
        told |= {"PYTHONPATH": str(source / "src"), **environment}
        self.python, self.environment = python, told
        words = [python, str(HERE / "process.py"), CASE]
        self.process = subprocess.Popen(
            words, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **wanted: Any) -> tuple[float, float]:
        """(seconds, processor seconds) of what is wanted; raises `RuntimeError` if the process fails."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.python} ended with status {self.process.wait()}")
        return tuple(json.loads(answer))

    def rate(self, **wanted: Any) -> float:
        """Histories a second."""
        return wanted["histories"] / self.ask(**wanted)[0]

    def close(self) -> None:
        self.process.communicate()


@contextmanager
def engine_of(python: str, source: Path, **environment: str) -> Iterator[Engine]:
    engine = Engine(python, source, **environment)
    try:
        yield engine
    finally:
        engine.close()


def prepared(against: str, python: str | None) -> tuple[str, Path]:
    """(Python, source) of what this engine is compared with; checked out and installed where that was not done before."""
    if os.path.isdir(against):
        return python or sys.executable, Path(against).resolve()
    place = ROOT / "build" / "against" / against[:10]
    source, environment = place / "source", place / "environment"
    if not source.exists():
        call("git", "worktree", "prune")
        call("git", "worktree", "add", "--detach", source, against)
    if python:
        return python, source
    inside = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = place / "installed"
    if not done.exists():
        install(environment, inside, source / "requirements.lock")
        done.touch()
    return str(inside), source


def install(environment: Path, inside: Path, lock: Path) -> None:
    """Make an environment with what a lock file lists."""
    say(f"Installing {lock.name} into {environment}")
    call(sys.executable, "-m", "venv", "--clear", environment)
    pip = (inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    call(*pip, "--require-hashes", "--only-binary=:all:", "-r", lock)


def call(*words: Any) -> None:
    subprocess.run([str(word) for word in words], cwd=ROOT, check=True, stdout=sys.stderr)


def say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr, flush=True)


def rates(size: Size, before: Engine | None) -> Iterator[Figure]:
    """Histories a second with few and with many contenders, on one and on two threads, both engines in turn."""
    with engine_of(sys.executable, ROOT) as now:
        few = {"contenders": 8, "histories": size.histories}
        many = {"contenders": MANY, "histories": size.of_many}
        then_few = {"contenders": 8, "histories": size.before}
        then_many = {"contenders": MANY, "histories": size.before_of_many, "block": BLOCK_OF_MANY}
        found: dict[str, list[float]] = {}
        now.ask(histories=8)
        if before:
            say("Compiling the months of the engine before")
            before.ask(**then_few | {"histories": 1})
            before.ask(**then_many | {"histories": 1})
        for turn in range(size.turns):
            say(f"Histories a second, turn {turn + 1} of {size.turns}")
            values = {
                "8, two": now.rate(**few, workers=2),
                **({"8, before": before.rate(**then_few)} if before else {}),
                "8, one": now.rate(**few, workers=1),
                f"{MANY}, two": now.rate(**many, workers=2),
                **({f"{MANY}, before": before.rate(**then_many)} if before else {}),
                f"{MANY}, one": now.rate(**many, workers=1),
            }
            for name, value in values.items():
                found.setdefault(name, []).append(value)
    for contenders in (8, MANY):
        two, one = found[f"{contenders}, two"], found[f"{contenders}, one"]
        rate = f"histories a second, {contenders} contenders"
        yield figure(f"{rate}, two threads", "", two)
        yield figure(f"{rate}, one thread", "", one)
        if before:
            then = found[f"{contenders}, before"]
            limits: dict[str, Any] = {"must": 6, "aim": 12, "more": True} if contenders == 8 else {}
            yield figure(f"{rate}, the engine before with its own threads", "", then)
            yield figure(f"{rate}: of the engine before", "times", ratios(two, then), **limits)
    cost = ratios(found["8, two"], found[f"{MANY}, two"])
    yield figure(f"time of a history with {MANY} contenders, of one with 8", "times", cost, must=3)


def ratios(these: list[float], those: list[float]) -> list[float]:
    return [a / b for a, b in zip(these, those, strict=True)]


def plain(size: Size) -> Iterator[Figure]:
    """The same mechanisms in plain Python: time of a month of a history, of the same compiled."""
    say("The same mechanisms in plain Python")
    with (
        engine_of(sys.executable, ROOT) as now,
        engine_of(sys.executable, ROOT, POLITBURO_UNCOMPILED="1") as slow,
    ):
        each = lambda engine, wanted: engine.ask(**wanted)[1] / wanted["histories"] / wanted["months"]  # noqa: E731
        each(now, COMPILED)
        found = [(each(now, COMPILED), each(slow, PLAIN)) for _ in range(size.turns)]
    what = f"a month of a history in plain Python ({PLAIN['histories']} histories, {PLAIN['months']} months)"
    yield figure(what, "milliseconds", [1000 * b for _, b in found])
    yield figure("the same compiled", "milliseconds", [1000 * a for a, _ in found])
    yield figure("plain Python, of the compiled", "times", [b / a for a, b in found])


def starts(size: Size, before: tuple[str, Path] | None) -> Iterator[Figure]:
    """From typing `politburo run` to the end of the printed answer."""
    say("First and second starts")
    first, second = zip(*(both_starts(sys.executable, ROOT) for _ in range(size.starts)), strict=True)
    yield figure("first start to the printed answer (nothing cached)", "seconds", first, must=8, aim=4)
    yield figure("second start", "seconds", second, must=4.5, aim=3)
    if before and size is FULL:
        say("First and second start of the engine before")
        then_first, then_second = both_starts(*before)
        for what, then, now in (("first", then_first, first), ("second", then_second, second)):
            yield figure(f"{what} start, the engine before", "seconds", [then])
            yield figure(f"{what} start: the engine before, of this one", "times", [then / x for x in now])


def both_starts(python: str, source: Path) -> tuple[float, float]:
    """Seconds of a first start, with nothing cached: no bytecode, no compiled programs; and of a second, with what the first left."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPATH": str(source / "src"), "PYTHONPYCACHEPREFIX": cache}
        environment["JAX_COMPILATION_CACHE_DIR"] = f"{cache}/programs"
        words = [python, "-m", "politburo", "run", CASE, "--no-save"]
        taken = []
        for _ in range(2):
            began = time.perf_counter()
            subprocess.run(words, check=True, capture_output=True, env=environment, cwd=cache)
            taken.append(time.perf_counter() - began)
    return taken[0], taken[1]


PEAK = """
import resource, sys, politburo
politburo.load(sys.argv[1]).run(int(sys.argv[2]), 1, out=sys.argv[3])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
"""


def memory(size: Size) -> Iterator[Figure]:
    """Peak memory of a process that runs and saves so many histories."""
    say("Memory")
    few, many = (peak(count) for count in (256, size.memory))
    yield figure("peak memory with 256 histories", "MiB", [few])
    limits = {"must": 400, "aim": 200} if size is FULL else {}
    yield figure(f"peak memory with {size.memory:,} histories", "MiB", [many], **limits)
    yield figure("memory a history", "KiB", [(many - few) * 1024 / (size.memory - 256)])


def peak(histories: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-c", PEAK, CASE, str(histories), f"{folder}/run"]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        return float(
            subprocess.run(words, check=True, capture_output=True, text=True, env=environment).stdout
        )


def looking(size: Size) -> Iterator[Figure]:
    """What is done with histories once they are made: the measures, odds and a comparison."""
    say("Measures, odds, a comparison")
    party = politburo.load(CASE)
    run = party.run(256, seed=1)
    cost = measures.a_history(run, list(run.blocks()), size.turns)
    yield figure("measures of a run, a history", "milliseconds", [cost["summary of a run"]])
    yield figure("a history on its way to the disk", "milliseconds", [cost["a part for the disk"]])
    _, block = questions.blocks(party.resolved, count=size.turns + 1)
    odds = questions.curve(party, size.every, FUTURES, block)
    what = f"odds of one history, {odds['months']} months with {FUTURES} futures each"
    yield figure(what, "seconds", [odds["seconds"]])
    yield figure("its processor time, of the same months run plainly", "times", [odds[questions.OF_MONTHS]])
    compared = questions.paired(party, PAIRS, block)
    yield figure(f"comparison of 2 x {PAIRS} histories", "seconds", [compared["seconds"]])
    yield figure(
        "its processor time, of the same histories run plainly", "times", [compared[questions.OF_PAIRS]]
    )


COUNTED = """
import pickle, sys
from politburo import engine
with open(sys.argv[1], "rb") as file:
    world = pickle.load(file)
for _ in engine.blocks(world, histories=2, seed=1, workers=1):
    pass
"""


def instructions() -> Iterator[Figure]:
    """Instructions of a month of a history: a figure that hardly depends on the machine. Nothing where there is no valgrind."""
    if not shutil.which("valgrind"):
        return
    say("Instructions, counted by valgrind")
    resolved = politburo.load(CASE).resolved
    with tempfile.TemporaryDirectory() as folder:
        world, out = Path(folder, "world"), Path(folder, "counts")
        world.write_bytes(pickle.dumps(scenario.lower(resolved)))
        tool = ["valgrind", "--tool=callgrind", f"--toggle-collect={LOOP}", f"--callgrind-out-file={out}"]
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": folder}
        program = [sys.executable, "-c", COUNTED, str(world)]
        for words in (program, [*tool, *program]):  # first without, so that the bytecode is there
            subprocess.run(words, check=True, capture_output=True, env=environment)
        total = re.search(r"^totals: (\d+)", out.read_text(), re.MULTILINE)
    assert total
    yield figure("instructions of a month of a history", "", [int(total[1]) / (2 * resolved.months)])


def installed() -> Iterator[Figure]:
    """Room that the libraries take which a run needs, in an environment made anew from requirements.lock."""
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        install(Path(folder), inside, ROOT / "requirements.lock")
        files = (os.lstat(path) for path in Path(folder).rglob("*") if not path.is_dir())
        room = sum(getattr(file, "st_blocks", file.st_size / 512) * 512 for file in files)
    yield figure("installed, with all libraries of a run", "MB", [room / 1e6])


def shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(figures: list[Figure]) -> str:
    """The figures for reading, each beside what it must reach and what it should."""
    rows = [("", "median", "from", "to", "", "must", "aim", "")]
    for f in figures:
        limits = [
            "" if x is None else f"{'at least' if f.more else 'at most'} {x:g}" for x in (f.must, f.aim)
        ]
        said = {None: "", False: "MISSED", True: "aim reached" if f.reaches(f.aim) else "reached"}[
            f.reaches(f.must)
        ]
        range_ = (shown(f.least), shown(f.most)) if f.least < f.most else ("", "")
        rows.append((f.what, shown(f.value), *range_, f.unit, *limits, said))
    widths = [max(len(row[n]) for row in rows) for n in range(8)]
    sides = ("<", ">", ">", ">", "<", "<", "<", "<")
    return "\n".join(
        "  ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("-o", "--out", type=Path, help="Write the figures here, as JSON.")
    parser.add_argument(
        "--against",
        "--against-source",
        metavar="DIRECTORY_OR_COMMIT",
        nargs="?",
        const=LAST_WITH_JAX,
        help="Also time this engine (by itself: the last one with JAX).",
    )
    parser.add_argument("--against-python", metavar="PATH", help="The Python that has its libraries.")
    parser.add_argument("--quick", action="store_true", help="Measure less.")
    parser.add_argument(
        "--installed", action="store_true", help="Also measure the room that an installation takes."
    )
    given = parser.parse_args()
    size = QUICK if given.quick else FULL
    said = circumstances()
    before = prepared(given.against, given.against_python) if given.against else None
    figures: list[Figure] = []
    with clock() as taken:
        figures += starts(size, before)
        if before:
            with engine_of(*before) as other:
                figures += rates(size, other)
        else:
            figures += rates(size, None)
        parts: list[Callable[[], Iterator[Figure]]] = [
            lambda: plain(size),
            lambda: memory(size),
            lambda: looking(size),
            *([instructions] if size is FULL else []),
            *([installed] if given.installed else []),
        ]
        for part in parts:
            figures += part()
    found = {
        **said,
        "load after": load(),
        "case": CASE,
        "model": politburo.MODEL_VERSION,
        "quick": given.quick,
        "against": given.against if given.against and not os.path.isdir(given.against) else source_of(before),
        "minutes": round(taken[0] / 60, 1),
        "figures": [told(f) for f in figures],
    }
    print(table(figures))
    if given.out:
        given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.exit(int(any(f.reaches(f.must) is False for f in figures)))


def source_of(before: tuple[str, Path] | None) -> str:
    """The commit of a source that was named by its folder."""
    if before is None:
        return ""
    words = ["git", "rev-parse", "HEAD"]
    return subprocess.run(words, cwd=before[1], capture_output=True, text=True).stdout.strip()


def told(f: Figure) -> dict[str, Any]:
    """A figure as data, rounded to four digits, without what it lacks."""
    data = {k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in asdict(f).items()}
    data |= {"must reached": f.reaches(f.must), "aim reached": f.reaches(f.aim)}
    if f.must is None:
        data.pop("more")
    return {key: value for key, value in data.items() if value not in (None, "")}


if __name__ == "__main__":
    main()
