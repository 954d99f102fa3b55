"""What the pages of facts still tell that the model leaves unused: score tests of its cross-validated forecasts.

    python verification/unused_facts.py [--histories 256] [-o docs/results/unused-facts.csv]

For a feature x of contenders, over the cases: z = sum (x of who led - E x) / sqrt(sum Var x), with mean and variance over the contenders
by the chances that the forecast gave them; for a feature of a case, about an answer with chance p: z = sum x (y - p) / sqrt(sum x^2 p (1 -
p)), x measured from its mean. This is Rao's test (1948) of adding the feature to the log odds of the forecast: |z| beyond 2 in far more
than one row in twenty would say that something on the page is left unused. `step` is the first step of the weight towards its best value.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from politburo.scenario.facts.form import FactContender, FactsFile
from politburo.study.forecasting.case_scores import MODEL, Statement, statements
from politburo.study.forecasting.cases import forecasts
from politburo.study.forecasting.successions import Succession, successions

FORCE = ("army-command", "army-political", "defence", "military-commission")
SEATS = ("bureau-member", "bureau-candidate", "committee-member")


def year(day: str | None) -> float | None:
    """A day of any precision as a year with its fraction."""
    if not day:
        return None
    parts = [float(part) for part in day.split("-")]
    return parts[0] + (parts[1] - 1) / 12 if len(parts) > 1 else parts[0]


def of_persons(page: FactsFile) -> dict[str, dict[str, float]]:
    """Features of every contender by id; those that the page does not tell are missing."""
    start, old = year(page.start) or 0.0, page.predecessor.id
    return {person.id: dict(_person(page, person, start, old)) for person in page.contenders}


def _person(page: FactsFile, person: FactContender, start: float, old: str) -> Iterator[tuple[str, float]]:
    ties = [tie for tie in page.ties if person.id in (tie.a, tie.b)]
    to_old = [tie for tie in ties if old in (tie.a, tie.b) and tie.kind != "rivalry"]
    types = [office.type for office in person.offices if office.type not in SEATS]
    since = [year(office.since) for office in person.offices if office.since]
    if person.born:
        yield "age", start - person.born
        yield "younger than 55", float(start - person.born < 55)
        yield "70 or older", float(start - person.born >= 70)
    if person.party_since:
        yield "years in the party", start - person.party_since
    if since:
        yield "years in the oldest office or seat", start - min(day for day in since if day is not None)
    yield "ill", float(person.health == "ill")
    yield "number of offices", len(types)
    yield "number of ties", len([tie for tie in ties if tie.kind not in ("rivalry", "faction")])
    yield "number of rivalries", len([tie for tie in ties if tie.kind == "rivalry"])
    yield (
        "number of clients",
        len([tie for tie in ties if tie.kind == "patron-client" and tie.a == person.id]),
    )
    yield "tie to the predecessor", float(bool(to_old))
    yield "kin of the predecessor", float(any(tie.kind == "kin" for tie in to_old))
    yield "leads armed force", float(any(kind in FORCE for kind in types))
    secretariat = [body for body in page.bodies if body.role == "secretariat"]
    yield "sits in the secretariat", float(any(person.id in body.full for body in secretariat))
    for kind in sorted({office.type for other in page.contenders for office in other.offices} - set(SEATS)):
        yield f"office: {kind}", float(kind in types)


def of_case(page: FactsFile) -> dict[str, float]:
    """Features of a case; the first is the level of the answer itself."""
    start = year(page.start) or 0.0
    bureau = next((body for body in page.bodies if body.role == "bureau"), None)
    found = {
        "level": 1.0,
        "communist party": float(page.party.kind == "communist"),
        "years in power": start - (page.party.ruling_since or start),
        "size of the bureau": len(bureau.full) if bureau else 0.0,
        "has a secretariat": float(any(body.role == "secretariat" for body in page.bodies)),
        "an outside power": float(page.outside is not None),
        "war": float(page.country.war),
        "mass unrest": float(page.country.mass_unrest),
        "first place held": float(any(o.type == "party-leader" for p in page.contenders for o in p.offices)),
        "calendar year": start,
    }
    return found | {
        f"opened by {kind}": float(page.opening.kind == kind)
        for kind in ("death", "ouster", "challenge", "retirement")
    }


def persons_rows(told: list[tuple[Statement, FactsFile]]) -> list[dict[str, Any]]:
    """Tests of the features of contenders, by horizon."""
    sums: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    for one, page in told:
        features = of_persons(page)
        came = next((name for name, share in one.came.items() if share == 1.0), None)
        if came not in features:
            continue
        for name in features[came]:
            x = np.array([(one.said[who], row[name]) for who, row in features.items() if name in row])
            chance, value = x[:, 0] / x[:, 0].sum(), x[:, 1]
            mean = float(chance @ value)
            sums[name, one.months].append((features[came][name] - mean, float(chance @ (value - mean) ** 2)))
    return [_tested("who leads", name, months, rows) for (name, months), rows in sums.items()]


def case_rows(told: list[tuple[Statement, FactsFile]], answer: str) -> list[dict[str, Any]]:
    """Tests of the features of cases about one type of rule, by horizon."""
    found = []
    for months in sorted({one.months for one, _ in told}):
        mine = [(one, of_case(page)) for one, page in told if one.months == months]
        gap = np.array([one.came.get(answer, 0.0) - one.said[answer] for one, _ in mine])
        spread = np.array([one.said[answer] * (1 - one.said[answer]) for one, _ in mine])
        for name in mine[0][1]:
            x = np.array([features[name] for _, features in mine])
            x = x if name == "level" else x - np.average(x, weights=spread)
            rows = list(zip(x * gap, x**2 * spread, strict=True))
            found.append(_tested(f"rule: {answer}", name, months, rows))
    return found


def _tested(about: str, name: str, months: int, rows: list[tuple[float, float]]) -> dict[str, Any]:
    score, information = map(sum, zip(*rows, strict=True))
    known = information > 1e-9
    return {
        "about": about,
        "feature": name,
        "months": months,
        "cases": len(rows),
        "z": round(score / information**0.5, 2) if known else "",
        "step": round(score / information, 3) if known else "",
    }


def pages() -> dict[str, FactsFile]:
    """The page of facts of every case by id."""
    import yaml

    from politburo.record import CATALOG

    read: Callable[[Succession], Any] = lambda case: yaml.safe_load(  # noqa: E731
        (CATALOG / case.id / "scenario.yaml").read_text(encoding="utf-8")
    )
    return {case.id: FactsFile.model_validate(read(case)) for case in successions()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--histories", type=int, default=256)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    cases, page = list(successions()), pages()
    told = []
    for case, said in zip(cases, forecasts(cases, asked.histories, asked.seed), strict=True):
        others = [other for other in cases if other.cluster != case.cluster]
        told += [(one, page[case.id]) for one in statements(case, said, others) if one.forecaster == MODEL]
    rows = persons_rows([pair for pair in told if pair[0].question == "leads"])
    for answer in ("sole", "primus", "collective"):
        rows += case_rows([pair for pair in told if pair[0].question == "rule"], answer)
    tested = [abs(row["z"]) for row in rows if row["z"] != ""]
    print(f"{len(tested)} tests, |z| beyond 2 in {sum(z > 2 for z in tested)}", file=sys.stderr)
    with asked.output.open("w", encoding="utf-8", newline="") if asked.output else sys.stdout as file:
        write = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        write.writeheader()
        write.writerows(rows)


if __name__ == "__main__":
    main()
