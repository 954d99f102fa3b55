"""Every type of item in a record: what a history implies of it, how it is scored; and what no simulated quantity answers to."""

from __future__ import annotations

from politburo.record.items import Item

#: type -> (what it is, what a history implies, score)
TYPES: dict[str, tuple[str, str, str]] = {
    "ruler": (
        "who rules",
        "the sole ruler, the primus, or collective, at the end of the month",
        "log, Brier",
    ),
    "rule": ("rule type", "its type by `measures.definitions`", "ranked probability"),
    "locus": ("locus of decision", "smallest body or group that holds the coalition", "ranked probability"),
    "together": (
        "alliances and splits",
        "do the two stand on one side in most months of the stage? Both in the ruling coalition or both in the bloc; apart: one in it",
        "Brier",
    ),
    "event": (
        "dated events: removals, expulsions, recantations, others",
        "month it first happens, as a hazard",
        "Brier",
    ),
    "bureau-seat": ("roster of the smallest body", "has the person a full seat at the month's end?", "Brier"),
    "committee-seat": ("roster of the committee", "the same", "Brier"),
    "orgbureau-seat": ("roster of the organisation bureau", "the same", "Brier"),
    "secretariat-seat": ("roster of the secretariat", "the same", "Brier"),
    "vote": ("tallies", "share against the ruling side in the vote of that arena nearest in time", "CRPS"),
    "members": ("membership", "full members in the month", "CRPS of the logarithm"),
    "workers": ("composition", "share of workers in the month", "CRPS"),
    "higher": ("schooling", "share with higher education in the month", "CRPS"),
    "committee-size": ("size of the committee", "full seats in the month", "CRPS of the logarithm"),
    "bureau-size": ("size of the smallest body", "full seats in the month", "CRPS of the logarithm"),
    "congress-gap": (
        "months between congresses",
        "from the congress before to that nearest in time",
        "CRPS of the logarithm",
    ),
    "secretaries": (
        "turnover of secretaries",
        "1 - exp(-R / G), R replaced over the period in G organisations",
        "CRPS",
    ),
    "appointed": (
        "secretaries named from above",
        "their share; of unknown origin at the start counts half",
        "CRPS",
    ),
    "officials": ("officials among delegates", "nothing", "not scored"),
}
#: on record, and not scored -> why
NOT_SCORED: dict[str, str] = {
    "officials among delegates": "delegates are counted by who sends them and whose man its secretary is, not by occupation",
    "numbers of delegates": "the size of the congress is a fact of the scenario; how delegates divide is scored as its votes",
    "votes of a town, a cell, a trade union": "only votes of the bodies of the case and of all organisations at once are held",
    "who voted how": "names of the losing side are leaders and signers, not ballots; they enter through alliances and splits",
    "secretaries by name": "most newcomers are anonymous cadres: how many were replaced and who named them is simulated, not who came",
    "roster of the control commission": "the record has its presidium, the simulation the whole",
    "positions after the start": "codings of single acts, kept for the reader; no scale of error is known for them",
}


def type_of(item: Item) -> str:
    """The type of an item: its kind, or for a seat in which body."""
    return f"{item.arena}-seat" if item.kind == "seat" else item.kind
