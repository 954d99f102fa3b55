"""From the complete form to the arrays that the engine reads: names and dates stay behind.

A fact that is called the same in `scenario.resolved` and in `model.world` is passed on as it stands, in the type and shape declared there.
Only what is put together from several facts is named here.
"""

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
    array,
    columns,
    lookup,
)
from politburo.scenario.resolved import Resolved
from politburo.vocab import Axis, EntryKind, Resource, Role, Seat, ShockKind

LETTER_JITTER = 2.0


def lower(resolved: Resolved) -> World:
    """Return the `World` of a resolved scenario."""
    sizes = {
        "P": len(resolved.persons),
        "G": len(resolved.organisations),
        "B": len(resolved.bodies),
        "O": len(resolved.offices),
        "D": len(resolved.disputes),
        "S": len(resolved.shocks),
        "F": len(resolved.liabilities),
        "E": len(resolved.cohort_counts) + 2,
    }
    bodies, disputes = _bodies(resolved, sizes), _disputes(resolved, sizes)
    return World(
        people=_people(resolved, sizes),
        ties=_ties(resolved, sizes),
        organisations=_organisations(resolved, sizes),
        bodies=bodies,
        offices=columns(
            OfficeFacts,
            resolved.offices,
            sizes,
            resource=[[x.resources.get(kind.word, 0.0) for kind in Resource] for x in resolved.offices],
        ),
        disputes=disputes,
        shocks=columns(
            ShockFacts,
            resolved.shocks,
            sizes,
            kind=[ShockKind.from_word(x.kind) for x in resolved.shocks],
        ),
        letter=_letter(resolved, sizes),
        liabilities=columns(
            LiabilityFacts,
            resolved.liabilities,
            sizes,
            address=[x.address for x in resolved.liabilities],
        ),
        membership=_membership(resolved, sizes),
        country=columns_of_one(CountryFacts, resolved.country),
        lookup=lookup(bodies, disputes),
        contenders=min(resolved.contenders, len(resolved.persons)),
        months=resolved.months,
    )


def columns_of_one(kind: type[Any], entity: Any) -> Any:
    """Facts of which there is one each."""
    return kind(
        **{
            name: array(one.metadata["kind"], getattr(entity, name), {})
            for name, one in kind.__dataclass_fields__.items()
        }
    )


def _people(resolved: Resolved, sizes: dict[str, int]) -> PersonFacts:
    people, year = resolved.persons, resolved.start.year + (resolved.start.month - 1) / 12
    dated = np.zeros(len(people), bool)
    for shock in resolved.shocks:
        if shock.kind == ShockKind.DEATH.word and shock.person is not None and shock.month >= 0:
            dated[shock.person] = True
    return columns(
        PersonFacts,
        people,
        sizes,
        trait=[[value.mean for value in x.traits] for x in people],
        trait_sd=[[value.sd for value in x.traits] for x in people],
        position=[[value.mean for value in x.positions] for x in people],
        position_sd=[[value.sd for value in x.positions] for x in people],
        age=[year - x.born for x in people],
        dated_death=dated,
    )


def _ties(resolved: Resolved, sizes: dict[str, int]) -> TieFacts:
    people = resolved.persons
    matrices = {
        name: _symmetric(getattr(resolved, name), len(people)) for name in ("service", "documented", "late")
    }
    return columns(TieFacts, people, sizes, **matrices)


def _organisations(resolved: Resolved, sizes: dict[str, int]) -> OrganisationFacts:
    organisations = resolved.organisations
    return columns(
        OrganisationFacts,
        organisations,
        sizes,
        stratum=[x.strata for x in organisations],
        position=[x.opinions for x in organisations],
    )


def _bodies(resolved: Resolved, sizes: dict[str, int]) -> BodyFacts:
    seat = np.zeros((len(resolved.bodies), len(resolved.persons)), np.int32)
    for n, body in enumerate(resolved.bodies):
        for person, kind in body.seats.items():
            seat[n, person] = Seat.from_word(kind)
    return columns(
        BodyFacts,
        resolved.bodies,
        sizes,
        address=[x.address for x in resolved.bodies],
        role=[Role.from_word(x.role) for x in resolved.bodies],
        seat=seat,
    )


def _disputes(resolved: Resolved, sizes: dict[str, int]) -> DisputeFacts:
    return columns(
        DisputeFacts, resolved.disputes, sizes, axis=[Axis.from_word(x.axis) for x in resolved.disputes]
    )


def _letter(resolved: Resolved, sizes: dict[str, int]) -> LetterFacts:
    letter = resolved.letter
    merit, fault = np.zeros(len(resolved.persons)), np.zeros(len(resolved.persons))
    for person, good, bad in letter.verdicts if letter else []:
        merit[person], fault[person] = good, bad
    return columns(
        LetterFacts,
        (),
        sizes,
        author=letter.author if letter else None,
        month=letter.month if letter else 0,
        jitter=LETTER_JITTER if letter else 0.0,
        merit=merit,
        fault=fault,
        office=letter.office if letter else None,
    )


def _membership(resolved: Resolved, sizes: dict[str, int]) -> MembershipFacts:
    historic = np.asarray(resolved.cohort_counts, float)
    empty = np.zeros((2, *historic.shape[1:]))
    kinds = [EntryKind.HISTORIC] * len(historic) + [EntryKind.ORDINARY, EntryKind.LEVY]
    return columns(MembershipFacts, (), sizes, kind=kinds, count=np.concatenate([historic, empty]))


def _symmetric(ties: list[tuple[int, int, float]], size: int) -> np.ndarray:
    out = np.zeros((size, size))
    for i, j, value in ties:
        out[i, j] = out[j, i] = value
    return out
