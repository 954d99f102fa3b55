import cython

from politburo.model.mechanism import Kind, Mechanism

if not cython.compiled:
    from politburo.model.records import Luck, Params, Room, State, World


TIES = Mechanism("ties", Kind.PROCESS, frozenset(), frozenset(), ())


def ties(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """To be written."""
    return
