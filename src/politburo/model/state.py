"""What next month needs: the changing part of a history. Sizes as in `model.world`."""

from __future__ import annotations

import dataclasses
from typing import Any

from politburo.model.world import record

Array = Any


class Record:
    """A frozen record with a `replace` verb."""

    def replace(self, **changes: Any) -> Any:
        return dataclasses.replace(self, **changes)  # type: ignore[type-var]


@record()
class People(Record):
    alive: Array  # bool[P]
    member: Array  # bool[P] in the party: not expelled
    health: Array  # float32[P] capacity, 0..1
    ceiling: Array  # float32[P] capacity to which he can recover
    prestige: Array  # float32[P] 0..1
    base: Array  # float32[P] prestige brought from before the start
    trait: Array  # float32[P, Trait]
    held: Array  # float32[P, D] positions held
    shown: Array  # float32[P, D] positions shown
    patron: Array  # int32[P] or -1
    loyalty: Array  # float32[P] to the patron
    rung: Array  # int32[P] vocab.Rung
    recanted: Array  # bool[P]
    silent: Array  # float32[P] months of silence left
    attacked: Array  # float32[P] recency of the last attack on him, 1 = this month, decays
    attack_month: Array  # int32[P] month of that attack or -1
    power: Array  # float32[P] share of the power of the K strongest
    seen: Array  # float32[P] power that others believe he has


@record()
class Ties(Record):
    trust: Array  # float32[P, P] row trusts column
    origin: Array  # float32[P, P] ties at the start, to which trust slowly returns
    fought: Array  # bool[P, P] row has attacked column


@record()
class Organisations(Record):
    secretary: Array  # int32[G] person or -1
    patron: Array  # int32[G] whose man the secretary is, or -1
    loyalty: Array  # float32[G]
    entrenched: Array  # float32[G]
    appointed: Array  # float32[G] 1 sent from above
    members: Array  # float32[G, E] whole numbers
    opinion: Array  # float32[G, D]


@record()
class Bodies(Record):
    seat: Array  # int32[B, P] Seat
    size: Array  # float32[B] full seats


@record()
class Offices(Record):
    holder: Array  # int32[O] or -1
    established: Array  # bool[O]


@record()
class Lineup(Record):
    """Who stands with whom among the contenders."""

    contender: Array  # int32[K] persons, strongest first
    core: Array  # bool[P] the ruling coalition proper
    ring: Array  # bool[P] co-opted round it
    bloc: Array  # bool[P] declared opposition bloc
    leader: Array  # int32 of the core
    changed: Array  # int32 month the coalition last changed
    lost: Array  # bool a member was lost last month: reconsider
    regard: Array  # float32[P, K] everyone's trust in each contender
    stable: Array  # float32[2**K] probability that each set of contenders is self-enforcing
    necessary: Array  # float32[K] share of feasible winning coalitions that contain him
    wins_alone: Array  # float32[K]


@record()
class Agenda(Record):
    """At most two motions a month: 0 by the ruling coalition, 1 by challengers."""

    open: Array  # bool[2]
    side: Array  # bool[2, P] the attackers
    against: Array  # bool[2, P] the target and those who stand with him
    attacker: Array  # int32[2] who leads the attack
    target: Array  # int32[2]
    dispute: Array  # int32[2]
    weapon: Array  # int32[2] liability or -1
    arena: Array  # int32[2] body or vocab.Arena
    rung: Array  # int32[2] sanction sought
    cause: Array  # int32[2]
    second: Array  # int32[2]
    since: Array  # int32[2]
    carried: Array  # bool[2]


@record()
class Letter(Record):
    month: Array  # int32 month from which it can be written (drawn)
    written: Array  # int32 month or -1
    disclosed: Array  # int32 vocab.Disclosure or -1 while undecided


@record()
class Membership(Record):
    mix: Array  # float32[E, SocialClass, Education] composition of each cohort, sums to 1
    levy: Array  # float32 months left of a mass admission
    purge: Array  # float32 months left of a purge


@record()
class Country(Record):
    discontent: Array
    threat: Array
    fear: Array
    harvest: Array
    policy: Array  # float32[D]
    salience: Array  # float32[D]
    congress_last: Array  # int32 month of the last congress (negative: before the start)
    sitting: Array  # bool a congress sits this month
    replaced: Array  # int32 secretaries replaced this month
    standing: Array  # bool the regime stands
    shock_month: Array  # int32[S] drawn months; -1 never


@record()
class State(Record):
    """Everything that next month needs."""

    month: Array  # int32
    people: People
    ties: Ties
    organisations: Organisations
    bodies: Bodies
    offices: Offices
    lineup: Lineup
    agenda: Agenda
    letter: Letter
    membership: Membership
    country: Country


RECORDS = {
    "people": People,
    "ties": Ties,
    "organisations": Organisations,
    "bodies": Bodies,
    "offices": Offices,
    "lineup": Lineup,
    "agenda": Agenda,
    "letter": Letter,
    "membership": Membership,
    "country": Country,
}


def fields_of(state: State) -> dict[str, Any]:
    """Every field of a state by its dotted name."""
    fields = {"month": state.month}
    for name in RECORDS:
        record = getattr(state, name)
        fields |= {f"{name}.{field}": getattr(record, field) for field in RECORDS[name].__dataclass_fields__}
    return fields


def joined(fields: dict[str, Any]) -> State:
    """The state with these fields, by dotted name; the others are None, so that nothing can be done with them."""
    records = {
        name: record(**{field: fields.get(f"{name}.{field}") for field in record.__dataclass_fields__})
        for name, record in RECORDS.items()
    }
    return State(month=fields.get("month"), **records)
