"""What if: the same histories with one change from a date on.

Every history is run up to the date once; from there once as it was and once with the change grafted on (`graft`), with the same luck. So
nothing before the date differs, a null change gives identical histories, and a difference is that change's doing.

Pairs are made block by block and, with `under`, saved as they are made (`study.running.pieces`).

`compare.json` in a run's folder: {"comparisons": {id: Comparison.to_json()}}.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import numpy as np

from politburo.arrays import Array, Floats, Truths
from politburo.facts import OfCase, OfParameters
from politburo.measures.answer import Share
from politburo.measures.definitions import Thresholds
from politburo.measures.history import COL, month_date
from politburo.measures.names import labels
from politburo.measures.paired import Paired, paired
from politburo.measures.quantities import OF_PERSON, SHARE, UNITS, of_persons, quantities
from politburo.measures.summary import quantiles, share
from politburo.model.trace import Block
from politburo.store.files import put
from politburo.study.questions.counterfactual import Counterfactual, month_of, named
from politburo.study.running.parameters import Given, facts_of, values_of
from politburo.study.running.pieces import Piece, counting, in_pieces
from politburo.vocab import EventKind
from politburo.words.answer import Data
from politburo.words.chronicle import chronicle

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.ensemble import Scenario
    from politburo.study.running.progress import Progress

PERSONS = 8  # how many are told of
EXAMPLES = 5
FILE = "compare.json"
NEVER = (-1, "", "")  # the parting of a pair that stays the same
#: two histories part where one of these differs between their events of a month
TELLING = [COL[name] for name in ("month", "kind", "who", "whom", "thing", "outcome")]


class Question(OfCase, OfParameters):
    """What was asked."""

    title: str
    end: str
    changes: list[str]  # of the case, before the comparison
    change: dict[str, Any]  # `Counterfactual`, as its file has it
    date: str  # from which it holds
    histories: int  # pairs
    interval: str
    definitions: NotRequired[dict[str, float]]  # of `Thresholds`


class QuantityRow(Paired):
    """A quantity in both worlds."""

    quantity: str
    unit: str
    person: str  # id; empty where it is of nobody


class ShareOf(Share):
    """A share of so many histories."""

    of: int


class Cause(TypedDict):
    """How far the facts as they were are a cause of an outcome."""

    quantity: str
    necessity: ShareOf
    sufficiency: ShareOf
    pairs: dict[str, int]  # in which it comes in both worlds or in one


class Example(TypedDict):
    """How a pair parted."""

    history: int
    month: str
    event: str


class Parting(TypedDict):
    """When pairs part and by what."""

    parted: Share
    month: dict[str, str]  # 5 %, median and 95 %
    first: list[str | None]  # of each pair
    kinds: dict[str, Share]  # by kind of event
    examples: list[Example]


@dataclass(frozen=True)
class Comparison:
    """Paired differences. `rows`: one dict per quantity, as `measures.paired.paired` with name, unit and person."""

    facts: Question
    rows: list[QuantityRow]
    parting: Parting
    causes: list[Cause]

    @property
    def table(self) -> pandas.DataFrame:
        """The rows as a table; attrs hold seed, scenario, change and software."""
        import pandas

        frame = pandas.DataFrame(self.rows).set_index("quantity")
        frame.attrs.update(self.facts)
        return frame

    def to_json(self) -> Data:
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
    change: Counterfactual | str,
    *,
    histories: int = 256,
    seed: int = 1,
    params: Given = None,
    thresholds: Thresholds | None = None,
    under: str | Path | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run `histories` pairs and compare them. `change` may be the name of one that is ready for the case, or a file.

    With `under` what is finished lies there, in a folder of this question's own, and the same question continues from it.

    Necessity of the facts as they were for an outcome: among histories with it, the share that lose it with the change. Sufficiency:
    among histories that lack it with the change, the share that have it with the facts as they were (Pearl 2009, ch. 9; here both
    worlds of a pair are run, so that nothing need be assumed). Raises `PolitburoError` where the change cannot be applied.
    """
    if isinstance(change, str):
        change = named(party.given, change)
    thresholds = thresholds or Thresholds()
    ids = [person.id for person in party.resolved.persons]
    other = change.applied(party)
    month = month_of(party, change.date)
    made, parts = pairing(party, other, month, histories=histories, seed=seed, params=params)
    definitions = {"definitions": vars(thresholds)}
    facts = _facts(party, change, month, histories, seed, params)
    facts["definitions"] = definitions["definitions"]

    def piece(n: int) -> Piece:
        was, became = made(parts[n])
        partings = [
            parted(party, other, was, became, h) or NEVER for h in range(was.first, was.first + was.histories)
        ]
        months, kinds, texts = zip(*partings, strict=True)
        both = [quantities(block, thresholds, ids) for block in (was, became)]
        return {
            "quantities": np.array([[values[name] for name in UNITS] for values in both]),
            "persons": np.array([of_persons(block, thresholds, len(ids)) for block in (was, became)]),
            "parted": np.array(months),
            "by": np.array(kinds),
            "text": np.array(texts),
        }

    pieces = in_pieces(
        len(parts),
        lambda n: lambda: piece(n),
        asked={
            "question": "compare",
            "set": change.set,
            "month": month,
            "histories": histories,
            **definitions,
        },
        facts=facts,
        resolved=party.resolved,
        under=under,
        progress=counting(progress, histories),
    )
    values = np.concatenate([piece["quantities"] for piece in pieces], 2)
    persons = np.concatenate([piece["persons"] for piece in pieces], 2)
    months, kinds, texts = (
        np.concatenate([piece[name] for piece in pieces]).tolist() for name in ("parted", "by", "text")
    )
    rows = _rows(party, values, persons)
    return Comparison(
        facts,
        [row for row, _, _ in rows],
        _parting(party, list(zip(months, kinds, texts, strict=True))),
        [_cause(*x) for x in rows if x[0]["unit"] == SHARE],
    )


def _facts(
    party: Scenario,
    change: Counterfactual,
    month: int,
    histories: int,
    seed: int,
    params: Given,
) -> Question:
    from politburo.study.running.provenance import provenance

    return {
        **provenance(),
        "case": party.resolved.id,
        "title": party.resolved.title,
        "end": str(party.resolved.end),
        "scenario": party.resolved.digest,
        "changes": list(party.changes),
        "change": change.model_dump(),
        "date": str(month_date(party.resolved.start, month)),
        "histories": histories,
        "seed": seed,
        **facts_of(params, values_of(params, party.resolved.parameters)),
        "interval": "95 %, paired",
    }


def pairing(
    party: Scenario, other: Scenario, month: int, *, histories: int, seed: int, params: Given = None
) -> tuple[Callable[[range], tuple[Block, Block]], list[range]]:
    """(function, numbers of the histories in parts): the function makes a part twice, as it was and with the other scenario's facts
    grafted on in `month`."""
    from politburo import engine
    from politburo.study.running import graft
    from politburo.study.running.limits import check_numbers

    check_numbers(histories, seed)
    worlds = [engine.Prepared(world) for world in graft.worlds(party.resolved, other.resolved)]
    values = [values_of(params, x.resolved.parameters) for x in (party, other)]
    months = party.resolved.months

    def made(numbers: range) -> tuple[Block, Block]:
        one, two = (graft.course(w, seed, numbers, v) for w, v in zip(worlds, values, strict=True))
        states, past = one.run(one.origin(), 0, month)
        _, rest = one.run(states, month, months)
        grafted = graft.graft(states, one.origin(), two.origin()) if month else two.origin()
        _, instead = two.run(grafted, month, months)
        return graft.joined(past, rest, month, numbers[0]), graft.joined(past, instead, month, numbers[0])

    return made, graft.parts(histories)


def pairs(
    party: Scenario, other: Scenario, month: int, *, histories: int, seed: int, params: Given = None
) -> Iterator[tuple[Block, Block]]:
    """Blocks of the same histories as they were, and with the other scenario's facts grafted on in `month`."""
    return map(*pairing(party, other, month, histories=histories, seed=seed, params=params))


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
            told = chronicle(resolved, block, history, routine=True)
            sentence = f"{('as it was', 'with the change')[side]}: {told[0][1] if told else ''}"
            found.append((int(first[COL["month"]]), side, EventKind(int(first[COL["kind"]])).word, sentence))
    if not found:
        return None
    month, _, kind, sentence = min(found)
    return month, kind, sentence


def _rows(party: Scenario, values: Floats, persons: Truths) -> list[tuple[QuantityRow, Array, Array]]:
    """(row, as it was, with the change); `values` float64[2, quantity, history], `persons` bool[2, of person, history, person]."""
    rows: list[tuple[QuantityRow, Array, Array]] = []
    for n, (name, unit) in enumerate(UNITS.items()):
        was, became = values[:, n]
        rows.append(({"quantity": name, "unit": unit, "person": "", **paired(was, became)}, was, became))
    names = labels(
        {p.id: p.name for p in party.resolved.persons}, {p.id: p.short for p in party.resolved.persons}
    )
    weight = persons.sum(0, dtype=int)[:2].sum((0, 1))
    for person in [int(p) for p in np.argsort(-weight, kind="stable")[:PERSONS] if weight[p]]:
        who = party.resolved.persons[person]
        for n, name in enumerate(OF_PERSON):
            was, became = persons[:, n, :, person]
            quantity = f"{names[who.id]}: {name}"
            told = QuantityRow(quantity=quantity, unit=SHARE, person=who.id, **paired(was, became))
            rows.append((told, was, became))
    return rows


def _cause(row: QuantityRow, was: Array, became: Array) -> Cause:
    """Necessity and sufficiency of the facts as they were for an outcome."""
    was, became = was > 0, became > 0
    lost, came, without = int((was & ~became).sum()), int(was.sum()), int((~became).sum())
    return {
        "quantity": row["quantity"],
        "necessity": {**share(lost, came), "of": came},
        "sufficiency": {**share(lost, without), "of": without},
        "pairs": {
            "both": int((was & became).sum()),
            "only as it was": lost,
            "only changed": int((~was & became).sum()),
        },
    }


def _parting(party: Scenario, partings: list[tuple[int, str, str]]) -> Parting:
    """When histories part and by what; NEVER for one that does not."""
    known = [p for p in partings if p != NEVER]
    kinds = Counter(kind for _, kind, _ in known)
    day = lambda month: f"{month_date(party.resolved.start, month):%Y-%m}"  # noqa: E731
    months = quantiles([month for month, _, _ in known]) if known else None
    examples = [(n, p) for n, p in enumerate(partings) if p != NEVER][:EXAMPLES]
    return {
        "parted": share(len(known), len(partings)),
        "month": {
            name: day(round(value))
            for name, value in (
                ("low", months["low"]),
                ("median", months["median"]),
                ("high", months["high"]),
            )
        }
        if months
        else {},
        "first": [None if p == NEVER else day(p[0]) for p in partings],
        "kinds": {kind: share(count, len(partings)) for kind, count in kinds.most_common(6)},
        "examples": [{"history": n, "month": day(m), "event": text} for n, (m, _, text) in examples],
    }
