"""How fast `politburo.power` is, against the definitions and against packages that compute the same, in one run.

    python benchmarks/power.py [--large] [--write]

Peers that are installed are used (pip install powerindex powerindices power-index-calculator power_bdd); every answer is
compared. `--large` adds n = 28, which takes 1 GiB, and the definition at n = 18. `--write` renews power-results.json and the
table in docs/power.md.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import platform
import resource
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from politburo.power.bargaining import Actor
from politburo.power.batched import ruling_batch
from politburo.power.challenge import expected_utility
from politburo.power.coalitions import ruling_coalition
from politburo.power.voting import banzhaf, johnston, shapley_shubik
from politburo.power.weighted import majority

RESULTS = Path(__file__).with_name("power-results.json")
PAGE = Path(__file__).parents[1] / "docs" / "power.md"
#: rows of the page's table
SHOWN = {("ruling coalition", n) for n in (18, 24, 28)} | {
    ("2^20 games", 8),
    ("banzhaf", 1000),
    ("johnston", 15),
}
SHOWN |= {("shapley_shubik", 60), ("shapley_shubik", 200)}
HALF = Fraction(1, 2)


def timed(function: Callable[[], Any], times: int) -> tuple[float, Any]:
    """The least of so many wall-clock times, and the answer."""
    best, answer = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        answer = function()
        best = min(best, time.perf_counter() - start)
    return best, answer


def by_definition(powers: list[int]) -> tuple[int, ...]:
    """The ruling coalition word for word at alpha = 1/2: every subset of every set, 3^n pairs at most."""
    n = len(powers)
    weight = [0] * 2**n
    for s in range(1, 2**n):
        low = s & -s
        weight[s] = weight[s ^ low] + powers[low.bit_length() - 1]
    safe = [False] * 2**n
    for s in range(1, 2**n):
        half, part, holds = weight[s] / 2, (s - 1) & s, True
        while part:
            if safe[part] and weight[part] > half:
                holds = False
                break
            part = (part - 1) & s
        safe[s] = holds
    rulers = [s for s in range(1, 2**n) if safe[s] and weight[s] > weight[-1] / 2]
    least = min(rulers, key=weight.__getitem__)
    return tuple(i for i in range(n) if least >> i & 1)


def coalitions(large: bool) -> list[dict[str, Any]]:
    rows = []
    random = np.random.default_rng(1)
    for n, limit in (
        (16, None),
        (17, None),
        (18, None),
        (20, None),
        (24, 1.0),
        *([(28, 15.0)] if large else []),
    ):
        powers = random.integers(10**5, 10**7, size=n).tolist()
        ours, answer = timed(functools.partial(ruling_coalition, powers, HALF), 1 if n > 24 else 3)
        row = {"what": "ruling coalition", "n": n, "seconds": ours}
        if limit:
            row |= {"limit": limit, "share_of_limit": ours / limit}
        if n <= (18 if large else 17):
            theirs, members = timed(functools.partial(by_definition, powers), 1)
            assert members == answer.members
            row |= {"peer": "definition, plain Python", "peer_seconds": theirs, "ratio": theirs / ours}
        rows.append(row)
    games = random.integers(1, 5000, size=(2**20, 8)).astype(np.int32)

    def batch() -> Any:
        return [ruling_batch(games[at : at + 1024], 0.5) for at in range(0, len(games), 1024)]

    ours, found = timed(batch, 1)
    some = range(0, 2000, 40)
    alone, answers = timed(lambda: [ruling_coalition(games[i].tolist(), HALF) for i in some], 1)
    for i, answer in zip(some, answers, strict=True):
        row_ = int(np.concatenate(found)[i])
        assert row_ == (-1 if answer.members is None else sum(1 << j for j in answer.members))
    per_game = alone / len(some) * len(games)
    peer = "one game after another, extrapolated from 50"
    rows.append(
        {
            "what": "2^20 games",
            "n": 8,
            "seconds": ours,
            "peer": peer,
            "peer_seconds": per_game,
            "ratio": per_game / ours,
        }
    )
    return rows


#: (distribution, module, index, most persons it is asked for, how it is called)
PEERS: list[tuple[str, str, str, int, Callable[[Any, list[int], int], Any]]] = [
    ("powerindex", "powerindex.powerindex", "banzhaf", 1000, lambda m, w, q: m.calculate_power_index(w, q, "b")),
    # its factorials overflow above 170 persons
    ("powerindex", "powerindex.powerindex", "shapley_shubik", 150, lambda m, w, q: m.calculate_power_index(w, q, "ss")),
    # its 64-bit counts overflow for more persons
    ("powerindices", "powerindices", "banzhaf", 60, lambda m, w, q: _shares(m.compute_pbi(q, w))),
    ("powerindices", "powerindices", "shapley_shubik", 60, lambda m, w, q: m.compute_ssi(q, w)),
    ("power-index-calculator", "power_index_calculator", "banzhaf", 15, lambda m, w, q: list(m.banzhaf(w, q))),
    ("power-index-calculator", "power_index_calculator", "shapley_shubik", 8, lambda m, w, q: list(m.shapley(w, q))),
    ("power-index-calculator", "power_index_calculator", "johnston", 15, lambda m, w, q: list(m.johnston(w, q))),
    ("power_bdd", "power_bdd.bdd", "banzhaf", 40, lambda m, w, q: _shares(m.BDD(m.WeightedGame(q, list(w))).calc_banzhaf())),
    ("power_bdd", "power_bdd.bdd", "shapley_shubik", 40, lambda m, w, q: m.BDD(m.WeightedGame(q, list(w))).calc_shapley()),
]  # fmt: skip


def _shares(values: Any) -> list[float]:
    return [float(value) / float(sum(values)) for value in values]


def _package(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def indices() -> list[dict[str, Any]]:
    rows = []
    random = np.random.default_rng(2)
    ours_by_kind = {"banzhaf": banzhaf, "shapley_shubik": shapley_shubik, "johnston": johnston}
    cases = [
        ("banzhaf", 15, 30, None), ("banzhaf", 40, 30, None), ("banzhaf", 200, 50, None), ("banzhaf", 1000, 100, 2.0),
        ("shapley_shubik", 8, 30, None), ("shapley_shubik", 40, 30, None), ("shapley_shubik", 60, 30, None),
        ("shapley_shubik", 200, 50, 2.0), ("johnston", 15, 30, None), ("johnston", 22, 30, None),
    ]  # fmt: skip
    for kind, n, heaviest, limit in cases:
        weights = random.integers(1, heaviest, size=n, endpoint=True).tolist()
        quota = int(majority(weights))
        ours, answer = timed(functools.partial(ours_by_kind[kind], weights, quota), 2)
        row = {"what": kind, "n": n, "heaviest": heaviest, "seconds": ours}
        rows.append(row | ({"limit": limit, "share_of_limit": ours / limit} if limit else {}))
        for peer, name, what, most, call in PEERS:
            package = _package(name) if what == kind and n <= most else None
            if package is None:
                continue
            theirs, other = timed(functools.partial(call, package, weights, quota), 1)
            agree = float(np.abs(np.array(other) - np.array(answer)).max())
            assert agree < 2e-3, (peer, kind, n, agree)  # power-index-calculator rounds to three places
            rows.append(
                row
                | {"peer": peer, "peer_seconds": theirs, "ratio": theirs / ours, "largest_difference": agree}
            )
    return rows


def bargaining() -> list[dict[str, Any]]:
    random, rows = np.random.default_rng(3), []
    for n in (40, 80, 500):
        draw = random.uniform([1, 0, 0.05], [9, 50, 1], size=(n, 3)).tolist()
        actors = [Actor(str(i), c, (x,), (s,)) for i, (c, x, s) in enumerate(draw)]
        seconds, forecast = timed(functools.partial(expected_utility, actors), 1)
        rows.append(
            {"what": "expected utility, a round", "n": n, "seconds": seconds / max(1, len(forecast.rounds))}
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    sys.setrecursionlimit(10_000)
    rows = [*indices(), *bargaining(), *coalitions(chosen.large)]
    for row in rows:
        told = " ".join(
            f"{k} {v:.3g}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items() if k != "what"
        )
        print(f"{row['what']:<26}{told}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"most memory {peak:.2f} GiB")
    if chosen.write:
        machine = {"processor": _processor(), "python": platform.python_version(), "numpy": np.__version__}
        rounded = [
            {k: float(f"{v:.3g}") if isinstance(v, float) else v for k, v in row.items()} for row in rows
        ]
        answer = {
            "machine": machine,
            "command": "python benchmarks/power.py --large --write",
            "most_memory_GiB": round(peak, 2),
        }
        RESULTS.write_text(json.dumps(answer | {"rows": rounded}, indent=1) + "\n", encoding="utf-8")
        head, _, _ = PAGE.read_text(encoding="utf-8").partition("| --- | --- | --- | --- | --- |\n")
        table = "".join(
            _line(row) for row in rounded if (row["what"], row["n"]) in SHOWN and {"peer", "limit"} & set(row)
        )
        PAGE.write_text(
            f"{head}| --- | --- | --- | --- | --- |\n{table}\nReferences stand with the functions.\n",
            encoding="utf-8",
        )


def _line(row: dict[str, Any]) -> str:
    against = row.get("peer") or f"limit {row['limit']:g} s"
    ratio = row.get("ratio", row.get("share_of_limit"))
    return f"| {row['what']} | {row['n']} | {row['seconds']:g} | {against} | {ratio:g} |\n"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
        return f"{names[0]}, {len(names)} cores"
    except (OSError, IndexError):
        return platform.processor()


if __name__ == "__main__":
    main()
