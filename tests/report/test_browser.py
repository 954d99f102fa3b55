"""The page in headless Chromium: without scripts, without a network, on a telephone, on paper, and for axe."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from politburo import report
from politburo.study.questions.lesson import lesson
from politburo.study.running.run import Run

SIZES = [(1000, "light"), (1000, "dark"), (390, "light"), (390, "dark")]


def opened(browser: Any, html: str, place: Path, **options: Any) -> tuple[Any, list[str]]:
    """The page in a fresh profile with the network off; every address it asked for."""
    place.write_text(html, encoding="utf-8")
    context = browser.new_context(offline=True, **options)
    context.set_default_timeout(120_000)  # machines that run tests may be busy
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(place.as_uri())
    return page, asked


@pytest.mark.parametrize("scripts", [False, True])
def test_it_asks_for_nothing_and_shows_everything(
    browser: Any, recorded: Run, tmp_path: Path, scripts: bool
) -> None:
    page, asked = opened(browser, report.page(recorded), tmp_path / "r.html", java_script_enabled=scripts)
    assert asked == [(tmp_path / "r.html").as_uri()]
    shown = page.locator("figure svg:visible")
    assert (
        shown.count()
        == page.locator(
            "#rule figure, #struggle figure, #concentration figure, #together figure, "
            "#votes figure, #members figure, #organisations figure, details.course[open] figure, #class figure"
        ).count()
    )
    assert page.locator("h1").inner_text() == recorded.resolved.title
    page.locator("details.data > summary").first.click()
    assert page.locator("details.data table").first.is_visible()


def test_histories_can_be_chosen_with_and_without_scripts(browser: Any, run: Run, tmp_path: Path) -> None:
    html = report.page(run)
    courses = html.count('<details class="course"')
    assert courses >= 2
    page, _ = opened(browser, html, tmp_path / "a.html", java_script_enabled=False)
    assert page.locator("details.course > summary:visible").count() == courses
    page.locator("details.course > summary").nth(1).click()
    assert page.locator("details.course").nth(1).locator("figure svg:visible").count() >= 3
    page, _ = opened(browser, html, tmp_path / "b.html")
    page.locator("#picker select").select_option(index=1)
    assert page.locator("details.course:visible").count() == 1
    assert (
        page.locator("details.course[open]:visible").get_attribute("id")
        == page.locator("#picker select").input_value()
    )


def test_a_mark_says_its_numbers_under_the_pointer(browser: Any, run: Run, tmp_path: Path) -> None:
    page, _ = opened(browser, report.page(run), tmp_path / "r.html")
    mark = page.locator("#figure-core .wide [data-hint]").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    assert page.locator(".hint").inner_text() == mark.get_attribute("data-hint")


@pytest.mark.parametrize("width,scheme", SIZES)
def test_it_fits_and_axe_finds_nothing_serious(
    browser: Any, recorded: Run, tmp_path: Path, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(
        browser,
        report.page(recorded),
        tmp_path / "r.html",
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('svg text')].map((t) => t.getBoundingClientRect().height).filter((h) => h > 0))"
    )
    assert smallest >= 9.5
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_the_keyboard_reaches_everything_that_opens(browser: Any, run: Run, tmp_path: Path) -> None:
    page, _ = opened(browser, report.page(run), tmp_path / "r.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
    assert {"A", "SUMMARY", "SELECT"} <= reached
    page.locator("details.data > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.data").first.evaluate("(d) => d.open")


def test_it_prints_on_a4(browser: Any, recorded: Run, tmp_path: Path) -> None:
    page, _ = opened(
        browser, report.page(recorded), tmp_path / "r.html", java_script_enabled=False, color_scheme="dark"
    )
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF") and b"/MediaBox [0 0 594.95996 841.91998]" in pdf
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 within its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def long_lesson(run: Run) -> dict[str, Any]:
    """A lesson as long as they come: eight moments, each with much to tell, and five persons with full cards."""
    names = ["Preobrazhensky", "Dzerzhinsky", "Ordzhonikidze", "Antonov-Ovseenko", "Sapronov"]
    words = (
        "the Central Committee over the unions and the workers, seeing him as too powerful, with nine others "
    )
    moment = {
        "date": "1924-09",
        "situation": f"September 1924. The ruling group is {words * 2}",
        "question": "Who will be chosen as Chair of the Council of Labour and Defence?",
        "options": [{"id": name, "label": name} for name in names],
        "answer": names[0],
        "told": [f"Dzerzhinsky turned on {words * 2}in vain. " * 2],
        "reason": [f"Threat: {words}."],
        "sweets": [4, 4, 4, 4, 4],
    }
    return {
        **lesson(run),
        "persons": [{"id": n, "label": n, "name": n, "card": [f"Holds: {words}."] * 6} for n in names],
        "first": [4, 4, 4, 4, 4],
        "moments": [{**moment, "number": number} for number in range(1, 9)],
    }


@pytest.mark.parametrize("what", ["teacher", "pupils", "cards"])
@pytest.mark.parametrize("long", [False, True])
def test_a_sheet_for_a_class_is_one_page_on_a4_and_on_letter(
    browser: Any, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: Any, long: bool
) -> None:
    if long:
        monkeypatch.setattr("politburo.report.sheet.lesson", long_lesson)
    page, _ = opened(
        browser,
        report.class_sheet(run, what),
        tmp_path / "r.html",
        java_script_enabled=False,
        color_scheme="dark",
    )
    for paper, size in (("A4", (594, 842)), ("Letter", (612, 792))):
        pdf = page.pdf(format=paper)
        box = [float(number) for number in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]]
        assert box == pytest.approx(size, abs=2)
        pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
        assert pages == 1 or (what == "cards" and long and pages == 2), paper
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # 186 mm
    assert page.evaluate("document.documentElement.scrollWidth") <= 703
    if not long and what != "cards":
        letters = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.sheet')).fontSize)")
        assert letters >= 9.3  # seven points


@pytest.mark.parametrize("width,scheme", SIZES)
@pytest.mark.parametrize("what", ["teacher", "pupils", "cards"])
def test_a_sheet_fits_a_screen_and_axe_finds_nothing_serious(
    browser: Any, run: Run, tmp_path: Path, width: int, scheme: str, what: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(
        browser,
        report.class_sheet(run, what),
        tmp_path / "r.html",
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_hostile_texts_are_shown_and_never_run(browser: Any, hostile: Run, tmp_path: Path) -> None:
    page, asked = opened(browser, report.page(hostile), tmp_path / "r.html")
    assert page.evaluate("typeof window.hit") == "undefined" and page.locator("img").count() == 0
    assert "onerror=hit()" in page.locator("h1").inner_text()
    assert len(asked) == 1
    # even if markup slipped through, the page's policy would not run it
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hit = 1'}))"
    )
    assert page.evaluate("typeof window.hit") == "undefined"
