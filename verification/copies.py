"""A copy of the package, compiled in a place of its own: for `compilers.py` and `sanitizers.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT = shutil.ignore_patterns(
    "*.so", "*.pyd", "*.pxd", "compiled.txt", "__pycache__", "catalog", "*.egg-info"
)
FILES = ("setup.py", "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", "NOTICE")


def compiled(place: Path, **how: str) -> Path:
    """Copy the sources to a place and compile them there under these environment variables; leave in words if that fails."""
    for folder in ("src", "build_support"):
        shutil.copytree(ROOT / folder, place / folder, ignore=LEFT)
    for name in FILES:
        shutil.copy2(ROOT / name, place / name)
    done = subprocess.run([sys.executable, "-m", "build_support"], cwd=place, env=os.environ | how)
    if done.returncode:
        sys.exit(1)
    return place


def run(place: Path, program: str, *words: str, **how: str) -> subprocess.CompletedProcess:
    """Run a program in Python with the package at a place and the worlds of the tests."""
    path = os.pathsep.join((str(place / "src"), str(ROOT / "tests")))
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env=os.environ | {"PYTHONPATH": path} | how,
        capture_output=True,
        text=True,
        errors="replace",
    )
