"""Answers to the questions as text: the numbers are those of `--json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from politburo.study.compare import Comparison


def percent(found: dict[str, float]) -> str:
    """A share with its interval."""
    return f"{found['share']:.0%} ({found['low']:.0%}-{found['high']:.0%})"


def print_comparison(found: Comparison) -> None:
    """Differences whose interval excludes 0 first, then when and by what histories part."""
    facts, change = found.facts, found.facts["change"]
    click.echo(
        f"{facts['case']}: {change['title']}, from {facts['date'][:7]} on. {facts['histories']} pairs, simulated."
    )
    if change["why"]:
        click.echo(f"Possible because: {change['why'].strip()} [{', '.join(change['sources'])}]")
    for word, sure in (("Differs (95 % interval excludes 0)", True), ("No difference shown", False)):
        rows = [r for r in found.rows if (r["low"] > 0 or r["high"] < 0) == sure]
        click.echo(f"\n{word}:" if rows else "")
        for r in rows:
            line = f"{r['was']:12.4g} -> {r['would_be']:<10.4g} {r['difference']:+.4g} ({r['low']:+.3g} to {r['high']:+.3g})"
            click.echo(f"  {r['quantity'][:62]:62} {line}")
    click.echo(
        f"\nOf {len(found.rows)} quantities about {len(found.rows) / 20:.0f} would differ so by chance alone."
    )
    parting = found.parting
    click.echo(f"\nHistories that part: {percent(parting['parted'])}")
    if parting["month"]:
        m = parting["month"]
        click.echo(f"  first month: half by {m['median']}, 90 % between {m['low']} and {m['high']}")
        click.echo("  by: " + "; ".join(f"{kind} {percent(x)}" for kind, x in parting["kinds"].items()))
        for e in parting["examples"][:3]:
            click.echo(f"  history {e['history']}, {e['month']}, {e['event']}")
    click.echo(
        "\nThe facts as they were, for outcomes that they bear on (necessity: lost without them; sufficiency: had only with them):"
    )
    for c in found.causes:
        if c["necessity"]["share"] >= 0.05 and c["necessity"]["of"] >= 10:
            click.echo(
                f"  {c['quantity'][:62]:62} necessity {percent(c['necessity'])}, sufficiency {percent(c['sufficiency'])}"
            )


def print_odds(found: dict[str, Any]) -> None:
    """The curve of the likeliest persons, turning points, last chances."""
    facts, people = found["facts"], found["persons"][:5]
    of = (
        f"history {facts['history']}"
        if facts["question"] == "one history"
        else "given the record up to each month"
    )
    click.echo(f"{facts['case']}: probability of ruling alone in the end, {of}. Simulated; bands are 95 %.")
    click.echo("month    " + "".join(f"{p['name'].split()[-1][:16]:>18}" for p in people) + f"{'nobody':>18}")
    for n, month in enumerate(found["months"]):
        cells = [p["sole"][n] for p in people] + [found["nobody"][n]]
        click.echo(f"{month:9}" + "".join(f"{percent(c) if c else 'too few':>18}" for c in cells))
    if found["turning"]:
        click.echo("\nTurning points:")
    for t in found["turning"]:
        click.echo(
            f"  {t['month']}: {t['name']} {t['from']:.0%} -> {t['to']:.0%} (change {t['low']:+.0%} to {t['high']:+.0%})"
        )
        for text in t["events"][:3]:
            click.echo(f"      {text}")
    names = {p["id"]: p["name"] for p in found["persons"]}
    for person, month in found["last_chance"].items():
        click.echo(f"Last month with one chance in five: {names[person]}, {month}")
    click.echo(f"cost: {facts['cost']}", err=True)


def print_paths(found: dict[str, Any]) -> None:
    """Groups of courses, then times to events."""
    click.echo(
        f"{found['facts']['case']}: {found['facts']['grouped']} histories in {len(found['clusters'])} groups. Simulated."
    )
    for n, c in enumerate(found["clusters"], 1):
        click.echo(f"{n}. {percent(c)}; most typical history {c['medoid']}, strangest {c['strangest']}")
        click.echo("   " + " > ".join(c["course"]))
    click.echo("\nHow long until (half of the histories by; share within the window):")
    for name, t in found["times"].items():
        click.echo(f"  {name:34} {t['median'] or 'not within the window':22} {percent(t['within_window'])}")


def print_explanation(found: dict[str, Any]) -> None:
    """Removals, the most telling first, then the shares of groups."""
    facts = found["facts"]
    click.echo(
        f"{facts['case']}: {facts['person']} rules alone in the end in {facts['as_it_is']:.0%} of "
        f"{facts['histories']} histories. Simulated."
    )
    click.echo("\nWithout                                             probability   change (95 % interval)")
    for r in found["removals"]:
        click.echo(
            f"  {r['name'][:48]:48} {r['would_be']:>10.1%}   {r['difference']:+.1%} ({r['low']:+.1%} to {r['high']:+.1%})"
        )
    if found["shares"]:
        click.echo(f"\nShapley shares of groups; with none of them {found['left']:.1%} would be left:")
    for s in found["shares"]:
        click.echo(f"  {s['group']:48} {s['share']:+.1%} ({s['low']:+.1%} to {s['high']:+.1%})")
