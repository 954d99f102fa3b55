"""Games typed in and tables of actors, answered as plain data: what the command line prints and `--json` gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from politburo.errors import PolitburoError, Problem, control_character, nearest
from politburo.power.bargaining import compromise, condorcet_winner, median
from politburo.power.challenge import expected_utility
from politburo.power.coalitions import dropped_next, ruling_coalition
from politburo.power.exact import WRITTEN, fraction, fractions
from politburo.power.probability import ruling_probability
from politburo.power.simple import SimpleGame
from politburo.power.weighted import WeightedGame, majority
from politburo.scenario.actors import read_actors
from politburo.scenario.sheet import read_sheet

NAMES = ("name", "actor", "member", "party", "state", "country")
WEIGHTS = ("weight", "votes", "seats", "voting weight")
POWERS = ("power", "capability", "influence")
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
    """The ruling coalition of powers typed in; persons are counted from 0, or have the names of a table."""
    given, called = _given(powers, POWERS)
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
    if called:
        found["ruling"] = [called.of(tie) for tie in answer.ties]
        found["dropped_next"] = [called.of(gone) for gone in found["dropped_next"]]
        for row in found.get("coalitions", []):
            row["members"] = called.of(row["members"])
        found = {"names": called.names, **found, "read_as": called.notes}
    return found


def voting_game(weights: str, quota: str | None, veto: str | None) -> dict[str, Any]:
    """Every index of votes typed in; above LISTED persons only those that need no list of all coalitions."""
    given, called = _given(weights, WEIGHTS)
    positions = [_position(word, called) for word in _numbers(veto or "")]
    votes = fractions(given, "weights")
    needed = majority(given) if quota is None else votes_needed(quota, Fraction(sum(votes)))
    game = WeightedGame(given, needed, vetoes=positions)
    few = game.persons <= LISTED
    answer = {
        "weights": given,
        "quota": _short(needed),
        "warnings": doubtful(votes, needed),
        "vetoes": game.vetoes,
        "power_to_act": game.coleman_collectivity(),
        "swings": game.swings(),
        "indices": {name: index(game) for name, (index, listing) in INDICES.items() if few or not listing},
    }
    return answer if called is None else {"names": called.names, **answer, "read_as": called.notes}


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
        "read_as": list(table.notes),
        "dimensions": found,
    }


@dataclass(frozen=True)
class Called:
    """The names of a table, and how it was read."""

    names: list[str]
    notes: list[str]

    def of(self, positions: Sequence[int]) -> list[str]:
        """The names of persons counted from 0."""
        return [self.names[i] for i in positions]


def _given(text: str, titles: Sequence[str]) -> tuple[list[str], Called | None]:
    """Numbers typed in, or those of a table with the names beside them. Raises `PolitburoError` with the place of what is wrong."""
    if not text.lower().endswith((".csv", ".tsv", ".txt")):
        return _numbers(text), None
    path = Path(text)
    if not path.is_file():
        raise PolitburoError(Problem("file-missing", text[-100:], "no such file"))
    sheet = read_sheet(path)
    if not sheet.rows:
        raise PolitburoError(
            Problem("csv-syntax", f"{path.name}:1:1", "an empty file", "a header row: name, weight")
        )
    at, header = sheet.rows[0]
    lower = [title.lower() for title in header]
    found = [next((i for i, title in enumerate(lower) if title in words), None) for words in (NAMES, titles)]
    if len(header) == 2 and None in found and not WRITTEN.fullmatch(header[1]):
        found = [0, 1]  # two columns can only be names and numbers
    problems = [
        Problem(
            "column-missing",
            f"{path.name}:{at}:1",
            ", ".join(header)[:100],
            f"a column {' or '.join(words)}",
            "",
            "add it",
        )
        for place, words in zip(found, (NAMES, titles), strict=True)
        if place is None
    ]
    if problems:
        raise PolitburoError(problems)
    name, value = (place or 0 for place in found)  # none is missing here
    sheet, problems = sheet.with_points(lambda column: column == value)
    names: list[str] = []
    numbers: list[str] = []
    for line, row in sheet.rows[1:]:
        cells = row if len(row) == len(header) else [""] * len(header)
        where = f"{path.name}:{line}"
        if len(row) != len(header):
            problems.append(
                Problem("csv-syntax", f"{where}:1", f"{len(row)} cells", f"{len(header)}, as in the header")
            )
        elif not cells[name]:
            problems.append(Problem("value-missing", f"{where}:{name + 1}", "no name", remedy="fill it in"))
        elif cells[name] in names:
            problems.append(
                Problem(
                    "id-duplicate",
                    f"{where}:{name + 1}",
                    cells[name][:100],
                    remedy="give each a name of his own",
                )
            )
        elif wrong := control_character(cells[name], f"{where}:{name + 1}"):
            problems.append(wrong)
        elif not WRITTEN.fullmatch(cells[value]):
            problems.append(
                Problem(
                    "not-a-number",
                    f"{where}:{value + 1}",
                    cells[value][:100] or "an empty cell",
                    "3, 0.4 or 2/5",
                )
            )
        names.append(cells[name])
        numbers.append(cells[value])
    if problems:
        raise PolitburoError(problems)
    return numbers, Called(names, list(sheet.notes))


def _numbers(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _position(word: str, called: Called | None) -> int:
    if called is not None and word in called.names:
        return called.names.index(word)
    if not (word.isascii() and word.isdigit() and len(word) < 6):
        names = called.names if called else []
        allowed = "positions, counted from 0, or names of the table, separated by commas"
        raise PolitburoError(Problem("usage", "--veto", word[:100], allowed, nearest(word, names)))
    return int(word)
