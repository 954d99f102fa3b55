"""What the account of a case tested against its record says (`study.validation.validate.validation`). Intervals hold 90 %."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, final

if TYPE_CHECKING:
    from politburo.facts import Facts
    from politburo.study.forecasting.forecast_scores import SkillRow


@final
class Nothing(TypedDict):
    """Nothing of the kind."""


class Weighted(TypedDict):
    """How a period that was left out is judged."""

    period: str
    learnt_from: int  # items of all others
    temper: float  # power of their likelihood
    effective: float  # histories that the weights are worth


class Unseen(TypedDict):
    """How a period is judged by parameters that have not seen it."""

    period: str
    k: float  # shape of the tail of the ratios
    effective: float


class Version(TypedDict):
    """A version of the model that was tried."""

    model: str
    date: str
    what: str


class Entry(TypedDict):
    """A fit, or an opening of held-out data, that is logged."""

    on: str
    date: str
    model: str
    why: str
    outcome: str


class Holdout(TypedDict):
    """What is held out, and when it is judged."""

    id: str
    fitted_until: str
    judged_from: str
    judged_to: str
    purpose: str


class Gain(TypedDict):
    """Gain in ln p over the base on the items of which both speak."""

    items: int
    gain: float
    low: float
    high: float


class Variant(Gain):
    """A reading, or the model without a mechanism."""

    variant: str
    authors: str  # of a reading
    skill: dict[str, float]  # by score


class Variants(TypedDict):
    """All variants."""

    histories: int  # of each
    months: int
    luck: int  # ensembles of the base with other luck
    chance: float  # the most that these gained or lost
    rival: str  # of the skill
    base: dict[str, float]  # its skill by score
    rows: list[Variant]


Inside = TypedDict("Inside", {"50%": float, "90%": float})


class Covered(Inside):
    """Share of the items of a kind inside their central intervals."""

    kind: str
    items: int


Bin = TypedDict("Bin", {"from": float, "to": float})


class Calibrated(Bin):
    """Of what was called so probable, how much came true."""

    items: int
    said: float
    came: float


class Said(TypedDict):
    """The probability of something, and whether it came true."""

    chance: float
    came: bool


class Statement(Said):
    """What is true or false."""

    item: str
    kind: str
    arena: str


class LeftOut(TypedDict):
    """How the items of a period are predicted by all histories, and by those weighted by all other periods."""

    period: str
    items: int
    learnt_from: int
    temper: float
    effective: float
    prior: float  # mean ln p
    weighted: float
    inside: float | None  # share inside the 90 % intervals of the weighted histories


class Points(TypedDict):
    """What a misfit points to."""

    mechanism: str
    parameters: tuple[str, ...]


class ItemRow(TypedDict):
    """A documented item and what the histories imply of it (`evidence.implied.Implied`)."""

    item: str
    date: str
    kind: str
    arena: str
    subject: str
    value: float | None
    of: float | None
    codings: dict[str, float]
    censored: str  # right where it had not come by the last day
    evidence: str
    confidence: str
    speaking: float
    place: float
    tail: float
    low: float
    median: float
    high: float
    log_density: float
    suspect: Points | None


class TypeRow(TypedDict):
    """How many items of a type there are."""

    type: str
    items: int
    scored: int
    mute: int  # of which nothing simulated speaks


class MechanismRow(TypedDict):
    """How many items speak of a mechanism first, and how many of them fit badly."""

    mechanism: str
    items: int
    misfits: int
    tail: float  # below which one does


class APriori(TypedDict):
    """Sole rule of a full member of the smallest body."""

    id: str
    at_end: float
    most: float  # in any month


class Pattern(TypedDict):
    """A pattern that is never fitted."""

    pattern: str
    documented: float
    low: float
    median: float
    high: float
    histories: int  # in which it can be seen


class Account(TypedDict):
    """The whole of it."""

    case: str
    title: str
    run: Facts
    opened: str  # id of the holdout; empty where nothing held out is looked at
    left_out: Weighted | Nothing
    unseen: list[Unseen]
    span: list[str]  # first and last day
    versions: list[Version]
    fits: list[Entry]
    openings: list[Entry]
    holdouts: list[Holdout]
    deciding: str  # id of the holdout that decides what is shipped
    skill: list[SkillRow]
    variants: Variants | Nothing
    coverage: list[Covered]
    calibration: list[Calibrated]
    yes_or_no: list[Statement]
    leave_one_out: list[LeftOut]
    items: list[ItemRow]
    types: list[TypeRow]
    mechanisms: list[MechanismRow]
    a_priori: list[APriori]
    almost_certain: float
    patterns: list[Pattern]
