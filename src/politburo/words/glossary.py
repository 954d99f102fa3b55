"""The words that output uses and that do not explain themselves: one table for `politburo glossary` and for `docs/glossary.md`."""

from __future__ import annotations

from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.definitions import Thresholds
from politburo.measures.written import per_cent

T = Thresholds()

#: word -> what it means, in the order in which a reader meets them
GLOSSARY: dict[str, str] = {
    "history": "One simulated course of a scenario from its first month to its last. History n of a seed is always the same.",
    "ensemble": "Many histories of one scenario that differ by chance and by parameters. A share of 24 % means 24 in 100 of them.",
    "run": "A saved ensemble: a folder with the scenario, the parameters, every event and every monthly series.",
    "record": "The documented course of a case. No simulation reads it; results are held against it afterwards.",
    "held out": "Part of a record that nobody may fit to or look at until a version of the model is to be judged by it.",
    "interval": "The range in which a share lies at 95 % as far as chance between histories goes; it knows nothing of errors of the "
    "model or its sources.",
    "learned parameters": "Sets of parameters weighted by how well they account for the successions of the catalog and the open "
    "part of the record (the posterior). Without learning they are drawn from flat ranges (the priors).",
    "trait-blind": "Run again with every personality trait made equal, so that what is left is due to offices, seats, ties and "
    "opinion.",
    "contender": "One of the strongest members of the party in a month, among whom coalitions are formed.",
    "share of power": "What a person can bring to bear through offices, votes, apparatus, force and prestige, as a share of what "
    "all contenders have.",
    "ruling group": "Core and ring together.",
    "core": "The contenders whose coalition rules: together stronger than the rest, and no part of them gains by dropping the others.",
    "ring": "Those whom the core has co-opted: they rule with it and have no part in its spoils.",
    "bloc": "The contenders who stand together in opposition.",
    "necessary": "Contained in every coalition that could win; without this person nobody can rule.",
    "sole ruler": f"One who can win in every body that appoints and punishes without any other contender, with a probability of at "
    f"least {T.sole_probability:g}, for {T.sole_months} months in a row.",
    "first among equals": f"Necessary, and at least {T.primus_ratio:g} times as powerful as the next contender, but no sole ruler.",
    "rule by two": f"The two strongest are both necessary, and the second is at least {T.primus_ratio:g} times as powerful as the "
    "third.",
    "collective rule": "None of these: several are needed, and none stands out.",
    "regime fallen": "The party has lost power in the country; the history ends there.",
    "consolidation": "The first month of the first spell of sole rule.",
    "locus of decision": f"The smallest circle that holds the ruling group: one person, a group of fewer than {per_cent(T.caucus)} of the "
    "bureau, the bureau, or the committee.",
    "effective number of rulers": "How many equally powerful contenders would share power as it is shared: one over the sum of "
    "squared shares.",
    "stage": "A spell of open conflict between two sides, from the first attack to the last decision on it.",
    "kind of stage": "What a stage means, by who had ruled with whom before it: for example a split of the ruling group, where a former "
    "ally is fought. `politburo.measures.stagekinds` has the eight formulas; the names of the kinds are ours.",
    "name of a stage": "A simulated stage is called by its kind. Documented stages are worded by us; the names of groups "
    "in them, such as the troika or the seven, are in use, and the page of the case gives their sources.",
    "prestige": "How well known and respected a person is in the party, 0 to 1.",
    "apparatus": "The secretaries of the party's organisations, as far as they follow somebody.",
    "reserve cadre": "A member of the committee without a name, of average qualities, who can be promoted.",
}


def meaning(word: str) -> str:
    """What a word means. Raises `PolitburoError` with the words there are.

    >>> meaning("ring")
    'Those whom the core has co-opted: they rule with it and have no part in its spoils.'
    """
    wanted = word.strip().lower().replace("_", " ")
    if wanted not in GLOSSARY:
        raise PolitburoError(
            Problem("usage", "WORD", word[:100], ", ".join(GLOSSARY), nearest(wanted, GLOSSARY))
        )
    return GLOSSARY[wanted]


def page() -> str:
    """The page `docs/glossary.md`."""
    rows = [f"| {word} | {text} |" for word, text in GLOSSARY.items()]
    head = "# Words that the output uses\n\nThe same table as `politburo glossary`.\n\n| word | meaning |\n| --- | --- |\n"
    return head + "\n".join(rows) + "\n"
