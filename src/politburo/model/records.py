"""The records on which the compiled loops work: facts of a scenario, the state of one history, its parameters, room to work in.

A record is a C structure. Fields are documented where they stand: meaning, unit or range. A pointer leads to a table with one record a
row; rows are persons [P], organisations [G], bodies [B], offices [O], shocks [S] and liabilities [F] as in `model.world`. What is an
array within a record has the sizes below as its *capacity*; the counts of the scenario say how much of it is used.
`build_support/declarations.py` writes the same structures for the compiler, and `politburo.model.layout` places them in memory.

Numbers are double precision throughout, so that compiled loops and the same loops in plain Python agree to the last bit.
"""

# no `from __future__ import annotations`: the annotations are the fields' types
from ctypes import (
    POINTER,
    Structure,
    c_bool,
    c_double,
    c_float,
    c_int8,
    c_int16,
    c_int32,
    c_int64,
    c_size_t,
    c_uint8,
    c_uint16,
    c_uint32,
)

from politburo.model.events import COLUMNS
from politburo.model.params import FIELDS
from politburo.vocab import Axis, Education, Resource, Role, SocialClass, Stratum, Trait

#: Capacities. A scenario that needs more is refused in words (`model.layout`).
CONTENDERS, DISPUTES, BODIES, COHORTS = 12, 8, 8, 8
MOTIONS = 2  # a month: 0 by the ruling coalition, 1 by challengers
QUESTIONS = 4  # put to persons by name in a month: the motions, who is to lead (2), whether somebody keeps his office (3)
EVENTS = 64  # most events in a month
DRAWS = 6  # pictures of the powers behind the probability that a set of contenders holds together
LANES = 8  # room for pictures in a row: DRAWS, and what is left empty so that a processor can work out a row at once
ROOMS = 7  # spare arrays of each kind in a thread's room

#: Constants of the random numbers (`politburo.rng`): a mask of 32 bits, and the odd numbers with which words are mixed.
WORDS = ("ALL", "PARITY", "GOLDEN", "MIX_1", "MIX_2")
ALL, PARITY, GOLDEN, MIX_1, MIX_2 = 0xFFFFFFFF, 0x1BD11BDA, 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35

flag, integer, real, word = c_bool, c_int32, c_double, c_uint32
#: What annotations of compiled functions call unsigned numbers of 32 and 16 bits, a short number, and pointers to numbers.
Word, Half, Short, Reals, Flags = c_uint32, c_uint16, c_int16, POINTER(c_double), POINTER(c_uint8)
Integers, Shorts, Words = POINTER(c_int32), POINTER(c_int16), POINTER(c_uint32)


def record(declared: type) -> type[Structure]:
    """Make a class with annotated fields a C structure."""
    fields = list(declared.__annotations__.items())
    return type(declared.__name__, (Structure,), {"_fields_": fields, "__doc__": declared.__doc__})


# --- facts: what does not change during a history -------------------------------------------------------------------------


@record
class PersonFacts:
    """A person at the start. Traits and positions are (mean, sd): an unknown one is drawn in every history."""

    address: integer  # keys the person's draws
    exists: flag  # False for padding
    reserve: flag  # anonymous cadre
    eligible: flag  # may belong to a ruling coalition
    dated_death: flag  # a shock carries the death: no life-table hazard
    trait: real * len(Trait)  # mean, 0..1
    trait_sd: real * len(Trait)  # 0 where appraised
    position: real * DISPUTES  # mean, -1..1
    position_sd: real * DISPUTES  # 0 where a dated act is known
    prestige: real  # 0..1, from ballots and seniority
    health: real  # 0..1
    age: real  # years at the start
    appeal: real * len(Stratum)  # to each stratum, 0..1
    patron: integer  # documented patron or -1
    patron_strength: real  # 0..1
    merit: real  # in a predecessor's letter, 0..1
    fault: real  # in a predecessor's letter, -1..0


@record
class OrganisationFacts:
    """An organisation that sends delegates, at the start. Organisations partition the membership."""

    address: integer
    exists: flag
    republic: flag  # has a preference for autonomy
    secretary: integer  # person, or -1 for an anonymous cadre
    patron: integer  # whose man the secretary is, or -1
    members: real  # persons
    stratum: real * len(Stratum)  # shares, sum to 1
    loyalty: real  # of the secretary to the patron, 0..1
    appointed: real  # 1 sent from above, 0 risen locally, .5 unknown
    entrenched: real  # resistance to replacement, 0..1
    position: real * DISPUTES  # opinion before the start, -1..1


@record
class BodyFacts:
    """A body that meets and decides. Row 0 is always the congress."""

    address: integer
    role: integer  # vocab.Role
    every: integer  # months between meetings
    size: real  # full seats at the start; the congress: delegates
    decision: real  # share of the votes cast that must be exceeded
    sanction: real  # share needed to sanction a member of the committee


@record
class OfficeFacts:
    """An office: a post that exists without its holder."""

    address: integer
    exists: flag
    established: flag  # exists at the start
    holder: integer  # person or -1
    filled_by: integer  # body, or -1: nobody fills it, and it lapses with its holder
    organisation: integer  # that it leads, or -1
    resource: real * len(Resource)  # what it gives, >= 0


@record
class DisputeFacts:
    """A lasting line of contention."""

    address: integer
    axis: integer  # vocab.Axis
    salience: real  # at rest, 0..1
    policy: real  # in force at the start, -1..1


@record
class ShockFacts:
    """A disturbance that no contender decides."""

    address: integer
    exists: flag
    month: integer  # after the start; may lie before it or beyond the window
    kind: integer  # vocab.ShockKind
    person: integer  # or -1
    jitter: real  # half-width in months
    size: real


@record
class LiabilityFacts:
    """A dated past fact that can be used against a person."""

    address: integer
    exists: flag
    person: integer
    weight: real  # 0..1


@record
class LetterFacts:
    """A predecessor's written word on persons; at most one."""

    author: integer  # person, or -1: no letter
    month: integer  # after the start, from which it can be written
    office: integer  # that it wants changed, or -1
    jitter: real  # half-width in months


@record
class CountryFacts:
    """The country at the start and the party's rules of assembly."""

    congress_every: integer  # months between congresses by the rule in force
    congress_last: integer  # months since the last congress at the start
    discontent: real  # 0..1
    threat: real  # 0..1
    fear: real  # 0..2
    harvest: real  # -1..1
    factions_banned: real  # 0 or 1
    predecessor: integer  # who led before, or -1
    contested: flag  # who leads is an open question at the start


@record
class World:
    """Everything the engine may know about a scenario."""

    persons: integer  # P
    organisations: integer  # G
    bodies: integer  # B
    offices: integer  # O
    disputes: integer  # D
    shocks: integer  # S
    liabilities: integer  # F
    cohorts: integer  # E
    contenders: integer  # K: how many persons the coalition stage considers
    months: integer  # length of the window
    body_of: integer * len(Role)  # row of the first body with a role, or -1
    axis: (real * DISPUTES) * len(Axis)  # 1 on the disputes of an axis, else 0
    cohort_kind: integer * COHORTS  # vocab.EntryKind
    cohort_count: ((real * len(Education)) * len(SocialClass)) * COHORTS  # persons at the start
    letter: LetterFacts
    country: CountryFacts
    people: POINTER(PersonFacts)  # [P]
    groups: POINTER(OrganisationFacts)  # [G]
    body: POINTER(BodyFacts)  # [B]
    office: POINTER(OfficeFacts)  # [O]
    dispute: POINTER(DisputeFacts)  # [D]
    shock: POINTER(ShockFacts)  # [S]
    liability: POINTER(LiabilityFacts)  # [F]
    person_address: POINTER(integer)  # [P] once more, one after the other
    group_address: POINTER(integer)  # [G]
    seat: POINTER(c_uint8)  # [B, P] vocab.Seat at the start
    service: POINTER(real)  # [P, P] >= 0, derived from dated shared service by one rule; row trusts column
    documented: POINTER(real)  # [P, P] -1..1, documented before the last months
    late: POINTER(real)  # [P, P] -1..1, documented in the last months before the start (a variant)


# --- the state: what next month needs -------------------------------------------------------------------------------------


@record
class Person:
    """A person's changing part."""

    alive: flag
    member: flag  # in the party: not expelled
    recanted: flag
    core: flag  # of the ruling coalition proper
    ring: flag  # co-opted round it
    bloc: flag  # declared opposition bloc
    side: flag * MOTIONS  # with the attackers in a motion of the month
    against: flag * MOTIONS  # the target and those who stand with him
    seat: c_uint8 * BODIES  # vocab.Seat in each body
    rung: integer  # vocab.Rung
    patron: integer  # or -1
    attack_month: integer  # month of the last attack on him, or -1
    loyalty: real  # to the patron, 0..1
    health: real  # capacity, 0..1
    prestige: real  # 0..1
    power: real  # share of the power of the K strongest
    seen: real  # power that others believe he has
    attacked: real  # recency of the last attack on him: 1 = this month, decays
    silent: real  # months of silence left
    ceiling: real  # capacity to which he can recover
    base: real  # prestige brought from before the start
    trait: real * len(Trait)  # 0..1
    held: real * DISPUTES  # positions held, -1..1
    shown: real * DISPUTES  # positions shown, -1..1


@record
class Organisation:
    """An organisation's changing part."""

    secretary: integer  # person or -1
    patron: integer  # whose man the secretary is, or -1
    loyalty: real  # of the secretary to the patron, 0..1
    entrenched: real  # 0..1
    appointed: real  # 1 sent from above
    opinion: real * DISPUTES  # -1..1


@record
class Body:
    """A body's changing part."""

    size: real  # full seats, a whole number


@record
class Office:
    """An office's changing part."""

    holder: integer  # or -1
    established: flag


@record
class Motion:
    """A motion of the month."""

    open: flag
    carried: flag
    attacker: integer  # who leads the attack
    target: integer
    dispute: integer
    weapon: integer  # liability or -1
    arena: integer  # body or vocab.Arena
    rung: integer  # sanction sought
    cause: integer  # vocab.Cause
    second: integer
    since: integer  # month of the event that led to it, or -1


@record
class Lineup:
    """Who stands with whom among the contenders."""

    leader: integer  # of the core
    changed: integer  # month in which the coalition last changed
    former: integer  # who last held the first place, or -1
    contested: flag  # who is to hold the first place is an open question
    away: flag  # its holder has left the core only because he cannot act
    lost: flag  # a member was lost: reconsider
    contender: integer * CONTENDERS  # persons, strongest first
    necessary: real * CONTENDERS  # share of the feasible winning coalitions that contain him
    wins_alone: real * CONTENDERS  # probability to win every appointing and sanctioning body alone


@record
class Letter:
    """What has become of the predecessor's letter."""

    month: integer  # from which it can be written (drawn)
    written: integer  # month or -1
    disclosed: integer  # vocab.Disclosure, or -1 while undecided


@record
class Membership:
    """Composition of the party and the campaigns under way."""

    levy: real  # months left of a mass admission
    purge: real  # months left of a purge
    mix: ((real * len(Education)) * len(SocialClass)) * COHORTS  # composition of each cohort, sums to 1


@record
class Country:
    """The country and the calendar of the party."""

    standing: flag  # the regime stands
    sitting: flag  # a congress sits this month
    replaced: integer  # secretaries replaced this month
    congress_last: integer  # month of the last congress (negative: before the start)
    discontent: real  # 0..1
    threat: real  # 0..1
    fear: real  # 0..2
    harvest: real  # -1..1
    policy: real * DISPUTES  # -1..1
    salience: real * DISPUTES  # 0..1


@record
class State:
    """The state of one history: one block of memory that begins with this record; the pointers lead into the same block."""

    month: integer
    country: Country
    lineup: Lineup
    letter: Letter
    membership: Membership
    motions: Motion * MOTIONS
    bodies: Body * BODIES
    people: POINTER(Person)  # [P]
    organisations: POINTER(Organisation)  # [G]
    members: POINTER(real)  # [E, G] whole numbers of persons, a row for each cohort
    offices: POINTER(Office)  # [O]
    shock_month: POINTER(integer)  # [S] drawn months; -1 never
    stable: POINTER(
        c_uint8
    )  # [2**K] of DRAWS pictures of the powers, those in which each set of contenders is self-enforcing
    trust: POINTER(real)  # [P, P] row trusts column, -1..1
    fought: POINTER(c_uint8)  # [P, P] 1 where row has attacked column


# --- parameters, luck, events, series, room -------------------------------------------------------------------------------


#: The parameters of one history (`model.params`), in the order of FIELDS.
Params = type("Params", (Structure,), {"_fields_": [(name, real) for name in FIELDS]})

#: An event (`model.events`).
Event = type("Event", (Structure,), {"_fields_": [(name, integer) for name in COLUMNS]})


@record
class Luck:
    """A stream of draws (`politburo.rng`): of a history, or of one mechanism in one month."""

    first: word
    second: word


@record
class Series:
    """Where the series of one history are written (`model.trace`), each [month, ...]."""

    contender: POINTER(c_int16)
    power: POINTER(c_float)
    standing: POINTER(c_int8)
    in_bureau: POINTER(flag)
    necessary: POINTER(c_float)
    wins_alone: POINTER(c_float)
    apparatus: POINTER(c_float)
    leader: POINTER(c_int16)
    core: POINTER(c_int8)
    ring: POINTER(c_int8)
    bureau: POINTER(c_int16)
    committee: POINTER(c_int16)
    reserves: POINTER(c_int16)
    effective: POINTER(c_float)
    discontent: POINTER(c_float)
    threat: POINTER(c_float)
    fear: POINTER(c_float)
    members: POINTER(c_float)
    workers: POINTER(c_float)
    higher: POINTER(c_float)
    policy: POINTER(c_float)
    opinion: POINTER(c_float)
    replaced: POINTER(c_int16)
    effective_autonomy: POINTER(c_float)
    regime: POINTER(c_int8)


@record
class Room:
    """Room for a thread to work in; nothing in it outlives the call of a mechanism but the events."""

    luck: Luck  # of the mechanism under way
    key: Luck  # of the history under way
    told: integer  # events of the month so far
    events: POINTER(Event)  # [EVENTS]
    voter: POINTER(integer)  # [P] those who vote on a question, one after the other (`model.voting`)
    utility: POINTER(real)  # [P] of each of them for side A
    chance: POINTER(real)  # [P] that he says aye
    secretary: POINTER(real)  # [G] the secretary's utility for side A
    wish: POINTER(real)  # [G] the members' utility
    grip: POINTER(real)  # [G] how far the secretary controls the delegation, 0..1
    push: POINTER(real)  # [G] towards the majority that a delegation expects
    chorus: POINTER(real)  # [G] chance that a delegate says aye
    delegates: POINTER(real)  # [G] share of the delegates
    side: POINTER(c_uint8)  # [P] side A of a question
    against: POINTER(c_uint8)  # [P] side B
    voters: POINTER(c_uint8)  # [P] a group: a mechanism's own
    ballots: POINTER(
        c_uint8
    )  # [QUESTIONS, P] vocab.Ballot, cast this month on the questions of which an event tells
    by_person: POINTER(real) * ROOMS  # [P] each: a mechanism's own
    by_organisation: POINTER(real) * ROOMS  # [G] each: a mechanism's own
    draws: POINTER(word)  # [max(P, G)] words of `politburo.rng`: a mechanism's own
    address: integer * CONTENDERS  # of the contenders: a mechanism's own
    by_contender: (real * CONTENDERS) * 16  # a mechanism's own
    by_dispute: (real * DISPUTES) * ROOMS  # a mechanism's own
    place_a: real * DISPUTES  # positions of side A (`model.voting`)
    place_b: real * DISPUTES
    trust: (real * CONTENDERS) * CONTENDERS  # among the contenders (`mechanisms.alignment`)
    distrust: (real * CONTENDERS) * CONTENDERS
    backing: (real * CONTENDERS) * CONTENDERS
    views: (real * DISPUTES) * CONTENDERS
    inside: real * (CONTENDERS + 1)  # sums over the members of a set, by the number of moves that lead to it
    outside: real * (CONTENDERS + 1)
    squares: real * (CONTENDERS + 1)
    trusted: (real * CONTENDERS) * (CONTENDERS + 1)
    distrusted: (real * CONTENDERS) * (CONTENDERS + 1)
    backed: (real * CONTENDERS) * (CONTENDERS + 1)
    place: (real * DISPUTES) * (CONTENDERS + 1)
    ceiling: real  # what trust and danger can add to the score of a set at most
    best: integer  # the best set so far
    most: real  # its score with noise
    held: real  # what dropping one member of the core costs now
    noise: word * CONTENDERS  # each contender's share in the noise of sets
    mixed: word * (
        CONTENDERS + 1
    )  # their sums over the members of a set, by the number of moves that lead to it
    balance: real * CONTENDERS  # weight of each contender on side A less that on side B
    terms: (real * 6) * 3  # terms of a score
    games: POINTER(
        c_int16
    )  # [2**K, 2, LANES] weights of sets of contenders, and of the heaviest self-enforcing set within each


@record
class Job:
    """A block of histories to be run, and how far it has come."""

    world: POINTER(World)
    params: POINTER(Params)  # [histories]
    room: POINTER(Room)
    series: POINTER(Series)
    codes: POINTER(integer)  # [mechanisms] codes of their names
    numbers: POINTER(integer)  # [histories] their numbers
    unwanted: POINTER(integer)  # not 0 once nobody waits for the block
    rows: POINTER(integer)  # [most, 16] events: history, month, columns
    states: c_size_t  # address of the first state
    stride: c_size_t  # bytes from a state to the next; 0: all histories one after the other in the same bytes
    fresh: flag  # every history begins at its beginning, and nobody asks for its state afterwards
    start: word  # code of the name of `mechanisms.origin`
    seed: word
    histories: c_int64
    first: c_int64  # month
    last: c_int64  # month after the last
    off: c_int64  # a bit for each mechanism that does not happen
    most: c_int64  # rows for events
    history: c_int64  # the history under way
    month: c_int64  # its next month
    told: c_int64  # rows written


RECORDS = (
    PersonFacts,
    OrganisationFacts,
    BodyFacts,
    OfficeFacts,
    DisputeFacts,
    ShockFacts,
    LiabilityFacts,
    LetterFacts,
    CountryFacts,
    World,
    Person,
    Organisation,
    Body,
    Office,
    Motion,
    Lineup,
    Letter,
    Membership,
    Country,
    State,
    Params,
    Event,
    Luck,
    Series,
    Room,
    Job,
)
"""Every record, each after those of which it is made."""
