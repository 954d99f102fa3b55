"""Ready counterfactuals: a patch with a date, why it was possible, and by which criteria it may be judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from politburo.errors import PolitburoError, Problem, ScenarioError, nearest
from politburo.scenario.load import find
from politburo.scenario.tables import problems_of
from politburo.scenario.yamlread import read_yaml

if TYPE_CHECKING:
    from politburo.study.running.ensemble import Scenario


class Criteria(BaseModel):
    """Tetlock and Belkin (1996, ch. 1): six tests of a counterfactual, each answered in a sentence or left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    clarity: str = ""  # are antecedent and consequent well specified?
    cotenability: str = ""  # do the connecting principles go together with the antecedent?
    minimal_rewrite: str = ""  # is as little history as possible changed?
    theory: str = ""  # does it agree with theory?
    statistics: str = ""  # does it agree with known regularities?
    projectability: str = ""  # what would be seen elsewhere if it were right?


class Counterfactual(BaseModel):
    """One change. `set` holds paths as for `--set`; `date` is the month from which it holds (default: the start)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    date: str = ""
    set: dict[str, str | float | int | bool | None] = Field(min_length=1)
    why: str = ""  # why it was possible
    sources: list[str] = []
    criteria: Criteria = Criteria()

    def applied(self, party: Scenario) -> Scenario:
        """The scenario with the change. Raises `ScenarioError` where a path is not there."""
        return party.change(*(f"{path}={'none' if v is None else v}" for path, v in self.set.items()))


def counterfactuals(case: str | Path) -> dict[str, Counterfactual]:
    """The ready counterfactuals of a case by id, found by looking in its folder `counterfactuals`."""
    folder = find(str(case)).parent / "counterfactuals"
    return {path.stem: read(path) for path in sorted(folder.glob("*.yaml"))}


def read(path: Path) -> Counterfactual:
    """Read one file. Raises `ScenarioError` with every problem; without an id it takes the file's name."""
    if not path.is_file():
        raise ScenarioError(Problem("file-missing", str(path), "no such file"))
    plain: dict[str, Any] = read_yaml(path).plain()
    try:
        return Counterfactual.model_validate({"id": path.stem, "title": path.stem, **plain})
    except ValidationError as error:
        raise ScenarioError(problems_of(error, lambda place: str(path))) from None


def named(case: str | Path, name: str) -> Counterfactual:
    """A ready counterfactual by id, or a file by path. Raises `PolitburoError` with the nearest id."""
    if name.endswith((".yaml", ".yml")):
        return read(Path(name))
    ready = counterfactuals(case)
    if name not in ready:
        allowed = ", ".join(ready) or "none is ready for this case"
        remedy = "name one of these or a file that ends in .yaml, or use --set"
        raise PolitburoError(Problem("usage", "WHAT", name[:100], allowed, nearest(name, ready), remedy))
    return ready[name]


def from_changes(changes: Iterable[str], day: str) -> Counterfactual:
    """A counterfactual out of ``path=value`` as typed. Raises `PolitburoError` where there is no sign."""
    parts = [change.partition("=") for change in changes]
    if any(not sign for _, sign, _ in parts):
        raise PolitburoError(Problem("path-unknown", "--set", ", ".join(changes)[:200], "path=value"))
    title = ", ".join(changes)
    return Counterfactual(id="set", title=title, date=day, set={path: value for path, _, value in parts})


def month_of(party: Scenario, day: str) -> int:
    """Months from the start to a date; raises `PolitburoError` outside the window."""
    resolved = party.resolved
    if not day:
        return 0
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(-\d{2})?", day)
    if not match:
        raise PolitburoError(Problem("date-invalid", "date", day[:100], "YYYY-MM"))
    year, month = int(match[1]), int(match[2])
    found = (year - resolved.start.year) * 12 + month - resolved.start.month
    if not 0 <= found < resolved.months:
        raise PolitburoError(Problem("date-outside", "date", day, f"{resolved.start} to {resolved.end}"))
    return found


def in_words(party: Scenario, change: Counterfactual) -> dict[str, Any]:
    """What a change means before it is run: {title, date, month, months, changes: [{path, before, after, sentence}], sentences}.

    Raises `PolitburoError` for a change that cannot be made, and for a date outside the window.
    """
    from politburo.words.changeable import changes_in_words

    month = month_of(party, change.date)
    typed = [f"{path}={'none' if value is None else value}" for path, value in change.set.items()]
    changes = changes_in_words(party.loaded, typed, party.start_date)
    change.applied(party)
    when = f"From {change.date} on" if month else "From the start on"
    return {
        "title": change.title,
        "date": change.date,
        "month": month,
        "months": party.resolved.months,
        "when": when,
        "changes": changes,
        "sentences": [row["sentence"] for row in changes],
        "problems": [],
    }
