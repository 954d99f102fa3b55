"""Attacks and challenges in words: who stood on which side, what it was about in the terms of the dispute, how it ended."""

from __future__ import annotations

from politburo.measures import written
from politburo.vocab import Arena, Cause, EventKind, Rung
from politburo.words.phrasing import one_of, sentence
from politburo.words.scene import FEW, Scene, backed

ATTACKS = (
    "{who}{allies} attacked {whom} {where}{over}{why}",
    "{who}{allies} moved against {whom} {where}{over}{why}",
    "{where}, {whom} came under attack from {who}{allies}{over}{why}",
    "{who}{allies} turned on {whom} {where}{over}{why}",
)
CHALLENGES = (
    "{who}{allies} challenged {whom} {where}{over}{why}",
    "{who}{allies} came out against {whom} {where}{over}{why}",
    "{where}, {who}{allies} called {whom} to account{over}{why}",
    "{who}{allies} took the fight to {whom} {where}{over}{why}",
)
TERMS = (
    "{who} stood for {mine}, {whom} for {other}",
    "{who} wanted {mine}; {whom} wanted {other}",
    "It was {mine} against {other}",
    "{whom} had spoken for {other}, {who} for {mine}",
)
ALONE = (  # where only of one of them it is known
    "{one} was known to stand for {end}",
    "{one} was for {end}",
    "In this {one} stood for {end}",
)
AGREED = (
    "Both were for {end}, so that it was less about the matter than about the man",
    "On the matter itself both stood for {end}",
    "Yet both of them were for {end}",
)
RECALLED = (
    "It was held against {whom} that he {past}",
    "{who} recalled that {whom} {past}",
    "{whom} was reminded that he {past}",
)
FACT = "An old matter was brought up against {whom}: {past}"  # where the case has no phrase for it
UNVOTED = (
    "Nothing was put to the vote",
    "It did not come to a vote",
    "No decision was taken",
)
CARRIED = (
    "The motion was carried, {tally}",
    "The vote went to {who}, {tally}",
    "{who} had the majority, {tally}",
)
LOST = (
    "The motion was defeated, {tally}",
    "{who} lost the vote, {tally}",
    "The majority stayed with {whom}, {tally}",
)
IN_PARTY = "All organisations of the party voted, and {winner} won, {tally}"
#: Why somebody attacks somebody.
WHY = {
    Cause.THREAT: ", seeing him as too powerful",
    Cause.GRIEVANCE: ", out of old distrust",
    Cause.MOMENTUM: ", following up an earlier attack",
    Cause.LIABILITY: ", for his past could be used",
    Cause.CONTROL_OF_VOTES: ", having the votes",
    Cause.AMBITION: ", out of ambition",
    Cause.COMMON_DANGER: ", fearing a common danger",
    Cause.FEAR: ", out of fear",
    Cause.LETTER: ", with the predecessor's letter in hand",
    Cause.DISCONTENT: ", while the country was discontented",
    Cause.DEFEAT: ", after a defeat",
}
#: What is done to a person, in the passive.
DONE = {
    Rung.CLEAR: "was cleared",
    Rung.CENSURED: "was censured",
    Rung.LOST_POST: "lost his posts",
    Rung.LOST_BUREAU: "was removed from the smaller bodies",
    Rung.LOST_COMMITTEE: "was removed from the committee",
    Rung.EXPELLED: "was expelled from the party",
    Rung.EXILED: "was sent into exile",
}


def fight(scene: Scene, sanction: Scene | None, referendum: Scene | None) -> str:
    """A fight with the sanction and the vote of all organisations that belong to it, in a few sentences."""
    attack = scene["kind"] == EventKind.OFFENSIVE
    persons = (scene["who"], scene["whom"])
    allies = scene.side(ruling=attack, without=persons)
    words = {
        "who": scene.who,
        "whom": scene.whom,
        "allies": backed(allies) if allies else "",
        "where": scene.where,
        "over": f" over {scene.dispute}" if scene.dispute else "",
        "why": WHY.get(Cause(scene["cause"]), ""),
        "past": scene.past,
        "tally": scene.tally,
        "winner": scene.who if scene["outcome"] == 1 else scene.whom,
    }
    address = scene.address
    told = [one_of(ATTACKS if attack else CHALLENGES, address).format(**words)]
    terms = _terms(scene, words)
    told += [terms] if terms else []
    if scene.past:
        plain = scene.past != scene.resolved.liabilities[scene["weapon"]].fact
        told.append((one_of(RECALLED, address + "p") if plain else FACT).format(**words))
    told.append(_outcome(scene, sanction, referendum, words))
    against = [] if attack else scene.side(ruling=True, without=persons)
    if against and scene["outcome"] == 0:
        told[-1] += f"; {written.some(against, FEW)} stood by {scene.whom}"
    return " ".join(sentence(text) for text in told)


def _terms(scene: Scene, words: dict[str, str]) -> str:
    """Who stood for what, as far as it is known from the start."""
    mine, other = scene.stands_for("who"), scene.stands_for("whom")
    known = {"one": scene.who if mine else scene.whom, "end": mine or other}
    if not known["end"]:
        return ""
    ways = ALONE if not (mine and other) else AGREED if mine == other else TERMS
    return one_of(ways, scene.address + "t").format(**words, **known, mine=mine, other=other)


def _outcome(scene: Scene, sanction: Scene | None, referendum: Scene | None, words: dict[str, str]) -> str:
    if scene["outcome"] < 0:
        text = one_of(UNVOTED, scene.address + "o")
    elif scene["body"] == Arena.PARTY:
        text = IN_PARTY.format(**words)
        lost = referendum["size"] if referendum is not None else 0
        text += (
            f"; {written.in_letters(lost)} organisation{'s' if lost > 1 else ''} went against the majority"
            if lost > 0
            else ""
        )
    else:
        text = one_of(CARRIED if scene["outcome"] == 1 else LOST, scene.address + "o").format(**words)
    if sanction is not None:
        text += f", and {sanction.whom} {DONE[Rung(sanction['outcome'])]}"
    return text
