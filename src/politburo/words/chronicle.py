"""A history in plain dated sentences, to be read aloud. Every sentence is simulated; nothing is quoted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from politburo.measures import written
from politburo.measures.history import COL, Reader, month_date
from politburo.vocab import Cause, Change, Disclosure, EventKind, Response, Rung, ShockKind
from politburo.words.fights import DONE, fight
from politburo.words.phrasing import one_of, sentence
from politburo.words.scene import FEW, Scene, person_names

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

E = EventKind
BECAUSE = {
    Cause.NONE: "",
    Cause.NATURE: "",
    Cause.FOREIGN_ACT: "because of events abroad",
    Cause.DISCONTENT: "because of discontent in the country",
    Cause.POLICY: "because of the policy in force",
    Cause.THREAT: "because he was seen as too powerful",
    Cause.GRIEVANCE: "because of old distrust",
    Cause.DISTANCE: "because of disagreement",
    Cause.MOMENTUM: "following up an earlier attack",
    Cause.LIABILITY: "because his past could be used",
    Cause.COMMON_DANGER: "in the face of a common danger",
    Cause.SURPLUS: "because fewer were enough to win",
    Cause.STABILITY: "because this promised to last",
    Cause.TRUST: "because they trusted each other",
    Cause.LOST_MEMBER: "because a member had been lost",
    Cause.CONTROL_OF_VOTES: "having the votes",
    Cause.APPOINTING_POWER: "through the power to appoint",
    Cause.VACANCY: "because the post was vacant",
    Cause.LETTER: "because of the predecessor's letter",
    Cause.WORKER_SHARE: "because the party was thought to have too few workers",
    Cause.LEGITIMACY: "because the leaders stood in low esteem",
    Cause.NEWCOMERS: "because of the many newcomers",
    Cause.FEAR: "out of fear",
    Cause.AMBITION: "out of ambition",
    Cause.CALENDAR: "",
    Cause.COERCION: "by force",
    Cause.DEFEAT: "after defeat",
    Cause.INTEREST: "because their interests lay there",
}
#: Ways to say what happened, by kind of event and, where it matters, by its outcome.
WAYS: dict[Any, tuple[str, ...]] = {
    (E.SHOCK, ShockKind.FOREIGN): (
        "News from abroad: {what}",
        "Abroad: {what}",
        "From the foreign reports: {what}",
    ),
    (E.SHOCK, ShockKind.HARVEST): (
        "The harvest: {what}",
        "From the countryside: {what}",
        "In the fields: {what}",
    ),
    (E.SHOCK, ShockKind.DISASTER): ("A disaster: {what}", "Misfortune struck: {what}"),
    (E.SHOCK, ShockKind.ILLNESS): (
        "Illness: {what}",
        "From the doctors: {what}",
        "News from the sickroom: {what}",
    ),
    (E.SHOCK, ShockKind.DEATH): ("{what}",),
    E.DEATH: (
        "{whom} died, aged {size}",
        "{whom} died at the age of {size}",
        "Death took {whom}, aged {size}",
    ),
    E.UNREST: (
        "Discontent in the country became a danger to the regime",
        "Unrest in the country grew until it threatened the regime",
        "The country was close to revolt",
    ),
    (E.RESPONSE, Response.COERCION): (
        "The leadership answered the discontent with force",
        "The leadership chose to break the discontent by force",
        "Against the discontent the leadership used coercion",
    ),
    (E.RESPONSE, Response.CONCESSION): (
        "The leadership answered the discontent with concessions",
        "The leadership gave way to the discontent",
        "To calm the country the leadership made concessions",
    ),
    E.COLLAPSE: ("The regime fell", "The regime collapsed", "The rule of the party came to an end"),
    E.LETTER_WRITTEN: (
        "{who}, ailing, set down in a letter what he thought of his possible successors",
        "From his sickbed {who} dictated a letter that judged his possible successors",
        "{who}, who knew that he was failing, left a letter on those who might follow him",
    ),
    (E.LETTER_DISCLOSED, Disclosure.WITHHELD): (
        "The letter was withheld{because}",
        "Those in charge kept the letter to themselves{because}",
        "The letter stayed in the safe{because}",
    ),
    (E.LETTER_DISCLOSED, Disclosure.DELEGATIONS): (
        "The letter was read to the delegations behind closed doors{because}",
        "Only the delegations heard the letter, behind closed doors{because}",
    ),
    (E.LETTER_DISCLOSED, Disclosure.READ_OUT): (
        "The letter was read out to the congress{because}",
        "The congress heard the letter{because}",
    ),
    (E.LETTER_DISCLOSED, Disclosure.PUBLISHED): (
        "The letter was published{because}",
        "The letter appeared in print{because}",
    ),
    (E.CONFIDENCE, 1): (
        "Asked whether {whom} should stay as {office}, {body} kept him, {tally}",
        "{body} voted on whether {whom} should remain {office} and kept him, {tally}",
    ),
    (E.CONFIDENCE, 0): (
        "Asked whether {whom} should stay as {office}, {body} dismissed him, {tally}",
        "{body} voted on whether {whom} should remain {office} and dismissed him, {tally}",
    ),
    E.OFFICE_FILLED: (
        "{whom} became {office}",
        "{whom} was named {office}",
        "The post of {office} went to {whom}",
    ),
    E.OFFICE_CREATED: (
        "A new post was created, {office}, and given to {whom}",
        "{whom} was named to a new post, {office}",
    ),
    E.SECRETARIES: ("{who} replaced {size} of the organisations' secretaries",),
    (E.LEVY, 1): (
        "The party opened its doors to a mass intake{because}",
        "A mass recruitment to the party began{because}",
        "The leadership called new members into the party in great numbers{because}",
    ),
    (E.LEVY, 0): ("The mass intake ended",),
    (E.PURGE, 1): (
        "A purge of the membership began{because}",
        "The party set about purging its ranks{because}",
        "Commissions began to expel members in great numbers{because}",
    ),
    (E.PURGE, 0): ("The purge ended",),
    (E.COALITION, Change.FORMED): (
        "{who} and {core} joined to rule together{because}",
        "A ruling group formed around {who}, with {core}{because}",
    ),
    (E.COALITION, Change.NARROWED): (
        "The ruling group around {who} narrowed{left}{because}",
        "{who} ruled with fewer from now on{left}{because}",
        "The circle around {who} grew smaller{left}{because}",
    ),
    (E.COALITION, Change.ENLARGED): (
        "{who} drew {joined} into the ruling group{because}",
        "{joined} joined the ruling group around {who}{because}",
        "The ruling group around {who} was enlarged by {joined}{because}",
    ),
    (E.COALITION, Change.SPLIT): (
        "The ruling group split: {whom} was left out, and {who} ruled on{core_with}{because}",
        "The ruling group broke with {whom}; {who} went on{core_with}{because}",
        "{whom} was dropped from the ruling group, which {who} now led{core_with}{because}",
    ),
    (E.COALITION, Change.REPLACED): (
        "A new ruling group under {who} took the place of the old one{core_with}{because}",
        "The old rulers were out: {who} now led{core_with}{because}",
    ),
    (E.BLOC, 0): (
        "{who} and {whom} joined in opposition",
        "{whom} went over to the opposition around {who}",
        "{who} found an ally against the leadership in {whom}",
    ),
    (E.BLOC, 1): (
        "{who} and {whom}, enemies until then, joined in opposition",
        "Former enemies made common cause: {who} and {whom} now opposed the leadership together",
        "{who} and {whom} forgot that they had fought each other and joined in opposition",
    ),
    E.PARTY_VOTE: ("All organisations of the party voted, {tally}",),
    E.RECANTATION: (
        "{whom} recanted",
        "{whom} declared that he had been wrong",
        "{whom} made a public recantation",
    ),
    E.READMISSION: (
        "{whom} was readmitted to the party, without power",
        "{whom} was let back into the party but not into power",
    ),
    (E.YIELD, True): ("{whom} gave up the post of {office}", "{whom} resigned as {office}"),
    (E.YIELD, False): (
        "{whom} fell silent",
        "{whom} gave up the struggle",
        "Nothing more was heard from {whom}",
    ),
    (E.COUP, 1): ("{who} seized power by force", "{who} took power in a coup"),
    (E.COUP, 0): ("{who} tried to seize power by force and failed", "A coup by {who} failed"),
    E.CONGRESS: (
        "A congress met and elected a committee of {size}, {new} of them new",
        "The congress elected a committee of {size}; {new} were newcomers",
        "A congress was held; of the {size} elected to the committee, {new} had not sat there before",
    ),
    (E.AUTONOMY, True): (
        "Policy turned towards more autonomy for the republics",
        "The republics were given more autonomy",
    ),
    (E.AUTONOMY, False): (
        "Policy turned towards centralism in dealing with the republics",
        "The centre took back powers from the republics",
    ),
    E.SANCTION: ("{body} decided: {whom} {done}{because}", "By decision of {body}, {whom} {done}{because}"),
    (E.LEADER_CHOSEN, 1): ("{who} was chosen as {office}{votes}, because {asked}",),
    (E.LEADER_CHOSEN, 0): ("{who} was confirmed as {office}{votes}, because {asked}",),
}
#: Why the first place was voted on.
VOTED_ON = {
    Cause.VACANCY: "the place was vacant",
    Cause.LOST_MEMBER: "the ruling group had dropped its holder",
    Cause.CONTROL_OF_VOTES: "the leadership was in question",
}
FIGHTS = (E.OFFENSIVE, E.CHALLENGE)
#: Which ways belong to an event, where that is more than its kind.
WHICH: dict[EventKind, Callable[[Scene], Any]] = {
    E.SHOCK: lambda e: (E.SHOCK, ShockKind(e["outcome"])),
    E.RESPONSE: lambda e: (E.RESPONSE, Response(e["outcome"])),
    E.LETTER_DISCLOSED: lambda e: (E.LETTER_DISCLOSED, Disclosure(max(e["outcome"], 0))),
    E.COALITION: lambda e: (E.COALITION, Change(e["outcome"])),
    E.BLOC: lambda e: (E.BLOC, int(e["thing"] == 1)),
    E.YIELD: lambda e: (E.YIELD, e["thing"] >= 0),
    E.AUTONOMY: lambda e: (E.AUTONOMY, e["outcome"] > 0),
    **{
        kind: lambda e: (EventKind(e["kind"]), int(e["outcome"] == 1))
        for kind in (E.CONFIDENCE, E.LEVY, E.PURGE, E.COUP, E.LEADER_CHOSEN)
    },
}


def chronicle(
    resolved: Resolved, block: Block, history: int, *, routine: bool = False
) -> list[tuple[str, str]]:
    """[(YYYY-MM, text)] of one history in order: what a historian would write down; with `routine` one text for every event."""
    reader = Reader(resolved, block, history)
    month = COL["month"]
    return [
        (f"{reader.day(int(reader.rows[place][month])):%Y-%m}", text)
        for place, text in sentences(reader, routine=routine).items()
    ]


def sentences(reader: Reader, *, routine: bool = False) -> dict[int, str]:
    """What is told of a history: {row of the event: text}, in order.

    Without `routine` a fight, the sanction that it brings and the vote of all organisations are told together, and what nobody would
    write down is left out (`worth_telling`).
    """
    names = person_names(reader)
    scenes = [Scene(reader, row, names) for row in reader.rows]
    found = {}
    for place, scene in enumerate(scenes):
        kind = EventKind(scene["kind"])
        if kind == E.NOTHING or not (routine or worth_telling(scene, scenes)):
            continue
        if kind in FIGHTS:
            fruit = [] if routine else _fruit(scene, scenes[place + 1 :])
            told = {EventKind(other["kind"]): other for other in reversed(fruit)}
            found[place] = fight(scene, told.get(E.SANCTION), told.get(E.PARTY_VOTE))
        else:
            found[place] = _told(scene)
    return found


def _same(one: Scene, other: Scene) -> bool:
    return all(one[column] == other[column] for column in ("month", "who", "whom", "body"))


def _fruit(scene: Scene, later: list[Scene]) -> list[Scene]:
    """The sanction and the vote of all organisations that belong to a fight."""
    return [other for other in later if other["kind"] in (E.SANCTION, E.PARTY_VOTE) and _same(scene, other)]


def worth_telling(scene: Scene, scenes: list[Scene]) -> bool:
    """Would anybody write it down?

    Not told of: secretaries replaced; the end of intakes and purges; deaths and posts of those who do not contend; who was co-opted or let
    go while the core of the ruling group stayed as it was; and what is told with the fight that it belongs to.
    """
    kind = EventKind(scene["kind"])
    if kind == E.SECRETARIES or (kind in (E.LEVY, E.PURGE) and scene["outcome"] != 1):
        return False
    if kind == E.DEATH:
        return scene["thing"] >= 0 or scene.contends(scene["whom"])
    if kind in (E.OFFICE_FILLED, E.OFFICE_CREATED):
        return scene.contends(scene["whom"])
    if kind == E.COALITION and scene["outcome"] in (Change.NARROWED, Change.ENLARGED):
        return not scene.has_lineup or sorted(scene.core()) != sorted(scene.core_before())
    if kind in (E.SANCTION, E.PARTY_VOTE):
        return not any(other["kind"] in FIGHTS and _same(scene, other) for other in scenes)
    return True


def _told(scene: Scene) -> str:
    kind = EventKind(scene["kind"])
    ways = WAYS[WHICH[kind](scene)] if kind in WHICH else WAYS[kind]
    return sentence(one_of(ways, scene.address).format(**_words(scene, kind)))


def _words(scene: Scene, kind: EventKind) -> dict[str, Any]:
    because = BECAUSE[Cause(scene["cause"])]
    words: dict[str, Any] = {
        "who": scene.who,
        "whom": scene.whom,
        "office": scene.office if kind in WITH_OFFICE else "",
        "body": scene.body,
        "size": scene["size"],
        "new": scene["outcome"] if scene["outcome"] else "none",
        "because": clause(because),
        "tally": written.tally(scene["ayes"], scene["nays"], max(scene["abstentions"], 0)),
    }
    if kind == E.SHOCK:
        words["what"] = _what(scene)
    if kind == E.SANCTION:
        words["done"] = DONE[Rung(scene["outcome"])]
    if kind == E.COALITION:
        words |= _group(scene)
    if kind == E.LEADER_CHOSEN:
        words |= {"votes": _votes(scene), "asked": VOTED_ON[Cause(scene["cause"])]}
    return words


WITH_OFFICE = (E.CONFIDENCE, E.OFFICE_FILLED, E.OFFICE_CREATED, E.YIELD, E.LEADER_CHOSEN)


def _what(scene: Scene) -> str:
    """A disturbance from outside, with the month in which it happened in fact if that is another one."""
    shock = scene.resolved.shocks[scene["thing"]]
    if shock.month == scene["month"]:
        return shock.what
    when = written.month_of(month_date(scene.resolved.start, shock.month))
    when = f"{'in fact' if scene.documented else 'in the scenario'} {when}"
    return f"{shock.what[:-1]}; {when})" if shock.what.endswith(")") else f"{shock.what} ({when})"


PHRASES = (
    "because of",
    "in the face",
    "out of",
    "through",
    "by force",
    "after",
)  # reasons without a verb need no comma


def clause(reason: str) -> str:
    """A reason as the end of a sentence.

    >>> clause("because of unrest"), clause("having the votes"), clause("")
    (' because of unrest', ', having the votes', '')
    """
    if not reason:
        return ""
    return f" {reason}" if reason.startswith(PHRASES) else f", {reason}"


def _group(scene: Scene) -> dict[str, str]:
    """The ruling group after a change of it: with whom its leader rules, who joined, who left."""
    others = scene.core(without=(scene["who"],))
    before = scene.core_before()
    joined = [name for name in others if name not in before]
    left = [name for name in before if name not in scene.core() and name != scene.whom]
    chief = [scene.whom] if scene["whom"] >= 0 and scene["whom"] != scene["who"] else []
    gone = [*chief, *left] if scene["outcome"] == Change.NARROWED else left
    return {
        "core": written.some(others, FEW) or "a few others",
        "core_with": f" with {written.some(others, FEW)}" if others else " alone" if scene.has_lineup else "",
        "joined": written.some(list(dict.fromkeys([*chief, *joined])), FEW) or "others",
        "left": f": {written.some(gone, FEW)} {'was' if len(gone) == 1 else 'were'} no longer in it"
        if gone
        else "",
    }


def _votes(scene: Scene) -> str:
    ayes, nays = scene["ayes"], scene["nays"]
    if scene["whom"] < 0:
        return ", unopposed"
    votes = f" by {ayes:,} votes to {nays:,}" if ayes > nays else " on a tied vote"
    return f"{votes} against {'another' if scene['whom'] == scene['who'] else scene.whom}"
