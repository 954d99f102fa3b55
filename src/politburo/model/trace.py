"""What the engine remembers of a history: events, and the series that people look at."""

from __future__ import annotations

from dataclasses import dataclass

from politburo.arrays import Array


@dataclass(frozen=True, kw_only=True)
class Series:
    """One value per month, taken at the month's end. K contenders, E entry cohorts, D disputes.

    In a block of histories every array has leading axes (history, month).
    """

    contender: Array  # int16[K] persons considered this month, strongest first
    power: Array  # float32[K] share of power: 1 over the K strongest persons
    standing: Array  # int8[K] vocab.Standing
    in_bureau: Array  # bool[K] full seat in the bureau
    necessary: Array  # float32[K] share of feasible winning coalitions that contain the person
    wins_alone: Array  # float32[K] probability to win every appointing and sanctioning body alone
    apparatus: Array  # float32[K] share of the organisations' delegates whose secretary follows the person
    leader: Array  # int16 leader of the ruling coalition
    core: Array  # int8 size of the core
    ring: Array  # int8 size of the co-opted ring
    bureau: Array  # int16 full members of the bureau
    committee: Array  # int16 full members of the committee
    reserves: Array  # int16 reserve cadres among the bureau's full members
    effective: Array  # float32 effective number of rulers among the contenders
    discontent: Array  # float32
    threat: Array  # float32
    fear: Array  # float32
    members: Array  # float32[E] by entry cohort
    workers: Array  # float32 share of workers
    higher: Array  # float32 share with higher education
    policy: Array  # float32[D]
    opinion: Array  # float32[D] member-weighted mean of the organisations
    replaced: Array  # int16 secretaries replaced this month
    effective_autonomy: (
        Array  # float32 share of the national republics' delegates whose secretary is not the appointer's man
    )
    regime: Array  # int8 1 while the regime stands, 0 once it has fallen


@dataclass(frozen=True)
class Block:
    """A block of finished histories on the host, as NumPy arrays.

    `series[name]` has shape (history, month, ...) with the names and dtypes of `Series`;
    `events` is int32[n, 2 + len(COLUMNS)]: history (absolute number), month, then `events.COLUMNS`, sorted;
    `params[name]` is float32[history]: the parameters each history drew.
    """

    first: int
    series: dict[str, Array]
    events: Array
    params: dict[str, Array]

    @property
    def histories(self) -> int:
        return len(next(iter(self.series.values())))

    def alone(self, history: int) -> Block:
        """A block of one of its histories, by its absolute number. Its arrays are copies, so that it keeps nothing of the others."""
        place = slice(history - self.first, history - self.first + 1)
        return Block(
            first=history,
            series={name: values[place].copy() for name, values in self.series.items()},
            events=self.events[self.events[:, 0] == history],
            params={name: values[place].copy() for name, values in self.params.items()},
        )
