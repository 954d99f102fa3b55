"""Run the notebooks of docs/notebooks from top to bottom and keep what they print and draw.

    python scripts/build_notebooks.py [NAME]...

To be repeated when the model or a notebook has changed: `tests/test_notebooks.py` compares what is kept with what comes out. Needs the
extra `notebooks`.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

import politburo

HOME = Path(__file__).resolve().parent.parent / "docs" / "notebooks"
SECONDS = 300  # for a cell


def notebooks() -> list[Path]:
    """All of them."""
    return sorted(HOME.glob("*.ipynb"))


def executed(path: Path) -> Any:
    """A notebook with the outputs of today, in its folder; raises the error of a cell."""
    os.environ["PYTHONPATH"] = str(
        Path(politburo.__file__).resolve().parent.parent
    )  # the kernel's package is this one
    book: Any = nbformat.read(path, as_version=4)
    client = NotebookClient(
        book, timeout=SECONDS, record_timing=False, resources={"metadata": {"path": str(HOME)}}
    )
    client.execute()
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "politburo": {"model": politburo.MODEL_VERSION, "machine": platform.machine()},
    }
    return book


if __name__ == "__main__":
    for path in notebooks():
        if not sys.argv[1:] or path.stem in sys.argv[1:]:
            nbformat.write(executed(path), path)
            print(path.name)
