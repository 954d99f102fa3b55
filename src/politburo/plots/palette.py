"""Six hues that colour-blind readers can tell apart (Okabe and Ito 2008), each with a dash; everybody else is grey.

Hue is never the only sign: every band and line is labelled where it ends, and lines differ in dash too.
"""

from __future__ import annotations

from dataclasses import dataclass

HUES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "12 4")
GREYS = ("#8d8981", "#b5b1a8")
#: kinds of rule and loci of decision, from many to one; the last is the fallen regime
SCALE = ("#ece8df", "#cfc8ba", "#9d9486", "#4a453e", "#000000")


@dataclass(frozen=True)
class Ink:
    """How one thing is drawn: a colour, the class that lets a page restyle it, a dash, an opacity."""

    colour: str
    name: str
    dash: str = ""
    opacity: float = 1.0

    def faint(self) -> Ink:
        """The same hue, lighter: a weaker form of the same thing."""
        return Ink(self.colour, self.name, self.dash, 0.45)

    @property
    def fill(self) -> dict[str, object]:
        """Attributes of a filled shape."""
        faded = self.opacity if self.opacity < 1 else None
        return {"class": f"f-{self.name}", "fill": self.colour, "fill-opacity": faded}

    @property
    def stroke(self) -> dict[str, object]:
        """Attributes of a line."""
        return {
            "class": f"s-{self.name}",
            "stroke": self.colour,
            "stroke-dasharray": self.dash or None,
            "fill": "none",
        }


def hue(place: int) -> Ink:
    """The ink of the person at this place of the leading; greys after six.

    >>> hue(0).colour, hue(9).name
    ('#0072b2', 'g1')
    """
    if place < len(HUES):
        return Ink(HUES[place], f"h{place}", DASHES[place])
    rest = place - len(HUES)
    return Ink(GREYS[rest % len(GREYS)], f"g{rest % len(GREYS)}", DASHES[rest % len(DASHES)])


def step(place: int) -> Ink:
    """A step of the scale from many to one."""
    return Ink(SCALE[place], f"k{place}")
