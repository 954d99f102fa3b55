"""Events of histories by what anybody could see of them: the kind, the person, the outcome. Each is a word and what it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from politburo.arrays import Array
from politburo.measures.history import COL
from politburo.vocab import Change, Disclosure, EventKind, Rung, ShockKind

if TYPE_CHECKING:
    from politburo.model.trace import Block

E = EventKind
NOBODY = -1
#: what was seen: a word, the person it concerns or NOBODY, and the office or shock that it names or NOBODY
Sign = tuple[str, int, int]

_SANCTIONS: dict[int, str] = {
    Rung.CENSURED: "censured",
    Rung.LOST_POST: "lost an office",
    Rung.LOST_BUREAU: "lost his seat in the bureau",
    Rung.LOST_COMMITTEE: "lost his seat in the committee",
    Rung.EXPELLED: "expelled",
    Rung.EXILED: "expelled",
}
_CHANGES: dict[int, str] = {
    Change.NARROWED: "dropped",
    Change.ENLARGED: "taken in",
    Change.SPLIT: "broken with",
}
_VOTED = {1: "won", 0: "lost", -1: "no vote"}


def _attack(word: str, who: str) -> Callable[[Array], Sign]:
    return lambda row: (f"{word}, {_VOTED[int(row[COL['outcome']])]}", int(row[COL[who]]), NOBODY)


def _of(
    word: str, who: str = "", thing: str = "", outcome: int | None = None
) -> Callable[[Array], Sign | None]:
    """A sign of one word, of the person and thing in these columns; none where the outcome is another."""

    def sign(row: Array) -> Sign | None:
        if outcome is not None and row[COL["outcome"]] != outcome:
            return None
        return word, int(row[COL[who]]) if who else NOBODY, int(row[COL[thing]]) if thing else NOBODY

    return sign


def _worded(words: Mapping[int, str], who: str = "") -> Callable[[Array], Sign | None]:
    """A sign whose word is that of the outcome; none where the outcome has none."""

    def sign(row: Array) -> Sign | None:
        word = words.get(int(row[COL["outcome"]]))
        return None if word is None else (word, int(row[COL[who]]) if who else NOBODY, NOBODY)

    return sign


#: kind of event -> what is seen of it; other kinds are routine or too large to be a sign of anything
SEEN: dict[EventKind, Callable[[Array], Sign | None]] = {
    E.SHOCK: lambda row: (
        ("shock", NOBODY, int(row[COL["thing"]])) if row[COL["outcome"]] != ShockKind.DEATH else None
    ),
    E.DEATH: _of("died", "whom"),
    E.UNREST: _of("unrest"),
    E.COLLAPSE: _of("collapse"),
    E.LETTER_DISCLOSED: _worded({kind: f"letter {kind.word}" for kind in Disclosure}),
    E.CONFIDENCE: _worded({1: "kept in a vote of confidence", 0: "lost a vote of confidence"}, "whom"),
    E.OFFICE_FILLED: _of("appointed", "whom", "thing"),
    E.OFFICE_CREATED: _of("appointed", "whom", "thing"),
    E.LEVY: _of("levy", outcome=1),
    E.PURGE: _of("purge", outcome=1),
    E.COALITION: _worded(_CHANGES, "whom"),
    E.BLOC: _of("bloc", "who"),
    E.OFFENSIVE: _attack("attacked", "whom"),
    E.CHALLENGE: _attack("challenges", "who"),
    E.SANCTION: _worded(_SANCTIONS, "whom"),
    E.RECANTATION: _of("recanted", "whom"),
    E.YIELD: _of("yielded", "whom"),
    E.COUP: _worded({1: "coup, won", 0: "coup, lost"}, "who"),
    E.CONGRESS: _of("congress"),
    E.LEADER_CHOSEN: _worded({1: "chosen leader", 0: "confirmed as leader"}, "who"),
}


def signs(block: Block, first: int, last: int) -> dict[Sign, set[int]]:
    """The history numbers in which each sign is seen in the months from `first` up to but not including `last`."""
    found: defaultdict[Sign, set[int]] = defaultdict(set)
    rows = block.events
    when = rows[:, COL["month"]]
    for row in rows[(when >= first) & (when < last)]:
        see = SEEN.get(EventKind(int(row[COL["kind"]])))
        sign = see(row) if see is not None else None
        if sign is not None:
            found[sign].add(int(row[0]))
    return dict(found)
