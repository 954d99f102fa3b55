"""The compiled loops and the same loops in plain Python agree to the last bit."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

import politburo
import worlds
from politburo import engine

MONTHS, HISTORIES = 6, 2


def histories() -> dict[str, np.ndarray]:
    """Parameters, states, events and series of a few months: a vote on the first place, an illness, a congress."""
    world = worlds.led(worlds.small(months=MONTHS, illness=2, contenders=5))
    world = dataclasses.replace(
        world,
        country=dataclasses.replace(world.country, congress_last=np.int32(8), discontent=np.float32(0.8)),
    )
    numbers = np.arange(HISTORIES, dtype=np.int32)
    ready = engine.prepared(world)
    params = engine.draw(ready, 5, numbers, *engine.fixed("prior"))
    start = engine.begin(ready, 5, numbers, params)
    end, block = engine.advance(ready, 5, numbers, params, start, 0, MONTHS)
    found = {"params": params, "events": block.events}
    found |= {f"start {name}": values for name, values in start.fields().items()}
    found |= {f"end {name}": values for name, values in end.fields().items()}
    return found | {f"series {name}": values for name, values in block.series.items()}


def test_plain_python_gives_the_same_histories_to_the_last_bit(tmp_path):
    file = tmp_path / "plain.npz"
    path = os.pathsep.join(
        [str(Path(politburo.__file__).parents[1]), str(Path(__file__).parent)]
    )  # these sources
    said = subprocess.run(
        [sys.executable, __file__, str(file)],
        env=os.environ | {"POLITBURO_UNCOMPILED": "1", "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip().endswith("clock.py")
    assert not engine.clock.__file__.endswith(".py")
    compiled = histories()
    with np.load(file) as plain:
        assert set(plain) == set(compiled)
        differ = [name for name, values in compiled.items() if plain[name].tobytes() != values.tobytes()]
    assert not differ
    assert np.ptp(compiled["series power"]) > 0


if __name__ == "__main__":
    np.savez(sys.argv[1], **histories())
    print(engine.clock.__file__)
