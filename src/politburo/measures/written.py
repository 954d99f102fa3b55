"""Numbers, dates and lists as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


LETTERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def tally(ayes: int, nays: int, abstentions: int = 0) -> str:
    """A count of votes, those that decided it first.

    >>> tally(540659, 50773, 12630), tally(6, 1)
    ('540,659 to 50,773 (12,630 abstained)', '6 to 1')
    """
    return f"{ayes:,} to {nays:,}" + (f" ({abstentions:,} abstained)" if abstentions else "")


def per_cent(share: float) -> str:
    """A share in whole per cent.

    >>> per_cent(0.204), per_cent(1)
    ('20 %', '100 %')
    """
    return f"{100 * share:.0f} %"


def month_of(day: date) -> str:
    """A month in words.

    >>> month_of(date(1929, 10, 24))
    'October 1929'
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def day_of(day: date) -> str:
    """A day in words.

    >>> day_of(date(1934, 2, 10))
    '10 February 1934'
    """
    return f"{day.day} {month_of(day)}"


def month_text(text: str) -> str:
    """A month given as YYYY-MM in words.

    >>> month_text("1934-02")
    'February 1934'
    """
    return month_of(date.fromisoformat(f"{text}-01"))


def day_text(text: str) -> str:
    """A day given as YYYY-MM-DD in words.

    >>> day_text("1934-02-10")
    '10 February 1934'
    """
    return day_of(date.fromisoformat(text))


def when_text(text: str) -> str:
    """A date given as YYYY, YYYY-MM or YYYY-MM-DD in words, as exactly as it is known; a tilde marks an approximate one.

    >>> when_text("1931"), when_text("1922-05"), when_text("1922-05-26"), when_text("1924-05~")
    ('1931', 'May 1922', '26 May 1922', 'about May 1924')
    """
    day = text.removesuffix("~")
    written = (str, month_text, day_text)[day.count("-")](day)
    return written if day == text else f"about {written}"


def years(start: str, end: str) -> str:
    """The years of a spell whose first and last month are given as YYYY-MM.

    >>> years("1923-10", "1924-05"), years("1925-01", "1925-03"), years("1899-12", "1901-01")
    ('1923-24', '1925', '1899-1901')
    """
    first, last = start[:4], end[:4]
    return first if first == last else f"{first}-{last[2:] if first[:2] == last[:2] else last}"


def listed(words: Sequence[str]) -> str:
    """A list in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + (f" and {words[-1]}" if words else "")


def duration(seconds: float) -> str:
    """How long something takes, as exactly as it can be foreseen.

    >>> duration(0.4), duration(47), duration(150), duration(9000)
    ('1 second', '47 seconds', '2 1/2 minutes', '2 1/2 hours')
    """
    if seconds < 100:
        whole = max(1, round(seconds))
        return f"{whole} second{'s' if whole > 1 else ''}"
    amount, unit = (seconds / 60, "minutes") if seconds < 5400 else (seconds / 3600, "hours")
    whole, half = divmod(round(2 * amount), 2)
    return f"{whole:,}{' 1/2' if half else ''} {unit}"


def in_letters(number: int) -> str:
    """Small numbers in letters.

    >>> in_letters(3), in_letters(12)
    ('three', '12')
    """
    return LETTERS[number] if 0 <= number < len(LETTERS) else f"{number:,}"


def some(words: Sequence[str], most: int) -> str:
    """The first of a list in a sentence, and how many more there are.

    >>> some(["a", "b", "c", "d"], 2), some(["a", "b"], 2)
    ('a, b and two others', 'a and b')
    """
    more = len(words) - most
    if more <= 0:
        return listed(words)
    return f"{', '.join(words[:most])} and {in_letters(more)} other{'s' if more > 1 else ''}"
