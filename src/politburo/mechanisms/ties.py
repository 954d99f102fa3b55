"""How trust among contenders grows in a common danger and wears out without one."""

import cython

from politburo.model.mechanism import Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.codes import TRAIT_AMBITION, TRAIT_COLLEGIALITY
    from politburo.model.readings import active, collegial, first_trust, ruling
    from politburo.model.records import MOTIONS, Luck, Params, Room, State, World

TIES = Mechanism(
    name="ties",
    kind=Kind.PROCESS,
    reads=fields("motions", "open")
    | fields("lineup", "contender")
    | fields("people", "against alive attacked core member ring rung seen side trait")
    | frozenset({"trust"}),
    writes=frozenset({"fought", "trust"}),
    sources=("Svolik 2009", "Heider 1946 (balance)"),
)


def ties(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Update trust among the K contenders.

    With D = seen share of the strongest outsider ("common danger"), for i, j in the ruling coalition dT_ij = ``bond`` D (1 - T_ij) -
    ``envy`` max(0, w_j - w_i) ambition_i [1 + ``collegial`` (1 - 2 collegiality_i)] (1 - min(1, ``danger_stills_envy`` D)). Being
    attacked costs the attacker's side ``affront`` of the target's trust; two persons attacked lately drift towards ``misery_trust`` at
    ``misery`` a month. Trust of others returns to its origin at ``tie_pace`` a month.

    Shapes: trust [P, P], only rows and columns of contenders change. Units: -1..1, rates per month.
    Draws: none. Errors: none. Does not model: quarrels outside politics.
    """
    danger = 0.0
    for k in range(world.contenders):
        i = state.lineup.contender[k]
        if not ruling(state, i) and active(state, i):
            danger = max(danger, state.people[i].seen)
    fighting: bool = state.motions[0].open or state.motions[1].open
    for k in range(world.contenders):
        for l in range(world.contenders):
            if k != l:
                i, j = state.lineup.contender[k], state.lineup.contender[l]
                trust = new_trust(world, params, state, i, j, danger)
                if fighting and struck(state, i, j):
                    trust -= params.affront
                    state.fought[i * world.persons + j] = 1
                state.trust[i * world.persons + j] = min(max(trust, -1.0), 1.0)


def new_trust(world: World, params: Params, state: State, i: int, j: int, danger: float) -> float:
    """Person i's trust in person j a month later, attacks apart."""
    trust = state.trust[i * world.persons + j]
    if ruling(state, i) and ruling(state, j):
        envy = params.envy * state.people[i].trait[TRAIT_AMBITION]
        envy *= collegial(params, state.people[i].trait[TRAIT_COLLEGIALITY])
        gap = max(0.0, state.people[j].seen - state.people[i].seen)
        calm = 1 - min(1.0, params.danger_stills_envy * danger)
        return trust + params.bond * danger * (1 - trust) - envy * gap * calm
    back = params.tie_pace * (first_trust(world, params, i, j) - trust)
    if min(state.people[i].attacked, state.people[j].attacked) > params.lately:
        back += params.misery * (params.misery_trust - trust)
    return trust + back


def struck(state: State, i: int, j: int) -> bool:
    """Whether two persons stand on opposite sides of a motion of the month."""
    for m in range(MOTIONS):
        if state.motions[m].open and (
            (state.people[i].against[m] and state.people[j].side[m])
            or (state.people[j].against[m] and state.people[i].side[m])
        ):
            return True
    return False
