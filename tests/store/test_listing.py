"""The saved runs in a folder: as they are now, though what has not changed is not read again."""

from __future__ import annotations

from unittest.mock import patch

import pytest
import writing

from politburo.study.running import listing


def test_a_list_is_of_the_runs_as_they_are_now(tmp_path):
    writing.write(tmp_path / "one", 8)
    (tmp_path / "one" / "resolved.json").write_text('{"title": "T"}')
    assert [(row["id"], row["title"], row["done"]) for row in listing.runs_in(tmp_path)] == [("one", "T", 8)]
    with patch.object(listing, "read_manifest", side_effect=AssertionError):
        row = listing.runs_in(tmp_path)[0]
    row["done"] = 0  # what a caller does to a row is the caller's own
    assert listing.runs_in(tmp_path)[0]["done"] == 8
    writing.write(tmp_path / "two", 4)
    (tmp_path / "two" / "resolved.json").write_text('{"title": "U"}')
    assert {row["id"] for row in listing.runs_in(tmp_path)} == {"one", "two"}
    (tmp_path / "two" / "manifest.json").unlink()
    assert {row["id"] for row in listing.runs_in(tmp_path)} == {"one"}


def test_a_list_follows_a_run_that_is_being_made(tmp_path):
    folder, seen = tmp_path / "run", []

    class Stopped(Exception):
        pass

    def look(*_, **__):
        (folder / "resolved.json").write_text('{"title": "T"}')
        seen.append(sum(row["done"] for row in listing.runs_in(tmp_path)))
        if len(seen) == 3:
            raise Stopped

    with patch("writing.time.sleep", side_effect=look), pytest.raises(Stopped):
        writing.write(folder, 12)
    assert seen == sorted(seen) and seen[-1] > seen[0]
