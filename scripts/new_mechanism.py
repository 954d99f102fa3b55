"""Begin a mechanism: its file, its test, its lines in the month and the clock, its place in docs/odd.md.

python3 do.py new mechanism NAME [AFTER]: it happens after the mechanism AFTER, by default last in the month. As it is made it does nothing,
so that no history moves and every test passes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "src" / "politburo"

LOOP = '''"""One sentence: what happens here, and why."""

import cython

from politburo.model.mechanism import Kind, Mechanism

if not cython.compiled:
    from politburo.model.records import Luck, Params, Room, State, World

{NAME} = Mechanism(
    name="{name}",
    kind=Kind.PROCESS,  # or CHOICE, PROCEDURE
    reads=frozenset(),  # for example fields("people", "alive health") | NOW
    writes=frozenset(),
    sources=("who says so",),
)


def {name}(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Do nothing so far.

    Say here what happens, with its equation in the names of the parameters.

    Shapes: none. Units: none. Draws: none. Errors: none.
    Does not model: what is left out on purpose.
    """
'''

TEST = '''"""What `{name}` does, tried on its own."""

from __future__ import annotations


def test_{name}_does_nothing_so_far(party):
    before = party.copy()
    assert not len(party.happen("{name}", 0))
    for field, values in before.states.fields().items():
        assert (values == party[field]).all(), field
'''

LEFT = """made {place}, tests/mechanisms/test_{name}.py, and the entries in mechanisms/__init__.py, clock.py and docs/odd.md.
Now write the loop, and where it needs them (CONTRIBUTING.md has the table):
  a parameter            model/params.py
  a field of the state   model/records.py
  a kind of event        vocab.EventKind, model/events.py, words/chronicle.py
Once histories move: MODEL_VERSION, an entry in MODEL.md, golden runs (python tests/golden_runs.py)."""


def main(name: str, after: str = "") -> None:
    """Write everything; refuses a name that is taken or is no name, and an unknown AFTER."""
    init = HOME / "mechanisms" / "__init__.py"
    text = init.read_text(encoding="utf-8")
    (listed,) = re.findall(r"ORDER = \(\n(.*?)\n\)", text, re.S)
    order = re.findall(r'"(\w+)"', listed)
    after = after or order[-1]
    if not re.fullmatch(r"[a-z][a-z_]{2,30}", name) or (HOME / "mechanisms" / f"{name}.py").exists():
        sys.exit(f"{name}: a new name of small letters is needed, for example `rumours`")
    if after not in order:
        sys.exit(f"{after}: no mechanism; there are {', '.join(order)}")
    place = HOME / "mechanisms" / f"{name}.py"
    place.write_text(LOOP.format(name=name, NAME=name.upper()), encoding="utf-8")
    test = ROOT / "tests" / "mechanisms" / f"test_{name}.py"
    test.write_text(TEST.format(name=name), encoding="utf-8")
    init.write_text(
        text.replace(f'    "{after}",\n', f'    "{after}",\n    "{name}",\n', 1), encoding="utf-8"
    )
    clock = HOME / "clock.py"
    clock.write_text(called(clock.read_text(encoding="utf-8"), name, after), encoding="utf-8")
    subprocess.run([sys.executable, str(ROOT / "scripts" / "build_odd.py")], check=True, cwd=ROOT)
    print(LEFT.format(name=name, place=place.relative_to(ROOT)))


def called(text: str, name: str, after: str) -> str:
    """The clock with a further mechanism after another one, the rest renumbered."""
    imports = re.findall(r"^    from politburo\.mechanisms\.\w+ import .*\n", text, re.M)
    mine = f"    from politburo.mechanisms.{name} import {name}\n"
    text = text.replace("".join(imports), "".join(sorted([*imports, mine])), 1)
    call = "    if on(room, codes, off, {n}, now):\n        {name}(luck, world, params, state, room)\n"
    old = re.search(
        rf"    if on\(room, codes, off, \d+, now\):\n        {after}\(.*\n(?:        .*\n)*", text
    )
    assert old is not None, after
    text = text.replace(old.group(), old.group() + call.format(n=0, name=name), 1)
    numbers = iter(range(100))
    return re.sub(
        r"on\(room, codes, off, \d+, now\)", lambda _: f"on(room, codes, off, {next(numbers)}, now)", text
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
