"""The notebooks run from top to bottom, and print what is kept in them."""

from __future__ import annotations

import importlib.util
import platform
import re
from pathlib import Path

import pytest

import politburo

pytest.importorskip("nbclient")
pytest.importorskip("statsmodels")

HOME = Path(__file__).resolve().parent.parent / "docs" / "notebooks"
SCRIPT = HOME.parent.parent / "scripts" / "build_notebooks.py"
NAMES = sorted(path.stem for path in HOME.glob("*.ipynb"))
LARGEST = 120_000  # bytes


def build():
    spec = importlib.util.spec_from_file_location("build_notebooks", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(book):
    """What the cells print and show as text, without places in memory."""
    found = []
    for cell in book.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                assert output.name == "stdout", output.text
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            found.append(re.sub(r"0x[0-9a-f]+", "0x", text))
    return found


def test_there_are_six_and_the_index_names_them():
    index = (HOME / "index.md").read_text(encoding="utf-8")
    assert len(NAMES) == 6 and set(re.findall(r"\((.*?)\.ipynb\)", index)) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_with_its_output_and_small(name):
    import nbformat

    path = HOME / f"{name}.ipynb"
    book = nbformat.read(path, as_version=4)
    assert path.stat().st_size < LARGEST and book.cells[0].source.startswith("# ")
    assert all(cell.execution_count for cell in book.cells if cell.cell_type == "code")
    assert "/tmp" not in path.read_text(encoding="utf-8") and len(told(book)) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_prints_what_it_printed(name):
    import nbformat

    path = HOME / f"{name}.ipynb"
    kept = nbformat.read(path, as_version=4)
    again = build().executed(path)
    made = kept.metadata["politburo"]
    assert made["model"] == politburo.MODEL_VERSION, "run scripts/build_notebooks.py"
    if made["machine"] == platform.machine():
        assert told(again) == told(kept), "run scripts/build_notebooks.py"
