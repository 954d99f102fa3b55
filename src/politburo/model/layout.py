"""Where facts and states lie in memory: NumPy on one side, the records of the compiled loops on the other.

`Facts` holds a `model.world.World` as records. `States` holds the states of a block, one contiguous block of bytes a history:
saving, resuming and branching are copying bytes. Its fields are NumPy views by dotted name: ``states["people.alive"]`` bool[H, P].
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from politburo.arrays import Array, Values
from politburo.model import records
from politburo.model.records import BODIES, COHORTS, CONTENDERS, DISPUTES, EVENTS, LANES, QUESTIONS, ROOMS
from politburo.model.world import World

ALIGNED = 64

#: How much of an array within a record is used: the count that says so.
USED = {
    "trait": "traits",
    "held": "disputes",
    "shown": "disputes",
    "opinion": "disputes",
    "policy": "disputes",
    "salience": "disputes",
    "seat": "bodies",
    "mix": "cohorts",
    "contender": "contenders",
    "necessary": "contenders",
    "wins_alone": "contenders",
}
#: Tables that are known by the name of a record's field: one number for each row of the record, the last axis here and the middle
#: one there.
APART = {"members": "organisations.members"}
LARGEST = {"contenders": CONTENDERS, "disputes": DISPUTES, "bodies": BODIES, "cohorts": COHORTS}


@functools.cache
def dtype_of(kind: Any) -> np.dtype:
    """The NumPy type of a record or of one of its fields; a pointer is an unsigned number."""
    if issubclass(kind, ctypes.Array):
        return np.dtype((dtype_of(kind._type_), kind._length_))
    if issubclass(kind, ctypes._Pointer):
        return np.dtype(np.uintp)
    if not issubclass(kind, ctypes.Structure):
        return np.dtype(kind)
    names = [name for name, *_ in kind._fields_]
    return np.dtype(
        {
            "names": names,
            "formats": [dtype_of(field) for _, field, *_ in kind._fields_],
            "offsets": [getattr(kind, name).offset for name in names],
            "itemsize": ctypes.sizeof(kind),
        }
    )


def fields_of(record: Any) -> list[tuple[str, Any]]:
    """The fields of a record and their C types."""
    return list(record._fields_)


def tables_of(record: Any) -> list[tuple[str, Any]]:
    """The tables to which a record's pointers lead, and the types of their rows."""
    return [(name, kind._type_) for name, kind in fields_of(record) if issubclass(kind, ctypes._Pointer)]  # type: ignore[misc]


def counts_of(world: World) -> dict[str, int]:
    """How many of everything a scenario has. Raises `ValueError` in words where that is more than the records can hold."""
    counts = {
        "persons": len(world.people.address),
        "organisations": len(world.organisations.address),
        "bodies": len(world.bodies.address),
        "offices": len(world.offices.address),
        "disputes": len(world.disputes.address),
        "shocks": len(world.shocks.address),
        "liabilities": len(world.liabilities.address),
        "cohorts": len(world.membership.kind),
        "contenders": int(world.contenders),
        "months": int(world.months),
    }
    for name, most in LARGEST.items():
        if counts[name] > most:
            raise ValueError(f"{counts[name]} {name} were found; at most {most} are allowed")
    return counts


def aligned(size: int, number: int = 1) -> np.ndarray:
    """Zeroed bytes uint8[number, size], the first at a multiple of ALIGNED; `size` should be one too."""
    raw = np.zeros(number * size + ALIGNED, np.uint8)
    start = -raw.ctypes.data % ALIGNED
    return raw[start : start + number * size].reshape(number, size)


def up(size: int) -> int:
    """The next multiple of ALIGNED."""
    return -(-size // ALIGNED) * ALIGNED


def pointer(array: np.ndarray, kind: Any) -> Any:
    """A pointer to an array's memory."""
    return ctypes.cast(array.ctypes.data, ctypes.POINTER(kind))


def filled(kind: Any, rows: int, /, **columns: Array) -> np.ndarray:
    """A table of records [rows] with these columns; a column shorter than its capacity is followed by zeros."""
    table = np.zeros(max(rows, 1), dtype_of(kind))
    for name, values in columns.items():
        values = np.asarray(values)
        place = table[name][:rows]
        place[(slice(None), *(slice(n) for n in values.shape[1:]))] = exact(values)
    return table


def exact(values: np.ndarray) -> np.ndarray:
    """Single precision numbers as the shortest decimals that are stored so: 0.3 is 0.3 and not 0.30000001192."""
    return values.astype(str).astype(float) if values.dtype == np.float32 else values


class Facts:
    """The facts of a scenario as records, in memory that lives as long as this object."""

    def __init__(self, world: World) -> None:
        self.counts = counts_of(world)
        people, letter, country = world.people, world.letter, world.country
        n = self.counts["persons"]
        columns = {name: getattr(people, name) for name in people.__dataclass_fields__}
        ties = world.ties
        columns |= {"patron": ties.patron, "patron_strength": ties.patron_strength}
        columns |= {"merit": letter.merit, "fault": letter.fault}
        self.tables: dict[str, np.ndarray] = {
            "people": filled(records.PersonFacts, n, **columns),
            "groups": self.table(records.OrganisationFacts, world.organisations),
            "body": self.table(records.BodyFacts, world.bodies, "seat"),
            "office": self.table(records.OfficeFacts, world.offices),
            "dispute": self.table(records.DisputeFacts, world.disputes),
            "shock": self.table(records.ShockFacts, world.shocks),
            "liability": self.table(records.LiabilityFacts, world.liabilities),
        }
        for name, of in (("person_address", people), ("group_address", world.organisations)):
            self.tables[name] = np.ascontiguousarray(of.address, np.int32)
        for name in ("service", "documented", "late"):
            self.tables[name] = np.ascontiguousarray(exact(np.asarray(getattr(ties, name))), float)
        self.tables["seat"] = np.ascontiguousarray(world.bodies.seat, np.uint8)
        self.record = records.World(**self.counts)
        whole = np.frombuffer(memoryview(self.record), dtype_of(records.World))[0:1]
        place = lambda name, values: whole[name].__setitem__(  # noqa: E731
            (slice(None), *(slice(n) for n in np.shape(values))), exact(np.asarray(values))
        )
        place("body_of", world.lookup.body)
        place("axis", world.lookup.axis)
        place("cohort_kind", world.membership.kind)
        place("cohort_count", world.membership.count)
        for part, facts in (("letter", letter), ("country", country)):
            for name in whole[part].dtype.names or ():
                whole[part][name] = exact(np.asarray(getattr(facts, name)))
        for name, row in tables_of(records.World):
            setattr(self.record, name, pointer(self.tables[name], row))

    @staticmethod
    def table(kind: Any, facts: Any, *without: str) -> np.ndarray:
        names = [name for name in facts.__dataclass_fields__ if name not in without]
        return filled(kind, len(facts.address), **{name: getattr(facts, name) for name in names})


class Shape:
    """Where the tables of a state lie in its block of bytes, for a scenario with these counts."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        p, g = counts["persons"], counts["organisations"]
        lengths = {
            "people": (p,),
            "organisations": (g,),
            "members": (counts["cohorts"], g),
            "offices": (counts["offices"],),
            "shock_month": (counts["shocks"],),
            "stable": (2 ** counts["contenders"],),
            "trust": (p, p),
            "fought": (p, p),
        }
        self.tables: dict[str, tuple[int, np.dtype, tuple[int, ...]]] = {}
        at = up(ctypes.sizeof(records.State))
        for name, row in tables_of(records.State):
            dtype, shape = dtype_of(row), lengths[name]
            self.tables[name] = (at, dtype, shape)
            at += up(dtype.itemsize * int(np.prod(shape)))
        self.stride = at

    def names(self) -> list[str]:
        """Dotted names of every field of a state."""
        return [name for name, _ in self._paths()]

    @functools.cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        return dict(self._paths())

    def _paths(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, kind in fields_of(records.State):
            inner = kind._type_ if hasattr(kind, "_type_") else kind
            if isinstance(inner, type) and issubclass(inner, ctypes.Structure):
                yield from ((f"{name}.{field}", (name, field)) for field, _ in fields_of(inner))
            else:
                yield APART.get(name, name), (name,)


class States:
    """The states of a block of histories, one contiguous block of bytes each."""

    def __init__(self, shape: Shape, histories: int, source: np.ndarray | None = None) -> None:
        self.shape = shape
        self.bytes = aligned(shape.stride, histories)
        if source is not None:
            self.bytes[:] = source
        self._aim()

    def _aim(self) -> None:
        """Let every state's pointers lead into its own bytes."""
        head = self._header()
        start = self.bytes.ctypes.data + self.shape.stride * np.arange(len(self.bytes), dtype=np.uintp)
        for name, (offset, _, _) in self.shape.tables.items():
            head[name] = start + np.uintp(offset)

    def _header(self) -> np.ndarray:
        return np.ndarray(len(self.bytes), dtype_of(records.State), self.bytes, strides=(self.shape.stride,))

    def __len__(self) -> int:
        return len(self.bytes)

    def copy(self) -> States:
        """The same states, apart from these."""
        return States(self.shape, len(self), self.bytes)

    def repeated(self, place: int, times: int) -> States:
        """One history's state, so many times."""
        return States(self.shape, times, np.broadcast_to(self.bytes[place], (times, self.shape.stride)))

    def part(self, places: slice) -> States:
        """Some neighbouring states themselves: what is written to these is written to those."""
        part = object.__new__(States)
        part.shape, part.bytes = self.shape, self.bytes[places]
        return part

    def taken(self, places: Array) -> States:
        """The states of some histories, in this order."""
        rows = self.bytes[places]
        return States(self.shape, len(rows), rows)

    def table(self, name: str) -> np.ndarray:
        """A table of every state as a structured array or numbers [H, rows...]."""
        if name not in self.shape.tables:
            return self._header()[name]
        offset, dtype, shape = self.shape.tables[name]
        inner = np.empty(shape, dtype).strides
        return np.ndarray(
            (len(self), *shape), dtype, self.bytes, offset=offset, strides=(self.shape.stride, *inner)
        )

    def __getitem__(self, name: str) -> np.ndarray:
        """A view of a field by its dotted name, [H, ...]; what is written to it is written to the states."""
        path = self.shape.paths[name]
        values = self.table(path[0])
        for part in path[1:]:
            values = values[part]
        used = USED.get(path[-1])
        if path[0] in APART:
            return values.swapaxes(1, 2)
        if path[0] == "bodies":
            return values[:, : self.shape.counts["bodies"]]
        if used in self.shape.counts:
            count = self.shape.counts[used]
            axis = 1 if path[0] in ("country", "lineup", "membership") else 2
            values = values[(slice(None),) * axis + (slice(count),)]
        return values

    def __setitem__(self, name: str, values: Values) -> None:
        self[name][...] = values

    def fields(self) -> dict[str, np.ndarray]:
        """Every field by its dotted name."""
        return {name: self[name] for name in self.shape.paths}


class Workroom:
    """Memory for a thread to work in (`records.Room`)."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.record = records.Room()
        self.memory: list[np.ndarray] = []
        p, g, sets = counts["persons"], counts["organisations"], 2 ** counts["contenders"]
        rows = sets * 2 * LANES
        lengths = {"events": EVENTS, "draws": max(p, g), "games": rows, "ballots": QUESTIONS * p}
        by_group = ("secretary", "wish", "grip", "push", "chorus", "delegates")
        for name, row in tables_of(records.Room):
            setattr(self.record, name, self.room(row, lengths.get(name, g if name in by_group else p)))
        for n in range(ROOMS):
            self.record.by_person[n] = self.room(records.real, p)
            self.record.by_organisation[n] = self.room(records.real, g)

    def room(self, kind: Any, length: int) -> Any:
        self.memory.append(np.zeros(max(length, 1), dtype_of(kind)))
        return pointer(self.memory[-1], kind)
