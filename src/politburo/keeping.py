"""Compiled programs, kept between processes in the user's cache directory.

JAX keeps compiled programs too, but finds one only after the program has been traced and lowered again, which for the month takes
longer than loading it. Here the key is made of what a program is made of: the sources of this package's theory, the sizes of its
arguments, the versions of JAX, its flags, and the processor. A file that cannot be read is made anew; the oldest make room.

The files are pickles, as JAX's own are: the folder must belong to whoever runs the program.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import platform
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax
from jax.experimental import serialize_executable

#: where programs are kept; None: nowhere (`study.ensemble.prepare_jax` sets it)
FOLDER: Path | None = None
MOST = 48  # files, each of a few MiB
THEORY = ("engine.py", "rng.py", "vocab.py", "model", "mechanisms", "power")


@functools.cache
def fingerprint() -> str:
    """What every program depends on besides the sizes of its arguments."""
    home = Path(__file__).parent
    files = [
        file
        for name in THEORY
        for file in ([home / name] if name.endswith(".py") else (home / name).rglob("*.py"))
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    facts = [
        jax.__version__,
        version("jaxlib"),
        jax.default_backend(),
        os.environ.get("XLA_FLAGS", ""),
        processor(),
    ]
    digest.update("\n".join(facts).encode())
    return digest.hexdigest()


def processor() -> str:
    """What the processor can do, as far as the system says."""
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(
            sorted({line for line in lines if line.startswith(("flags", "Features", "model name"))})
        )
    return f"{platform.machine()} {platform.processor()}"


def kept(what: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Compiled programs by name: those kept for `what` (a text that says all about them), or made and then kept."""
    if FOLDER is None:
        return make()
    file = FOLDER / f"month-{hashlib.sha256((fingerprint() + what).encode()).hexdigest()}"
    with contextlib.suppress(Exception):  # whatever is wrong with it, it can be made again
        sound, _, body = file.read_bytes().partition(b"\n")
        if sound.decode() == hashlib.sha256(body).hexdigest():
            loaded = {
                name: serialize_executable.deserialize_and_load(*parts)
                for name, parts in pickle.loads(body).items()
            }
            file.touch()
            return loaded
    made = make()
    with contextlib.suppress(
        Exception
    ):  # a full disk, or a program that cannot be saved, costs time and not the answer
        body = pickle.dumps({name: serialize_executable.serialize(program) for name, program in made.items()})
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as draft:  # gone, whatever happens
            part = Path(draft) / file.name
            part.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            os.replace(part, file)
        for old in sorted(FOLDER.glob("month-*"), key=lambda path: path.stat().st_mtime)[:-MOST]:
            old.unlink(missing_ok=True)
    return made
