"""How long work says how far it is."""

from __future__ import annotations

from collections.abc import Callable

#: called with how many are done and how many there will be
Progress = Callable[[int, int], None]
