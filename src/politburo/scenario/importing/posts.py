"""From the words of a post to a type of office, by the table `values/posts.csv`: the first line that fits decides.

A phrase fits where each of its words begins a word of the post, in this order, whatever stands between; after `=` it is the whole post.
A line without a type holds words that no type is meant for. What no line fits has no type, and the nearest is only suggested.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from politburo.scenario.values import office_types, rows

SHORT = {
    "asst": "assistant", "chmn": "chairman", "cmdr": "commander", "def": "defense", "dep": "deputy", "dept": "department",
    "for": "foreign", "gen": "general", "govt": "government", "int": "interior", "intl": "international", "min": "minister",
    "natl": "national", "pres": "president", "prov": "provincial", "sec": "secretary", "vp": "vice president",
}  # fmt: skip
#: how the parts of a title with several offices begin
HEADS = "minister|min|prime|deputy|dep|vice|chairman|chair|chmn|president|pres|secretary|sec|first|second|general|gen|head|member|commander"
PARTS = re.compile(rf"\s*(?:[,;&/]|\band\b)\s*(?=(?:{HEADS})\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Fit:
    """`kind` is a type of office, or empty; then `near` is the one that shares most words. `check` is what the words leave open."""

    kind: str
    near: str = ""
    check: str = ""


def parts(title: str) -> list[str]:
    """The offices of a title that names several, as `Prime Min. and Min. of Defense`."""
    return [part for part in PARTS.split(title.strip()) if part]


def fit(post: str) -> Fit:
    """The type of a post."""
    words = _words(post)
    for kind, phrases, check in _table():
        if any(_fits(phrase, words, whole) for phrase, whole in phrases):
            return Fit(kind, "" if kind else _near(words), check)
    return Fit("", _near(words))


@cache
def _table() -> list[tuple[str, list[tuple[list[str], bool]], str]]:
    """(type, phrases with whether they are the whole post, what is to be checked) for every line."""
    return [
        (
            row["type"],
            [
                (phrase.strip().removeprefix("=").split(), phrase.strip().startswith("="))
                for phrase in row["words"].split(";")
            ],
            row["check"],
        )
        for row in rows("posts")
    ]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    found: list[str] = re.findall(
        r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign))
    )
    return [part for word in found for part in SHORT.get(word, str(word)).split()]


def _fits(phrase: list[str], words: list[str], whole: bool) -> bool:
    rest = iter(words)
    return all(any(word.startswith(start) for word in rest) for start in phrase) and (
        not whole or len(words) == len(phrase)
    )


def _near(words: list[str]) -> str:
    """The type whose phrases share the largest part with the post."""
    best, share = "other", 0.0
    for kind, phrases, _ in _table():
        for phrase, _ in phrases:
            found = sum(any(word.startswith(start) for word in words) for start in phrase) / len(phrase)
            if kind in office_types() and found > share:
                best, share = kind, found
    return best
