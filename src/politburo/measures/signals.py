"""What can be compared with a record, read off finished histories: one array for each kind of fact, no names of facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.arrays import Array
from politburo.measures import definitions as D
from politburo.measures.history import COL
from politburo.vocab import Arena, EventKind, Rung, Standing

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

NEVER = np.inf
#: word of a party event -> the event kind that begins it, and the column and value that it must have
PARTY_EVENTS: dict[str, tuple[EventKind, str, int | None]] = {
    "letter-written": (EventKind.LETTER_WRITTEN, "outcome", None),
    "letter-disclosed": (EventKind.LETTER_DISCLOSED, "outcome", None),
    "levy": (EventKind.LEVY, "outcome", 1),
    "bloc": (EventKind.BLOC, "thing", 1),
}
RUNGS = (Rung.CENSURED, Rung.LOST_POST, Rung.LOST_BUREAU, Rung.LOST_COMMITTEE, Rung.EXPELLED, Rung.EXILED)


BY_ROW = ("votes", "congresses")  # one row per happening; the others have one per history


@dataclass(frozen=True)
class Signals:
    """H histories of M months. Months count from the start; `NEVER` (infinity) where something did not happen.

    rule, ruler, leads, locus: [H, M], as defined in `definitions`. members, workers, higher, bureau, committee, replaced: [H, M].
    reached: word of a rung -> [H, persons], first month on it or a heavier one; "recanted" likewise. events: word -> [H], first month.
    votes: int [n, 5]: history row, month, body (or Arena), votes against and for the ruling side.
    congresses: int [n, 2]: history row, month. first: contender, power [H, K] in the first month.
    contender, standing: [H, M, K], the persons considered in a month and their vocab.Standing. params: name -> [H].
    seats: month -> bool [H, bodies, persons], full seats at its end; appointed: month -> [H], share of the territorial secretaries
    named from above. Both only for the months that `with_rosters` was asked for.
    """

    rule: Array
    ruler: Array
    leads: Array
    locus: Array
    consolidation: Array
    members: Array
    workers: Array
    higher: Array
    bureau: Array
    committee: Array
    replaced: Array
    reached: dict[str, Array]
    events: dict[str, Array]
    votes: Array
    congresses: Array
    first: dict[str, Array]
    contender: Array
    standing: Array
    params: dict[str, Array]
    seats: dict[int, Array] = field(default_factory=dict)
    appointed: dict[int, Array] = field(default_factory=dict)

    @property
    def histories(self) -> int:
        return len(self.rule)

    @property
    def months(self) -> int:
        return self.rule.shape[1]

    def take(self, chosen: Array) -> Signals:
        """Only the histories for which bool[H] `chosen` is true, in order; or those numbered in int[n], one of them perhaps repeatedly."""
        index = np.flatnonzero(chosen) if np.asarray(chosen).dtype == bool else np.asarray(chosen)
        fields = {name: _cut(value, index) for name, value in vars(self).items() if name not in BY_ROW}
        for name in BY_ROW:
            rows = getattr(self, name)
            rows = rows[np.argsort(rows[:, 0], kind="stable")]
            first, last = (np.searchsorted(rows[:, 0], index, side) for side in ("left", "right"))
            spans = [np.arange(low, high) for low, high in zip(first, last, strict=True)]
            rows = rows[np.concatenate([np.zeros(0, int), *spans])]
            rows[:, 0] = np.repeat(np.arange(len(index)), last - first)
            fields[name] = rows
        return Signals(**fields)

    def stood(self, person: int) -> Array:
        """vocab.Standing of a person in each month, [H, M]; OUTSIDE where he is not among the contenders."""
        return np.where(self.contender == person, self.standing, int(Standing.OUTSIDE)).sum(2)


def _cut(value: Any, index: Array) -> Any:
    return {k: _cut(v, index) for k, v in value.items()} if isinstance(value, dict) else value[index]


def signals(
    resolved: Resolved, blocks: Iterable[Block], *, thresholds: D.Thresholds | None = None
) -> Signals:
    """Gather the signals of all histories of some blocks, in their order."""
    parts = [_of_block(block, len(resolved.persons), thresholds or D.Thresholds()) for block in blocks]
    offset = 0
    for part in parts:  # rows of events count histories from the first block on
        for name in BY_ROW:
            part[name][:, 0] += offset
        offset += len(part["rule"])
    return Signals(**_joined(parts))


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    first = parts[0]
    return {
        name: _joined([part[name] for part in parts])
        if isinstance(first[name], dict)
        else np.concatenate([part[name] for part in parts])
        for name in first
    }


def _of_block(block: Block, people: int, thresholds: D.Thresholds) -> dict[str, Any]:
    series, rows, histories = block.series, block.events, block.histories
    kind, ruler = D.rule_type(series, thresholds)
    rows = np.concatenate([rows[:, :1] - block.first, rows[:, 1:]], axis=1)
    sort = rows[:, COL["kind"]]
    return {
        "rule": kind,
        "ruler": ruler,
        "leads": D.leads(series, thresholds),
        "locus": D.locus(series, kind, thresholds),
        "consolidation": _never(D.consolidation(kind)),
        "members": series["members"].sum(2),
        **{name: series[name] for name in ("workers", "higher", "bureau", "committee", "replaced")},
        "reached": _reached(rows, sort, series, histories, people),
        "events": {
            word: _first(
                rows[(sort == event) & ((value is None) | (rows[:, COL[column]] == value))],
                np.full(histories, NEVER),
            )
            for word, (event, column, value) in PARTY_EVENTS.items()
        },
        "votes": _votes(rows, sort),
        "congresses": rows[sort == EventKind.CONGRESS][:, [0, COL["month"]]],
        "first": {name: series[name][:, 0] for name in ("contender", "power")},
        **{name: series[name] for name in ("contender", "standing")},
        "params": block.params,
    }


def _never(months: Array) -> Array:
    return np.where(months < 0, NEVER, months).astype(float)


def _first(rows: Array, empty: Array) -> Array:
    np.minimum.at(empty, rows[:, 0], rows[:, COL["month"]])
    return empty


def _reached(rows: Array, sort: Array, series: dict[str, Array], h: int, people: int) -> dict[str, Array]:
    """First month of each rung or a heavier one. A post given up counts as a post lost, and a full seat in the small body lost

    otherwise than by death (seen while the person is among the contenders) as that seat lost.
    """
    named = rows[:, COL["whom"]] >= 0

    def first(chosen: Array) -> Array:
        """First month of the chosen events for the person whom they name, [h, people]."""
        found = np.full((h, people), NEVER)
        here = rows[np.flatnonzero(chosen & named)]
        np.minimum.at(found, (here[:, 0], here[:, COL["whom"]]), here[:, COL["month"]])
        return found

    sanction = sort == EventKind.SANCTION
    gave_up = first((sort == EventKind.YIELD) & (rows[:, COL["thing"]] >= 0))
    unseated = _unseated(series, first(sort == EventKind.DEATH))
    found = {}
    for rung in RUNGS:
        found[rung.word] = first(sanction & (rows[:, COL["outcome"]] >= rung))
        if rung <= Rung.LOST_POST:
            np.minimum(found[rung.word], gave_up, out=found[rung.word])
        if rung <= Rung.LOST_BUREAU:
            np.minimum(found[rung.word], unseated, out=found[rung.word])
    found["recanted"] = first(sort == EventKind.RECANTATION)
    return found


def _unseated(series: dict[str, Array], died: Array) -> Array:
    """First month in which a living contender who had a full seat in the small body has none, [H, people]."""
    contender, inside = series["contender"], series["in_bureau"].astype(bool)
    histories, months, _ = contender.shape
    found = np.full_like(died, NEVER)
    seated = np.zeros(died.shape, bool)
    row = np.arange(histories)[:, None]
    for month in range(months):
        who, has = contender[:, month], inside[:, month]
        history, place = np.nonzero(seated[row, who] & ~has)
        person = who[history, place]
        lost = (month < died[history, person]) & (found[history, person] == NEVER)
        found[history[lost], person[lost]] = month
        seated[row, who] = has
    return found


def _votes(rows: Array, sort: Array) -> Array:
    voted = rows[
        ((sort == EventKind.OFFENSIVE) | (sort == EventKind.CHALLENGE)) & (rows[:, COL["outcome"]] >= 0)
    ]
    ruling = voted[:, COL["kind"]] == EventKind.OFFENSIVE
    ayes, nays = voted[:, COL["ayes"]].astype(np.int64), voted[:, COL["nays"]].astype(np.int64)
    against, for_ = np.where(ruling, nays, ayes), np.where(ruling, ayes, nays)
    return np.stack([voted[:, 0], voted[:, COL["month"]], voted[:, COL["body"]], against, for_], axis=1)


def bodies_of_role(resolved: Resolved, role: str) -> list[int]:
    """Rows of the bodies with a role; ``party`` is a vote in all organisations."""
    if role == "party":
        return [int(Arena.PARTY)]
    return [n for n, body in enumerate(resolved.bodies) if body.role == role]


def network(resolved: Resolved, leader: int) -> dict[int, float]:
    """Persons tied to a leader at the start and how closely, 0..1: shared service or a documented positive tie."""
    close: dict[int, float] = {}
    for i, j, value in [*resolved.service, *resolved.documented]:
        if leader in (i, j) and value > 0:
            other = j if i == leader else i
            close[other] = max(close.get(other, 0.0), value)
    return close
