"""What if: the same histories with one change from a date on.

Every history is run up to the date once; from there once as it was and once with the change grafted on (`graft`), with the same luck. So
nothing before the date differs, a null change gives identical histories, and a difference is that change's doing.

`compare.json` in a run's folder: {"comparisons": {id: Comparison.to_json()}}.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politburo.errors import PolitburoError, Problem
from politburo.measures.chronicle import chronicle, short_name
from politburo.measures.definitions import Thresholds
from politburo.measures.paired import paired
from politburo.measures.quantities import OF_PERSON, SHARE, UNITS, of_persons, quantities
from politburo.measures.reading import COL, month_date
from politburo.measures.summary import quantiles, share
from politburo.model.trace import Block
from politburo.store.files import put
from politburo.vocab import EventKind

if TYPE_CHECKING:
    import pandas

    from politburo.study.counterfactual import Counterfactual
    from politburo.study.ensemble import Parameters, Progress, Scenario

PERSONS = 8  # how many are told of
EXAMPLES = 5
FILE = "compare.json"
#: two histories part where one of these differs between their events of a month
TELLING = [COL[name] for name in ("month", "kind", "who", "whom", "thing", "outcome")]


@dataclass(frozen=True)
class Comparison:
    """Paired differences. `rows`: one dict per quantity, as `measures.paired.paired` with name, unit and person."""

    facts: dict[str, Any]
    rows: list[dict[str, Any]]
    parting: dict[str, Any]
    causes: list[dict[str, Any]]

    @property
    def table(self) -> pandas.DataFrame:
        """The rows as a table; attrs hold seed, scenario, change and software."""
        import pandas

        frame = pandas.DataFrame(self.rows).set_index("quantity")
        frame.attrs.update(self.facts)
        return frame

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        plain = {"simulated": True, **dataclasses.asdict(self)}
        return json.loads(json.dumps(plain, default=str), parse_constant=lambda _: None)

    def save(self, folder: str | Path) -> Path:
        """Add it to compare.json in a folder, which must exist."""
        path = Path(folder) / FILE
        try:
            known = json.loads(path.read_text(encoding="utf-8"))["comparisons"] if path.is_file() else {}
        except (ValueError, KeyError, TypeError):
            known = {}
        known[self.facts["change"]["id"]] = self.to_json()
        put(path, json.dumps({"simulated": True, "comparisons": known}, indent=1).encode())
        return path


def compare(
    party: Scenario,
    change: Counterfactual,
    *,
    histories: int = 256,
    seed: int = 1,
    params: Parameters = "prior",
    thresholds: Thresholds | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run `histories` pairs and compare them.

    Necessity of the facts as they were for an outcome: among histories with it, the share that lose it with the change. Sufficiency:
    among histories that lack it with the change, the share that have it with the facts as they were (Pearl 2009, ch. 9; here both
    worlds of a pair are run, so that nothing need be assumed). Raises `PolitburoError` where the change cannot be applied.
    """
    from politburo.study.ensemble import provenance

    thresholds = thresholds or Thresholds()
    people = len(party.resolved.persons)
    as_was: list[Any] = []
    changed: list[Any] = []
    partings: list[tuple[int, str, str] | None] = []
    done = 0
    if progress:
        progress(0, histories)
    other = change.applied(party)
    month = month_of(party, change.date)
    for a, b in pairs(party, other, month, histories=histories, seed=seed, params=params):
        for block, kept in ((a, as_was), (b, changed)):
            kept.append((quantities(block, thresholds), of_persons(block, thresholds, people)))
        partings += [parted(party, other, a, b, n) for n in range(a.first, a.first + a.histories)]
        done += a.histories
        if progress:
            progress(done, histories)
    facts = {
        **provenance(),
        "case": party.resolved.id,
        "scenario": party.resolved.digest,
        "changes": list(party.changes),
        "change": change.model_dump(),
        "date": str(month_date(party.resolved.start, month)),
        "histories": histories,
        "seed": seed,
        "params": params if isinstance(params, str) else dict(params),
        "definitions": vars(thresholds),
        "interval": "95 %, paired",
    }
    rows = _rows(party, as_was, changed)
    return Comparison(
        facts,
        [row for row, _, _ in rows],
        _parting(party, partings),
        [_cause(*x) for x in rows if x[0]["unit"] == SHARE],
    )


def month_of(party: Scenario, day: str) -> int:
    """Months from the start to a date; raises `PolitburoError` outside the window."""
    resolved = party.resolved
    if not day:
        return 0
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(-\d{2})?", day)
    if not match:
        raise PolitburoError(Problem("date-invalid", "date", day[:100], "YYYY-MM"))
    year, month = int(match[1]), int(match[2])
    found = (year - resolved.start.year) * 12 + month - resolved.start.month
    if not 0 <= found < resolved.months:
        raise PolitburoError(Problem("date-outside", "date", day, f"{resolved.start} to {resolved.end}"))
    return found


def pairs(
    party: Scenario, other: Scenario, month: int, *, histories: int, seed: int, params: Parameters = "prior"
) -> Iterator[tuple[Block, Block]]:
    """Blocks of the same histories as they were, and with the other scenario's facts grafted on in `month`."""
    from politburo.study.ensemble import _fixed_parameters, check_numbers, prepare_jax

    check_numbers(histories, seed)
    prepare_jax()
    from politburo.study import graft

    worlds = graft.worlds(party.resolved, other.resolved)
    values = [_fixed_parameters(params, x.resolved.parameters) for x in (party, other)]
    months = party.resolved.months
    for first in range(0, histories, graft.BLOCK):
        one, two = (graft.course(w, seed, first, v) for w, v in zip(worlds, values, strict=True))
        states, past = one.run(one.origin(), 0, month)
        _, rest = one.run(states, month, months)
        grafted = graft.graft(states, one.origin(), two.origin()) if month else two.origin()
        _, instead = two.run(grafted, month, months)
        count = min(graft.BLOCK, histories - first)
        yield (
            graft.joined(past, rest, month, first=first, count=count),
            graft.joined(past, instead, month, first=first, count=count),
        )


def parted(party: Scenario, other: Scenario, a: Block, b: Block, history: int) -> tuple[int, str, str] | None:
    """(month, kind of event, sentence) of the first event that happened in one world and not in the other; None if none did.

    Routine replacements of secretaries are passed over, and tallies may differ.
    """
    rows = [block.events[block.events[:, 0] == history] for block in (a, b)]
    rows = [r[r[:, COL["kind"]] != EventKind.SECRETARIES] for r in rows]
    keys = [Counter(map(tuple, r[:, TELLING].tolist())) for r in rows]
    found = []
    for side, resolved in enumerate((party.resolved, other.resolved)):
        only = keys[side] - keys[1 - side]
        first = next((r for r in rows[side] if tuple(r[TELLING].tolist()) in only), None)
        if first is not None:
            block = dataclasses.replace((a, b)[side], events=first[None])
            told = chronicle(resolved, block, history)
            sentence = f"{('as it was', 'with the change')[side]}: {told[0][1] if told else ''}"
            found.append((int(first[COL["month"]]), side, EventKind(int(first[COL["kind"]])).word, sentence))
    if not found:
        return None
    month, _, kind, sentence = min(found)
    return month, kind, sentence


def _rows(party: Scenario, as_was: list[Any], changed: list[Any]) -> list[tuple[dict[str, Any], Any, Any]]:
    """(row, values as it was, values with the change) for every quantity."""
    rows = []
    for name, unit in UNITS.items():
        a, b = (np.concatenate([block[0][name] for block in blocks]) for blocks in (as_was, changed))
        rows.append(({"quantity": name, "unit": unit, "person": "", **paired(a, b)}, a, b))
    one, two = (np.concatenate([block[1] for block in blocks], 1) for blocks in (as_was, changed))
    weight = (one + two)[:2].sum((0, 1))
    for person in [int(p) for p in np.argsort(-weight, kind="stable")[:PERSONS] if weight[p]]:
        who = party.resolved.persons[person]
        for n, name in enumerate(OF_PERSON):
            a, b = one[n, :, person], two[n, :, person]
            row = {
                "quantity": f"{short_name(who.name)}: {name}",
                "unit": SHARE,
                "person": who.id,
                **paired(a, b),
            }
            rows.append((row, a, b))
    return rows


def _cause(row: dict[str, Any], a: Any, b: Any) -> dict[str, Any]:
    """Necessity and sufficiency of the facts as they were for an outcome."""
    a, b = a > 0, b > 0
    return {
        "quantity": row["quantity"],
        "necessity": share(int((a & ~b).sum()), int(a.sum())) | {"of": int(a.sum())},
        "sufficiency": share(int((a & ~b).sum()), int((~b).sum())) | {"of": int((~b).sum())},
    }


def _parting(party: Scenario, partings: list[tuple[int, str, str] | None]) -> dict[str, Any]:
    """When histories part and by what."""
    known = [p for p in partings if p is not None]
    kinds = Counter(kind for _, kind, _ in known)
    day = lambda month: f"{month_date(party.resolved.start, month):%Y-%m}"  # noqa: E731
    months = quantiles([m for m, _, _ in known]) if known else {}
    examples = [(n, p) for n, p in enumerate(partings) if p is not None][:EXAMPLES]
    return {
        "parted": share(len(known), len(partings)),
        "month": {name: day(round(value)) for name, value in months.items()},
        "first": [day(p[0]) if p else None for p in partings],
        "kinds": {kind: share(count, len(partings)) for kind, count in kinds.most_common(6)},
        "examples": [{"history": n, "month": day(m), "event": text} for n, (m, _, text) in examples],
    }
