"""Who writes out the answer to which question."""

from __future__ import annotations

from collections.abc import Callable

from politburo.words.answer import Answer, Data
from politburo.words.comparison import comparison_answer
from politburo.words.factors import factors_answer
from politburo.words.odds import odds_answer
from politburo.words.paths import paths_answer

#: question that a run's folder and its report may hold -> its answer in words, from the data of `--json`
ANSWERS: dict[str, Callable[[Data], Answer]] = {
    "odds": odds_answer,
    "compare": comparison_answer,
    "factors": factors_answer,
    "paths": paths_answer,
}
