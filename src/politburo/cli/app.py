"""The menu of commands; each is imported only when it is used."""

from __future__ import annotations

import importlib
from typing import Any

import click

COMMANDS = {
    "run": (
        "politburo.cli.run",
        "Simulate a case and print who rules, when, how surely, and the table of the struggle.",
    ),
    "show": ("politburo.cli.show", "Look into a saved run: a history, its table, its chronicle, its votes."),
    "power": (
        "politburo.cli.power",
        "Power in a body: voting power, ruling coalitions and how sure they are; games typed in.",
    ),
    "ablate": (
        "politburo.cli.ablate",
        "The headline under every rival reading and with every mechanism off: what carries the result?",
    ),
    "why": ("politburo.cli.why", "Follow an event of a saved run back through its causes to the facts."),
    "report": ("politburo.cli.report", "Make one page about a saved run: to look at, print and pass on."),
    "plot": ("politburo.cli.plot", "Draw one figure of a saved run as SVG or PNG."),
    "compare": ("politburo.cli.compare", "What if: the same histories with one change, with paired errors."),
    "odds": ("politburo.cli.odds", "Who was winning: odds by month, turning points, last chances."),
    "explain": ("politburo.cli.explain", "Why: what a victory rested on; which parameters matter."),
    "paths": ("politburo.cli.paths", "How else: groups of histories by their course; times to events."),
    "store": ("politburo.cli.store", "Verify, convert and query saved runs."),
    "work": ("politburo.cli.work", "Make one share of a run that was begun, for batch queues."),
    "catalog": ("politburo.cli.catalog", "List the cases that come with the program."),
    "scenario": ("politburo.cli.scenario", "Check, explain or describe the format of a scenario."),
    "record": ("politburo.cli.record", "Look into the documented course of a case, or export it."),
    "forecast": ("politburo.cli.forecast", "Turn scenarios into forecasts that can be scored."),
    "score": ("politburo.cli.score", "Score forecasts against what happened, beside simple rivals."),
    "learn": (
        "politburo.cli.learn",
        "Learn the parameters from the successions and the open record.",
    ),
    "validate": ("politburo.cli.validate", "Hold a case to account against its record."),
}


class Menu(click.Group):
    """Commands found by name in COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            from politburo.errors import nearest

            near = nearest(cmd_name, COMMANDS)
            raise click.UsageError(f"no command {cmd_name!r}" + (f"; did you mean {near}?" if near else ""))
        return importlib.import_module(COMMANDS[cmd_name][0]).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Menu, help="Simulate and analyse struggles for power inside a ruling party.")
@click.version_option(None, "--version", package_name="politburo", message="politburo %(version)s")
def app(**_: Any) -> None:
    pass
