"""One history out of a block, with names and dates put back: clashes, alignments, powers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures.stages import Alignment, Clash
from politburo.model.events import COLUMNS
from politburo.vocab import Arena, Cause, EventKind, Rung, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

LINEUP = (int(Standing.CORE), int(Standing.RING), int(Standing.BLOC))
FIGHTS = (int(EventKind.OFFENSIVE), int(EventKind.CHALLENGE))
COL = {name: place + 2 for place, name in enumerate(COLUMNS)} | {"history": 0, "month": 1}


def month_date(start: date, month: int) -> date:
    """First day of the calendar month that is `month` months after the start."""
    year, rest = divmod(start.year * 12 + start.month - 1 + int(month), 12)
    return date(year, rest + 1, 1)


def events_of(block: Block, history: int) -> Array:
    """Event rows of one history (absolute number), int32[n, 2 + columns]."""
    rows = block.events
    return rows[rows[:, 0] == history]


class Reader:
    """Looks at one history of a block. `history` is its absolute number."""

    def __init__(self, resolved: Resolved, block: Block, history: int) -> None:
        self.resolved, self.block, self.history = resolved, block, history
        self.place = history - block.first
        self.rows = events_of(block, history)

    def series(self, name: str) -> Array:
        """float or int [month, ...] of this history."""
        return self.block.series[name][self.place]

    def person(self, index: int) -> str:
        return self.resolved.persons[index].id if 0 <= index < len(self.resolved.persons) else ""

    def day(self, month: int) -> date:
        return month_date(self.resolved.start, month)

    @cached_property
    def lineups(self) -> list[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
        """For every month the ids of core, ring and bloc; the same object for as long as nothing changes."""
        months = zip(self.series("contender").tolist(), self.series("standing").tolist(), strict=True)
        found: list[tuple[frozenset[str], frozenset[str], frozenset[str]]] = []
        last = None
        for month in months:
            if month == last:
                found.append(found[-1])
                continue
            last, (who, how) = month, month
            core, ring, bloc = (
                frozenset(self.person(p) for p, standing in zip(who, how, strict=True) if standing == kind)
                for kind in LINEUP
            )
            found.append((core, ring, bloc))
        return found

    def lineup(self, month: int) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Ids of core, ring and bloc in a month of the window, or in that nearest to it."""
        return self.lineups[min(max(month, 0), len(self.lineups) - 1)]

    def clashes(self) -> list[Clash]:
        """Every offensive and challenge, with its own vote and the sanction that it brought.

        A sanction is the fruit of the fight in the same month between the same persons before the same body.
        """
        found = []
        fight = ("month", "who", "whom", "body")
        kind, same = self.rows[:, COL["kind"]], [COL[name] for name in fight]
        done = self.rows[kind == EventKind.SANCTION]
        dealt = dict(zip(map(tuple, done[:, same].tolist()), done[:, COL["outcome"]].tolist(), strict=True))
        for row in self.rows[np.isin(kind, FIGHTS)].tolist():
            month, ruling = row[COL["month"]], row[COL["kind"]] == EventKind.OFFENSIVE
            core, ring, bloc = self.lineup(month)
            group = core | ring
            attacker, target = self.person(row[COL["who"]]), self.person(row[COL["whom"]])
            rebel = target if ruling else attacker
            opposing = (bloc if rebel in bloc else frozenset()) | {rebel}
            group = (group | ({attacker} if ruling else {target})) - opposing
            outcome = row[COL["outcome"]]
            voted = outcome >= 0
            dispute = row[COL["thing"]]
            weapon = row[COL["weapon"]]
            rung = dealt.get(tuple(row[place] for place in same))
            found.append(
                Clash(
                    date=self.day(month),
                    ruling=ruling,
                    attacker=attacker,
                    target=target,
                    side_a=group if ruling else opposing,
                    side_b=opposing if ruling else group,
                    dispute=self.resolved.disputes[dispute].id if dispute >= 0 else "",
                    arena=self.arena(row[COL["body"]]),
                    outcome={1: "carried", 0: "lost"}.get(outcome, "none"),
                    ayes=row[COL["ayes"]] if voted else None,
                    nays=row[COL["nays"]] if voted else None,
                    abstentions=row[COL["abstentions"]] if voted else None,
                    sanction=Rung(rung).word if rung is not None else "",
                    weapon=self.resolved.liabilities[weapon].fact if weapon >= 0 else "",
                    cause=Cause(row[COL["cause"]]).word,
                )
            )
        return found

    def arena(self, body: int) -> str:
        if body >= 0:
            return self.resolved.bodies[body].id
        return {int(Arena.PRESS): "press", int(Arena.PARTY): "party"}.get(int(body), "")

    def alignments(self) -> list[Alignment]:
        """A new row whenever core, ring or bloc changed."""
        found: list[Alignment] = []
        for month, lineup in enumerate(self.lineups):
            if month == 0 or lineup != self.lineups[month - 1]:
                found.append(Alignment(self.day(month), *lineup))
        return found

    def power(self) -> Callable[[date], dict[str, float]]:
        """A function from a day to the contenders' shares of power in its month."""
        start, months = self.resolved.start, len(self.series("leader"))

        def shares(day: date) -> dict[str, float]:
            month = (day.year - start.year) * 12 + day.month - start.month
            month = min(max(month, 0), months - 1)
            return {
                self.person(who): float(share)
                for who, share in zip(
                    self.series("contender")[month], self.series("power")[month], strict=True
                )
            }

        return shares
