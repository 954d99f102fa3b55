"""Whether a page fits the screens of its readers, and whether those who do not see it find their way."""

from __future__ import annotations

from typing import Any

SETTLED = "() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))"


def assert_it_fits_and_axe_finds_nothing_serious(visit: Any, path: str, there: str) -> None:
    """On a wide screen as users have it; on a phone by day and a tablet by night also by the rules of axe, for which the content
    security policy steps aside. `there`: what stands on the page when it is there."""
    from axe_playwright_python.sync_playwright import Axe

    page = visit(path, width=1920)
    page.locator(there).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
    page = visit(path, width=390, bypass_csp=True, reduced_motion="reduce")  # colours change at once
    page.locator(there).first.wait_for()
    for width, colours in ((390, "light"), (1024, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=colours)
        page.evaluate(SETTLED)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert not [(one["id"], one["nodes"][0]["html"]) for one in serious]
