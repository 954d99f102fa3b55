"""What a scenario leaves open about its persons, as each history of a run drew it: made again from the seed, which takes moments.

Columns are ``PERSON_TRAIT`` (0 to 1) and ``PERSON_DISPUTE`` (a position, -1 to 1) of the named persons; what is known exactly is the
same in every history and left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politburo import scenario
from politburo.study.running import graft
from politburo.study.running.parameters import of_facts
from politburo.vocab import Trait

if TYPE_CHECKING:
    import pandas

    from politburo.study.running.run import Run


def starting_facts(run: Run) -> pandas.DataFrame:
    """The table, one row a history. Raises `PolitburoError` for a run that is given a record."""
    import pandas

    from politburo import engine

    run.refuse_given("starting_facts")
    resolved, facts = run.resolved, run.facts
    world = scenario.lower(resolved)
    ready = engine.Prepared(engine.trait_blind(world) if facts["blind"] else world)
    params, traits, held = of_facts(facts), [], []
    for numbers in graft.parts(len(run)):
        states = graft.course(ready, facts["seed"], numbers, params).origin()
        traits.append(states["people.trait"])
        held.append(states["people.held"])
    words = [*Trait.words(), *(dispute.id for dispute in resolved.disputes)]
    values = np.concatenate([np.concatenate(traits), np.concatenate(held)], 2)  # [history, person, word]
    columns = {
        f"{person.id}_{word}".replace("-", "_"): values[:, row, place]
        for row, person in enumerate(resolved.persons)
        if not person.reserve
        for place, word in enumerate(words)
        if np.ptp(values[:, row, place]) > 0
    }
    table = pandas.DataFrame(columns)
    table.index.name = "history"
    table.attrs = {"simulated": True, "case": resolved.id, "seed": facts["seed"]}
    return table
