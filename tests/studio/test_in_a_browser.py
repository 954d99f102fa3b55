"""The studio as a user meets it, in headless Chromium: run, scrub, ask why, share an address, lose the network, write a page, print."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from screens import assert_it_fits_and_axe_finds_nothing_serious
from serving import PATIENCE, Served

EVIL = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
INVITE = """fetch("/api/invitations", {method: "POST", headers: {"content-type": "application/json"}, body: "{}"})
.then(answer => answer.json()).then(found => found.address)"""
SMALL = Path(__file__).parents[1] / "scenarios" / "valid" / "small"
RUN = re.compile(r"/run/([\w-]+)$")


def pages(served: Served) -> dict[str, str]:
    return {
        "catalogue": "/",
        "page": "/new",
        "case": "/case/india-1964",
        "person": "/case/india-1964?person=shastri",
        "all histories": f"/run/{served.run}?kind=from~never",
        "one history": f"/run/{served.run}/history/typical?month=1966-01&beside=documented",
    }


NAMES = ["catalogue", "page", "case", "person", "all histories", "one history"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_every_screen_and_axe_finds_nothing_serious(
    visit: Any, served: Served, name: str
) -> None:
    assert_it_fits_and_axe_finds_nothing_serious(visit, pages(served)[name], "main :is(h2, h3)")


def test_a_case_is_simulated_and_the_page_may_be_reloaded_meanwhile(visit: Any, served: Served) -> None:
    page = visit("/case/heir")
    page.get_by_label("Histories").fill("40")
    page.get_by_label("Seed").fill("7")
    page.get_by_role("button", name="Simulate").click()
    page.wait_for_url(RUN)
    page.reload()
    page.get_by_role("heading", name="Who rules").wait_for()
    assert "seed 7" in page.locator(".facts").inner_text()
    page.get_by_label("Open histories in which").select_option(index=1)
    page.wait_for_url(re.compile("kind="))
    rows = page.locator("section.opened").get_by_role("link", name="No.")
    chosen = rows.first.inner_text().removeprefix("No. ")
    rows.first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith(f"History {chosen}")


def test_a_run_of_a_file_of_ones_own_leads_back_to_it(visit: Any, served: Served) -> None:
    shutil.copytree(SMALL, served.place / "scenarios" / "small", dirs_exist_ok=True)
    page = visit("/case/own%2Fsmall")
    page.get_by_label("Histories").fill("8")
    page.get_by_role("button", name="Simulate").click()
    page.wait_for_url(RUN)
    page.get_by_role("heading", name="Who rules").wait_for()
    for name in ("The case", "What if", "another seed"):
        assert "/case/own%2Fsmall" in (page.get_by_role("link", name=name).first.get_attribute("href") or "")
    page.get_by_role("link", name="One history").click()
    page.get_by_role("link", name="What if").click()
    page.get_by_role("heading", level=1).wait_for()
    assert "own%2Fsmall" in page.url and page.get_by_role("alert").count() == 0


def test_work_is_paused_resumed_and_stopped(visit: Any, served: Served) -> None:
    page = visit("/case/heir?histories=60000&seed=9")
    page.get_by_role("button", name="Simulate").click()
    work = page.locator("main .job")
    for button, word in (
        ("Pause", "paused"),
        ("Resume", "at work|simulating|preparing|waiting"),
        ("Stop", "stopped"),
    ):
        work.get_by_role("button", name=button).click()
        work.get_by_text(re.compile(word)).wait_for()
    assert work.get_by_role("button", name="Resume").is_visible()


def test_the_clock_moves_by_keyboard_and_everything_with_it(visit: Any, served: Served) -> None:
    page = visit(f"/run/{served.run}/history/typical")
    clock = page.get_by_role("slider", name="Month")
    first = page.locator(".situation").inner_text()
    clock.focus()
    for key, month in (
        ("ArrowRight", 1),
        ("PageUp", 13),
        ("ArrowLeft", 12),
        ("PageDown", 0),
        ("End", 60),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert int(clock.get_attribute("aria-valuenow")) == month
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    page.wait_for_url(re.compile(r"month=1966-05"))
    assert page.locator(".situation").inner_text().startswith("May 1966.") and first.startswith("May 1964.")
    assert "May 1966" in page.get_by_role("figure").filter(has_text="Seats of the bodies").inner_text()
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    page.wait_for_function("() => +document.querySelector('[role=slider]').ariaValueNow >= 5")
    page.keyboard.press(" ")
    stopped = clock.get_attribute("aria-valuenow")
    page.wait_for_timeout(600)
    assert clock.get_attribute("aria-valuenow") == stopped


def test_an_address_shows_the_same_in_a_new_profile(browser: Any, visit: Any, served: Served) -> None:
    page = visit(f"/run/{served.run}/history/typical")
    page.get_by_label("the documented course beside it").check()
    page.get_by_role("slider", name="Month").press("PageUp")
    page.get_by_role("button", name=re.compile("^Why")).first.click()
    page.wait_for_url(re.compile("beside=documented.*month=.*why="))
    seen = page.locator(".situation").inner_text(), page.locator(".why ol").inner_text()
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    other = context.new_page()
    other.goto(page.url)
    assert (
        other.get_by_role("heading", name="Who rules").count() == 0
    )  # nobody is let in without an invitation
    other.goto(page.evaluate(INVITE))
    other.goto(page.url)
    other.locator(".why ol").wait_for()
    assert (other.locator(".situation").inner_text(), other.locator(".why ol").inner_text()) == seen
    assert other.get_by_label("the documented course beside it").is_checked()
    context.close()


def test_without_the_server_what_was_loaded_stays_and_the_rest_can_be_tried_again(
    visit: Any, served: Served
) -> None:
    page = visit(f"/run/{served.run}/history/typical")
    page.context.set_offline(True)
    page.get_by_role("slider", name="Month").press("PageUp")
    assert page.locator(".situation").inner_text().startswith("May 1965.")
    page.get_by_text("strangest", exact=True).click()
    page.get_by_text("server does not answer").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("heading", level=1).filter(has_text="strangest").wait_for()


def test_a_page_is_checked_while_it_is_written_undone_redone_and_saved(visit: Any, served: Served) -> None:
    page = visit("/new")
    field = lambda name: page.get_by_label(name, exact=True).first  # noqa: E731
    field("Title").fill(f"My party {EVIL}")
    field("Id").fill("my-party")
    field("From").fill("2001-01-01")
    field("To").fill("2011-01-01")
    for number, name in enumerate((EVIL, "Ben", "Cora"), 1):
        page.get_by_role("group", name=f"contender {number}").get_by_label("Name").fill(name)
    status = page.get_by_role("status")
    status.get_by_text("no problems found").wait_for()
    apparatus = page.get_by_role("group", name="contender 2").get_by_label("Apparatus")
    apparatus.fill("1.8")
    apparatus.blur()
    status.get_by_text("1 problem").wait_for()
    assert apparatus.get_attribute("aria-invalid") == "true"
    assert page.get_by_role("button", name="Save", exact=True).is_disabled()
    while apparatus.input_value():
        page.get_by_role("button", name="Undo").click()
    status.get_by_text("no problems found").wait_for()
    while page.get_by_role("button", name="Redo").is_enabled():
        page.get_by_role("button", name="Redo").click()
    status.get_by_text("1 problem").wait_for()
    apparatus.fill("0.8")
    status.get_by_text("no problems found").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Open the case").click()
    page.get_by_role("heading", level=1, name="My party").wait_for()
    assert EVIL in page.locator("h1").inner_text()
    page.get_by_role("button", name=EVIL[:20]).first.click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("window.hit") is None and page.locator("main img").count() == 0


def test_sources_are_told_on_focus_as_on_hover(visit: Any, served: Served) -> None:
    page = visit("/case/india-1964?person=shastri")
    value = page.get_by_role("dialog").locator(".sourced").first
    value.focus()
    note = page.get_by_role("tooltip")
    assert re.search("source|assum|Evidence", note.inner_text())
    page.keyboard.press("Escape")
    note.wait_for(state="hidden")


@pytest.mark.parametrize("name", ["case", "all histories", "one history"])
def test_it_prints_without_its_controls(visit: Any, served: Served, name: str) -> None:
    page = visit(pages(served)[name], color_scheme="dark")
    page.get_by_role("figure").first.wait_for()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="SVG").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("h1").is_visible() and page.locator("figure svg").first.is_visible()


def test_charts_are_taken_away_as_svg_csv_and_json(visit: Any, served: Served, tmp_path: Path) -> None:
    page = visit(f"/run/{served.run}")
    figure = page.get_by_role("figure").filter(has_text="Who rules").first
    figure.wait_for()
    saved = {}
    for kind in ("SVG", "CSV", "JSON"):
        with page.expect_download() as download:
            figure.get_by_role("button", name=f"as {kind}").click()
        saved[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved["SVG"].startswith("<svg") and "var(--" not in saved["SVG"] and "rgb(" in saved["SVG"]
    assert saved["CSV"].splitlines()[0].startswith('"who rules, %",1964')
    assert '"case": "india-1964"' in saved["JSON"] or '"case":"india-1964"' in saved["JSON"]
    figure.get_by_role("button", name="The command").click()
    assert f"politburo show runs/{served.run}" in figure.locator("code").inner_text()
