"""Does a run survive a disk that fails at any moment?

    python verification/faults.py [STEP]        every STEP-th call (default: every one); status 1 if anything was wrong

Needs cc and Linux. A small library (`faults.c`), preloaded, lets the n-th call of one kind (open, read, write, fsync, rename,
unlink, mkdir, flock) that concerns the run's folder fail with EIO or ENOSPC, for every n until there is none: while a run is made,
and while another run is replaced by it (`--force`). Each time the command must end well or in an error that says what failed; what
is left must not look like a whole run if it is none; and the same command once more must give the digest of an undisturbed run.
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import forked
import reliability

HERE = Path(__file__).resolve().parent
KINDS = ("open", "read", "write", "fsync", "rename", "unlink", "mkdir", "flock")
PATIENCE = 60  # seconds
REPLACED = "a run that replaces another"
WORDS = ["run", "heir", "--histories", "65", "--json", "--force", "--out"]
ERRORS = {errno.EIO: KINDS, errno.ENOSPC: ("open", "write", "fsync", "mkdir")}


def digest(folder: Path) -> str:
    return json.loads((folder / "manifest.json").read_bytes())["digest"]


class Trial:
    """The folder of a run, and what it must hold in the end."""

    def __init__(self, place: Path) -> None:
        self.shim = ctypes.CDLL(None)
        self.run, self.other, undisturbed = place / "run", place / "other", place / "undisturbed"
        for folder, more in ((undisturbed, ["--no-blind"]), (self.other, ["--seed", "2"])):
            assert forked.inside([*WORDS, str(folder), *more], PATIENCE).status == 0
        self.expected, self.others = digest(undisturbed), digest(self.other)

    def once(self, begun: str, kind: str, nth: int, error: int) -> tuple[bool, list[str]]:
        """(did the call fail?, what went wrong) when the nth call of a kind fails."""
        shutil.rmtree(self.run, ignore_errors=True)
        if begun == REPLACED:
            shutil.copytree(self.other, self.run)
        words = [*WORDS, str(self.run), "--no-blind"]
        self.shim.fault(bytes(self.run), KINDS.index(kind), nth, error)
        ends = forked.inside(words, PATIENCE)
        failed = self.shim.fault_seen() >= nth
        self.shim.fault(b"", -1, 0, 0)
        wrong = []
        if not ends.clean or (ends.status and os.strerror(error) not in ends.said):
            wrong.append(f"ended with {ends.status}: {ends.said[-300:]}")
        left = forked.inside(["store", "verify", str(self.run), "--again", "0"], PATIENCE)
        looks_whole = left.status == 0 and "; complete." in left.said
        if not left.clean or (looks_whole and digest(self.run) not in (self.expected, self.others)):
            wrong.append(f"left behind: {left.status}: {left.said[-300:]}")
        again = forked.inside(words, PATIENCE)
        if again.status or digest(self.run) != self.expected:
            wrong.append(f"the next run: {again.status}: {again.said[-300:]}")
        return failed, [f"{begun}: {kind} {nth} {errno.errorcode[error]}: {one}" for one in wrong]


def main(words: list[str]) -> int:
    if "faults.so" not in os.environ.get("LD_PRELOAD", ""):
        with tempfile.TemporaryDirectory() as place:
            library = Path(place) / "faults.so"
            subprocess.run(
                ["cc", "-shared", "-fPIC", "-O1", HERE / "faults.c", "-o", library, "-ldl"], check=True
            )
            again = [sys.executable, str(Path(__file__).resolve()), *words]
            return subprocess.call(again, env={**os.environ, "LD_PRELOAD": str(library)})
    step, began = int(words[0]) if words else 1, time.monotonic()
    forked.warm()
    tried, wrong = 0, []
    with tempfile.TemporaryDirectory() as place:
        trial = Trial(Path(place))
        for begun, (error, kinds) in itertools.product(("a new run", REPLACED), ERRORS.items()):
            for kind in kinds:
                for nth in itertools.count(1, step):
                    failed, found = trial.once(begun, kind, nth, error)
                    wrong += found
                    if not failed:
                        break
                    tried += 1
                print(f"{begun}: {kind} {errno.errorcode[error]}: up to call {nth}", flush=True)
    print("\n".join(wrong))
    happened = f"{len(wrong)} unclean ends, runs that looked whole and were not, or next runs that differed"
    command = " ".join(["python verification/faults.py", *words])
    what = "a call to the file system that fails (EIO, ENOSPC) while a run is made or replaced"
    reliability.told("faults", what, tried, happened, command, time.monotonic() - began)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
