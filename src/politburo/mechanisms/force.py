import cython

from politburo.model.mechanism import Kind, Mechanism

if not cython.compiled:
    from politburo.model.records import Luck, Params, Room, State, World


FORCE = Mechanism("force", Kind.PROCESS, frozenset(), frozenset(), ())


def force(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """To be written."""
    return
