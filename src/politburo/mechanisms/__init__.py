"""The theory: what happens in a month, in order."""

from __future__ import annotations

from politburo.mechanisms.alignment import alignment
from politburo.mechanisms.appointments import appointments
from politburo.mechanisms.ballots import ballots
from politburo.mechanisms.congress import congress
from politburo.mechanisms.convening import convening
from politburo.mechanisms.crisis import crisis
from politburo.mechanisms.elections import elections
from politburo.mechanisms.force import force
from politburo.mechanisms.membership import membership
from politburo.mechanisms.offensives import offensives
from politburo.mechanisms.origin import origin
from politburo.mechanisms.sanctions import sanctions
from politburo.mechanisms.shocks import shocks
from politburo.mechanisms.standing import standing
from politburo.mechanisms.testament import testament
from politburo.mechanisms.ties import ties
from politburo.mechanisms.voice import voice
from politburo.mechanisms.yielding import yielding

MONTH = (
    standing,
    shocks,
    crisis,
    testament,
    appointments,
    membership,
    alignment,
    convening,
    offensives,
    ballots,
    sanctions,
    force,
    congress,
    elections,
    voice,
    ties,
    yielding,
)

__all__ = ["MONTH", "origin"]
