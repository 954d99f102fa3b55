"""Turn any scenario into a forecast that can be scored: probabilities, the rivals' probabilities, and how it was made."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from politburo.errors import PolitburoError, Problem
from politburo.measures.history import month_date
from politburo.measures.signals import Signals, signals
from politburo.scenario.resolved import Resolved
from politburo.study.evidence.implied import leader_word, ruler_word
from politburo.study.forecasting.dossiers import Dossiers, dossiers
from politburo.study.forecasting.jitter import blocks
from politburo.study.forecasting.leaders import floored, leaders
from politburo.study.forecasting.observers import first_called_sole, observed
from politburo.study.forecasting.reasoned import Reasons
from politburo.study.forecasting.references import REFERENCES, Start, outcomes, start_of
from politburo.study.forecasting.successions import cases_apart
from politburo.study.forecasting.truth import REMOVAL_MONTHS, RULES, Truth, horizons_of, truth_of_history
from politburo.study.running.ensemble import Scenario, load
from politburo.study.running.parameters import Given, facts_of, unseen, values_of
from politburo.study.running.progress import Progress
from politburo.study.running.provenance import provenance
from politburo.vocab import RuleType

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NO_PERSON = ("collective", "other")
SLACK = 1e-4  # of sums of rounded probabilities
NOT_WITHIN = "not within the window"
LARGEST_JITTER = 1.0
Chance = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


def _of_one(chances: dict[str, float], what: str) -> None:
    """Raise `ValueError` unless these probabilities sum to 1, up to the rounding of a file."""
    if abs(sum(chances.values()) - 1) > SLACK:
        raise ValueError(f"probabilities of {what} that sum to 1, not {sum(chances.values()):.6g}")


def _of_rules(chances: dict[str, float]) -> None:
    if set(chances) != set(RULES):
        raise ValueError(f"probabilities of rule for {', '.join(RULES)}, no more and no fewer")
    _of_one(chances, "rule")


class Contender(_Strict):
    id: str
    name: str


class Horizon(_Strict):
    """So many months after the start, or `clock_zero`. `who`: contenders, collective, other; `rule`: collective, dual, primus, sole.

    `rule` is what observers, who disagree, are expected to call it (`observers`). `leads`: the person who leads the ruling
    group, however it is ruled; the same answers as `who`. Empty in files of before it was asked.
    """

    months: Annotated[int, Field(ge=1)]
    date: date
    who: dict[str, Chance]
    rule: dict[str, Chance]
    leads: dict[str, Chance] = {}

    @model_validator(mode="after")
    def _sums(self) -> Horizon:
        _of_one(self.who, "who")
        _of_rules(self.rule)
        return self


class Consolidation(_Strict):
    """First sole rule, as observers will date it. `by_month[m]`: probability that it came by the end of month m; quantiles likewise."""

    quantiles: dict[str, Annotated[int, Field(ge=0)] | Literal["not within the window"]]
    not_within_window: Chance
    by_month: Annotated[list[Chance], Field(min_length=1)]

    @model_validator(mode="after")
    def _rising(self) -> Consolidation:
        fall = next((m for m, (a, b) in enumerate(pairwise(self.by_month), 1) if b < a - 1e-9), None)
        if fall is not None:
            raise ValueError(
                f"cumulative probabilities that never fall; those of by_month fall at month {fall}"
            )
        if abs(self.by_month[-1] + self.not_within_window - 1) > SLACK:
            raise ValueError("a last value of by_month and not_within_window that sum to 1")
        came = [m for _, m in sorted((float(q), m) for q, m in self.quantiles.items() if isinstance(m, int))]
        if came != sorted(came):
            raise ValueError("quantiles that never fall")
        return self


class Reference(_Strict):
    """What a simple rival says, at every horizon. Where a field is empty it says nothing of that question."""

    who: dict[str, Chance]
    rule: dict[str, Chance]
    leads: dict[str, Chance] = {}

    @model_validator(mode="after")
    def _sums(self) -> Reference:
        _of_one(self.who, "who")
        if self.rule:
            _of_rules(self.rule)
        return self


class Forecast(_Strict):
    """A forecast file."""

    format: Literal[1]
    kind: Literal["forecast"]
    simulated: Literal[True]
    scenario: str
    title: str
    digest: str
    start: date
    end: date
    clock_zero: Annotated[date | None, Field(description="from where months count; by default the start")] = (
        None
    )
    window_months: Annotated[int, Field(ge=1, le=12_000)]
    histories: Annotated[int, Field(ge=1)]
    seed: int
    jitter: float
    software: dict[str, str]
    params: Annotated[str, Field(description="where parameters come from: prior, default, posterior")] = (
        "prior"
    )
    posterior: Annotated[str, Field(description="digest of the learned sets")] = ""
    contenders: list[Contender]
    horizons: list[Horizon]
    consolidation: Consolidation
    removal_months: int
    removal: dict[str, Chance]
    references: dict[str, Reference]
    changes: Annotated[list[str], Field(description="what was changed in the scenario, path=value")] = []
    reasons: Annotated[Reasons | None, Field(description="why, what to watch, what would change it")] = None

    @model_validator(mode="after")
    def _agrees(self) -> Forecast:
        """Do its parts speak of the same persons and of the same months?"""
        zero = self.clock_zero or self.start
        months = (self.end.year - zero.year) * 12 + self.end.month - zero.month + 1
        if self.window_months != months:
            raise ValueError(
                f"a window_months of {months}, from {zero} to {self.end}, not {self.window_months}"
            )
        if len(self.consolidation.by_month) != self.window_months:
            found = len(self.consolidation.by_month)
            raise ValueError(
                f"one value of by_month for each of the {months} months of the window, not {found}"
            )
        ahead = [horizon.months for horizon in self.horizons]
        if ahead != sorted(set(ahead)) or any(m >= self.window_months for m in ahead):
            raise ValueError(f"horizons in order, each once and within the {months} months of the window")
        people = [contender.id for contender in self.contenders]
        answers = {*people, *NO_PERSON}
        if len(set(people)) < len(people) or set(self.removal) != set(people):
            raise ValueError("every contender once, and in removal the same contenders")
        for said in (*self.horizons, *self.references.values()):
            if set(said.who) != answers:
                odd = ", ".join(sorted(set(said.who) ^ answers))
                raise ValueError(
                    f"in every who the contenders, collective and other; these are too many or missing: {odd}"
                )
        return self


def forecast(
    party: Scenario,
    histories: int = 256,
    seed: int = 1,
    *,
    jitter: float = 0.0,
    params: Given = None,
    progress: Progress | None = None,
) -> Forecast:
    """Simulate a scenario and say what may come.

    A probability is (c + 1/2) / (n + J/2): c of n histories, J answers (Jeffreys' prior), so that nothing unseen is called
    impossible. `jitter` shakes every coded or assumed number anew for every 16 histories (`jitter`). `params` as in
    `running.parameters`; learned sets are weighted so that nothing counts that was learned from the case or one that overlaps with it.
    """
    _allowed(histories, jitter)
    found, known, made_with = _simulated(party, histories, seed, jitter, params, progress)
    made = forecast_of(party.resolved, found, seed=seed, jitter=jitter, known=known, params=made_with)
    return made.model_copy(update={"changes": list(party.changes)})


def with_truth(
    party: Scenario,
    histories: int = 256,
    seed: int = 1,
    *,
    jitter: float = 0.0,
    params: Given = None,
    progress: Progress | None = None,
) -> tuple[Forecast, Truth]:
    """A forecast, and as its truth one more history of the same scenario that the forecast has not seen."""
    _allowed(histories, jitter)
    found, known, made_with = _simulated(party, histories + 1, seed, jitter, params, progress)
    seen = found.take(np.arange(found.histories) < histories)
    made = forecast_of(party.resolved, seen, seed=seed, jitter=jitter, known=known, params=made_with)
    made = made.model_copy(update={"changes": list(party.changes)})
    people = [person.id for person in made.contenders]
    return made, truth_of_history(party.resolved, found, histories, people)


def _simulated(
    party: Scenario, histories: int, seed: int, jitter: float, params: Given, progress: Progress | None
) -> tuple[Signals, Dossiers, dict[str, str]]:
    """(histories with parameters that the case has not taught, what is known of its offices, where the parameters come from)."""
    known = dossiers(party.loaded, party.resolved)
    params = apart(known, params)
    made = blocks(party, histories, seed, jitter=jitter, params=params, progress=progress)
    return signals(party.resolved, made), known, parameters_of(party, params)


def apart(known: Dossiers, params: Given) -> Given:
    """The parameters with which a scenario may be forecast: nothing that was learned from it, or from a case that overlaps with it."""
    from politburo.study.forecasting.successions import (
        kept_apart,  # thirty pages are read only where they are asked for
    )

    return unseen(params, lambda: kept_apart(known))


def forecast_of(
    resolved: Resolved,
    found: Signals,
    *,
    seed: int,
    jitter: float = 0.0,
    known: Dossiers | None = None,
    params: dict[str, Any] | None = None,
) -> Forecast:
    """The forecast that finished histories make. What is `known` of the contenders' offices is for the rivals that read those.

    `params`: what the file says of where the parameters come from, its fields `params` and `posterior`.
    """
    start = start_of(resolved, found, list(known.marks) if known is not None and known.listed else ())
    who = outcomes(start)
    apart = cases_apart(known) if known is not None and known.typed else frozenset[str]()
    zero = resolved.clock_zero
    months = found.months - zero
    by_month = first_called_sole(found.rule[:, zero:], apart)
    at = {q: int((by_month < q - SLACK).sum()) for q in QUANTILES}
    return Forecast(
        format=1,
        kind="forecast",
        simulated=True,
        scenario=resolved.id,
        title=resolved.title,
        digest=resolved.digest,
        start=resolved.start,
        end=resolved.end,
        clock_zero=month_date(resolved.start, zero) if zero else None,
        window_months=months,
        histories=found.histories,
        seed=seed,
        jitter=jitter,
        software={name: str(value) for name, value in provenance().items() if name != "simulated"},
        **(params or {}),
        contenders=[
            Contender(id=resolved.persons[n].id, name=resolved.persons[n].name) for n in start.contenders
        ],
        horizons=[_horizon(resolved, found, month, who, apart) for month in horizons_of(resolved)],
        consolidation=Consolidation(
            quantiles={f"{q:g}": m if m < months else NOT_WITHIN for q, m in at.items()},
            not_within_window=float(1 - by_month[-1]),
            by_month=[float(chance) for chance in by_month],
        ),
        removal_months=REMOVAL_MONTHS,
        removal=_removal(start, found),
        references=_references(start, known),
    )


def parameters_of(party: Scenario, params: Given) -> dict[str, str]:
    """What a forecast file says of where the parameters come from."""
    facts = facts_of(params, values_of(params, party.resolved.parameters))
    learned = {"posterior": facts["posterior"]} if "posterior" in facts else {}
    return {"params": facts["params"], **learned}


def _allowed(histories: int, jitter: float) -> None:
    from politburo.store.manifest import MOST_HISTORIES

    problems = []
    if not 1 <= histories < MOST_HISTORIES:
        problems.append(Problem("usage", "--histories", str(histories)[:100], f"1 to {MOST_HISTORIES - 1:,}"))
    if not 0 <= jitter <= LARGEST_JITTER:
        problems.append(Problem("usage", "--jitter", str(jitter)[:100], f"0 to {LARGEST_JITTER}"))
    if problems:
        raise PolitburoError(problems)


def _references(start: Start, known: Dossiers | None) -> dict[str, Reference]:
    """What every rival says of every question; the office logit has no other answer to who rules than to who leads."""
    of_rule = {name: says(start) for name, says in REFERENCES.items()}
    of_leader = leaders(start, known)
    silent: tuple[dict[str, float], dict[str, float]] = ({}, {})
    found = {}
    for name in dict.fromkeys([*of_rule, *of_leader]):
        who, rule = of_rule.get(name, silent)
        leads = of_leader.get(name, {})
        found[name] = Reference(who=who or leads, rule=rule, leads=leads)
    return found


def _horizon(
    resolved: Resolved, found: Signals, month: int, who: list[str], apart: frozenset[str]
) -> Horizon:
    at = resolved.clock_zero + month
    rules, rulers = found.rule[:, at], found.ruler[:, at]
    words = [ruler_word(resolved, int(k), int(p)) for k, p in zip(rules, rulers, strict=True)]
    words = [word if word in who else "other" for word in words]
    kinds = [RuleType(int(k)).word for k in rules]
    led = [leader_word(resolved, int(k), int(p)) for k, p in zip(rules, found.leads[:, at], strict=True)]
    led = [word if word in who else "other" for word in led]
    standing = [kind for kind in kinds if kind in RULES]
    return Horizon(
        months=month,
        date=month_date(resolved.start, at),
        who=_smoothed(words, who),
        rule=observed(_smoothed(standing, RULES), apart),
        leads=floored(_smoothed(led, who)),
    )


def _smoothed(words: list[str], answers: Any) -> dict[str, float]:
    total = len(words) + len(answers) / 2
    return {answer: round((words.count(answer) + 0.5) / total, 6) for answer in answers}


def _removal(start: Start, found: Signals) -> dict[str, float]:
    gone = found.reached["lost-bureau"] <= start.resolved.clock_zero + REMOVAL_MONTHS
    n = found.histories
    ids = start.resolved.persons
    return {ids[p].id: round((int(gone[:, p].sum()) + 0.5) / (n + 1), 6) for p in start.contenders}


def scenarios_in(place: str | Path) -> list[str]:
    """The scenarios named by an argument: a case, a scenario file or directory, or a folder that holds several of them."""
    folder = Path(place)
    if not folder.is_dir() or (folder / "scenario.yaml").is_file():
        return [str(place)]
    inside = sorted([*folder.glob("*/scenario.yaml"), *folder.glob("*.yaml")])
    names = [str(path.parent if path.name == "scenario.yaml" else path) for path in inside]
    if not names:
        allowed = "a folder with scenario files (*.yaml) or scenario directories"
        raise PolitburoError(Problem("case-unknown", str(place), "no scenario in it", allowed))
    return names


def load_all(places: list[str]) -> list[Scenario]:
    """Load every scenario named; raises `PolitburoError` with the problems of all that are wrong, each with its file."""
    parties, problems = [], []
    for name in [name for place in places for name in scenarios_in(place)]:
        try:
            party = load(name)
            party.resolved  # noqa: B018 - a scenario that cannot be resolved is wrong too
            parties.append(party)
        except PolitburoError as error:
            problems += error.problems
    if problems:
        raise PolitburoError(problems)
    return parties
