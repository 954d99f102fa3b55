"""What every table and column of a record means: the one source of the data dictionary and of `datapackage.json`."""

from __future__ import annotations

import re
from dataclasses import dataclass

DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?~?")


@dataclass(frozen=True)
class Table:
    """A table: what a row is, and the columns that identify one."""

    about: str
    key: tuple[str, ...]
    coded: bool = False  # put into the shape of simulated output by a stated rule


@dataclass(frozen=True)
class Column:
    """A column: its type (day, integer, number, text, words) and meaning. `words`: ids or words separated by semicolons."""

    type: str
    about: str


TABLES: dict[str, Table] = {
    "items": Table(
        "One documented number, date or coding that a simulated history implies too.", ("item",), True
    ),
    "votes": Table("One vote or ballot with what is known of its tally.", ("vote_id",)),
    "rosters": Table("One person's spell in a body or post.", ("person_id", "body", "role", "start")),
    "sanctions": Table(
        "One removal, warning, expulsion, exile, recantation or readmission.",
        ("person_id", "date", "sanction", "body", "detail"),
    ),
    "stages": Table("One spell of open conflict between two sides.", ("stage",)),
    "alignments": Table(
        "Who stood together while a stage lasted: a ruling core or an opposing bloc.",
        ("from", "to", "kind", "members"),
        True,
    ),
    "clashes": Table(
        "One attack of a stage with its arena, vote and sanction.",
        ("date", "target", "side_b", "arena", "sanction", "note"),
        True,
    ),
    "rule": Table(
        "One reading of how the party was ruled over a spell; the weights of a spell's readings sum to 1.",
        ("from", "rule"),
        True,
    ),
    "membership": Table("Members and their composition on one day.", ("date",)),
    "intake": Table(
        "Admissions, purges and losses over a period, counted or computed between totals.",
        ("period_start", "period_end", "label"),
    ),
    "institutions": Table("One congress, conference, plenum or count of the apparatus.", ("inst_id",)),
    "secretaries": Table("One secretary's spell at a territorial organisation.", ("region_id", "order")),
    "events": Table("One dated event.", ("event_id",)),
    "disputed": Table(
        "A count on which sources disagree, with the least and the greatest.", ("table", "row", "field")
    ),
    "later_stances": Table(
        "One person's position on a dispute over a spell, also after the start.",
        ("person_id", "dispute", "date_from", "basis"),
    ),
    "essay_claims": Table("One claim of a popular essay on the struggle, with a verdict.", ("claim_id",)),
    "essay": Table(
        "One system of that essay, in its order: what it says, what is documented, and what to count in simulated histories.",
        ("system",),
    ),
}
_ID, _DAY = "text", "day"
COLUMNS: dict[str, Column] = {
    "abstentions": Column("integer", "votes withheld"),
    "actors": Column("words", "ids of the persons concerned"),
    "agrees_with_literature": Column("text", "yes, partly or no"),
    "arena": Column(
        "text",
        "where: congress, central-committee (or committee), politburo (or bureau), orgbureau, secretariat, party, "
        "elsewhere (a town, a cell, a trade union); for events which event",
    ),
    "arenas": Column("text", "where the stage was fought"),
    "attacker": Column(_ID, "id of the person who leads the attacking side"),
    "ayes": Column("integer", "votes for the motion"),
    "basis": Column("text", "act or judgment on which the coding rests"),
    "body": Column("text", "the body or post"),
    "candidates": Column("integer", "candidate members, persons"),
    "causes": Column("text", "what the stage was about"),
    "cc_apparatus_staff": Column("integer", "staff of the central offices, persons"),
    "cc_candidates": Column("integer", "candidates of the large body elected"),
    "cc_full": Column("integer", "full members of the large body elected"),
    "ccc_size": Column("integer", "members of the control commission elected"),
    "censored": Column("text", "right: had not happened by the date; empty: known as given"),
    "claim_id": Column(_ID, "id"),
    "claims": Column("words", "ids of the essay's claims that belong to the system"),
    "confidence": Column("text", "high, medium or low, for the row as a whole"),
    "consultative_delegates": Column("integer", "delegates without a vote"),
    "contested": Column("text", "yes if more than 5 per cent of the votes went against the ruling side"),
    "customary": Column(
        "text",
        "a phrase of ours for who fought whom, made of names in use (their sources: page of the case); may be empty",
    ),
    "date": Column(_DAY, "when; a tilde marks an approximate date"),
    "date_end": Column(_DAY, "last day"),
    "date_from": Column(_DAY, "first day"),
    "date_or_period": Column("text", "as the essay has it"),
    "date_start": Column(_DAY, "first day"),
    "date_to": Column(_DAY, "last day"),
    "description": Column("text", "one sentence"),
    "detail": Column("text", "what is known further"),
    "died": Column("integer", "deaths, persons"),
    "documented": Column("text", "what the sources say of it, in sentences"),
    "dispute": Column("text", "the lasting line of contention"),
    "end": Column(_DAY, "last day; empty: still in place at the end of the window"),
    "end_date": Column(_DAY, "last day"),
    "error": Column(
        "text", "error model: beta-binomial, log-normal, logit-normal, binary, dated, coded or none"
    ),
    "event_id": Column(_ID, "id"),
    "events": Column("words", "ids of the events that belong to the system"),
    "evidence": Column(
        "text",
        "source status: read (a page was opened), unverified (a work not opened), coded (put on it by the compiler)",
    ),
    "exogenous": Column("text", "yes if it would have happened whoever was winning"),
    "field": Column("text", "column of the disputed number"),
    "from": Column(_DAY, "first day"),
    "full_members": Column("integer", "full members, persons"),
    "gubkom_secretaries_appointed": Column("integer", "secretaries named from above"),
    "gubkom_secretaries_changed": Column("integer", "secretaries replaced or moved in the period"),
    "gubkom_secretaries_recommended": Column("integer", "secretaries recommended by the centre"),
    "gubkom_secretaries_total": Column("integer", "secretaries to whom the count refers"),
    "high": Column("number", "greatest figure in use"),
    "how_it_ended": Column("text", "how the spell ended"),
    "in_essay": Column("text", "whether the popular essay mentions it"),
    "inst_id": Column(_ID, "id"),
    "item": Column(_ID, "id"),
    "kind": Column("text", "what kind of row it is"),
    "label": Column("text", "short name"),
    "left": Column("integer", "voluntary leavers, persons"),
    "locus": Column(
        "text", "the smallest body or group that contains the ruling coalition: committee, bureau, group, one"
    ),
    "low": Column("number", "least figure in use"),
    "members": Column("words", "ids of the persons who stand together"),
    "motion": Column("text", "what was put to the vote"),
    "named_against": Column("words", "known leaders or signers of the losing side, not proven ballots"),
    "nays": Column("integer", "votes against the motion"),
    "needs_start": Column(
        _DAY,
        "simulated histories have to begin on this day to show it; empty: the usual start is early enough",
    ),
    "net_change": Column("integer", "change between totals, persons"),
    "note": Column("text", "what a reader should know"),
    "of": Column("number", "of how many: votes for and against, or secretaries counted"),
    "order": Column("integer", "place in an order: of a region's secretaries, of the essay's systems"),
    "outcome": Column("text", "how it ended"),
    "paraphrase": Column("text", "the claim in other words"),
    "party_candidates_represented": Column("integer", "candidate members represented"),
    "party_members_represented": Column("integer", "full members represented"),
    "pct_against": Column("number", "per cent of the votes for and against that went against the motion"),
    "pct_delegates_party_officials": Column(
        "number", "per cent of voting delegates who were party officials"
    ),
    "pct_employees": Column("number", "per cent employees by social position"),
    "pct_higher_education": Column("number", "per cent with higher education"),
    "pct_illiterate": Column("number", "per cent illiterate"),
    "pct_in_army": Column("number", "per cent serving in the army"),
    "pct_joined_after_1924": Column("number", "per cent who joined after 1924"),
    "pct_of_membership": Column("number", "the change as per cent of the membership at the beginning"),
    "pct_peasants": Column("number", "per cent peasants by social position"),
    "pct_pre1917_tenure": Column("number", "per cent who joined before 1917"),
    "pct_production_workers": Column("number", "per cent at work in production"),
    "pct_secondary": Column("number", "per cent with secondary education"),
    "pct_students": Column("number", "per cent students"),
    "pct_women": Column("number", "per cent women"),
    "pct_workers": Column("number", "per cent workers by social position (occupation on joining)"),
    "period_end": Column(_DAY, "last day"),
    "period_start": Column(_DAY, "first day"),
    "person_id": Column(_ID, "id of the person"),
    "politburo_candidates": Column("integer", "candidates of the small body elected"),
    "politburo_full": Column("integer", "full members of the small body elected"),
    "position": Column("number", "-1 to 1"),
    "present_voting": Column("integer", "present or entitled, as the motion says"),
    "provincial_committees": Column("integer", "territorial committees"),
    "purged": Column("integer", "expelled, persons"),
    "quantity": Column("text", "number in the claim"),
    "recruited": Column("integer", "admitted, persons"),
    "region_id": Column(_ID, "id of the territorial organisation"),
    "role": Column("text", "role in the body"),
    "row": Column(_ID, "id of the row it comes from"),
    "rule": Column("text", "collective, dual, primus or sole (as defined for simulated histories)"),
    "ruler": Column(_ID, "id of the first person; empty under collective rule"),
    "sanction": Column("text", "what was done; in clashes a rung of the ladder"),
    "secretary": Column(_ID, "id of the secretary"),
    "says": Column("text", "what the essay says, in other words"),
    "seed_mentions": Column("text", "yes if the popular essay refers to it"),
    "side": Column("text", "which side opened the attack"),
    "side_a": Column("words", "ids of the attacking or ruling side"),
    "side_b": Column("words", "ids of the other side"),
    "side_winning": Column("text", "faction whose position prevailed"),
    "signs": Column("words", "what to count in simulated histories (`measures.signs`)"),
    "social_basis": Column("text", "what the class columns count"),
    "source": Column(
        "text",
        "web: a public page that was opened; literature-unverified: a work that was not; computed from other rows",
    ),
    "spread": Column("number", "size of the recording error in the error model's unit"),
    "stage": Column("integer", "number of the stage"),
    "stages": Column("words", "numbers of the stages that belong to the system"),
    "start": Column(_DAY, "first day"),
    "subject": Column("text", "person, pair of persons, event, body or weighted readings the item is about"),
    "system": Column(_ID, "id"),
    "table": Column("text", "table of the disputed number"),
    "target": Column(_ID, "id of the person attacked"),
    "title": Column("text", "short name"),
    "to": Column(_DAY, "last day"),
    "total": Column("integer", "members and candidates, persons"),
    "type": Column("text", "sort of claim"),
    "uchraspred_rank_and_file": Column("integer", "assignments of rank-and-file members"),
    "uchraspred_responsible": Column("integer", "assignments to responsible posts"),
    "uchraspred_total": Column("integer", "assignments by the cadres department"),
    "until": Column(_DAY, "last day of the period counted"),
    "value": Column(
        "number",
        "the figure: votes against, persons, a share, seats, secretaries changed; 1 yes or 0 no where the error model is binary",
    ),
    "vote_id": Column(_ID, "id of the vote; of a sanction, the vote that decided it"),
    "votes_against": Column("integer", "votes against the motion; for rival platforms those of all rivals"),
    "votes_for": Column("integer", "votes for the motion; for elections ballots received"),
    "voting_delegates": Column("integer", "delegates with a vote"),
    "weight": Column("number", "credibility of the reading, 0 to 1"),
    "who_gained": Column("words", "ids of those who gained"),
}


def fits(text: str, type_: str) -> bool:
    """Can a cell be read as this type? Empty cells always can (not known)."""
    if not text:
        return True
    if type_ == "day":
        return bool(DAY.fullmatch(text))
    if type_ in ("number", "integer"):
        try:
            number = float(text)
        except ValueError:
            return False
        return type_ == "number" or number == int(number)
    return True


def dictionary(columns: dict[str, list[str]]) -> str:
    """The data dictionary as Markdown. `columns`: the header of every table."""
    lines = [
        "# Data dictionary of a record",
        "",
        "A record is the documented course of a case: what simulations are judged by. The engine can neither import nor read it.",
        "This page is generated from `politburo.record.tables` by `python scripts/build_record.py`; a test compares the two.",
        "",
        "Types: *day* is YYYY, YYYY-MM or YYYY-MM-DD, with `~` if approximate; *words* are ids or words separated by semicolons;",
        "an empty cell means not known, never zero.",
    ]
    for name, table in TABLES.items():
        if name not in columns:
            continue
        coded = " Coded into the shape of simulated output by the rules in `scripts/`." if table.coded else ""
        lines += [
            "",
            f"## {name}.csv",
            "",
            f"{table.about}{coded} A row is identified by: {', '.join(table.key)}.",
            "",
        ]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| {c} | {COLUMNS[c].type} | {COLUMNS[c].about} |" for c in columns[name]]
    return "\n".join(lines) + "\n"


FRICTIONLESS = {
    "day": "string",
    "integer": "integer",
    "number": "number",
    "text": "string",
    "words": "string",
}


def package(case: str, title: str, columns: dict[str, list[str]]) -> dict:
    """`datapackage.json` (Frictionless Data Package, version 1) of a record, CC0, with how to cite it."""
    return {
        "name": f"politburo-record-{case}",
        "title": f"{title}: documented course",
        "profile": "tabular-data-package",
        "version": "1.0.0",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0 Universal"}],
        "contributors": [{"title": "politburo developers", "role": "author"}],
        "citation": f"politburo developers: {title}: documented course. Data package, version 1.0.0. CC0 1.0.",
        "resources": [
            {
                "name": name.replace("_", "-"),
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "description": table.about,
                "schema": {
                    "fields": [
                        {"name": c, "type": FRICTIONLESS[COLUMNS[c].type], "description": COLUMNS[c].about}
                        for c in columns[name]
                    ],
                    "primaryKey": list(table.key),
                    "missingValues": [""],
                },
            }
            for name, table in TABLES.items()
            if name in columns
        ],
    }
