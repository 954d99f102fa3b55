"""The parties on which mechanisms are tried: each test gets its own copy."""

from __future__ import annotations

import pytest

import worlds
from loops import MANY, Party


@pytest.fixture(scope="session")
def _party():
    return Party(worlds.small(illness=5), MANY)


@pytest.fixture(scope="session")
def _equal():
    return Party(worlds.small(unequal=False, appointer=None), MANY)


@pytest.fixture
def party(_party):
    """Many histories of a party of unlike leaders, before the first month."""
    return _party.copy()


@pytest.fixture
def equal(_equal):
    """Many histories of a party whose leaders are alike, none of whom appoints."""
    return _equal.copy()
