"""Several ways to say the same. Which one is taken follows from the event's address and never from chance, so that it stays the same."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def one_of(ways: Sequence[str], address: str) -> str:
    """The way to say it that belongs to an address.

    >>> one_of(["a", "b", "c"], "7:3") == one_of(["a", "b", "c"], "7:3")
    True
    """
    return ways[zlib.crc32(address.encode()) % len(ways)]


def sentence(text: str) -> str:
    """With a capital, a full stop and no double spaces.

    >>> sentence("the vote  was lost")
    'The vote was lost.'
    """
    text = " ".join(text.split()).replace(" ,", ",").replace(",,", ",").replace(" .", ".").replace(",.", ".")
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
