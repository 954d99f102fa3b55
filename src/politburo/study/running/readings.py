"""Rival readings of why such struggles end as they do, as settings of one model.

Historians and political scientists disagree on what carried the winner. A reading fixes the parameters that its authors' account speaks
of and leaves the others as they are (learned, or at their priors); it adds no code of its own. Values are codings of an argument, not
estimates: the direction is the authors', the size is a judgment. ``Scenario.run(reading=...)`` and ``politburo run --reading`` apply one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from politburo.errors import PolitburoError, Problem, nearest


@dataclass(frozen=True)
class Reading:
    """One account: who holds it, what it says, and what that means in the model."""

    authors: str
    says: str
    params: Mapping[str, float] = field(default_factory=dict)
    off: frozenset[str] = frozenset()


READINGS: dict[str, Reading] = {
    "appointment-machine": Reading(
        "Daniels 1960, 1971; Schapiro 1970",
        "Whoever appoints the secretaries chooses the delegates who elect the bodies that appoint: majorities are made from above.",
        {
            "formal_weight": 0.6,
            "loyalty_start": 0.6,
            "loyalty_growth": 0.03,
            "secretary_control": 0.95,
            "share": 0.2,
        },
    ),
    "secretaries-interest": Reading(
        "Harris 2005",
        "Secretaries are nobody's men: they back whoever would close the debate that threatens them in their own organisations.",
        {"self_interest": 3.0, "loyalty_start": 0.15, "loyalty_growth": 0.01, "vote_side": 3.0},
    ),
    "networks": Reading(
        "Easter 2000; Gill 1990",
        "Posts and loyalty follow personal ties of shared service underground and at war; the office works through them.",
        {"network": 3.0, "credibility": 1.0, "service_tie": 0.45, "loyalty_start": 0.15, "attach": 0.1},
    ),
    "collegial-team": Reading(
        "Wheatcroft 2004",
        "A team governs by shared rules until late: posts are bargained, envy is held in, members are not dropped lightly.",
        {
            "share": 0.7,
            "envy": 0.15,
            "inertia": 1.8,
            "consent": 2.25,
            "surplus": 1.0,
            "collegial": 0.75,
            "offensive_rate": 0.02,
        },
    ),
    "force-and-prestige": Reading(
        "Torigian 2022",
        "Votes ratify: prestige, compromising material and control of army and police decide, not formal majorities.",
        {
            "force_over_votes": 0.8,
            "prestige_weight": 0.65,
            "use_liability": 0.7,
            "liability_on_votes": 0.75,
            "coup_rate": 0.03,
        },
    ),
    "step-by-step-grab": Reading(
        "Svolik 2009, 2012",
        "The leader takes a little more than agreed; partners see it late and dimly, revolt if they do, and fail once he is too strong.",
        {"grab": 0.8, "vigilance": 3.0, "sight": 0.06, "power_noise": 0.28},
    ),
}


def reading(name: str) -> Reading:
    """A reading by name. Raises `PolitburoError` with the names there are.

    >>> reading("networks").authors
    'Easter 2000; Gill 1990'
    """
    if name not in READINGS:
        raise PolitburoError(
            Problem("usage", "--reading", name[:100], ", ".join(READINGS), nearest(name, READINGS))
        )
    return READINGS[name]
