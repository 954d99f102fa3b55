"""What `politburo power` prints: tables of a body, and the answers to games typed in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from politburo.measures.bodypower import BodyPower

WIDTH = 100
SHOWN = 8  # coalitions


def game_text(answer: dict[str, Any], indent: str = "") -> str:
    """A game's answer as indented lines, numbers to three places."""
    lines = []
    names = answer.get("names")
    for key, value in answer.items():
        if names and isinstance(value, (list, tuple)) and len(value) == len(names) and key in ONE_EACH:
            lines.append(f"{indent}{key.replace('_', ' ')}")
            lines += [f"{indent}  {name:<22}{_figure(of)}" for name, of in zip(names, value, strict=True)]
            continue
        if names and key == "indices":
            lines += _index_table(names, value)
            continue
        if key == "names":
            continue
        title = f"{indent}{key.replace('_', ' ')}"
        if isinstance(value, dict):
            lines += [title, game_text(value, indent + "  ")]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            rows = [{k: v for k, v in row.items() if not isinstance(v, list)} for row in value]
            lines += [
                title,
                *("  ".join([indent, *(f"{k} {_plain(v)}" for k, v in row.items())]) for row in rows),
            ]
            lines += [game_text(inner, indent + "  ") for row in value if (inner := _lists(row))]
        else:
            lines.append(f"{title:<24}{_plain(value)}")
    return "\n".join(lines)


ONE_EACH = ("weights", "powers", "swings", "persons")


def _index_table(names: list[str], indices: dict[str, Any]) -> list[str]:
    """One line a person, one column an index."""
    wide = max(map(len, names)) + 2
    heads = "".join(f"{name.replace('_', ' '):>20}" for name in indices)
    rows = ("".join(f"{_figure(of):>20}" for of in row) for row in zip(*indices.values(), strict=True))
    return [f"{'':<{wide}}{heads}", *(f"{name:<{wide}}{row}" for name, row in zip(names, rows, strict=True))]


def _lists(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if isinstance(value, list)}


def _plain(value: Any) -> str:
    if isinstance(value, tuple) and all(isinstance(v, int) for v in value):
        return "{" + " ".join(map(str, value)) + "}"
    if isinstance(value, (list, tuple)):
        return "  ".join(map(_plain, value))
    words = {True: "yes", False: "no", None: "none"}
    return words[value] if value is None or isinstance(value, bool) else _figure(value)


def _figure(value: Any) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def body_text(found: BodyPower, names: dict[str, str]) -> str:
    """A body's power as tables; `names` are short names by id."""
    file = io.StringIO()
    out = Console(file=file, width=WIDTH, highlight=False)
    shown = lambda members: ", ".join(str(names.get(i, i)) for i in members) or "nobody"  # noqa: E731
    out.print(
        f"{found.name}, {found.date}: {'simulated; ' if found.simulated else ''}{found.how}", style="bold"
    )
    kinds = [kind.replace("_", " ") for kind in found.members[0].resources]
    members = _table("", "power", "share", *kinds, "Shapley", "Banzhaf", "rules")
    for m in found.members:
        numbers = [m.power, m.share, *m.resources.values(), m.shapley_shubik, m.banzhaf]
        members.add_row(
            names.get(m.id, m.id),
            *map(_figure, numbers),
            "-" if m.rules is None else f"{100 * m.rules:.0f} %",
        )
    out.print(members)
    out.print(
        f"power: 1 over the strongest of the party; share: of those here. Shapley, Banzhaf: weight is power, more than "
        f"{found.alpha:.3g} of it wins. rules: probability to be in the ruling coalition."
    )
    factions = _table(
        f"faction, by {found.factions_by}", "votes", "share", "Shapley", "Banzhaf", "Johnston", "members"
    )
    for f in found.factions:
        numbers = (f.share, f.shapley_shubik, f.banzhaf, f.johnston)
        factions.add_row(names.get(f.name, f.name), str(f.votes), *map(_figure, numbers), shown(f.members))
    out.print(factions)
    out.print(f"One vote a member, {found.quota} of {len(found.members)} decide.")
    out.print(f"\nRuling coalition, powers taken as exact: {' or '.join(map(shown, found.ruling))}.")
    if not found.self_enforcing:
        out.print(
            f"All together would not hold; dropped next: {' or '.join(map(shown, found.dropped_next))}."
        )
    likely = _table("ruling coalition, powers uncertain", "probability", "error")
    for c in found.coalitions[:SHOWN]:
        likely.add_row(shown(c.members), f"{100 * c.probability:.1f} %", f"{100 * c.error:.1f}")
    out.print(likely)
    out.print(
        f"Powers drawn with log sd {found.uncertainty:.3g}; effective number of coalitions {found.effective_coalitions:.1f}."
    )
    return file.getvalue()


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(heads[0])
    for head in heads[1:]:
        table.add_column(head, justify="left" if head == "members" else "right")
    return table
