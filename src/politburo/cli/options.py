"""Options that several commands have in common."""

from __future__ import annotations

import click

PARAMS = click.option(
    "--params",
    metavar="prior|default|posterior",
    help="Parameters: drawn from their priors, defaults, or learned (also a .csv made by `politburo learn`). "
    "Default: learned where this version of the model has been taught, else priors.",
)
