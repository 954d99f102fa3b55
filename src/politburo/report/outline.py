"""The order of the page's sections, for its list of contents."""

from __future__ import annotations

from collections.abc import Mapping

SECTIONS = (
    ("rule", "Who rules"),
    ("struggle", "The table of the struggle"),
    ("concentration", "Concentration of power"),
    ("together", "Who stood with whom"),
    ("votes", "Votes"),
    ("members", "The membership"),
    ("organisations", "The organisations"),
    ("questions", "Questions put to the model"),
    ("essay", "The essay, the documents and the simulation"),
    ("history", "One history at a time"),
    ("sources", "Sources and assumptions"),
    ("again", "How to repeat this run"),
    ("class", "A lesson of 45 minutes"),
)


#: sections that stand on a page only if there is something to put into them: section -> its name in what was found
OPTIONAL = {"questions": "extras", "essay": "essay"}


def outline(found: Mapping[str, object]) -> list[tuple[str, str]]:
    """(id, heading) of the sections that this page has."""
    return [entry for entry in SECTIONS if entry[0] not in OPTIONAL or found[OPTIONAL[entry[0]]]]
