"""Games typed in and tables of actors, answered as plain data: what the command line prints and `--json` gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from politburo.errors import PolitburoError, Problem
from politburo.power.bargaining import compromise, condorcet_winner, median
from politburo.power.challenge import expected_utility
from politburo.power.coalitions import dropped_next, ruling_coalition
from politburo.power.exact import fraction, fractions
from politburo.power.probability import ruling_probability
from politburo.power.simple import SimpleGame
from politburo.power.weighted import WeightedGame, majority
from politburo.scenario.actors import read_actors

SHOWN = 8  # coalitions
LISTED = 20  # persons up to whom indices are given that need a list of all coalitions
#: name -> (index, does it need a list of all coalitions?)
INDICES = {
    "shapley_shubik": (SimpleGame.shapley_shubik, False),
    "banzhaf": (SimpleGame.banzhaf, False),
    "coleman_preventive": (SimpleGame.coleman_preventive, False),
    "coleman_initiative": (SimpleGame.coleman_initiative, False),
    "deegan_packel": (SimpleGame.deegan_packel, True),
    "public_good": (SimpleGame.public_good, True),
    "johnston": (SimpleGame.johnston, True),
}


def coalition_game(powers: str, alpha: str, uncertainty: float | None) -> dict[str, Any]:
    """The ruling coalition of powers typed in; persons are counted from 0."""
    given = _numbers(powers)
    answer = ruling_coalition(given, alpha)
    found: dict[str, Any] = {
        "powers": given,
        "alpha": alpha,
        "ruling": answer.ties,
        "power": float(answer.power),
        "self_enforcing": answer.self_enforcing_grand,
        "dropped_next": dropped_next(given, range(len(given)), alpha),
    }
    if uncertainty is not None:
        sure = ruling_probability(given, alpha, uncertainty=uncertainty)
        likely = [{"members": c, "probability": p} for c, p in list(sure.coalitions.items())[:SHOWN]]
        found |= {"uncertainty": uncertainty, "coalitions": likely, "persons": sure.persons}
    return found


def voting_game(weights: str, quota: str | None, veto: str | None) -> dict[str, Any]:
    """Every index of votes typed in; above LISTED persons only those that need no list of all coalitions."""
    given = _numbers(weights)
    positions = [_position(word) for word in _numbers(veto or "")]
    votes = fractions(given, "weights")
    needed = majority(given) if quota is None else votes_needed(quota, Fraction(sum(votes)))
    game = WeightedGame(given, needed, vetoes=positions)
    few = game.persons <= LISTED
    return {
        "weights": given,
        "quota": _short(needed),
        "warnings": doubtful(votes, needed),
        "vetoes": game.vetoes,
        "power_to_act": game.coleman_collectivity(),
        "swings": game.swings(),
        "indices": {name: index(game) for name, (index, listing) in INDICES.items() if few or not listing},
    }


SHARE = re.compile(r"\s*(\d{1,20}(?:\.\d{0,20})?)\s*%\s*|\s*(\d{1,20})\s*/\s*(\d{1,20})\s*", re.ASCII)


def votes_needed(quota: str, total: Fraction) -> Fraction:
    """A quota in votes; `51%` and `1/2` are shares of the total weight. Raises `GameError`.

    >>> votes_needed("51%", Fraction(200)), votes_needed("2/3", Fraction(9)), votes_needed("7.5", Fraction(9))
    (Fraction(102, 1), Fraction(6, 1), Fraction(15, 2))
    """
    share = SHARE.fullmatch(quota)
    if share is None:
        return fraction(quota, "quota")
    return total * (Fraction(share[1]) / 100 if share[1] else fraction(f"{share[2]}/{share[3]}", "quota"))


def doubtful(votes: Sequence[Fraction], quota: Fraction) -> list[str]:
    """What is odd about a quota that is allowed, in sentences."""
    total, least = Fraction(sum(votes)), min((v for v in votes if v > 0), default=Fraction(0))
    said = []
    if quota <= least:
        said.append(
            f"The quota {_short(quota)} is no more than the smallest weight {_short(least)}: anybody with a vote wins alone. "
            "For a share of the total weight write 51% or 1/2."
        )
    if quota * 2 < total:
        said.append(
            f"The quota {_short(quota)} is less than half of the total weight {_short(total)}: two coalitions that share nobody "
            "can both win."
        )
    return said


def _short(number: Fraction) -> str:
    decimal = f"{float(number):.12g}"
    return decimal if Fraction(decimal) == number else str(number)


def bargaining(file: Path) -> dict[str, Any]:
    """Mean, median, Condorcet winner and the expected-utility forecast of a table of actors, by dimension."""
    table = read_actors(file)
    winner = condorcet_winner(table.actors)
    found: dict[str, Any] = {}
    for d, (name, mean, middle) in enumerate(
        zip(table.dimensions, compromise(table.actors), median(table.actors), strict=True)
    ):
        forecast = expected_utility(table.actors, dimension=d)
        found[name] = {
            "compromise": mean,
            "median": middle,
            "expected_utility": {
                "median": forecast.median,
                "mean": forecast.mean,
                "settled": forecast.settled,
            },
            "rounds": [
                {
                    "median": r.median,
                    "mean": r.mean,
                    "risk": r.risk.tolist(),
                    "moves": [
                        {
                            "actor": table.actors[o.to].name,
                            "kind": o.kind,
                            "by": table.actors[o.by].name,
                            "to": o.position,
                        }
                        for o in r.taken
                    ],
                }
                for r in forecast.rounds
            ],
        }
    return {
        "actors": [actor.name for actor in table.actors],
        "condorcet_winner": None if winner is None else table.actors[winner].name,
        "dimensions": found,
    }


def _numbers(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _position(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 6):
        raise PolitburoError(
            Problem("usage", "--veto", word[:100], "positions, counted from 0, separated by commas")
        )
    return int(word)
