"""Options that several commands have in common."""

from __future__ import annotations

import click

PARAMS = click.option(
    "--params",
    metavar="prior|default|posterior",
    help="Draw the parameters from their priors, take their defaults, or draw learned sets (posterior, or a .csv file written by "
    "`politburo learn`). Without this option: learned sets if there are any for this version of the model, else priors.",
)
SEED = click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="Seed of the random numbers; history n of a seed is always the same.",
)
