"""`politburo glossary`."""

from __future__ import annotations

import json

import click

WIDTH = 78


@click.command(
    "glossary", help="Explain what WORD means in the output; without WORD, explain all words that need it."
)
@click.argument("word", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(word: str | None, as_json: bool) -> None:
    from politburo.words.glossary import GLOSSARY, meaning

    said = GLOSSARY if word is None else {word: meaning(word)}
    if as_json:
        click.echo(json.dumps(said, indent=1))
        return
    for name, text in said.items():
        click.echo(click.style(name, bold=True))
        click.echo(click.wrap_text(text, WIDTH, "    ", "    "))
