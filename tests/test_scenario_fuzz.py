"""Broken files never end in a traceback: every error has a code, a place and a way to fix it, and comes quickly."""

from __future__ import annotations

import pytest

from mutants import try_out


def test_three_hundred_mutants(tmp_path):
    seen = try_out(range(300), tmp_path)
    assert 100 < seen["refused"] < 300  # mutants that all fail, or all pass, would test little
    assert len(seen) > 12


@pytest.mark.slow
def test_five_thousand_mutants(tmp_path):
    seen = try_out(range(1000, 6000), tmp_path)
    print(dict(seen))
    assert 2000 < seen["refused"] < 5000
    assert len(seen) > 18
