"""What may be asked of a run: how many histories, which seeds, which names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from politburo.errors import PolitburoError, Problem, nearest
from politburo.store.manifest import MOST_HISTORIES

DEFAULT_HISTORIES = 256
LARGEST_SEED = 2**31 - 1


def check_numbers(histories: int, seed: int) -> None:
    """Raise `PolitburoError` for a number of histories or a seed that cannot be run."""
    _within("--histories", histories, 1, MOST_HISTORIES)
    _within("--seed", seed, 0, LARGEST_SEED)


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise PolitburoError(Problem("usage", name, str(value)[:100], f"{low:,} to {high:,}"))


def known(option: str, names: Iterable[str], allowed: Collection[str]) -> None:
    """Raise `PolitburoError` with every name that is not among those allowed."""
    wrong = [name for name in names if name not in allowed]
    if wrong:
        raise PolitburoError(
            Problem("usage", option, name[:100], ", ".join(allowed), nearest(name, allowed)) for name in wrong
        )
