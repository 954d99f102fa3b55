"""SVG to PNG, with the extra that can."""

from __future__ import annotations

from politburo.errors import PolitburoError, Problem

ZOOM = 2  # pixels per unit


def png(svg: str) -> bytes:
    """The picture at twice its size. Raises `PolitburoError` where the extra `png` is not installed."""
    try:
        import resvg_py
    except ImportError as error:
        remedy = "pip install 'politburo[png]', or write .svg"
        raise PolitburoError(
            Problem("extra-missing", "PNG", "resvg-py is not installed", remedy=remedy)
        ) from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, sans_serif_family="DejaVu Sans"))
