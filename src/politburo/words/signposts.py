"""Signs of what is to come (`measures.signposts`) in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from politburo.measures.signposts import NOBODY, Sign

if TYPE_CHECKING:
    from politburo.scenario.resolved import Resolved

#: word of a sign -> sentence; {who} is the person, {what} the office or shock
SENTENCES = {
    "shock": "{what}",
    "died": "{who} dies",
    "unrest": "discontent in the country becomes a danger to the regime",
    "collapse": "the regime falls",
    "letter withheld": "the predecessor's letter is withheld",
    "letter delegations": "the predecessor's letter is read to delegations behind closed doors",
    "letter read-out": "the predecessor's letter is read out",
    "letter published": "the predecessor's letter is published",
    "kept in a vote of confidence": "{who} survives a vote of confidence",
    "lost a vote of confidence": "{who} loses a vote of confidence",
    "appointed": "{who} is given the office of {what}",
    "levy": "a mass intake of members begins",
    "purge": "a purge of members begins",
    "dropped": "the ruling group drops {who}",
    "taken in": "the ruling group takes in {who}",
    "broken with": "the ruling group breaks with {who}",
    "bloc": "{who} leads an opposition bloc",
    "attacked, won": "the ruling group attacks {who} and wins the vote",
    "attacked, lost": "the ruling group attacks {who} and loses the vote",
    "attacked, no vote": "the ruling group attacks {who} without a vote",
    "challenges, won": "{who} challenges the ruling group and wins the vote",
    "challenges, lost": "{who} challenges the ruling group and loses the vote",
    "challenges, no vote": "{who} challenges the ruling group without a vote",
    "censured": "{who} is censured",
    "lost an office": "{who} is voted out of an office",
    "lost his seat in the bureau": "{who} is voted out of the small body",
    "lost his seat in the committee": "{who} is voted out of the large body",
    "expelled": "{who} is expelled",
    "recanted": "{who} recants",
    "yielded": "{who} gives up an office or falls silent",
    "coup, won": "{who} takes power by force",
    "coup, lost": "{who} tries to take power by force and fails",
    "congress": "a congress meets",
    "chosen leader": "{who} is chosen leader in a vote of the small body",
    "confirmed as leader": "{who} is confirmed as leader in a vote of the small body",
}


def sentence(sign: Sign, names: Sequence[str], resolved: Resolved) -> str:
    """What is seen, in a sentence without its stop; `names` by row of the persons."""
    word, person, thing = sign
    who = names[person] if person != NOBODY else ""
    what = ""
    if thing != NOBODY:
        what = resolved.shocks[thing].what if word == "shock" else resolved.offices[thing].name
    said = SENTENCES[word].format(who=who, what=what)
    return said[0].upper() + said[1:]
