"""A history told in plain dated sentences. Every sentence is simulated; nothing is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from politburo.measures.names import labels, short_name
from politburo.measures.reading import COL, Reader
from politburo.vocab import Arena, Cause, Change, Disclosure, EventKind, Response, Rung

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

BECAUSE = {
    Cause.NONE: "",
    Cause.NATURE: "",
    Cause.FOREIGN_ACT: "because of events abroad",
    Cause.DISCONTENT: "because of discontent in the country",
    Cause.POLICY: "because of the policy in force",
    Cause.THREAT: "because of the power ascribed to him",
    Cause.GRIEVANCE: "because of old distrust",
    Cause.DISTANCE: "because of disagreement",
    Cause.MOMENTUM: "because the attack was already under way",
    Cause.LIABILITY: "because his past could be used",
    Cause.COMMON_DANGER: "because of a common danger",
    Cause.SURPLUS: "because winning needed fewer",
    Cause.STABILITY: "because it seemed likely to hold",
    Cause.TRUST: "because of trust among them",
    Cause.LOST_MEMBER: "because a member was lost",
    Cause.CONTROL_OF_VOTES: "because the votes were there",
    Cause.APPOINTING_POWER: "through the power to appoint",
    Cause.VACANCY: "because the post was vacant",
    Cause.LETTER: "because of the predecessor's letter",
    Cause.WORKER_SHARE: "because the share of workers was thought too low",
    Cause.LEGITIMACY: "because the leaders' standing was low",
    Cause.NEWCOMERS: "because of the many newcomers",
    Cause.FEAR: "out of fear",
    Cause.AMBITION: "out of ambition",
    Cause.CALENDAR: "",
    Cause.COERCION: "by force",
    Cause.DEFEAT: "after defeat",
    Cause.INTEREST: "because of where their interests lay",
}
CHANGES = {
    Change.FORMED: "A ruling group formed round {who}",
    Change.NARROWED: "The group round {who} narrowed",
    Change.ENLARGED: "The group round {who} was enlarged{focus}",
    Change.SPLIT: "The ruling group split: {whom} was left out; {who} leads it",
    Change.REPLACED: "A new ruling group under {who} replaced the old one",
}
DISCLOSED = {
    Disclosure.WITHHELD: "was withheld",
    Disclosure.DELEGATIONS: "was read to delegations behind closed doors",
    Disclosure.READ_OUT: "was read out to the congress",
    Disclosure.PUBLISHED: "was published",
}
RUNGS = {
    Rung.CLEAR: "cleared {whom}",
    Rung.CENSURED: "censured {whom}",
    Rung.LOST_POST: "took {whom}'s posts from him",
    Rung.LOST_BUREAU: "removed {whom} from the smaller bodies",
    Rung.LOST_COMMITTEE: "removed {whom} from the committee",
    Rung.EXPELLED: "expelled {whom} from the party",
    Rung.EXILED: "sent {whom} into exile",
}


class Names:
    """Whole names when first mentioned, short ones afterwards."""

    def __init__(self, resolved: Resolved) -> None:
        self.whole = {person.id: short_name(person.name) for person in resolved.persons}
        self.short = labels(self.whole, {p.id: p.short for p in resolved.persons})
        self.known: set[str] = set()

    def __call__(self, person: str) -> str:
        if person in self.known:
            return self.short[person]
        self.known.add(person)
        return self.whole[person]


class _Row:
    """One event row with names put in."""

    def __init__(self, reader: Reader, row: Any, names: Names) -> None:
        self.r, self.row, self.names = reader.resolved, row, names

    def __getitem__(self, column: str) -> int:
        return int(self.row[COL[column]])

    def name(self, column: str) -> str:
        index = self[column]
        return self.names(self.r.persons[index].id) if 0 <= index < len(self.r.persons) else "nobody"

    @property
    def where(self) -> str:
        if self["body"] >= 0:
            return f"in the {self.r.bodies[self['body']].name}"
        return {int(Arena.PRESS): "in the press", int(Arena.PARTY): "before the whole party"}.get(
            self["body"], ""
        )

    @property
    def because(self) -> str:
        text = BECAUSE[Cause(self["cause"])]
        return f" {text}" if text else ""

    @property
    def tally(self) -> str:
        if self["outcome"] < 0:
            return "no vote was taken"
        word = "carried" if self["outcome"] == 1 else "lost"
        return f"{word}, {self['ayes']:,} to {self['nays']:,}" + (
            f" with {self['abstentions']:,} abstaining" if self["abstentions"] else ""
        )

    @property
    def dispute(self) -> str:
        return self.r.disputes[self["thing"]].name.lower() if self["thing"] >= 0 else "no question"

    @property
    def office(self) -> str:
        return self.r.offices[self["thing"]].name if self["thing"] >= 0 else ""

    @property
    def weapon(self) -> str:
        return (
            f", with a fact of the past ({self.r.liabilities[self['weapon']].fact})"
            if self["weapon"] >= 0
            else ""
        )


def _shock(e: _Row) -> str:
    return f"From outside: {e.r.shocks[e['thing']].what}."


def _coalition(e: _Row) -> str:
    text = CHANGES[Change(e["outcome"])]
    focus = f" by {e.name('whom')}" if e["whom"] >= 0 and e["whom"] != e["who"] else ""
    text = text.format(who=e.name("who"), whom=e.name("whom") if e["whom"] >= 0 else "a member", focus=focus)
    ring = f", with {e['thing']} co-opted" if e["thing"] else ""
    return f"{text}{e.because} ({e['size']} in the core{ring})."


def _attack(verb: str):
    def tell(e: _Row) -> str:
        return f"{e.name('who')} {verb} {e.name('whom')} {e.where} over {e.dispute}{e.because}{e.weapon}; {e.tally}."

    return tell


def _sanction(e: _Row) -> str:
    body = f"The {e.r.bodies[e['body']].name}" if e["body"] >= 0 else "The leadership"
    return f"{body} {RUNGS[Rung(e['outcome'])].format(whom=e.name('whom'))}{e.because}."


#: Why the first place was voted on.
VOTED_ON = {
    Cause.VACANCY: "the place was vacant",
    Cause.LOST_MEMBER: "the ruling group had dropped its holder",
    Cause.CONTROL_OF_VOTES: "the leadership was in question",
}


def _leader_chosen(e: _Row) -> str:
    verb = "was confirmed as" if e["outcome"] == 0 else "was chosen as"
    who, ayes, nays = e.name("who"), e["ayes"], e["nays"]
    whom = e.name("whom") if e["whom"] >= 0 else ""
    votes = f"by {ayes} votes to {nays}" if ayes > nays else "on a tied vote"
    rival = f" {votes} against {'another' if whom == who else whom}" if whom else ", unopposed"
    return f"{who} {verb} {e.office}{rival}, because {VOTED_ON[Cause(e['cause'])]}."


SENTENCES = {
    EventKind.NOTHING: lambda e: "",
    EventKind.SHOCK: _shock,
    EventKind.DEATH: lambda e: f"{e.name('whom')} died, aged {e['size']}.",
    EventKind.UNREST: lambda e: "Discontent in the country became a danger to the regime.",
    EventKind.RESPONSE: lambda e: (
        "The leadership answered discontent with "
        + ("coercion." if e["outcome"] == Response.COERCION else "concessions.")
    ),
    EventKind.COLLAPSE: lambda e: "The regime fell.",
    EventKind.LETTER_WRITTEN: lambda e: (
        f"{e.name('who')}, ailing, wrote down a judgment of his possible successors."
    ),
    EventKind.LETTER_DISCLOSED: lambda e: (
        f"The letter {DISCLOSED[Disclosure(max(e['outcome'], 0))]}{e.because}."
    ),
    EventKind.CONFIDENCE: lambda e: (
        f"Asked whether {e.name('whom')} should stay as {e.office}, the {e.r.bodies[e['body']].name} "
        f"{'kept' if e['outcome'] == 1 else 'dismissed'} him, {e['ayes']} to {e['nays']}."
    ),
    EventKind.OFFICE_FILLED: lambda e: f"{e.name('whom')} was named {e.office}.",
    EventKind.OFFICE_CREATED: lambda e: (
        f"A new post was created: {e.office}; {e.name('whom')} was named to it."
    ),
    EventKind.LEADER_CHOSEN: _leader_chosen,
    EventKind.SECRETARIES: lambda e: (
        f"{e.name('who')} replaced {e['size']} secretar{'y' if e['size'] == 1 else 'ies'} of organisations."
    ),
    EventKind.LEVY: lambda e: (
        f"A mass admission to the party began{e.because}."
        if e["outcome"] == 1
        else "The mass admission ended."
    ),
    EventKind.PURGE: lambda e: (
        f"A purge of the membership began{e.because}." if e["outcome"] == 1 else "The purge ended."
    ),
    EventKind.COALITION: _coalition,
    EventKind.BLOC: lambda e: (
        f"{e.name('who')} and {e.name('whom')} joined in opposition"
        + (", having fought each other before." if e["thing"] == 1 else ".")
    ),
    EventKind.OFFENSIVE: _attack("attacked"),
    EventKind.CHALLENGE: _attack("challenged"),
    EventKind.PARTY_VOTE: lambda e: (
        f"All organisations voted: {e['ayes']:,} to {e['nays']:,}; {e['size']} organisations went against the majority line."
    ),
    EventKind.SANCTION: _sanction,
    EventKind.RECANTATION: lambda e: f"{e.name('whom')} recanted.",
    EventKind.READMISSION: lambda e: f"{e.name('whom')} was readmitted to the party, without power.",
    EventKind.YIELD: lambda e: (
        f"{e.name('whom')} " + (f"gave up the post of {e.office}." if e["thing"] >= 0 else "fell silent.")
    ),
    EventKind.COUP: lambda e: (
        f"{e.name('who')} tried to seize power by force and {'succeeded' if e['outcome'] == 1 else 'failed'}."
    ),
    EventKind.CONGRESS: lambda e: (
        f"A congress elected a committee of {e['size']}, {e['outcome']} of them newcomers."
    ),
    EventKind.AUTONOMY: lambda e: (
        f"Policy between centre and republics turned towards {'autonomy' if e['outcome'] > 0 else 'centralism'}."
    ),
}
ROUTINE = (EventKind.SECRETARIES,)  # told by year, not by month


def chronicle(
    resolved: Resolved, block: Block, history: int, *, routine: bool = False
) -> list[tuple[str, str]]:
    """[(YYYY-MM, sentence)] of one history in order; `routine` adds the monthly replacement of secretaries."""
    reader, names = Reader(resolved, block, history), Names(resolved)
    lines = []
    for row in reader.rows:
        kind = EventKind(int(row[COL["kind"]]))
        if kind in ROUTINE and not routine:
            continue
        sentence = SENTENCES[kind](_Row(reader, row, names))
        if sentence:
            sentence = sentence[0].upper() + sentence[1:]
            lines.append((reader.day(int(row[COL["month"]])).strftime("%Y-%m"), sentence))
    return lines
