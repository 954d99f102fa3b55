"""A draft as a page of facts, with a comment wherever the file says nothing: `GAP, to be filled` where the page cannot run without."""

from __future__ import annotations

import json
import re
from datetime import date

from politburo.scenario.importing.draft import Draft, Held, Person
from politburo.scenario.importing.spells import Spell

MUST, MAY = "# GAP, to be filled:", "# GAP:"
#: how an end of office in Archigos reads on the page: (kind of opening, fate)
EXITS = {
    "Natural Death": ("death", "died"),
    "Suicide": ("death", "died"),
    "Irregular": ("ouster", "removed"),
    "Foreign": ("ouster", "removed"),
    "Retired Due to Ill Health": ("retirement", "retired"),
}
HEAD = """\
# A page of facts begun from {source}, read as {kind}: {party} on {day}.
# Everything below is in that file. What is not is marked GAP, with where it may be found; nothing was filled in.
# `politburo scenario check` names the gaps without which the page cannot run; docs/facts-scenarios.md explains every field.
facts: 1
id: {id}
title: {title}
"""
PARTY = """\
party:
  name: {party}
  {must} communist, nationalist, dominant or military-party; a handbook of parties, the party's statutes
  kind:
  {may} the year since when it rules; the same
  # ruling_since:
start: "{day}"
"""
REST = """\
{may} disputes, at most eight lasting lines of contention with the positions that were public by the day; speeches, programmes, monographs
# disputes:
# - {{id: plan, axis: economy, minus_one: words, plus_one: words, positions: {{}}}}
{may} ties, dated relations of persons on the page (kin, patron-client, shared-service, rivalry, faction); biographies
# ties:
# - {{a: patron, b: client, kind: patron-client, from: 1960, what: words}}
{may} a foreign or military patron whose consent was needed, with what it had said in public; diplomatic papers
# outside: {{who: words, favours: [], rejects: []}}
{may} unrest, war and famine on the day; a chronicle of the country
# country: {{mass_unrest: false, war: false, famine: false}}
{may} what was known beforehand, such as a congress that had been called; the press of the day
# shocks_known:
{may} how you know it, for contenders, bodies and ties; the file itself is one source
# provenance:
#   contenders: {{access: read, confidence: medium, sources: [{source}]}}
"""


def written(draft: Draft, *, source: str, kind: str, party: str, day: date) -> str:
    """The text of the page."""
    names = {"source": _plain(source), "kind": kind, "day": day, "must": MUST, "may": MAY}
    slug = re.sub(r"[^a-z0-9]+", "-", party.lower()).strip("-")[:60] or "party"
    head = HEAD.format(
        id=f"{slug}-{day.year}", title=_text(f"{party} on {day}"), party=_plain(party), **names
    )
    lines = [*(head + PARTY.format(party=_text(party), **names)).splitlines(), *_opening(draft, day)]
    lines += _contenders(draft)
    lines += _bodies(draft)
    lines += REST.format(**{**names, "source": _text(source)}).splitlines()
    return "\n".join([*lines, ""])


def _opening(draft: Draft, day: date) -> list[str]:
    """The opening and the predecessor, with what the file says of his end."""
    leader = draft.leader
    ends = [h.spell for h in leader.offices if h.spell.ends_soon(day)] if leader else []
    ends = ends or ([leader.spell] if leader and leader.spell.ends_soon(day) else [])
    died = leader.spell.died if leader else None
    gone = died if died and len(died) == 10 and Spell("", "", "", last=died).ends_soon(day) else None
    kind, fate = ("death", "died") if gone else EXITS.get(ends[0].exit if ends else "", ("", ""))
    ended = gone or (ends[0].last if ends else None)
    said = f" # {ends[0].where}: {_plain(ends[0].exit) or 'the end of office'}" if ends and not gone else ""
    lines = ["opening:"]
    lines += (
        []
        if ended
        else [f"  {MUST} the day of the event that opens the question of power; the press, a chronicle"]
    )
    lines += [f"  date: {_text(ended)}{said}" if ended else "  date:"]
    lines += [] if kind else [f"  {MUST} death, incapacity, ouster, challenge or retirement; the same"]
    lines += [
        f"  kind: {kind}".rstrip(),
        f"  {MAY} what happened, in one sentence",
        "  # what:",
        "predecessor:",
    ]
    if leader is None:
        lines.append(
            f"  {MUST} who led before, or leads still: the file shows no single leader of the party on the day"
        )
        lines += ["  id:", "  name:"]
    else:
        lines += ["  " + line for line in _person(leader)]
    lines += (
        []
        if fate
        else [
            f"  {MUST} died, removed, incapacitated, retired or in-office: what has happened to him by the opening"
        ]
    )
    lines.append(f"  fate: {fate}".rstrip())
    lines += [f"  fate_date: {_text(ended)}"] if fate and ended else []
    return [*lines, f"  {MAY} the contender whom he named as heir in public, if any", "  # heir:"]


def _contenders(draft: Draft) -> list[str]:
    missing = max(0, 2 - len(draft.contenders))
    lines = ["contenders:" + ("" if draft.contenders else " []")]
    if missing:
        lines.insert(0, f"{MUST} {missing} more contender{'s' * (missing > 1)} at least, {_rest(draft)}")
    for person in draft.contenders:
        first, *rest = _person(person)
        lines += [f"- {first}", *("  " + line for line in rest)]
        since = person.spell.party_since
        lines.append(
            f"  party_since: {since[:4]}"
            if since
            else f"  {MAY} party_since, a year; a biographical dictionary"
        )
        lines.append(f"  {MAY} health (well, ill), and `able: false` if he cannot come to rule")
    if draft.left:
        lines.append(
            f"{MAY} a page has at most twelve; equals by what their offices give are all in or all out. Not on it:"
        )
        lines += [f"# {_told(person)}" for person in draft.left]
    if draft.perhaps:
        lines.append(
            f"{MAY} in office on the day perhaps; the file has no date, or no more than the year or month in which the day lies:"
        )
        lines += [f"# {_told(person)}" for person in draft.perhaps]
    if draft.others:
        lines.append(f"{MAY} in office on the day, but of another party, or of none that the file names:")
        lines += [
            f"# {_told(person)}, {_plain(' / '.join(person.spell.party) or 'no party')}"
            for person in draft.others
        ]
    if not draft.parties:
        lines.append(f"{MAY} the file names no party: check that everybody here is of this one")
    return lines


def _rest(draft: Draft) -> str:
    return (
        "such as are named below"
        if draft.left or draft.perhaps
        else "whom the file does not name; memoirs, a monograph"
    )


def _told(person: Person) -> str:
    titles = "; ".join(dict.fromkeys(held.title for held in person.offices)) or "no post named"
    return _plain(f"{person.spell.name}: {titles} ({person.spell.where})")


def _person(person: Person) -> list[str]:
    spell = person.spell
    lines = [f"id: {person.id}", f"name: {_text(spell.name)}"]
    lines += (
        [f"born: {spell.born}"]
        if spell.born
        else [f"{MAY} year of birth; a biographical dictionary", "# born:"]
    )
    certain = [held for held in person.offices if not held.doubt and held.fit.kind]
    lines.append("offices:" if certain else "offices: []")
    for held in person.offices:
        lines += _office(held, held in certain)
    if not person.offices:
        lines.append(f"{MAY} the file names no post ({_plain(spell.where)}); a handbook of governments")
    return lines


def _office(held: Held, certain: bool) -> list[str]:
    """The line of an office, behind a # where it is not certain."""
    spell, kind = held.spell, held.fit.kind or held.fit.near
    body = {"bureau-member": "bureau", "bureau-candidate": "bureau", "committee-member": "committee"}.get(
        kind
    )
    since = f", since: {_text(spell.first)}" if spell.first else ""
    entry = f"- {{type: {kind}, title: {_text(held.title)}{f', body: {body}' if body else ''}{since}}}"
    notes = [spell.where, spell.since, f"check: {held.fit.check}" if held.fit.check and certain else ""]
    entry += "  # " + "; ".join(_plain(note) for note in notes if note)
    if certain:
        return [entry] + ([] if since else [f"{MAY} since when; the file does not say"])
    why = held.doubt or "no words of the table of posts fit; the nearest type is written below"
    return [f"{MAY} {_plain(why)}", f"# {entry}"]


def _bodies(draft: Draft) -> list[str]:
    """The bureau and the committee, as far as members of them are on the page."""
    people = [*([draft.leader] if draft.leader else []), *draft.contenders]
    lines = []
    for role, full, candidate in (
        ("bureau", "bureau-member", "bureau-candidate"),
        ("committee", "committee-member", ""),
    ):
        seats = {
            kind: [p for p in people if any(h.fit.kind == kind and not h.doubt for h in p.offices)]
            for kind in (full, candidate)
            if kind
        }
        held = [
            h
            for several in seats.values()
            for p in several
            for h in p.offices
            if h.fit.kind in seats and h.spell.body
        ]
        ids = {kind: ", ".join(p.id for p in several) for kind, several in seats.items()}
        if not any(seats.values()):
            lines.append(
                f"{MAY} the {role} of the party, if the file has it under a name that the table of posts does not know"
            )
            continue
        lines += [f"- id: {role}", f"  role: {role}"]
        lines += (
            [f"  name: {_text(held[0].spell.body)}"]
            if held
            else [f"  {MAY} its name as printed", f"  name: {role}"]
        )
        lines += [
            f"  {MAY} seats, the rule of decision, months between meetings; the statutes",
            "  # size:",
            "  # rule: majority",
        ]
        lines += [f"  full: [{ids[full]}]", f"  candidate: [{ids.get(candidate, '')}]"]
    return [*(["bodies:"] if any(line.startswith("- ") for line in lines) else []), *lines]


def _text(words: str) -> str:
    """A scalar of YAML."""
    return json.dumps(words, ensure_ascii=False)


def _plain(words: object) -> str:
    return " ".join(str(words).split())
