"""Small synthetic worlds, made from numbers only, for tests of the engine."""

from __future__ import annotations

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
            discontent=float(0.3),
            threat=float(0.1),
            fear=float(0.1),
            harvest=float(0),
            congress_every=np.int32(12),
            congress_last=np.int32(1),
            factions_banned=float(1),
        ),
        lookup=lookup(bodies, disputes),
        contenders=contenders,
        months=months,
    )


def fields(record: Any, prefix: str = "") -> dict[str, Any]:
    """Flatten a nested record into {dotted name: array}."""
    import dataclasses

    out: dict[str, Any] = {}
    for f in dataclasses.fields(record):
        value = getattr(record, f.name)
        if dataclasses.is_dataclass(value):
            out |= fields(value, f"{prefix}{f.name}.")
        else:
            out[f"{prefix}{f.name}"] = value
    return out
