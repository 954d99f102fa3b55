"""Make the pictures of the how-to pages: run each page's commands up to the last one that draws.

    python scripts/build_howto.py [PAGE ...]

A page's pictures are what the commands that stand on it draw (`--picture`), so that anybody can make them again. Runs are made in a
temporary folder.
"""

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from politburo.cli import entry

PAGES = Path(__file__).resolve().parent.parent / "docs" / "how-to"


def commands(page: Path) -> list[list[str]]:
    """The words of every command that stands on a page, in order."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("politburo ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


def build(page: Path) -> None:
    """Draw the pictures of a page into its folder."""
    todo = commands(page)
    drawing = [n for n, words in enumerate(todo) if "--picture" in words]
    needed = (
        [words for words in todo[: drawing[-1] + 1] if "--picture" in words or words[0] == "run"]
        if drawing
        else []
    )
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for words in needed:
            if "--picture" in words:
                place = words.index("--picture") + 1
                words = [*words[:place], str(PAGES / words[place]), *words[place + 1 :]]
            status = entry(words)
            if status:
                sys.exit(status)
        os.chdir(PAGES)


if __name__ == "__main__":
    for page in sorted(PAGES.glob("*.md")):
        if len(sys.argv) == 1 or page.stem in sys.argv[1:]:
            build(page)
