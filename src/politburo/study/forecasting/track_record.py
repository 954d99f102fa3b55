"""How good such forecasts have been: the successions of the catalog, each forecast by what the others teach (`docs/cases.md`)."""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import Any

from politburo.study.forecasting.case_scores import BASE, EXPONENTIAL, MODEL
from politburo.study.forecasting.leaders import LOGIT

HOME = Path(__file__).with_name("track_record.csv")
#: question -> (score, the rivals that it is told beside)
TOLD = {
    "leads": ("log", ("uniform", "persistence", LOGIT)),
    "rule": ("log", (BASE,)),
    "sole": ("crps", (EXPONENTIAL,)),
}


@functools.cache
def _rows() -> tuple[dict[str, str], ...]:
    with HOME.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def track_record(months: int) -> dict[str, Any]:
    """What is told beside a forecast so many months ahead: {cases, months, questions: [{question, score, months, model, rivals: [{rival,
    mean, difference, low, high}], covered}]}.

    Means are losses, differences are model minus rival with their 90 % interval; `covered` is how often what came was among the likeliest
    answers that were promised to hold it in half of all cases. `months` is None where a horizon was not scored by itself: all of them
    together.
    """
    rows = _rows()
    horizons = {row["months"] for row in rows if row["what"] == "mean" and row["question"] == "leads"}
    at = str(months) if str(months) in horizons else "all"
    found = []
    for question, (score, rivals) in TOLD.items():
        here = "" if question == "sole" else at

        def value(
            what: str, who: str, *, of: str = question, by: str = score, when: str = here
        ) -> dict[str, str]:
            return next(
                row
                for row in rows
                if (row["what"], row["question"], row["score"], row["months"], row["forecaster"])
                == (what, of, by, when, who)
            )

        differences = [(rival, value("model minus", rival)) for rival in rivals]
        found.append(
            {
                "question": question,
                "score": score,
                "model": float(value("mean", MODEL)["value"]),
                "rivals": [
                    {
                        "rival": rival,
                        "mean": float(value("mean", rival)["value"]),
                        "difference": float(row["value"]),
                        "low": float(row["low"]),
                        "high": float(row["high"]),
                    }
                    for rival, row in differences
                ],
                "covered": float(value("inside 50%", MODEL, by="coverage", when="all")["value"]),
            }
        )
    return {
        "cases": int(next(row["value"] for row in rows if row["what"] == "cases")),
        "months": None if at == "all" else months,
        "questions": found,
    }
