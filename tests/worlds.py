"""Small synthetic worlds, made from numbers only, for tests of the engine."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from politburo.model.world import (
    BodyFacts,
    CountryFacts,
    DisputeFacts,
    LetterFacts,
    LiabilityFacts,
    MembershipFacts,
    OfficeFacts,
    OrganisationFacts,
    PersonFacts,
    ShockFacts,
    TieFacts,
    World,
    lookup,
)
from politburo.vocab import Axis, EntryKind, Resource, Role, Seat, ShockKind, Stratum, Trait


def small(
    *,
    leaders: int = 6,
    rank_and_file: int = 10,
    reserves: int = 8,
    organisations: int = 12,
    months: int = 60,
    contenders: int = 6,
    appointer: int | None = 0,
    illness: int | None = None,
    unequal: bool = True,
) -> World:
    """A party of `leaders` in the bureau, a committee, reserves and a few organisations.

    With `unequal=False` all leaders are clones but for `appointer`. `illness` is the month in which person 0 falls ill for good.
    """
    rng = np.random.default_rng(7)
    p, g, d = leaders + rank_and_file + reserves, organisations, 3
    f32, i32 = float, np.int32
    position = rng.uniform(-0.6, 0.6, (p, d)).astype(f32) if unequal else np.zeros((p, d), f32)
    trait = (
        rng.uniform(0.3, 0.8, (p, len(Trait))).astype(f32) if unequal else np.full((p, len(Trait)), 0.5, f32)
    )
    prestige = np.full(p, 0.1, f32)
    prestige[:leaders] = np.linspace(0.9, 0.4, leaders) if unequal else 0.6
    prestige[leaders + rank_and_file :] = 0.02
    reserve = np.arange(p) >= leaders + rank_and_file
    service = rng.uniform(0, 0.6, (p, p)).astype(f32) * unequal
    service = (service + service.T) / 2
    seat = np.zeros((3, p), i32)
    seat[1, :leaders] = Seat.FULL
    seat[2, : leaders + rank_and_file] = Seat.FULL
    resource = np.zeros((4, len(Resource)), f32)
    resource[0, Resource.APPOINTMENTS] = 1
    resource[1, Resource.ARMY] = 1
    resource[2, Resource.PRESS] = 1
    resource[3, Resource.STATE] = 1
    holder = np.array([-1 if appointer is None else appointer, 1, 2, 3], i32)
    if not unequal:
        holder[1:] = -1
    stratum = np.zeros((g, len(Stratum)), f32)
    stratum[:, 0], stratum[:, 1] = 0.6, 0.4
    shocks = illness is not None
    count = np.zeros((4, 4, 4), f32)
    members = np.full(g, 1000.0, f32)
    count[0] = members.sum() * np.outer([0.4, 0.3, 0.2, 0.1], [0.1, 0.7, 0.15, 0.05])
    bodies = BodyFacts(
        address=np.arange(3, dtype=i32),
        role=np.array([Role.CONGRESS, Role.BUREAU, Role.COMMITTEE], i32),
        size=np.array([120, leaders, leaders + rank_and_file], f32),
        decision=np.full(3, 0.5, f32),
        sanction=np.array([0.5, 0.5, 2 / 3], f32),
        every=np.array([12, 1, 2], i32),
        seat=seat,
    )
    disputes = DisputeFacts(
        address=np.arange(d, dtype=i32),
        axis=np.array([Axis.REGIME, Axis.ECONOMY, Axis.CENTRE], i32),
        salience=np.full(d, 0.4, f32),
        policy=np.zeros(d, f32),
    )
    return World(
        people=PersonFacts(
            address=np.arange(p, dtype=i32),
            exists=np.ones(p, bool),
            reserve=reserve,
            trait=trait,
            trait_sd=np.zeros_like(trait),
            position=position,
            position_sd=np.zeros_like(position),
            prestige=prestige,
            health=np.ones(p, f32),
            age=np.full(p, 42.0, f32),
            appeal=np.full((p, len(Stratum)), 0.5, f32),
            dated_death=np.zeros(p, bool),
            eligible=np.ones(p, bool),
        ),
        ties=TieFacts(
            service=service,
            documented=np.zeros((p, p), f32),
            late=np.zeros((p, p), f32),
            patron=np.full(p, -1, i32),
            patron_strength=np.zeros(p, f32),
        ),
        organisations=OrganisationFacts(
            address=np.arange(g, dtype=i32),
            exists=np.ones(g, bool),
            members=members,
            stratum=stratum,
            secretary=np.full(g, -1, i32),
            patron=np.full(g, -1, i32),
            loyalty=np.zeros(g, f32),
            appointed=np.full(g, 0.5, f32),
            entrenched=np.linspace(0.0, 0.5, g).astype(f32),
            republic=np.arange(g) < 2,
            position=np.zeros((g, d), f32),
        ),
        bodies=bodies,
        offices=OfficeFacts(
            address=np.arange(4, dtype=i32),
            exists=np.ones(4, bool),
            established=np.ones(4, bool),
            holder=holder,
            filled_by=np.full(4, 2, i32),
            resource=resource,
            organisation=np.full(4, -1, i32),
        ),
        disputes=disputes,
        shocks=ShockFacts(
            address=np.zeros(1, i32),
            exists=np.array([shocks]),
            month=np.array([illness or 0], i32),
            jitter=np.zeros(1, f32),
            kind=np.array([ShockKind.ILLNESS], i32),
            person=np.zeros(1, i32),
            size=np.array([0.9], f32),
        ),
        letter=LetterFacts(
            author=np.int32(0 if shocks else -1),
            month=np.int32(0),
            jitter=float(0),
            merit=np.full(p, 0.3, f32),
            fault=np.full(p, -0.2, f32),
            office=np.int32(0),
        ),
        liabilities=LiabilityFacts(
            address=np.zeros(1, i32),
            person=np.array([1], i32),
            exists=np.array([True]),
            weight=np.array([0.5], f32),
        ),
        membership=MembershipFacts(
            kind=np.array([EntryKind.HISTORIC, EntryKind.HISTORIC, EntryKind.ORDINARY, EntryKind.LEVY], i32),
            count=count,
        ),
        country=CountryFacts(
            discontent=0.3,
            threat=0.1,
            fear=0.1,
            harvest=float(0),
            congress_every=np.int32(12),
            congress_last=np.int32(1),
            factions_banned=float(1),
            predecessor=np.int32(-1),
            contested=np.bool_(False),
        ),
        lookup=lookup(bodies, disputes),
        contenders=contenders,
        months=months,
    )


def ranked(
    world: World,
    ranks: dict[int, dict[Resource, float]],
    *,
    filled_by: int = 2,
    predecessor: int = -1,
    contested: bool = False,
) -> World:
    """The same party with a first place and other ranks: what some offices, by their rows, give besides."""
    resource, filler = world.offices.resource.copy(), world.offices.filled_by.copy()
    for office, gives in ranks.items():
        for rank, amount in gives.items():
            resource[office, rank] = amount
            if rank == Resource.LEADERSHIP:
                filler[office] = filled_by
    return dataclasses.replace(
        world,
        offices=dataclasses.replace(world.offices, resource=resource, filled_by=filler),
        country=dataclasses.replace(
            world.country, predecessor=np.int32(predecessor), contested=np.bool_(contested)
        ),
    )


def led(world: World) -> World:
    """The same party with a first place, a deputy and a head of government, and an open question who is to lead."""
    ranks = {1: {Resource.LEADERSHIP: 1.0}, 2: {Resource.DEPUTY: 1.0}, 3: {Resource.EXECUTIVE: 0.5}}
    return ranked(world, ranks, predecessor=0, contested=True)


def eventful(**how: Any) -> Any:
    """`small` with one of everything that a scenario can hold: more shocks, vague facts, patrons, a post to be created."""
    world = small(**how)
    people, ties, offices = world.people, world.ties, world.offices
    luck, n = np.random.default_rng(1), len(world.people.address)
    f32, i32 = float, np.int32
    late = luck.uniform(-0.5, 0.5, (n, n)).astype(f32)
    patron = np.full(n, -1, i32)
    patron[6:12] = (0, 1, 2, 3, 4, 5)
    return dataclasses.replace(
        world,
        people=dataclasses.replace(
            people,
            trait_sd=np.full_like(people.trait, 0.1),
            position_sd=np.full_like(people.position, 0.2),
            appeal=luck.uniform(0.1, 0.9, people.appeal.shape).astype(f32),
            age=np.linspace(35, 75, n).astype(f32),
            address=luck.permutation(n).astype(i32),
        ),
        ties=dataclasses.replace(
            ties,
            documented=np.where(luck.uniform(size=(n, n)) < 0.3, late, 0).astype(f32),
            late=late,
            patron=patron,
            patron_strength=np.where(patron >= 0, 0.8, 0).astype(f32),
        ),
        organisations=dataclasses.replace(
            world.organisations,
            secretary=np.array([1, 2, 7, 8, *[-1] * 8], i32),
            patron=np.array([1, 2, 0, 1, 2, 3, 4, 5, *[-1] * 4], i32),
            loyalty=np.array([0.9, 0.9, 0.5, 0.6, 0.7, 0.4, 0.4, 0.4, *[0] * 4], f32),
            position=luck.uniform(-0.4, 0.4, world.organisations.position.shape).astype(f32),
        ),
        offices=dataclasses.replace(
            offices,
            established=np.array([True, True, True, False]),
            holder=np.array([offices.holder[0], 1, 2, -1], i32),
            organisation=np.array([-1, 0, 1, 2], i32),
        ),
        disputes=dataclasses.replace(world.disputes, policy=np.array([0.1, 0.2, -0.02], f32)),
        shocks=ShockFacts(
            address=np.arange(5, dtype=i32),
            exists=np.ones(5, bool),
            month=np.array([-3, 1, 9, 4, 5], i32),
            jitter=np.array([0, 0, 2, 1, 3], f32),
            kind=np.array(
                [
                    ShockKind.ILLNESS,
                    ShockKind.ILLNESS,
                    ShockKind.DEATH,
                    ShockKind.HARVEST,
                    ShockKind.FOREIGN,
                ],
                i32,
            ),
            person=np.array([6, 6, 6, -1, -1], i32),
            size=np.array([0.3, 0.4, 1.0, -0.8, 0.29], f32),
        ),
        letter=dataclasses.replace(
            world.letter,
            author=i32(6),
            jitter=f32(1),
            merit=luck.uniform(0, 0.6, n).astype(f32),
            fault=np.where(np.arange(n) == 1, -0.9, -0.1).astype(f32),
            office=i32(1),
        ),
    )


STORMY = {
    "challenge_rate": 3.0,
    "offensive_rate": 0.4,
    "margin": 0.0,
    "protest": 0.05,
    "appeal": 0.9,
    "coup_rate": 0.3,
    "recantation": 0.3,
    "readmission": 0.3,
    "exile": 0.3,
    "levy_rate": 0.05,
    "purge_rate": 0.05,
    "temperature": 1.5,
    "response_level": 0.4,
    "discontent_rest": 0.6,
    "create_office": 0.2,
    "yield_rate": 0.2,
    "unite": 4.0,
    "ban_cost": 0.0,
    # the weights of the rival readings, nil by default
    "late_ties": 0.5,
    "vigilance": 5.0,
    "self_interest": 1.0,
    "force_over_votes": 0.4,
    "grab": 0.3,
    "network": 1.0,
}
"""A struggle in fast motion, with every rival reading at once."""

REVOLT = {"response_level": 0.6, "response_rate": 0.0, "collapse_rate": 8.0, "collapse_level": 0.5}
"""A country that nobody answers, and that ends the regime."""


def fields(record: Any, prefix: str = "") -> dict[str, Any]:
    """The arrays of a world by dotted name."""
    out: dict[str, Any] = {}
    for f in dataclasses.fields(record):
        value = getattr(record, f.name)
        if dataclasses.is_dataclass(value):
            out |= fields(value, f"{prefix}{f.name}.")
        else:
            out[f"{prefix}{f.name}"] = value
    return out
