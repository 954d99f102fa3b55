import cython

from politburo.model.mechanism import Kind, Mechanism

if not cython.compiled:
    from politburo.model.records import Luck, Params, Room, State, World


VOICE = Mechanism("voice", Kind.PROCESS, frozenset(), frozenset(), ())


def voice(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """To be written."""
    return
