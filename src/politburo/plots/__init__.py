"""Figures of a run as SVG text, each with the table behind it: ``politburo.plot.rulers(run)``."""

from politburo.plots import figures as plot

__all__ = ["plot"]
