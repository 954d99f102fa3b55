"""The clock: the order of a month, and the months of a block of histories, with the interpreter's lock released.

Entry points take addresses of memory that `politburo.engine` has laid out; everything else is plain loops.
"""

import cython

if not cython.compiled:
    from ctypes import addressof
    from ctypes import c_size_t as Address
    from ctypes import cast as at

    from politburo.mechanisms.alignment import alignment
    from politburo.mechanisms.appointments import appointments
    from politburo.mechanisms.ballots import ballots
    from politburo.mechanisms.congress import congress
    from politburo.mechanisms.convening import convening
    from politburo.mechanisms.crisis import crisis
    from politburo.mechanisms.elections import elections
    from politburo.mechanisms.force import force
    from politburo.mechanisms.membership import membership
    from politburo.mechanisms.offensives import offensives
    from politburo.mechanisms.origin import origin
    from politburo.mechanisms.sanctions import sanctions
    from politburo.mechanisms.shocks import shocks
    from politburo.mechanisms.standing import raw_power, standing
    from politburo.mechanisms.succession import succession
    from politburo.mechanisms.testament import testament
    from politburo.mechanisms.ties import ties
    from politburo.mechanisms.voice import voice
    from politburo.mechanisms.yielding import yielding
    from politburo.model.codes import OF_ITSELF
    from politburo.model.observation import observe, prospects
    from politburo.model.readings import committee_meets
    from politburo.model.records import (
        EVENTS,
        Integers,
        Job,
        Luck,
        Params,
        Person,
        Reals,
        Room,
        Series,
        State,
        World,
    )
    from politburo.rng import history_key, stream, uniform


def month(world: World, params: Params, state: State, room: Room, codes: Integers, off: int) -> None:
    """One month of one history; `codes` are those of the mechanisms' names, `off` has a bit for each that does not happen."""
    luck, now = luck_of(room), state.month
    if on(room, codes, off, 0, now):
        standing(luck, world, params, state, room)
        if committee_meets(world, state):
            prospects(world, params, state, room)
    if on(room, codes, off, 1, now):
        shocks(luck, world, params, state, room)
    if on(room, codes, off, 2, now):
        crisis(luck, world, params, state, room)
    if on(room, codes, off, 3, now):
        testament(luck, world, params, state, room)
    if on(room, codes, off, 4, now):
        succession(luck, world, params, state, room)
    if on(room, codes, off, 5, now):
        appointments(luck, world, params, state, room)
    if on(room, codes, off, 6, now):
        membership(luck, world, params, state, room)
    if on(room, codes, off, 7, now):
        alignment(luck, world, params, state, room)
    if on(room, codes, off, 8, now):
        convening(luck, world, params, state, room)
    if on(room, codes, off, 9, now):
        offensives(luck, world, params, state, room)
    if on(room, codes, off, 10, now):
        ballots(luck, world, params, state, room)
    if on(room, codes, off, 11, now):
        sanctions(luck, world, params, state, room)
    if on(room, codes, off, 12, now):
        force(luck, world, params, state, room)
    if on(room, codes, off, 13, now):
        congress(luck, world, params, state, room)
    if on(room, codes, off, 14, now):
        elections(luck, world, params, state, room)
    if on(room, codes, off, 15, now):
        voice(luck, world, params, state, room)
    if on(room, codes, off, 16, now):
        ties(luck, world, params, state, room)
    if on(room, codes, off, 17, now):
        yielding(luck, world, params, state, room)


def on(room: Room, codes: Integers, off: int, n: int, now: int) -> bool:
    """Whether the n-th mechanism happens; if so ``room.luck`` becomes its luck of the month."""
    if off >> n & 1:
        return False
    stream(key_of(room), codes[n], now, luck_of(room))
    return True


def luck_of(room: Room) -> Luck:
    """The luck of the mechanism under way."""
    if cython.compiled:
        return cython.address(room.luck)
    else:
        return room.luck


def key_of(room: Room) -> Luck:
    """The key of the history under way."""
    if cython.compiled:
        return cython.address(room.key)
    else:
        return room.key


def tell_all(room: Room, rows: Integers, history: int, now: int) -> None:
    """Write the events of a month as rows of [history, month, columns]."""
    for n in range(room.told):
        rows[n * 16] = history
        rows[n * 16 + 1] = now
        rows[n * 16 + 2] = room.events[n].kind
        rows[n * 16 + 3] = room.events[n].who
        rows[n * 16 + 4] = room.events[n].whom
        rows[n * 16 + 5] = room.events[n].body
        rows[n * 16 + 6] = room.events[n].thing
        rows[n * 16 + 7] = room.events[n].weapon
        rows[n * 16 + 8] = room.events[n].outcome
        rows[n * 16 + 9] = room.events[n].ayes
        rows[n * 16 + 10] = room.events[n].nays
        rows[n * 16 + 11] = room.events[n].abstentions
        rows[n * 16 + 12] = room.events[n].size
        rows[n * 16 + 13] = room.events[n].cause
        rows[n * 16 + 14] = room.events[n].second
        rows[n * 16 + 15] = room.events[n].since


def row_of(job: Job) -> Integers:
    """Where the next event is written."""
    if cython.compiled:
        return job.rows + job.told * 16
    else:
        return at(addressof(job.rows.contents) + 4 * 16 * job.told, Integers)


def state_of(job: Job, history: int) -> State:
    """The state of a history."""
    if cython.compiled:
        return cython.cast(cython.pointer(State), job.states + history * job.stride)
    else:
        return State.from_address(job.states + history * job.stride)


def params_of(job: Job, history: int) -> Params:
    """The parameters of a history."""
    if cython.compiled:
        return job.params + history
    else:
        return job.params[history]


def world_of(job: Job) -> World:
    """The facts of the scenario."""
    if cython.compiled:
        return job.world
    else:
        return job.world[0]


def room_of(job: Job) -> Room:
    """Room to work in."""
    if cython.compiled:
        return job.room
    else:
        return job.room[0]


def series_of(job: Job) -> Series:
    """Where the series are written."""
    if cython.compiled:
        return job.series
    else:
        return job.series[0]


def job_at(address: Address) -> Job:
    """The job that lies at an address."""
    if cython.compiled:
        return cython.cast(cython.pointer(Job), address)
    else:
        return Job.from_address(address)


def run(job: Job) -> bool:
    """Run a block from where it has come to; whether it is at its end.

    It stops between two months where fewer than EVENTS rows are left for events, or once ``unwanted[0]`` is not 0.
    """
    world, room, series = world_of(job), room_of(job), series_of(job)
    while job.history < job.histories:
        n = job.history
        state, params = state_of(job, n), params_of(job, n)
        history_key(job.seed, job.numbers[n], key_of(room))
        if job.fresh and job.month == job.first:
            stream(key_of(room), job.start, -1, luck_of(room))
            origin(luck_of(room), world, params, state, room)
        while job.month < job.last:
            if job.unwanted[0] != 0 or job.most - job.told < EVENTS:
                return False
            state.month = job.month
            room.told = 0
            stood: bool = state.country.standing
            month(world, params, state, room, job.codes, job.off)
            if stood:  # a fallen regime has no further history: nothing more is told
                tell_all(room, row_of(job), n, job.month)
                job.told += room.told
            observe(world, state, room, series, n * world.months + job.month)
            job.month += 1
        job.history += 1
        job.month = job.first
    return True


def begin_all(job: Job) -> None:
    """Set every state of a block to the beginning."""
    world, room = world_of(job), room_of(job)
    for n in range(job.histories):
        history_key(job.seed, job.numbers[n], key_of(room))
        stream(key_of(room), job.start, -1, luck_of(room))
        origin(luck_of(room), world, params_of(job, n), state_of(job, n), room)


def draw_all(
    job: Job, low: Reals, high: Reals, codes: Integers, fixed: Reals, use: Reals, count: int, out: Reals
) -> None:
    """Draw `count` parameters of every history of a block, flat between `low` and `high`, or take those in `use` from `fixed`."""
    room = room_of(job)
    for n in range(job.histories):
        history_key(job.seed, job.numbers[n], key_of(room))
        for p in range(count):
            u = uniform(key_of(room), OF_ITSELF, codes[p], 0)
            out[n * count + p] = fixed[p] if use[p] > 0 else low[p] + (high[p] - low[p]) * u


def power_of_all(job: Job, out: Reals) -> None:
    """Power before it is divided, and shares of apparatus, committee, prestige and offices, of everybody in every state of a block.

    Into ``out[history, 5, persons]``.
    """
    world, room = world_of(job), room_of(job)
    for n in range(job.histories):
        raw_power(world, params_of(job, n), state_of(job, n), room, room.by_person[0])
        for k in range(5):
            for i in range(world.persons):
                out[(n * 5 + k) * world.persons + i] = room.by_person[k][i]


def reals_at(address: Address) -> Reals:
    """Double precision numbers that lie at an address."""
    if cython.compiled:
        return cython.cast(Reals, address)
    else:
        return at(address, Reals)


def integers_at(address: Address) -> Integers:
    """32-bit whole numbers that lie at an address."""
    if cython.compiled:
        return cython.cast(Integers, address)
    else:
        return at(address, Integers)


# what Python calls; addresses of `model.records.Job` and of arrays


def advance(address):
    """`run` the job at an address, without the interpreter's lock."""
    job = job_at(cython.cast(cython.size_t, address))
    with cython.nogil:
        done = run(job)
    return bool(done)


def begin(address):
    """`begin_all` of the job at an address."""
    job = job_at(cython.cast(cython.size_t, address))
    with cython.nogil:
        begin_all(job)


def draw(address, low, high, codes, fixed, use, count, out):
    """`draw_all` for the job at an address."""
    job = job_at(cython.cast(cython.size_t, address))
    draw_all(
        job,
        reals_at(cython.cast(cython.size_t, low)),
        reals_at(cython.cast(cython.size_t, high)),
        integers_at(cython.cast(cython.size_t, codes)),
        reals_at(cython.cast(cython.size_t, fixed)),
        reals_at(cython.cast(cython.size_t, use)),
        cython.cast(cython.longlong, count),
        reals_at(cython.cast(cython.size_t, out)),
    )


def power(address, out):
    """`power_of_all` for the job at an address."""
    power_of_all(job_at(cython.cast(cython.size_t, address)), reals_at(cython.cast(cython.size_t, out)))


def sizes():
    """The size in bytes of the records that Python lays out, as the compiler sees them."""
    if cython.compiled:
        return {"World": cython.sizeof(World), "State": cython.sizeof(State), "Person": cython.sizeof(Person)}
    return {}
