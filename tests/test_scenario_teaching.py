"""The teaching cases do what their facts say, and an outside power moves the outcome towards its man.

Slow: whole histories. The last figures are in docs/brief-scenarios.md.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import politburo
from politburo.measures.definitions import Thresholds, consolidation, rule_type, sole_ruler
from politburo.vocab import Standing

PAGE = Path(__file__).parent / "scenarios" / "valid" / "page"
pytestmark = pytest.mark.slow


def series(party, histories=256):
    blocks = list(party.run(histories=histories, seed=1).blocks())
    return {name: np.concatenate([block.series[name] for block in blocks]) for name in blocks[0].series}


def margin(share, histories=256):
    return 1.96 * (share * (1 - share) / histories) ** 0.5


def test_a_strong_heir_is_sole_within_two_years():
    rule, _ = rule_type(series(politburo.load("heir")), Thresholds())
    first = consolidation(rule)
    share = float(((first >= 0) & (first <= 24)).mean())
    print(f"heir: sole within 24 months {share:.2f} ± {margin(share):.2f}")
    assert share >= 0.70


def test_a_balanced_collective_stays_one():
    sole = sole_ruler(series(politburo.load("collective")), Thresholds())[:, 60] >= 0
    share = float(sole.mean())
    print(f"collective: somebody sole at 60 months {share:.2f} ± {margin(share):.2f}")
    assert share <= 0.30


def in_the_core(party, person, histories=128):
    """Share of the months in which a person belongs to the ruling core, and its standard error over histories."""
    found = series(party, histories)
    ruling = ((found["contender"] == person) & (found["standing"] == Standing.CORE)).any(2).mean(1)
    return float(ruling.mean()), float(ruling.std() / histories**0.5)


@pytest.mark.xfail(
    strict=True,
    reason="not so with the sets learned for model 0.6.0: the vetoed man leads less, and is a partner more often (docs/brief-scenarios.md)",
)
def test_the_outside_power_lifts_its_man(tmp_path):
    text = (PAGE / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "other.yaml").write_text(
        text.replace("{Ben Mast: 0.8, ada: -0.5}", "{Ben Mast: -0.5, ada: 0.8}")
    )
    (tmp_path / "none.yaml").write_text(
        "\n".join(line for line in text.split("\n") if not line.startswith("outside"))
    )
    ben = 1
    favoured, alone, vetoed = (
        in_the_core(politburo.load(path), ben)
        for path in (PAGE, tmp_path / "none.yaml", tmp_path / "other.yaml")
    )
    print(f"Ben in the core: favoured {favoured}, without the power {alone}, vetoed {vetoed}")
    error = (favoured[1] ** 2 + vetoed[1] ** 2) ** 0.5
    assert favoured[0] - vetoed[0] > 2 * error
