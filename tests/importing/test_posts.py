"""The words of posts: what the table of words makes of them, and that it is the table in the documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from politburo.scenario.importing.posts import fit, parts
from politburo.scenario.values import office_types, rows

PAGE = Path(__file__).parents[2] / "docs" / "facts-scenarios.md"


@pytest.mark.parametrize(
    ("post", "kind"),
    [
        ("Prime Min.", "head-of-government"),
        ("Chairman of the Council of Ministers", "head-of-government"),
        ("First Deputy Chairman, Council of Ministers", "deputy-head-of-government"),
        ("Dep. Prime Min.", "deputy-head-of-government"),
        ("Vice Pres.", "vice-president"),
        ("Pres.", "president"),
        ("Chmn., Presidium of the Supreme Soviet", "head-of-state"),
        ("Min. Of Defense", "defence"),
        ("Ministre de la Défense", "defence"),
        ("Min. Of Foreign Affairs", "foreign"),
        ("Min. Of Foreign Trade", "economy"),
        ("Min. Of Finance", "economy"),
        ("Chancellor of the Exchequer", "economy"),
        ("Federal Chancellor", "head-of-government"),
        ("Min. Of Interior", "interior"),
        ("Min. Of State Security", "security-police"),
        ("Min. Of Health", "minister"),
        ("Min. in the Office of the Prime Min.", "minister"),
        ("Gen. Sec., Communist Party", "party-leader"),
        ("First Secretary of the Central Committee", "party-leader"),
        ("First Secretary of the Regional Committee", "regional-leader"),
        ("General Secretary", "party-leader"),
        ("Secretary of the Central Committee", "secretary"),
        ("First Secretary of the Youth League", "youth"),
        ("Chairman of the Trade Union Council", "unions"),
        ("Candidate member of the Politburo", "bureau-candidate"),
        ("Member of the Politburo", "bureau-member"),
        ("Member, Central Committee", "committee-member"),
        ("Chief of the General Staff", "army-command"),
        ("Chief of Staff to the President", "leader-staff"),
        ("Dep. Min. Of Defense", ""),
        ("Governor, Central Bank", ""),
        ("Min. Of State for Trade", ""),
        ("Secretary General of the Economic Commission", ""),
        ("Keeper of the Seal", ""),
    ],
)
def test_types_of_posts(post, kind):
    assert fit(post).kind == kind


def test_the_nearest_is_suggested_only():
    assert fit("Dep. Min. Of Defense").near in office_types() and fit("Keeper of the Seal").near == "other"
    assert fit("Pres.").check and not fit("Prime Min.").check


def test_a_title_with_several_offices():
    assert parts("Dep. Prime Min. and Min. Of Defense") == ["Dep. Prime Min.", "Min. Of Defense"]
    assert parts("Min. Of Trade and Industry") == ["Min. Of Trade and Industry"]
    assert parts("Prime Min., Min. of Finance & Chmn., Planning Commission") == [
        "Prime Min.", "Min. of Finance", "Chmn., Planning Commission",
    ]  # fmt: skip


def test_every_type_of_the_table_exists_and_the_page_shows_it():
    table = rows("posts")
    assert {row["type"] for row in table} <= {"", *office_types()}
    text = PAGE.read_text(encoding="utf-8").split("<!-- posts -->")[1].split("<!-- end of posts -->")[0]
    lines = ["| type | words | to be checked |", "| --- | --- | --- |"]
    lines += [
        f"| {'`' + row['type'] + '`' if row['type'] else 'none'} | {row['words']} | {row['check']} |"
        for row in table
    ]
    assert text.strip().splitlines() == lines
