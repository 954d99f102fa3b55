"""The table of the struggle: one function from clashes and alignments to stages, for simulated and documented events alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from politburo.measures import written
from politburo.measures.stagekinds import kinds_of, months_apart
from politburo.measures.written import listed

GAP_MONTHS = 10  # a quiet spell longer than this ends a stage
ALIKE = 0.5  # share of names that two oppositions must have in common to be the same one
SMALL = 3  # persons: so small an opposition is known by its head

RUNG_WORDS = {
    "censured": "censured",
    "lost-post": "out of office",
    "lost-bureau": "out of the bureau",
    "lost-committee": "out of the committee",
    "expelled": "expelled",
    "exiled": "exiled",
}
RUNG_ORDER = list(RUNG_WORDS)


@dataclass(frozen=True)
class Clash:
    """One attack. `ruling` says whether the ruling side opened it; persons are ids."""

    date: date
    ruling: bool
    attacker: str
    target: str
    side_a: frozenset[str]  # the attackers
    side_b: frozenset[str]  # those attacked
    dispute: str
    arena: str
    outcome: str  # carried, lost, none
    ayes: int | None = None
    nays: int | None = None
    abstentions: int | None = None
    sanction: str = ""  # what was done to the target, where this was carried
    weapon: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Alignment:
    """Who ruled together, with whom around them, and which bloc stood against them, from a day until `end`, or else until the next."""

    start: date
    core: frozenset[str]
    ring: frozenset[str] = frozenset()
    bloc: frozenset[str] = frozenset()
    end: date | None = None


@dataclass
class Stage:
    """A spell of open conflict between two sides. Side A rules."""

    start: date
    end: date
    side_a: frozenset[str]
    side_b: frozenset[str]
    clashes: list[Clash] = field(default_factory=list)
    kind: str = ""  # what it means (`stagekinds`)
    name: str = ""  # what it is called, where the record has a name for it
    customary: str = ""  # and what its sides or the fight are called besides
    gained: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is called, else what it means."""
        return self.name or self.kind

    @property
    def rulers(self) -> frozenset[str]:
        """Those who ruled when it began."""
        first = self.clashes[0]
        return first.side_a - first.side_b if first.ruling else first.side_b - first.side_a

    @property
    def causes(self) -> tuple[str, ...]:
        """Disputes fought over, most frequent first."""
        return tuple(name for name, _ in Counter(c.dispute for c in self.clashes if c.dispute).most_common(3))

    @property
    def arenas(self) -> tuple[str, ...]:
        return tuple(name for name, _ in Counter(c.arena for c in self.clashes).most_common(3))

    @property
    def principals(self) -> tuple[str, ...]:
        """Those of side B who were attacked or attacked, most often first."""
        heads = Counter(c.target if c.ruling else c.attacker for c in self.clashes)
        return tuple(name for name, _ in heads.most_common())

    @property
    def leaders(self) -> tuple[str, ...]:
        """Those of side A who attacked or were challenged, most often first."""
        heads = Counter(c.attacker if c.ruling else c.target for c in self.clashes)
        return tuple(name for name, _ in heads.most_common() if name in self.side_a)

    def outcomes(self, name: Callable[[str], str] = str) -> list[str]:
        """The heaviest sanction and the greatest challenge, each with its own vote; else also the greatest other vote.

        `name` says what a person is called.
        """
        told = [*_sanctions(self.clashes, name), *_challenge(self.clashes, name)]
        if not any(cast(c) for _, clashes in told for c in clashes):
            told += _motion(self.clashes, name, counted=bool(told))
        return [text for text, _ in told] or ["no decision"]


Told = list[tuple[str, list[Clash]]]  # a text, and what it tells of
Name = Callable[[str], str]


def _sanctions(clashes: Sequence[Clash], name: Name) -> Told:
    """The heaviest sanction that was carried, whoever moved it, and the first two whom it hit."""
    done = [c for c in clashes if c.outcome == "carried" and c.sanction in RUNG_ORDER]
    if not done:
        return []
    rung = max((c.sanction for c in done), key=RUNG_ORDER.index)
    fallen = {c.target: c for c in reversed(done) if c.sanction == rung}  # of each his first
    first = list(reversed(fallen.values()))[:2]
    counts = [tally(c) for c in first]
    if len(set(counts)) == 1:  # one vote, or as many votes on each
        names, count = [name(c.target) for c in first], counts[0]
    else:
        names = [
            f"{name(c.target)} ({n})" if n else name(c.target) for c, n in zip(first, counts, strict=True)
        ]
        count = ""
    more = len(fallen) - 2
    names += [f"{written.in_letters(more)} other{'s' if more > 1 else ''}"] if more > 0 else []
    return [(f"{listed(names)} {RUNG_WORDS[rung]}" + (f", {count}" if count else ""), first)]


def _challenge(clashes: Sequence[Clash], name: Name) -> Told:
    """The challenge on which most votes were cast."""
    voted = [c for c in clashes if not c.ruling and c.outcome != "none"]
    if not voted:
        return []
    most = max(voted, key=cast)
    word = "carried" if most.outcome == "carried" else "defeated"
    return [_with_vote(f"challenge by {name(most.attacker)} {word}", most)]


def _motion(clashes: Sequence[Clash], name: Name, *, counted: bool) -> Told:
    """The motion of the ruling side on which most votes were cast, or, unless it must be `counted`, one of which no count is known."""
    voted = [c for c in clashes if c.ruling and c.outcome != "none" and (cast(c) or not counted)]
    if not voted:
        return []
    most = max(voted, key=lambda c: (cast(c), c.outcome == "carried"))
    return [_with_vote(f"motion against {name(most.target)} {most.outcome}", most)]


def _with_vote(text: str, clash: Clash) -> tuple[str, list[Clash]]:
    count = tally(clash)
    return f"{text}, {count}" if count else text, [clash]


def cast(clash: Clash) -> int:
    """Votes for and against; 0 unless both are known."""
    return 0 if clash.ayes is None or clash.nays is None else clash.ayes + clash.nays


def tally(clash: Clash) -> str:
    """The count of a clash's own vote, the winners first, as far as it is known."""
    ayes, nays, abstentions = clash.ayes, clash.nays, clash.abstentions
    if cast(clash):
        winners, losers = (ayes, nays) if clash.outcome == "carried" else (nays, ayes)
        return written.tally(winners or 0, losers or 0, abstentions or 0)
    if nays is None or clash.outcome != "carried":
        return ""
    return f"{nays or 'nobody'} against" + (f" ({abstentions} abstained)" if abstentions else "")


def table_of_the_struggle(
    clashes: Sequence[Clash],
    alignments: Sequence[Alignment],
    power: Callable[[date], dict[str, float]] | None = None,
) -> list[Stage]:
    """Group clashes into stages and say of what kind they are (`stagekinds`).

    A clash joins the latest stage with the same opposition (`same_side`) unless more than GAP_MONTHS have passed since that stage's
    last clash. Side A is the ruling side, whoever attacked. Who gained: the three persons whose
    share of power rose most from the month before the stage to the month after it, where `power` is known; else the leaders of side A
    where the last word was theirs.
    """
    stages: list[Stage] = []
    for clash in sorted(clashes, key=lambda c: (c.date, c.attacker, c.target)):
        ruling, opposing = (clash.side_a, clash.side_b) if clash.ruling else (clash.side_b, clash.side_a)
        head = clash.target if clash.ruling else clash.attacker
        for stage in reversed(stages):
            if months_apart(stage.end, clash.date) <= GAP_MONTHS and same_side(stage, opposing, head):
                stage.clashes.append(clash)
                stage.end = clash.date
                stage.side_b |= opposing
                stage.side_a = (stage.side_a | ruling) - stage.side_b
                break
        else:
            stages.append(Stage(clash.date, clash.date, ruling - opposing, opposing, [clash]))
    for stage, kind in zip(stages, kinds_of(stages, alignments, power), strict=True):
        stage.kind, stage.gained = kind, gained(stage, power)
    return stages


def same_side(stage: Stage, opposing: frozenset[str], head: str) -> bool:
    """Is this the same opposition? Half of the names as in the stage's last clash, or the same head of a small group."""
    last = stage.clashes[-1]
    before = last.side_b if last.ruling else last.side_a
    alike = len(before & opposing) >= ALIKE * len(before | opposing)
    small = max(len(before), len(opposing)) <= SMALL
    return alike or (small and head in stage.principals)


def gained(stage: Stage, power: Callable[[date], dict[str, float]] | None) -> tuple[str, ...]:
    """Up to three persons whose share of power rose most over the stage (by at least .01)."""
    if power is None:
        won = [c for c in stage.clashes if (c.outcome == "carried") == c.ruling]
        heads = Counter(c.attacker if c.ruling else c.target for c in won)
        return tuple(name for name, _ in heads.most_common(3))
    before, after = power(_shift(stage.start, -1)), power(_shift(stage.end, 2))
    rise = {who: after.get(who, 0.0) - before.get(who, 0.0) for who in after}
    best = sorted(rise, key=lambda who: (-rise[who], who))[:3]
    return tuple(who for who in best if rise[who] >= 0.01)


def _shift(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
