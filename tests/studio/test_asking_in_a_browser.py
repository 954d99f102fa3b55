"""The pages on which something is asked, in headless Chromium: what if, who was winning, in class."""

from __future__ import annotations

import re
from typing import Any

import pytest
from screens import assert_it_fits_and_axe_finds_nothing_serious
from serving import PATIENCE, Served

WHAT_IF = "/case/heir/what-if?histories=8&seed=3&set=country.threat%3D0.8"


def pages(served: Served) -> dict[str, tuple[str, str]]:
    """Address of each page, and what stands on it when it is there."""
    lesson = f"/class/{served.run}"
    return {
        "what if": (f"{WHAT_IF}&asked=yes", "#needed, #examples"),
        "a prepared question": ("/case/ussr-1922/what-if?what=no-letter", ".words .prose"),
        "odds": (f"/run/{served.run}/odds?every=12&futures=16&asked=yes", "#turning"),
        "choosing a lesson": ("/class", ".persons"),
        "a question in class": (f"{lesson}/typical?moment=1&step=question", ".options"),
        "an answer in class": (f"{lesson}/typical?moment=1&step=answer", ".told"),
        "a course without votes in class": (f"{lesson}/documented?moment=1", ".problems"),
        "role cards": (f"{lesson}/typical?view=cards", "article"),
        "sheet": (f"{lesson}/typical?view=sheet", ".sheet"),
    }


NAMES = (
    "what if",
    "a prepared question",
    "odds",
    "choosing a lesson",
    "a question in class",
    "an answer in class",
    "a course without votes in class",
    "role cards",
    "sheet",
)


@pytest.mark.parametrize("name", NAMES)
def test_it_fits_every_screen_and_axe_finds_nothing_serious(visit: Any, served: Served, name: str) -> None:
    assert_it_fits_and_axe_finds_nothing_serious(visit, *pages(served)[name])


def changes(page: Any) -> list[str]:
    return page.get_by_role("list", name="Changes").locator("code").all_inner_texts()


def test_a_fact_is_changed_undone_redone_and_compared_by_keyboard_alone(visit: Any) -> None:
    page = visit("/case/heir/what-if?histories=8&seed=3")
    keys = page.keyboard
    page.get_by_role("searchbox").focus()
    keys.type("threat abroad")
    page.get_by_role("button", name=re.compile("^Threat from abroad")).wait_for()
    keys.press("Tab")
    keys.press("Enter")
    value = page.get_by_role("spinbutton", name="Threat from abroad")
    value.wait_for()
    assert value.evaluate("(field) => field === document.activeElement")
    keys.press("Control+a")
    keys.type("0.8")
    keys.press("Enter")
    page.locator(".words .prose").wait_for()
    assert changes(page) == ["country.threat=0.8"]
    page.get_by_role("button", name="New seed").press("Enter")
    seed = page.get_by_label("Seed").input_value()
    assert seed != "3"
    keys.press("Control+z")
    assert page.get_by_label("Seed").input_value() == "3"
    keys.press("Control+z")
    assert page.get_by_role("list", name="Changes").count() == 0
    keys.press("Control+y")
    keys.press("Control+Shift+z")
    assert changes(page) == ["country.threat=0.8"] and page.get_by_label("Seed").input_value() == seed
    page.get_by_role("button", name=re.compile("^Run 8 pairs")).press("Enter")
    page.get_by_role("heading", name="What the change makes").wait_for()
    page.wait_for_url(re.compile("asked=yes"))
    figure = page.get_by_role("figure").filter(has_text="How it ends")
    figure.get_by_role("button", name="Data table").press("Enter")
    assert figure.locator("tbody tr").count() >= 3
    figure.get_by_role("button", name="The command").press("Enter")
    assert "politburo compare heir" in figure.locator("code").inner_text()


def test_on_a_phone_the_change_is_told_where_it_was_chosen(visit: Any) -> None:
    page = visit("/case/heir/what-if?histories=8&seed=3", width=390)
    page.get_by_role("searchbox").fill("threat abroad")
    page.get_by_role("button", name=re.compile("^Threat from abroad")).click()
    assert page.locator(".follows").count() == 0
    page.get_by_role("spinbutton", name="Threat from abroad").fill("0.8")
    page.keyboard.press("Enter")
    page.get_by_role("searchbox").fill("")
    page.locator(".words .prose").wait_for()
    said = page.get_by_role("link", name=re.compile("Threat from abroad is 0.8.*See the change and run it"))
    box = said.bounding_box()
    assert box and box["y"] > 450 and box["y"] + box["height"] <= 900
    assert page.locator("#change").bounding_box()["y"] > 900  # below what is seen
    said.press("Enter")
    page.wait_for_function("() => document.querySelector('#change').getBoundingClientRect().top < 800")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Undo"
    wide = visit(f"{WHAT_IF}&histories=8")
    wide.locator(".words .prose").wait_for()
    assert not wide.locator(".follows").is_visible()


def test_a_shared_address_asks_the_same_again_and_reset_keeps_the_seed(visit: Any) -> None:
    page = visit(f"{WHAT_IF}&asked=yes")
    page.get_by_role("heading", name="What the change makes").wait_for()
    assert changes(page) == ["country.threat=0.8"]
    said = page.locator(".sentence").inner_text()
    other = visit(page.url.split("//", 1)[1].partition("/")[1] + page.url.split("/", 3)[3])
    other.get_by_role("heading", name="What the change makes").wait_for()
    assert other.locator(".sentence").inner_text() == said
    page.get_by_role("button", name="Reset").click()
    assert page.get_by_label("Seed").input_value() == "3"
    page.get_by_text("answer to an earlier question").wait_for()
    page.get_by_role("button", name="Defaults").click()
    assert page.get_by_label("Seed").input_value() == "1"


def test_a_wrong_change_is_told_with_what_is_allowed(visit: Any) -> None:
    page = visit("/case/heir/what-if?set=country.threat%3D7%0Acountry.treat%3D1")
    problem = page.locator(".problem")
    problem.wait_for()
    assert "Allowed" in problem.inner_text()
    page.get_by_role("button", name="Take back country.treat=1").click()
    page.get_by_text("at most 1").wait_for()


def test_names_and_values_in_an_address_are_shown_as_text(visit: Any) -> None:
    evil = "%3Cimg%20src%3Dx%20onerror%3D%22window.hit%3D1%22%3E"
    page = visit(f"/case/heir/what-if?set=persons.x.name%3D{evil}")
    page.locator(".problem").wait_for()
    assert changes(page)[0].startswith("persons.x.name=<img")
    assert page.evaluate("window.hit") is None and page.locator("main img").count() == 0


def test_the_odds_move_with_the_month_and_say_when_losers_could_still_win(visit: Any, served: Served) -> None:
    page = visit(f"/run/{served.run}/odds?every=12&futures=16")
    page.get_by_role("button", name="Work out the odds").click()
    page.locator("#now").wait_for()
    clock = page.get_by_role("slider", name="Month")
    clock.press("Home")
    assert page.locator("#now").inner_text() == "May 1964"
    clock.press("ArrowRight")
    assert page.locator("#now").inner_text() == "May 1965"
    page.wait_for_url(re.compile("month=1965-05"))
    page.get_by_text("of being in the ruling group", exact=True).click()
    page.get_by_role("heading", name="The odds of being in the ruling group in the end").wait_for()
    page.get_by_role("heading", name="When had each loser still one chance in five?").wait_for()
    assert re.search("chance in five|to the end|came nearest", page.locator(".said").inner_text())


def test_a_lesson_goes_on_by_keyboard_and_hides_what_is_to_come(visit: Any, served: Served) -> None:
    page = visit(f"/class/{served.run}/typical")
    bars = lambda: page.locator(".chart svg:not([data-icon]) > g").count()  # noqa: E731
    start = bars()
    page.keyboard.press("ArrowRight")
    page.locator(".date").get_by_text("1 of").wait_for()
    page.keyboard.press(" ")
    options = page.locator(".options li")
    options.first.wait_for()
    assert (
        2 <= options.count() <= 6
        and page.locator(".options .right").count() == 0
        and page.locator(".told").count() == 0
    )
    assert bars() == start
    page.keyboard.press("PageDown")
    page.locator(".told").first.wait_for()
    assert page.locator(".options .right").count() == 1 and page.locator(".reason li").count() >= 1
    assert bars() > start
    page.keyboard.press("ArrowLeft")
    assert page.locator(".options .right").count() == 0
    page.wait_for_url(re.compile("moment=1&step=question"))


def test_pupils_answer_from_their_phones_and_only_counts_come_back(
    visit: Any, browser: Any, served: Served
) -> None:
    page = visit(f"/class/{served.run}/typical?moment=1")
    page.get_by_role("button", name="Let pupils answer").click()
    code = page.locator(".code").inner_text()
    phone = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False).new_page()
    phone.set_default_timeout(PATIENCE)
    phone.goto("http://" + page.locator(".join b").first.inner_text())
    phone.get_by_role("textbox").fill(code)
    phone.get_by_role("button").click()
    page.get_by_text("1 phone joined").wait_for()
    page.get_by_role("button", name="The question").click()
    page.locator(".count").first.wait_for()
    phone.reload()
    phone.get_by_role("button").first.click()
    page.get_by_text("1 answer of 1").wait_for()
    assert sum(int(text) for text in page.locator(".count b").all_inner_texts()) == 1
    page.get_by_role("button", name="What happened").click()
    page.locator(".told").first.wait_for()
    assert sum(int(text) for text in page.locator(".count b").all_inner_texts()) == 1
    page.get_by_role("button", name="Close the room").click()
    page.get_by_role("button", name="Let pupils answer").wait_for()
    phone.context.close()


def test_the_teacher_chooses_the_course_and_five_persons(visit: Any, served: Served) -> None:
    page = visit("/class")
    boxes = page.locator(".persons").get_by_role("checkbox")
    boxes.first.wait_for()
    begin = page.get_by_role("button", name="Open the projector view")
    names = []
    for n in range(5):
        boxes.nth(n).check()
        names.append(page.locator(".persons .mark").nth(n).inner_text().strip())
        assert begin.is_enabled() == (n == 4)
    page.get_by_text("strangest", exact=True).click()
    begin.click()
    page.wait_for_url(re.compile(r"/class/[\w-]+/strangest\?persons="))
    figure = page.locator(".chart svg:not([data-icon])").text_content()
    assert all(name in figure for name in names)


@pytest.mark.parametrize("course", ["typical", "strangest"])
@pytest.mark.parametrize("whom", ["teacher", "pupils"])
def test_the_sheet_is_one_page_of_a4_and_of_letter(
    visit: Any, served: Served, course: str, whom: str
) -> None:
    page = visit(f"/class/{served.run}/{course}?view=sheet&for={whom}", color_scheme="dark")
    sheet = page.locator(".sheet")
    sheet.wait_for()
    page.wait_for_timeout(500)
    assert sheet.evaluate("(s) => s.scrollHeight <= s.clientHeight + 1")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="Letter"))) == 1
    assert "45" in sheet.locator(".minutes").inner_text()
    assert (sheet.locator(".answer").count() > 0) == (whom == "teacher")
