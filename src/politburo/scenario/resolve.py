"""From a loaded scenario and a start date to the complete form. Deterministic; reads no fact later than the start."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date
from typing import Any

from politburo.errors import Problem, ScenarioError
from politburo.scenario import resolved as R
from politburo.scenario.check import parse_resources
from politburo.scenario.in_force import full, known, latest, months_between, valid, year
from politburo.scenario.load import Loaded
from politburo.scenario.models import Country, Override
from politburo.scenario.values import office_types
from politburo.vocab import Education, Evidence, Role, SocialClass, Stratum, Trait

TRAIT_PRIOR = (0.5, 0.15)
POSITION_PRIOR = (0.0, 0.4)
NO_PRESTIGE, RESERVE_PRESTIGE = 0.05, 0.02
NO_APPEAL = 0.3
SHARED_YEARS = 10.0  # service overlapping longer than this counts no more


class _Evidence:
    """Counts every value that enters the starting state by how it is known.

    A cell that was left empty took a default, so it counts as assumed whatever its row says; so does a row that is not there.
    """

    def __init__(self) -> None:
        self.count: Counter[str] = Counter(dict.fromkeys(Evidence.words(), 0))

    def used(self, row: Any, *fields: str) -> None:
        """Count these fields of a row (or one value for the row itself); `row` may be None."""
        for name in fields or ("",):
            kind = (
                row.evidence if row is not None and (not name or name in row.model_fields_set) else "assumed"
            )
            self.count[kind] += 1

    def defaults(self, values: int) -> None:
        """Count values that no row could state."""
        self.count["assumed"] += values


def passed(model: type[Any], row: Any, **own: Any) -> Any:
    """An entity of the complete form from a row: every field that is not among `own` is the row's of the same name."""
    return model(
        **{name: getattr(row, name) for name in model.model_fields if name not in own and hasattr(row, name)},
        **own,
    )


def resolve(loaded: Loaded, start: str | None = None) -> R.Resolved:
    """Return the complete form at `start` (default: the scenario's own).

    Raises `ScenarioError` if the start lies outside the window or an entity needed then does not exist.
    """
    file = loaded.file
    start = _within(loaded, str(start or file.start))
    seen = _Evidence()
    index = {row.id: n for n, row in enumerate(loaded.rows("persons"))}
    disputes = {row.id: n for n, row in enumerate(loaded.rows("disputes"))}
    organisation_rows = [row for row in loaded.rows("organisations") if valid(row, start)]
    organisations = {row.id: n for n, row in enumerate(organisation_rows)}
    service, documented, late, patron = _ties(loaded, start, index, seen)
    bodies = _bodies(loaded, start, index, seen)
    _with_roles(bodies, start)
    offices = _offices(
        loaded, start, index, {body.id: n for n, body in enumerate(bodies)}, organisations, seen
    )
    country = _country(loaded, start, index, seen)
    _count(loaded, seen)
    return R.Resolved(
        format=file.format,
        id=file.id,
        title=file.title,
        summary=file.summary.strip(),
        roster_rule=file.roster_rule.strip(),
        start=date.fromisoformat(full(start)),
        end=date.fromisoformat(full(file.window.to)),
        months=months_between(start, file.window.to) + 1,
        contenders=file.contenders,
        liabilities=_liabilities(loaded, start, index, seen),
        persons=_persons(loaded, start, disputes, patron, seen),
        organisations=_organisations(loaded, start, organisation_rows, index, disputes, seen),
        bodies=bodies,
        offices=offices,
        disputes=[passed(R.RDispute, row, address=n) for n, row in enumerate(loaded.rows("disputes"))],
        shocks=_shocks(loaded, start, index),
        letter=_letter(loaded, start, index, {office.id: n for n, office in enumerate(offices)}, seen),
        cohorts=list(dict.fromkeys(row.cohort for row in loaded.rows("cohorts"))) or ["members"],
        cohort_counts=_cohorts(loaded, start, organisation_rows, seen),
        service=service,
        documented=documented,
        late=late,
        country=country,
        parameters={
            name: value.value if isinstance(value, Override) else value
            for name, value in file.parameters.items()
        },
        rules=[row.summary for row in loaded.rows("rules") if row.summary and valid(row, start)],
        evidence=dict(seen.count),
        clock_zero=months_between(start, file.clock_zero) if file.clock_zero else 0,
        filled=list(loaded.filled),
        asked=[index[person] for person in loaded.asked if person in index],
    )


def _within(loaded: Loaded, start: str) -> str:
    """The start, which must lie in the window."""
    window = loaded.file.window
    if full(window.from_) <= full(start) < full(window.to):
        return start
    allowed, remedy = f"{window.from_} to {window.to}", "choose a start in the window"
    raise ScenarioError(Problem("date-outside", "start", start, allowed, remedy=remedy))


def _with_roles(bodies: list[R.RBody], start: str) -> None:
    """There must be a congress, a committee and a bureau."""
    for role in (Role.CONGRESS, Role.COMMITTEE, Role.BUREAU):
        if not any(body.role == role.word for body in bodies):
            found = f"no {role.word} on {start}"
            remedy = "let its body exist on this day, or choose another start"
            raise ScenarioError(Problem("role-count", "bodies.csv:1:1", found, "exactly one", "", remedy))


def _count(loaded: Loaded, seen: _Evidence) -> None:
    """Count what is known of disputes, shocks and parameters, and the reserves, of whom nothing is."""
    for row in loaded.rows("disputes"):
        seen.used(row, "salience", "policy")
    for row in loaded.rows("shocks"):
        seen.used(row, "date", "size")
    for value in loaded.file.parameters.values():
        seen.used(value if isinstance(value, Override) else None)
    seen.defaults(loaded.file.reserves)


def _country(loaded: Loaded, start: str, index: dict[str, int], seen: _Evidence) -> R.RCountry:
    """The state of the country, when the last congress was and how often there is one, and whether factions are banned."""
    rules = defaultdict(list)
    for row in loaded.rows("rules"):
        if valid(row, start):
            rules[row.subject].append(row)
    held, every, banned = (
        rules[name] for name in ("congress-held", "congress-every-months", "factions-banned")
    )
    country = latest(loaded.file.country, start, lambda row: 0).get(0)
    seen.used(country, "discontent", "threat", "fear", "harvest")
    for found in (held, every, banned):
        seen.used(found[-1] if found else None)
    given = country or Country()
    return passed(
        R.RCountry,
        given,
        factions_banned=float(bool(banned) or given.factions_banned),
        predecessor=index[given.predecessor] if given.predecessor else None,
        contested=bool(given.contested),
        congress_every=int(float(max(every, key=lambda row: full(row.from_ or "0000")).value))
        if every
        else 12,
        congress_last=max(0, -months_between(start, max(row.value for row in held))) if held else 0,
    )


def _liabilities(loaded: Loaded, start: str, index: dict[str, int], seen: _Evidence) -> list[R.RLiability]:
    rows = [row for row in loaded.rows("liabilities") if known(row, start)]
    for row in rows:
        seen.used(row)
    return [passed(R.RLiability, row, address=n, person=index[row.person]) for n, row in enumerate(rows)]


def _shocks(loaded: Loaded, start: str, index: dict[str, int]) -> list[R.RShock]:
    return [
        passed(
            R.RShock,
            row,
            address=n,
            month=months_between(start, row.date),
            jitter=row.uncertainty_months,
            person=index.get(row.person) if row.person else None,
            why=row.why_no_contender_decided_it,
        )
        for n, row in enumerate(loaded.rows("shocks"))
    ]


def _persons(
    loaded: Loaded, start: str, disputes: dict[str, int], patron: dict, seen: _Evidence
) -> list[R.RPerson]:
    file = loaded.file
    scores = latest(loaded.rows("traits"), start, lambda row: (row.person, row.trait))
    appeals = latest(loaded.rows("appeal"), start, lambda row: (row.person, row.stratum))
    places = latest(loaded.rows("positions"), start, lambda row: (row.person, row.dispute))
    names = latest(loaded.rows("prestige"), start, lambda row: row.person)
    now = year(start)

    def prior(table: dict, name: str, default: tuple[float, float]) -> R.Value:
        row = table.get(name)
        seen.used(row)
        return R.Value(mean=row.mean, sd=row.sd) if row else R.Value(mean=default[0], sd=default[1])

    def trait(person: str, name: str) -> R.Value:
        row = scores.get((person, name))
        if row is None:
            return prior(file.traits, name, TRAIT_PRIOR)
        seen.used(row)
        return R.Value(mean=row.score, sd=0.0)

    def position(person: str, name: str) -> R.Value:
        row = places.get((person, name))
        if row is None:
            return prior(file.positions, name, POSITION_PRIOR)
        seen.used(row)
        return R.Value(mean=row.position, sd=0.0)

    def appeal(person: str, name: str) -> float:
        row = appeals.get((person, name))
        seen.used(row)
        return row.score if row else NO_APPEAL

    people = []
    for n, row in enumerate(loaded.rows("persons")):
        seen.used(row, "born", "party_since", "health")
        known_for = names.get(row.id)
        seen.used(known_for)
        people.append(
            passed(
                R.RPerson,
                row,
                address=n,
                born=row.born or int(now) - file.unknown.age,
                seniority=max(0.0, now - row.party_since) if row.party_since else file.unknown.party_years,
                eligible=row.eligible == "yes",
                prestige=known_for.value if known_for else NO_PRESTIGE,
                traits=[trait(row.id, name) for name in Trait.words()],
                positions=[position(row.id, name) for name in disputes],
                appeal=[appeal(row.id, name) for name in Stratum.words()],
                patron=patron.get(n, (None, 0.0))[0],
                patron_strength=patron.get(n, (None, 0.0))[1],
            )
        )
    for k in range(loaded.file.reserves):
        n = len(people)
        people.append(
            R.RPerson(
                address=n,
                id=f"reserve-{k + 1}",
                name=f"a reserve cadre ({k + 1})",
                reserve=True,
                born=int(now) - 35,
                seniority=5.0,
                health=1.0,
                prestige=RESERVE_PRESTIGE,
                traits=[R.Value(mean=TRAIT_PRIOR[0], sd=TRAIT_PRIOR[1])] * len(Trait),
                positions=[R.Value(mean=POSITION_PRIOR[0], sd=POSITION_PRIOR[1])] * len(disputes),
                appeal=[NO_APPEAL] * len(Stratum),
            )
        )
    return people


def _ties(
    loaded: Loaded, start: str, index: dict[str, int], seen: _Evidence
) -> tuple[list, list, list, dict]:
    """Service: 1 - exp(-sum over shared places of weight x years together / place_scale), years capped; documented apart."""
    rule = loaded.file.ties
    now = year(start)
    places = {row.place: row for row in loaded.rows("places")}
    stays = defaultdict(list)
    for row in loaded.rows("careers"):
        if known(row, start):
            end = year(row.to) if row.to and full(row.to) <= full(start) else now
            stays[row.place].append((index[row.person], year(row.from_), end))
            seen.used(row)
    close: dict[tuple[int, int], float] = defaultdict(float)
    for place, spells in stays.items():
        served = len({person for person, _, _ in spells})
        weight = places[place].weight if place in places else 1 / math.sqrt(served)
        if served > 1:
            seen.used(places.get(place))
        for n, (i, a, b) in enumerate(spells):
            for j, c, d in spells[n + 1 :]:
                years = min(b, d) - max(a, c)
                if i != j and years >= 0:
                    close[min(i, j), max(i, j)] += (
                        weight * min(years + 1 / 12, SHARED_YEARS) * rule.place_scale / 2
                    )
    service = [(i, j, round(1 - math.exp(-value), 4)) for (i, j), value in sorted(close.items())]
    documented, late, patron = {}, {}, {}
    for row in loaded.rows("ties"):
        if not valid(row, start):
            continue
        seen.used(row)
        i, j = index[row.a], index[row.b]
        recent = months_between(row.from_, start) < rule.months_late
        (late if recent else documented)[min(i, j), max(i, j)] = row.strength
        if row.kind == "patron-client" and not recent and row.strength > patron.get(j, (None, 0.0))[1]:
            patron[j] = (i, row.strength)
    flat = lambda ties: [(i, j, value) for (i, j), value in sorted(ties.items())]  # noqa: E731
    return service, flat(documented), flat(late), patron


def _organisations(
    loaded: Loaded, start: str, rows: list, index: dict, disputes: dict, seen: _Evidence
) -> list:
    posts = latest(loaded.rows("secretaries"), start, lambda row: row.organisation)
    views = latest(loaded.rows("opinions"), start, lambda row: (row.organisation, row.dispute))
    found = []
    for n, row in enumerate(rows):
        post = posts.get(row.id)
        seen.used(row, "members", "republic", "entrenched", "workers")
        seen.used(post, "person", "patron", "loyalty", "appointed")
        for dispute in disputes:
            seen.used(views.get((row.id, dispute)))
        found.append(
            passed(
                R.ROrganisation,
                row,
                address=n,
                republic=row.republic == "yes",
                strata=[row.workers, row.apparatus, row.army, row.students],
                secretary=index[post.person] if post and post.person else None,
                patron=index[post.patron] if post and post.patron else None,
                loyalty=post.loyalty if post else 0.0,
                appointed={"yes": 1.0, "no": 0.0}.get(post.appointed if post else "", 0.5),
                opinions=[views[row.id, d].position if (row.id, d) in views else 0.0 for d in disputes],
            )
        )
    return found


def _bodies(loaded: Loaded, start: str, index: dict[str, int], seen: _Evidence) -> list[R.RBody]:
    rows = list(latest(loaded.rows("bodies"), start, lambda row: row.id).values())
    rows.sort(key=lambda row: row.role != Role.CONGRESS.word)
    place = {row.id: n for n, row in enumerate(rows)}
    seats: dict[str, dict[int, str]] = defaultdict(dict)
    for row in loaded.rows("seats"):
        if valid(row, start):
            seen.used(row)
            seats[row.body][index[row.person]] = row.seat
    bodies = []
    for n, row in enumerate(rows):
        seen.used(row, "size", "decision", "sanction", "every")
        bodies.append(
            passed(
                R.RBody,
                row,
                address=n,
                elector=place.get(row.elected_by) if row.elected_by else None,
                seats=seats[row.id],
            )
        )
    return bodies


def _offices(
    loaded: Loaded, start: str, index: dict, bodies: dict, organisations: dict, seen: _Evidence
) -> list[R.ROffice]:
    holders = {row.office: row for row in loaded.rows("holdings") if valid(row, start)}
    offices = []
    for row in loaded.rows("offices"):
        if row.to and full(row.to) <= full(start):
            continue  # abolished
        holder = holders.get(row.id)
        seen.used(row, "filled_by", "resources")
        if holder:
            seen.used(holder)
        offices.append(
            passed(
                R.ROffice,
                row,
                address=len(offices),
                established=known(row, start),
                holder=index[holder.person] if holder else None,
                filled_by=bodies[row.filled_by] if row.filled_by else None,
                resources=gives(row),
                organisation=organisations.get(row.organisation),
            )
        )
    return offices


def gives(row: Any) -> dict[str, float]:
    """What an office gives: its own resources where it states them, else those of its type."""
    return (
        parse_resources(row.resources)
        if row.resources or not row.type
        else dict(office_types()[row.type].gives)
    )


def _letter(loaded: Loaded, start: str, index: dict, offices: dict, seen: _Evidence) -> R.RLetter | None:
    rows = loaded.rows("letter")
    if not rows:
        return None
    for row in rows:
        seen.used(row, "merit", "fault")
    aimed = next((row.office for row in rows if row.office), None)
    return R.RLetter(
        author=index[rows[0].author],
        month=months_between(start, min(row.date for row in rows)),
        office=offices.get(aimed) if aimed else None,
        verdicts=[(index[row.person], row.merit, row.fault) for row in rows],
    )


def _cohorts(loaded: Loaded, start: str, organisations: list, seen: _Evidence) -> list[list[list[float]]]:
    rows = [row for row in loaded.rows("cohorts") if known(row, start)]
    shape = (len(SocialClass), len(Education))
    if not rows:
        total = sum(row.members for row in organisations)
        cell = total / (shape[0] * shape[1])
        seen.defaults(shape[0] * shape[1])
        return [[[cell] * shape[1] for _ in range(shape[0])]]
    day = max(row.date for row in rows)
    names = list(dict.fromkeys(row.cohort for row in loaded.rows("cohorts")))
    counts = [[[0.0] * shape[1] for _ in range(shape[0])] for _ in names]
    for row in rows:
        if row.date == day:
            seen.used(row)
            counts[names.index(row.cohort)][SocialClass.from_word(row.class_)][
                Education.from_word(row.education)
            ] += row.members
    return counts
