"""Holdouts: what a fit may see, and that nothing is opened without a line in the log."""

from datetime import date

import pytest

from politburo import MODEL_VERSION
from politburo.errors import PolitburoError
from politburo.record import load_record
from politburo.study.evidence.holdout import Entry, fitted, judged, load_holdouts, period, without_period

HELD = load_holdouts("ussr-1922")
ITEMS = load_record("ussr-1922").items


def test_the_model_in_use_is_among_the_versions_tried():
    assert MODEL_VERSION in [version.model for version in HELD.versions]


def test_the_committed_file():
    assert HELD.open_until == date(1925, 12, 31)
    assert [h.id for h in HELD.holdouts] == ["to-1924", "to-1925", "to-1927"]
    assert HELD.deciding == "to-1925"


@pytest.mark.parametrize("holdout", HELD.holdouts, ids=lambda h: h.id)
def test_no_fit_sees_a_later_figure(holdout):
    for item in fitted(ITEMS, holdout):
        assert (item.until or item.date) <= holdout.fitted_until
        assert item.error != "dated" or item.censored or item.date <= holdout.fitted_until
    tested = judged(ITEMS, holdout)
    assert all(holdout.judged_from <= (i.until or i.date) <= holdout.judged_to for i in tested)
    seen = {i.item for i in fitted(ITEMS, holdout) if not i.censored}
    assert not seen & {i.item for i in tested}


def test_opening_needs_a_line_in_the_log():
    with pytest.raises(PolitburoError) as caught:
        HELD.opened("to-1925", "9.9.9")
    assert caught.value.problems[0].code == "holdout-closed"
    entry = Entry(on="to-1925", date=date(2030, 1, 1), model="9.9.9", why="test")
    HELD.model_copy(update={"openings": [entry]}).opened("to-1925", "9.9.9")


def test_an_unknown_holdout_names_the_nearest():
    with pytest.raises(PolitburoError) as caught:
        HELD.holdout("to-192")
    assert caught.value.problems[0].nearest.startswith("to-192")


def test_a_fit_cannot_be_older_than_the_holdouts():
    early = Entry(on="to-1925", date=date(2000, 1, 1), model="0", why="test")
    plain = HELD.model_dump() | {"fits": [early.model_dump()]}
    with pytest.raises(ValueError, match="before the holdouts were fixed"):
        type(HELD).model_validate(plain)


def test_leaving_one_congress_period_out():
    congresses = sorted(i.date for i in ITEMS if i.kind == "bureau-size")
    name = period(next(i for i in ITEMS if i.item == "vote-v036"), congresses)
    assert name == "after 1923-04"
    rest, left = without_period(ITEMS, name, congresses)
    assert len(rest) + len(left) == len(ITEMS)
    assert all(date(1923, 4, 25) <= i.date < date(1924, 5, 31) for i in left)
