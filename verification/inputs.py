"""Does any damaged file end in a traceback, or in a long wait?

    python verification/inputs.py [COUNT]       COUNT files (default 5000); ends with status 1 if one did

Sound files are changed in one or two places (`tests/mutants.py`: junk, other words and numbers, lines lost, doubled and shuffled) and
given to the commands that read them, in turn: scenario pages and folders of tables, tables of powers and weights, forecast files, truth
files, the files of a saved run, and lists of persons in office (Popolo, WhoGov, Archigos, spells). Of the files of a run every second
change is sealed again, as by somebody who knows how.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import forked
import reliability

sys.path.insert(0, str(forked.SOURCE.parent / "tests"))
PATIENCE = 5  # seconds of processor time
TABLE = "name,power\nada,3\nbo,2\ncyr,1.5\n"


class Sound:
    """Sound files of every kind, and commands that read a changed one of them."""

    def __init__(self, place: Path) -> None:
        self.place = place
        small = str(forked.SOURCE.parent / "tests" / "scenarios" / "valid" / "small")
        said = forked.inside(["forecast", small, "--histories", "20", "--json"], 60)
        self.forecast = place / "small.forecast.json"
        self.forecast.write_text(said.said)
        forecast = json.loads(said.said)
        self.truth = place / "small.truth.json"
        import politburo
        from politburo.study.forecasting.forecast import with_truth

        _, truth = with_truth(politburo.load(small), 20, seed=2)
        self.truth.write_text(truth.model_dump_json(indent=1))
        self.run = place / "run"
        assert (
            forecast
            and forked.inside(["run", small, "--histories", "3", "--out", str(self.run)], 60).status == 0
        )

    def scenario(self, number: int, luck: random.Random) -> list[list[str]]:
        import mutants

        folder = mutants.make(number, self.place)
        self.made = folder
        return [["scenario", "check", str(folder)], ["scenario", "describe", str(folder)]]

    def table(self, number: int, luck: random.Random) -> list[list[str]]:
        self.made = self.place / f"{number}.csv"
        self._changed(TABLE.encode(), luck)
        return [["power", luck.choice(("--powers", "--weights")), str(self.made)]]

    def forecast_file(self, number: int, luck: random.Random) -> list[list[str]]:
        self.made = self.place / f"{number}.forecast.json"
        self._changed(self.forecast.read_bytes(), luck)
        return [["score", str(self.made), "--truth", str(self.truth)]]

    def truth_file(self, number: int, luck: random.Random) -> list[list[str]]:
        self.made = self.place / f"{number}.truth.json"
        self._changed(self.truth.read_bytes(), luck)
        return [["score", str(self.forecast), "--truth", str(self.made)]]

    def saved_run(self, number: int, luck: random.Random) -> list[list[str]]:
        from politburo.store.manifest import sealed

        self.made = Path(shutil.copytree(self.run, self.place / f"run-{number}"))
        path = luck.choice([p for p in sorted(self.made.rglob("*")) if p.is_file() and p.stat().st_size])
        run, self.made = self.made, path
        self._changed(path.read_bytes(), luck)
        self.made = run
        manifest = path.parent / "manifest.json"
        if path.suffix == ".json" and number % 2:
            with contextlib.suppress(ValueError, AttributeError, TypeError, KeyError):
                facts = json.loads(manifest.read_bytes())
                if path != manifest:
                    facts["files"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
                manifest.write_bytes(sealed(facts))
        return [
            ["store", "verify", str(run), "--again", "0"],
            ["show", str(run), "--history", "1", "--table"],
        ]

    def persons_in_office(self, number: int, luck: random.Random) -> list[list[str]]:
        source = luck.choice(sorted((forked.SOURCE.parent / "tests" / "importing" / "files").iterdir()))
        self.made = self.place / f"{number}{source.suffix}"
        self._changed(source.read_bytes(), luck)
        party, country = luck.choice(("Guild Party", "gp")), luck.choice(("GLD", ""))
        return [
            ["scenario", "from", str(self.made), "--party", party, "--on", "1976-03-01", "--country", country]
        ]

    def _changed(self, data: bytes, luck: random.Random) -> None:
        import mutants

        text = mutants.mutate(data.decode("latin-1"), luck)
        self.made.write_bytes(
            text.encode("utf-8", "surrogatepass")
            if luck.random() < 0.5
            else text.encode("latin-1", "replace")
        )


def main(words: list[str]) -> int:
    count, began, wrong = int(words[0]) if words else 5000, time.monotonic(), []
    forked.warm()
    ends: Counter = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as place:
        sound = Sound(Path(place))
        kinds: list[Callable[[int, random.Random], list[list[str]]]] = [
            sound.scenario, sound.table, sound.forecast_file, sound.truth_file, sound.saved_run,
            sound.persons_in_office,
        ]  # fmt: skip
        for number in range(count):
            luck = random.Random(number)
            for command in kinds[number % len(kinds)](number // len(kinds), luck):
                start = time.process_time()
                end = forked.inside(command, PATIENCE)
                seconds = time.process_time() - start
                slowest = max(slowest, seconds)
                ends[end.status] += 1
                if not end.clean or seconds > PATIENCE:
                    wrong.append(
                        f"{number}: {' '.join(command)}: {end.status}, {seconds:.1f} s: {end.said[-200:]}"
                    )
                    print(wrong[-1], flush=True)
            shutil.rmtree(sound.made) if sound.made.is_dir() else sound.made.unlink()
    refused = sum(times for status, times in ends.items() if status)
    happened = f"{len(wrong)} tracebacks or long waits; {refused} of {sum(ends.values())} commands refused what they read"
    happened += f"; the slowest took {slowest:.1f} s"
    reliability.told(
        "inputs",
        "a damaged file of a scenario, table, forecast, truth, saved run or list of persons in office",
        count,
        happened,
        " ".join(["python verification/inputs.py", *words]),
        time.monotonic() - began,
        statuses={str(status): ends[status] for status in sorted(ends)},
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
