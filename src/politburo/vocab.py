"""The one home of words: every closed list that files, engine and pages share.

Integer values are what arrays hold; lower-case names (``Role.BUREAU.word``) are what files hold.
Nothing here knows a person, a party or a year.
"""

from __future__ import annotations

import zlib
from enum import IntEnum


class Word(IntEnum):
    """An integer code that also has a spelling for files and people."""

    @property
    def word(self) -> str:
        """The spelling used in files: lower case, hyphens."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def words(cls) -> tuple[str, ...]:
        """Every spelling, in code order."""
        return tuple(member.word for member in cls)

    @classmethod
    def from_word(cls, word: str) -> Word:
        """Return the code with this spelling; ``KeyError`` if there is none."""
        return cls[word.upper().replace("-", "_")]


class Evidence(Word):
    """How a value is known, from best to worst."""

    READ = 0  # a page or work that was opened says so
    UNVERIFIED = 1  # the standard work where it is normally found; not opened
    CODED = 2  # a number that the compiler put on a dated judgment or act
    ASSUMED = 3  # no evidence: a stated prior or a reasoned guess


class Trait(Word):
    """Appraised qualities, each 0 to 1."""

    ORATORY = 0
    DOCTRINE = 1
    ADMINISTRATION = 2
    CAUTION = 3
    AMBITION = 4
    COLLEGIALITY = 5
    MILITARY = 6


class Stratum(Word):
    """Audiences to which a person appeals and of which organisations are made."""

    WORKERS = 0
    APPARATUS = 1
    ARMY = 2
    STUDENTS = 3


class OrganisationKind(Word):
    """What sort of organisation sends delegates."""

    TERRITORIAL = 0
    ARMY = 1
    STUDENTS = 2
    UNIONS = 3
    YOUTH = 4
    POLICE = 5
    CENTRAL = 6


class Role(Word):
    """What a body is for; the engine knows bodies by role only."""

    CONGRESS = 0  # delegates of organisations; elects the committee and the control commission
    COMMITTEE = 1  # the large standing body
    BUREAU = 2  # the small standing body that decides
    ORGBUREAU = 3  # the small body for organisation and cadres
    SECRETARIAT = 4  # the secretaries
    CONTROL = 5  # the control commission


class Seat(Word):
    """A person's place in a body."""

    NONE = 0
    CANDIDATE = 1  # speaks, does not vote
    FULL = 2


class Resource(Word):
    """What an office gives its holder."""

    APPOINTMENTS = 0  # names secretaries; no weight of its own in power
    ARMY = 1
    POLICE = 2
    PRESS = 3
    UNIONS = 4
    ECONOMY = 5
    INTERNATIONAL = 6
    STATE = 7  # government and soviets
    REGION = 8  # a territorial base
    LEADERSHIP = 9  # the first place in the party: presides and speaks for it
    DEPUTY = 10  # stands in for the leader, or runs the secretariat for him
    EXECUTIVE = 11  # heads the government or the state with powers of his own


class Axis(Word):
    """The kind of lasting line a dispute is about."""

    REGIME = 0  # +1 open discussion and election, -1 discipline and appointment
    ECONOMY = 1  # +1 fast and coercive, -1 market and conciliation of the countryside
    CENTRE = 2  # +1 autonomy of the parts, -1 centralism
    INTERNATIONAL = 3
    LABOUR = 4  # +1 workers and unions manage, -1 one-man management
    OTHER = 5


class ShockKind(Word):
    """Disturbances that no contender decides."""

    ILLNESS = 0  # a person's capacity falls by `size`
    DEATH = 1
    HARVEST = 2  # `size` > 0 good, < 0 bad
    FOREIGN = 3  # adds `size` to threat (negative: relief)
    DISASTER = 4  # adds `size` to discontent


class EntryKind(Word):
    """How a membership cohort came to exist."""

    HISTORIC = 0  # joined before the start; periods named by the scenario
    ORDINARY = 1  # admitted one by one after the start
    LEVY = 2  # admitted in mass campaigns after the start


class SocialClass(Word):
    WORKER = 0
    PEASANT = 1
    EMPLOYEE = 2
    OTHER = 3


class SocialOrigin(Word):
    """Family that a person comes from, as contemporary questionnaires coded it."""

    WORKER = 0
    PEASANT = 1
    EMPLOYEE = 2
    INTELLIGENTSIA = 3
    NOBLE = 4
    OTHER = 5
    UNKNOWN = 6


class Education(Word):
    NONE = 0
    PRIMARY = 1
    SECONDARY = 2
    HIGHER = 3


class Rung(Word):
    """The sanctions ladder, lowest to highest."""

    CLEAR = 0
    CENSURED = 1
    LOST_POST = 2
    LOST_BUREAU = 3
    LOST_COMMITTEE = 4
    EXPELLED = 5
    EXILED = 6


class Standing(Word):
    """A contender's place in the line-up of the month."""

    OUTSIDE = 0
    RING = 1  # co-opted: consulted, shares the risk, not the spoils
    CORE = 2  # member of the ruling coalition proper
    BLOC = 3  # member of a declared opposition bloc


class Arena(Word):
    """Where a fight is carried on when not in a body (bodies have their own numbers, 0 and up)."""

    NOWHERE = -1
    PRESS = -2
    PARTY = -3  # a vote in all organisations


class Ballot(Word):
    """How a person voted on a question."""

    NONE = 0  # not entitled, or not there
    AYE = 1
    NAY = 2
    ABSTAINED = 3


class EventKind(Word):
    """What can happen. `model/events.py` says what each column means for each kind."""

    NOTHING = 0
    SHOCK = 1
    DEATH = 2
    UNREST = 3
    RESPONSE = 4
    COLLAPSE = 5
    LETTER_WRITTEN = 6
    LETTER_DISCLOSED = 7
    CONFIDENCE = 8
    OFFICE_FILLED = 9
    OFFICE_CREATED = 10
    SECRETARIES = 11
    LEVY = 12
    PURGE = 13
    COALITION = 14
    BLOC = 15
    OFFENSIVE = 16
    CHALLENGE = 17
    PARTY_VOTE = 18
    SANCTION = 19
    RECANTATION = 20
    READMISSION = 21
    YIELD = 22
    COUP = 23
    CONGRESS = 24
    AUTONOMY = 25
    LEADER_CHOSEN = 26


class Change(Word):
    """What happened to the ruling coalition (outcome of a COALITION event)."""

    FORMED = 0
    NARROWED = 1
    ENLARGED = 2
    SPLIT = 3  # members of the core were dropped or seceded, others stayed
    REPLACED = 4  # no member stayed


class Disclosure(Word):
    """What the controlling group does with a predecessor's letter."""

    WITHHELD = 0
    DELEGATIONS = 1  # read to delegations behind closed doors
    READ_OUT = 2
    PUBLISHED = 3


class Cause(Word):
    """Why an event happened: the largest terms in the mechanism's own equation."""

    NONE = 0
    NATURE = 1  # illness, weather, age
    FOREIGN_ACT = 2
    DISCONTENT = 3
    POLICY = 4
    THREAT = 5  # the target's seen power
    GRIEVANCE = 6  # distrust
    DISTANCE = 7  # disagreement on a dispute
    MOMENTUM = 8  # he was attacked lately
    LIABILITY = 9  # a dated past fact could be used
    COMMON_DANGER = 10
    SURPLUS = 11  # more members than winning needs
    STABILITY = 12  # expected to be self-enforcing
    TRUST = 13
    LOST_MEMBER = 14
    CONTROL_OF_VOTES = 15
    APPOINTING_POWER = 16
    VACANCY = 17
    LETTER = 18
    WORKER_SHARE = 19
    LEGITIMACY = 20
    NEWCOMERS = 21
    FEAR = 22
    AMBITION = 23
    CALENDAR = 24
    COERCION = 25
    DEFEAT = 26
    INTEREST = 27


class Response(Word):
    CONCESSION = 0
    COERCION = 1


class Locus(Word):
    """The smallest body or group that contains the ruling coalition."""

    COMMITTEE = 0
    BUREAU = 1
    GROUP = 2
    ONE = 3


class RuleType(Word):
    COLLECTIVE = 0
    DUAL = 1
    PRIMUS = 2
    SOLE = 3
    COLLAPSED = 4


def name_code(name: str) -> int:
    """The stable 31-bit code of a mechanism's or parameter's name, which addresses its draws."""
    return zlib.crc32(name.encode()) & 0x7FFFFFFF
