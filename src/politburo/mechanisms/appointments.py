import cython

from politburo.model.mechanism import Kind, Mechanism

if not cython.compiled:
    from politburo.model.records import Luck, Params, Room, State, World


APPOINTMENTS = Mechanism("appointments", Kind.PROCESS, frozenset(), frozenset(), ())


def appointments(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """To be written."""
    return
