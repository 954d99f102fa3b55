"""Texts of a user's scenarios that try to run a script: every page shows them letter by letter, and nothing is executed or fetched."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hostile import payloads, shares, titles
from playwright.sync_api import TimeoutError as TooLate
from serving import PATIENCE, Served

ALLOWED, _ = payloads()
SOME = ALLOWED[::5]
#: Elements that no page of the studio has; those that have no script run nothing, but would show that a text was taken for a page.
NEVER = """iframe, object, embed, img, image, video, audio, source, math, marquee, base, style, template, xmp, plaintext,
isindex, keygen, xss, dialog, slot, foreignObject, animate, set, use, noscript:not(body > noscript), link:not(head > link),
meta:not(head > meta), script:not(head > script)"""
ODD = """(never) => [...document.querySelectorAll("*")].flatMap((element) => {
  const wrong = [...element.attributes].filter(({name, value}) =>
    /^on|^(srcdoc|formaction|action|autofocus|background|xlink:href|popovertarget)$/i.test(name)
    || (["href", "src"].includes(name) && new URL(value, location.href).origin !== location.origin));
  return element.matches(never) || wrong.length ? [element.cloneNode(false).outerHTML] : [];
})"""
#: What a page shows: its text, what stands in its fields and to choose from.
SHOWN = """() => [document.body.innerText, ...[...document.querySelectorAll("input, textarea, option")]
  .map((field) => field.localName === "option" ? field.textContent : field.value)].join("\\n")"""
#: What is told of everything that can be pointed at.
HINTS = """async (within) => {
  const told = new Set(), note = document.querySelector(".hint");
  for (const element of document.querySelectorAll(within)) {
    element.dispatchEvent(new PointerEvent("pointerenter"));
    await Promise.resolve();
    told.add(note.innerText);
  }
  return [...told].join("\\n");
}"""
#: The cards of all persons in the table of persons, one after the other.
CARDS = """async () => {
  const told = [];
  for (const button of document.querySelectorAll("#persons th button")) {
    button.click();
    await new Promise((then) => setTimeout(then));
    told.push(document.querySelector("[role=dialog]").innerText);
  }
  return told;
}"""
#: What is said of cases that do not exist.
REFUSALS = """async (names) => {
  const told = [""];
  for (const name of names) {
    history.pushState(null, "", "/case/" + encodeURIComponent(name));
    dispatchEvent(new PopStateEvent("popstate"));
    let said = "";
    while (!said || said === told.at(-1)) {
      await new Promise((then) => setTimeout(then, 5));
      said = document.querySelector(".problems")?.innerText ?? "";
    }
    told.push(said);
  }
  return told.slice(1);
}"""
NUMBERS = ("apparatus", "security", "party", "public", "authority", "region", "caution", "ambition", "born")


def plain(text: str) -> str:
    """Without spaces and line ends, which a browser changes."""
    return "".join(text.split())


def missing(texts: Iterable[str], shown: str) -> list[str]:
    return [text for text in texts if plain(text) not in shown]


class Tour:
    """A browser that opens the pages of a studio and watches them. `told`: what should not have happened."""

    def __init__(self, page: Any, studio: Served) -> None:
        self.page, self.studio = page, studio
        self.told: list[str] = []
        page.on("dialog", lambda dialog: (self.told.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("request", lambda asked: self._ask(asked.url))
        page.expose_function("refused", lambda said: self.told.append(said))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => refused(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))"
        )

    def _ask(self, url: str) -> None:
        if not url.startswith((self.studio.base, "blob:")):
            self.told.append(url)

    def open(self, path: str, there: str) -> str:
        """What the page shows, once `there` is on it."""
        self.page.goto(self.studio.base + path)
        try:
            self.page.locator(there).first.wait_for()
        except TooLate:
            pytest.fail(f"{path} has no {there} but {self.page.inner_text('body')[:1000]}; {self.told}")
        return self.shown()

    def shown(self) -> str:
        assert self.page.evaluate(ODD, NEVER) == []
        return plain(self.page.evaluate(SHOWN))

    def hints(self, within: str) -> str:
        return plain(self.page.evaluate(HINTS, within))

    def got(self, address: str) -> Any:
        return self.page.evaluate("(address) => fetch(address).then((answer) => answer.json())", address)

    def end(self) -> None:
        assert self.page.evaluate("typeof hit") == "undefined" and self.told == []


@pytest.fixture(scope="module")
def studio(hostile: Path) -> Iterator[Served]:
    studio = Served(hostile)
    yield studio
    studio.process.terminate()
    studio.process.wait(30)


@pytest.fixture(scope="module")
def let_in(browser: Any, studio: Served) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(studio.first, timeout=PATIENCE)
    return context.storage_state()


@pytest.fixture
def toured(browser: Any, studio: Served, let_in: Any) -> Iterator[Callable[..., Tour]]:
    with contextlib.ExitStack() as kept:

        def begin(**options: Any) -> Tour:
            context = browser.new_context(storage_state=let_in, **options)
            kept.callback(context.close)
            context.set_default_timeout(PATIENCE)
            tour = Tour(context.new_page(), studio)
            kept.callback(tour.end)
            return tour

        yield begin


@pytest.fixture
def tour(toured: Callable[..., Tour]) -> Tour:
    """Without the content security policy: what is taken for a script would run."""
    return toured(bypass_csp=True)


@pytest.fixture
def guarded(toured: Callable[..., Tour]) -> Tour:
    """With the policy, as users have it; what it stops is told."""
    return toured()


def test_titles_in_the_catalogue(tour: Tour) -> None:
    text = tour.open("/", "#own")
    assert missing(titles(ALLOWED), text) == []


def test_names_notes_and_sources_of_cases(tour: Tour, hostile: Path) -> None:
    for number, names in enumerate(shares(ALLOWED)):
        text = tour.open(f"/case/own%2Ffolder-{number}", "#persons table")
        head = yaml.safe_load((hostile / "scenarios" / f"folder-{number}" / "scenario.yaml").read_text())
        assert missing([*names, *(head[each] for each in ("title", "summary", "roster_rule"))], text) == []
        assert plain(head["title"]) in plain(tour.page.title())
        told = tour.hints("#persons th button")
        assert missing([f"Source: {name}." for name in names], told) == []
        assert missing([f"confidence high.{name}" for name in names], told) == []
        assert len(set(ALLOWED) - set(missing(ALLOWED, tour.hints("main *")))) > 100
        cards = tour.page.evaluate(CARDS)
        assert len(cards) == len(names) and missing(names, plain("".join(cards))) == []
        tour.shown()


def test_a_page_that_is_being_written(tour: Tour) -> None:
    dealt = iter(ALLOWED)
    contenders = [{"name": next(dealt), "source": next(dealt)} for _ in range(12)]
    contenders[0] |= {field: next(dealt) for field in NUMBERS}
    disputes = [
        {"id": f"dispute-{n}", "name": text, "minus_one": next(dealt, ""), "plus_one": next(dealt, "")}
        for n, text in enumerate(dealt)
    ]
    page = {"brief": 1, "id": "x", "title": ALLOWED[0], "window": {"from": "", "to": ""}}
    page |= {"contenders": contenders, "disputes": disputes}
    tour.open("/new", ".fields")
    tour.page.evaluate(
        "(kept) => localStorage.setItem('studio-new-page', kept)", json.dumps({"page": page, "text": ""})
    )
    assert missing(ALLOWED, tour.open("/new", ".problem")) == []
    told = tour.page.locator(".problem").all_inner_texts()
    assert missing((contenders[0][field] for field in NUMBERS), plain("".join(told))) == []
    assert missing(ALLOWED, tour.open("/new?file=own/draft.yaml", ".elsewhere")) == []


def test_words_of_an_address(tour: Tour) -> None:
    tour.open("/case/own%2Ffolder-0", "#persons table")
    told = tour.page.evaluate(REFUSALS, SOME)
    assert missing(SOME, plain("".join(told))) == []
    tour.shown()
    changes = "\n".join(f"persons.x{n}.name={text}" for n, text in enumerate(SOME))
    text = tour.open(f"/case/own%2Ffolder-0/what-if?set={quote(changes)}", ".problem")
    assert missing(SOME, text) == []
    tour.page.get_by_role("searchbox").fill("born")
    tour.page.get_by_role("button", name="show all").click()
    names = [
        name for name in shares(ALLOWED)[0] if "(" not in name
    ]  # labels leave out what stands in brackets
    assert len(names) > 50 and missing(names, tour.shown()) == []


def test_histories_of_a_run(tour: Tour) -> None:
    run = tour.studio.run
    text = tour.open(f"/run/{run}/history/typical", ".situation")
    answer = tour.got(f"/api/runs/{run}")
    title, persons = answer["title"], [person["label"] for person in answer["leading"]]
    assert missing([title, *persons], text) == []
    tour.hints("main *")
    text = tour.open(f"/run/{run}", ".groups")
    assert missing([title], text) == [] and len(missing(persons, text)) < len(persons)
    tour.hints("main *")
    assert missing([title], tour.open(f"/run/{run}/odds?every=24&futures=8&asked=yes", "#turning")) == []
    tour.hints("main *")


def test_a_lesson(tour: Tour) -> None:
    run = tour.studio.run
    text = tour.open("/class", ".persons")
    lesson = tour.got(f"/api/runs/{run}/lesson")
    assert missing([lesson["title"]], text) == []
    for query, there, key in (
        ("", ".chart", "label"),
        ("moment=1&step=question", ".options", "label"),
        ("moment=1&step=answer", ".told", "label"),
        ("view=cards", "article", "name"),
        ("view=sheet", ".sheet", "label"),
    ):
        text = tour.open(f"/class/{run}/typical?{query}", there)
        assert missing([lesson["title"], *(person[key] for person in lesson["persons"])], text) == []


def test_the_policy_of_the_pages_has_nothing_to_stop(guarded: Tour) -> None:
    run = guarded.studio.run
    for path, there in (
        ("/", "#own"),
        ("/case/own%2Ffolder-2?person=ada", "[role=dialog]"),
        ("/new?file=own/draft.yaml", ".elsewhere"),
        (f"/run/{run}", ".groups"),
        (f"/run/{run}/history/typical", ".situation"),
        (f"/class/{run}/typical?view=sheet", ".sheet"),
    ):
        guarded.open(path, there)
        guarded.hints("main *")
