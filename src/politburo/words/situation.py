"""What was true on the day of the start, as plain data: who sat where, who held what, ties, disputes, membership; every value that a
row of the scenario states with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from politburo.scenario import patch, resolve
from politburo.scenario.in_force import known, latest, valid
from politburo.scenario.tilemap import tile_map
from politburo.vocab import Education, SocialClass, Stratum, Trait
from politburo.words.description import describe, month_of
from politburo.words.scene import phrases

if TYPE_CHECKING:
    from politburo.scenario import Loaded, Resolved


def situation_of(loaded: Loaded, start: str | None = None, changes: Iterable[str] = ()) -> dict[str, Any]:
    """The situation of a scenario after some changes ``path=value``.

    A `cite` is {source, confidence, evidence, note} of the row that states a value; None where no row does and a default is taken.
    Raises `ScenarioError` for a start or change that is not allowed.
    """
    loaded = patch(loaded, changes, start)
    resolved = resolve(loaded, start)
    return _Situation(loaded, resolved, str(start or loaded.file.start)).told()


def _cite(row: Any) -> dict[str, str] | None:
    if row is None:
        return None
    return {name: getattr(row, name) for name in ("source", "confidence", "evidence", "note")}


class _Situation:
    """A loaded and resolved scenario, with the rows in force on the day by the names of what they speak of."""

    def __init__(self, loaded: Loaded, resolved: Resolved, day: str) -> None:
        self.loaded, self.resolved, self.day = loaded, resolved, day
        self.ids = [person.id for person in resolved.persons]
        self.body_ids = [body.id for body in resolved.bodies]
        self.organisation_ids = [organisation.id for organisation in resolved.organisations]
        self.dispute_ids = [dispute.id for dispute in resolved.disputes]

    def _latest(self, table: str, *keys: str) -> dict[Any, Any]:
        """The row in force for each key."""
        return latest(self.loaded.rows(table), self.day, lambda row: tuple(getattr(row, k) for k in keys))

    def _person(self, index: int | None) -> str | None:
        return None if index is None else self.ids[index]

    def told(self) -> dict[str, Any]:
        form = self.resolved
        return {
            "simulated": False,
            "case": form.id,
            "title": form.title,
            "summary": form.summary,
            "start": str(form.start),
            "end": str(form.end),
            "months": form.months,
            "contenders": form.contenders,
            "roster_rule": form.roster_rule,
            "evidence": form.evidence_shares,
            "filled": form.filled,
            "description": describe(form).split("\n\n"),
            "persons": self._persons(),
            "bodies": self._bodies(),
            "offices": self._offices(),
            "organisations": self._organisations(),
            "ties": self._ties(),
            "disputes": self._disputes(),
            "membership": self._membership(),
            "country": self._country(),
            "shocks": self._shocks(),
            "letter": self._letter(),
            "rules": list(dict.fromkeys(form.rules)),
            "sources": {
                row.key: {"citation": row.citation, "address": row.address, "status": row.status}
                for row in self.loaded.rows("sources")
            },
        }

    def _persons(self) -> list[dict[str, Any]]:
        rows = {row.id: row for row in self.loaded.rows("persons")}
        scores, places = (
            self._latest("traits", "person", "trait"),
            self._latest("positions", "person", "dispute"),
        )
        appeals, fame = self._latest("appeal", "person", "stratum"), self._latest("prestige", "person")
        faults: dict[str, list[dict[str, Any]]] = defaultdict(list)
        said = phrases(self.resolved.id)
        for row in self.loaded.rows("liabilities"):
            if known(row, self.day):
                faults[row.person].append(
                    {
                        "id": row.id,
                        "fact": said.get(row.fact, row.fact),
                        "weight": row.weight,
                        "cite": _cite(row),
                    }
                )
        return [
            {
                "id": p.id,
                "name": p.name,
                "short": p.short,
                "reserve": p.reserve,
                "eligible": p.eligible,
                "origin": p.origin,
                "born": p.born,
                "seniority": round(p.seniority, 2),
                "health": p.health,
                "prestige": {"value": p.prestige, "cite": _cite(fame.get((p.id,)))},
                "patron": self._person(p.patron),
                "traits": {
                    name: {"value": v.mean, "sd": v.sd, "cite": _cite(scores.get((p.id, name)))}
                    for name, v in zip(Trait.words(), p.traits, strict=True)
                },
                "positions": {
                    name: {"value": v.mean, "sd": v.sd, "cite": _cite(places.get((p.id, name)))}
                    for name, v in zip(self.dispute_ids, p.positions, strict=True)
                },
                "appeal": {
                    name: {"value": value, "cite": _cite(appeals.get((p.id, name)))}
                    for name, value in zip(Stratum.words(), p.appeal, strict=True)
                },
                "liabilities": faults[p.id],
                "cite": _cite(rows.get(p.id)),
            }
            for p in self.resolved.persons
        ]

    def _bodies(self) -> list[dict[str, Any]]:
        rows = self._latest("bodies", "id")
        seats = {(r.body, r.person): r for r in self.loaded.rows("seats") if valid(r, self.day)}
        found = []
        for body in self.resolved.bodies:
            taken = [
                {"person": self.ids[p], "seat": seat, "cite": _cite(seats.get((body.id, self.ids[p])))}
                for p, seat in body.seats.items()
            ]
            full = sum(seat["seat"] == "full" for seat in taken)
            found.append(
                {
                    "id": body.id,
                    "name": body.name,
                    "role": body.role,
                    "size": body.size,
                    "every": body.every,
                    "decision": body.decision,
                    "sanction": body.sanction,
                    "elected_by": None if body.elector is None else self.body_ids[body.elector],
                    "cite": _cite(rows.get((body.id,))),
                    "seats": taken,
                    "vacant": max(body.size - full, 0) if taken else 0,
                }
            )
        return found

    def _offices(self) -> list[dict[str, Any]]:
        """`share`: what an office gives as a part of what all offices that exist give of the same."""
        rows = {row.id: row for row in self.loaded.rows("offices")}
        holders = {row.office: row for row in self.loaded.rows("holdings") if valid(row, self.day)}
        total: dict[str, float] = defaultdict(float)
        for office in self.resolved.offices:
            for what, amount in office.resources.items():
                total[what] += amount if office.established else 0.0
        return [
            {
                "id": o.id,
                "name": o.name,
                "established": o.established,
                "holder": self._person(o.holder),
                "filled_by": None if o.filled_by is None else self.body_ids[o.filled_by],
                "organisation": None if o.organisation is None else self.organisation_ids[o.organisation],
                "gives": o.resources,
                "share": {
                    what: round(amount / max(total[what], amount), 4)
                    for what, amount in o.resources.items()
                    if amount
                },
                "cite": _cite(rows.get(o.id)),
                "holder_cite": _cite(holders.get(o.id)),
            }
            for o in self.resolved.offices
        ]

    def _organisations(self) -> list[dict[str, Any]]:
        rows = {row.id: row for row in self.loaded.rows("organisations") if valid(row, self.day)}
        posts, views = (
            self._latest("secretaries", "organisation"),
            self._latest("opinions", "organisation", "dispute"),
        )
        tiles = tile_map(self.loaded)
        return [
            {
                "id": o.id,
                "name": o.name,
                "kind": o.kind,
                "tile": tiles.get(o.id),
                "members": o.members,
                "republic": o.republic,
                "strata": dict(zip(Stratum.words(), o.strata, strict=True)),
                "secretary": self._person(o.secretary),
                "patron": self._person(o.patron),
                "loyalty": o.loyalty,
                "appointed": o.appointed,
                "entrenched": o.entrenched,
                "opinions": {
                    name: {"value": value, "cite": _cite(views.get((o.id, name)))}
                    for name, value in zip(self.dispute_ids, o.opinions, strict=True)
                },
                "cite": _cite(rows.get(o.id)),
                "secretary_cite": _cite(posts.get((o.id,))),
            }
            for o in self.resolved.organisations
        ]

    def _ties(self) -> list[dict[str, Any]]:
        """Documented ties in force; `late` are those of the last months before the start. `service`: from dated shared service."""
        late = {frozenset((self.ids[i], self.ids[j])) for i, j, _ in self.resolved.late}
        rows = [row for row in self.loaded.rows("ties") if valid(row, self.day)]
        found: list[dict[str, Any]] = [
            {
                "a": row.a,
                "b": row.b,
                "kind": row.kind,
                "strength": row.strength,
                "late": frozenset((row.a, row.b)) in late,
                "cite": _cite(row),
            }
            for row in rows
        ]
        return found + [
            {
                "a": self.ids[i],
                "b": self.ids[j],
                "kind": "service",
                "strength": value,
                "late": False,
                "cite": None,
            }
            for i, j, value in self.resolved.service
        ]

    def _disputes(self) -> list[dict[str, Any]]:
        rows = {row.id: row for row in self.loaded.rows("disputes")}
        return [
            {**dispute.model_dump(exclude={"address"}), "cite": _cite(rows.get(dispute.id))}
            for dispute in self.resolved.disputes
        ]

    def _membership(self) -> dict[str, Any]:
        """Members by cohort, class and education; shares are of all members."""
        counts = self.resolved.cohort_counts
        whole = sum(sum(map(sum, cohort)) for cohort in counts)
        share = lambda count: round(count / max(whole, 1), 4)  # noqa: E731
        classes = [sum(sum(cohort[c]) for cohort in counts) for c in SocialClass]
        schools = [sum(row[e] for cohort in counts for row in cohort) for e in Education]
        return {
            "members": sum(o.members for o in self.resolved.organisations),
            "counted": whole,
            "workers": share(classes[SocialClass.WORKER]),
            "higher": share(schools[Education.HIGHER]),
            "classes": {c.word: share(classes[c]) for c in SocialClass},
            "education": {e.word: share(schools[e]) for e in Education},
            "cohorts": [
                {
                    "cohort": name,
                    "members": sum(map(sum, cohort)),
                    "workers": round(sum(cohort[SocialClass.WORKER]) / max(sum(map(sum, cohort)), 1), 4),
                    "higher": round(
                        sum(row[Education.HIGHER] for row in cohort) / max(sum(map(sum, cohort)), 1), 4
                    ),
                }
                for name, cohort in zip(self.resolved.cohorts, counts, strict=True)
            ],
        }

    def _country(self) -> dict[str, Any]:
        row = latest(self.loaded.file.country, self.day, lambda row: 0).get(0)
        country = self.resolved.country
        return {
            **country.model_dump(),
            "factions_banned": bool(country.factions_banned),
            "predecessor": self._person(country.predecessor),
            "cite": _cite(row),
        }

    def _shocks(self) -> list[dict[str, Any]]:
        rows = {row.id: row for row in self.loaded.rows("shocks")}
        return [
            {
                **shock.model_dump(exclude={"address"}),
                "person": self._person(shock.person),
                "when": month_of(self.resolved, shock.month),
                "cite": _cite(rows.get(shock.id)),
            }
            for shock in self.resolved.shocks
        ]

    def _letter(self) -> dict[str, Any] | None:
        letter = self.resolved.letter
        if letter is None:
            return None
        rows = {row.person: row for row in self.loaded.rows("letter")}
        return {
            "author": self._person(letter.author),
            "month": letter.month,
            "when": month_of(self.resolved, letter.month),
            "office": None if letter.office is None else self.resolved.offices[letter.office].id,
            "verdicts": [
                {"person": self.ids[p], "merit": merit, "fault": fault, "cite": _cite(rows.get(self.ids[p]))}
                for p, merit, fault in letter.verdicts
            ],
        }
