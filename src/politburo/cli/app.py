"""The menu of commands; each is imported only when it is used."""

from __future__ import annotations

import importlib
from typing import Any

import click

#: what people come for -> the commands for it, each with what it does
SECTIONS: dict[str, dict[str, str]] = {
    "Simulate": {
        "run": "Simulate a case: who rules, when, how surely, after what fights.",
        "show": "Show what is in a saved run: one history, its fights, its votes.",
        "report": "Write one printable page about a saved run.",
        "plot": "Draw one figure of a saved run.",
        "studio": "All of it in the browser: watch, change a fact, compare, teach.",
        "lesson": "A lesson about one history: questions, answers, reasons.",
    },
    "Ask": {
        "compare": "What if? The same histories with one change.",
        "sweep": "Every combination of some values: a table, a heat map.",
        "odds": "Who was winning? The odds month by month, and turning points.",
        "paths": "How else? Groups of histories by their course.",
        "factors": "What did a victory rest on? Which parameters matter?",
        "why": "Why did an event of a history happen? Back to the facts.",
        "essay": "Compare the essay behind a case with sources and histories.",
        "ablate": "What carries the result? Rival explanations, mechanisms off.",
    },
    "Judge": {
        "validate": "Test a case against its record.",
        "forecast": "Make forecasts from scenarios that can be scored.",
        "score": "Score forecasts against what happened, beside simple rivals.",
        "learn": "Learn the parameters from past successions and the record.",
    },
    "Data": {
        "catalog": "List the cases that come with the program.",
        "scenario": "Check a scenario, describe it in sentences, print its format.",
        "parameters": "What a parameter means, its unit, prior and posterior.",
        "record": "Read the documented course of a case, or export it.",
        "store": "Verify, share out, convert and query saved runs.",
    },
    "Power": {
        "power": "Compute voting power and ruling coalitions of a body or game.",
        "glossary": "Explain the words of the output.",
    },
}
COMMANDS = {name: f"politburo.cli.{name}" for section in SECTIONS.values() for name in section}
EXAMPLES = """Examples:
  politburo run ussr-1922
  politburo compare heir --set country.threat=0.8
  politburo power --weights 4,3,2
Each command says more with --help.
"""


class Menu(click.Group):
    """Commands found by name in COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            from politburo.errors import nearest

            near = nearest(cmd_name, COMMANDS)
            raise click.UsageError(f"no command {cmd_name!r}" + (f"; did you mean {near}?" if near else ""))
        return importlib.import_module(COMMANDS[cmd_name]).command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)  # the two options of the menu itself are those of every program

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        longest = max(map(len, COMMANDS))
        formatter.write("\n")
        for title, commands in SECTIONS.items():
            formatter.write(f"{title}\n")
            for name, text in commands.items():
                formatter.write(f"  {name:<{longest}}  {text}\n")
        formatter.write(f"\n{EXAMPLES}")


@click.group(cls=Menu, help="Simulate and analyse struggles for power inside a ruling party.")
@click.version_option(None, "--version", package_name="politburo", message="politburo %(version)s")
def app(**_: Any) -> None:
    pass
