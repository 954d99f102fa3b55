"""What the server answers about texts that try to run a script: they are data of a named kind, and pages for pupils show them as text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from hostile import payloads, write_page
from starlette.testclient import TestClient

from politburo import scenario
from politburo.studio import server
from politburo.studio.joining import Joining
from politburo.studio.room import Room

ALLOWED, REFUSED = payloads()
JSON = "application/json"
ADDRESSES = (
    "/api/files",
    "/api/files/draft.yaml",
    "/api/cases/own/folder-1",
    "/api/cases/own/folder-1/check",
    "/api/cases/own/folder-1/description",
    "/api/cases/own/folder-1/facts",
    "/api/cases/own/draft.yaml/check",
    "/api/runs",
    "/api/runs/{run}",
    "/api/runs/{run}/paths",
    "/api/runs/{run}/lesson",
    "/api/runs/{run}/histories",
    "/api/runs/{run}/histories/typical",
    "/api/runs/{run}/histories/typical/events",
)
WORDS = (
    "/api/cases/{}",
    "/api/cases/own/{}",
    "/api/cases/heir?set={}",
    "/api/cases/heir?start={}",
    "/api/cases/heir/change?set={}",
    "/api/cases/heir/facts?like={}",
    "/api/runs/{}",
    "/api/jobs/{}",
    "/api/{}",
)


@pytest.fixture
def asked(hostile: Path, opened: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.chdir(hostile)
    return opened()  # type: ignore[operator]


def test_at_least_two_hundred_are_shown_and_the_others_refused_for_their_characters(tmp_path: Path) -> None:
    page = tmp_path / "page.yaml"
    for text in REFUSED:
        for title, name in ((text, "Ada"), ("A page", text)):
            write_page(page, title, name)
            assert {problem.code for problem in scenario.check(page)} == {"control-character"}, ascii(text)
    print(f"{len(ALLOWED)} are shown, {len(REFUSED)} refused with the code control-character")
    assert len(set(ALLOWED)) >= 200


def test_answers_are_data_and_said_to_be(asked: TestClient, hostile: Path) -> None:
    run = next(path.name for path in (hostile / "runs").iterdir() if path.name[0] != ".")
    for address in ADDRESSES:
        answer = asked.get(address.format(run=run))
        assert answer.status_code == 200, answer.text
        assert is_data(answer), address
    for text, address in zip(ALLOWED, itertools.cycle(WORDS), strict=False):
        assert is_data(asked.get(address.format(quote(text, safe="")))), (address, text)


def test_a_page_is_the_same_whatever_its_address_says(asked: TestClient) -> None:
    page = (server.SITE / "index.html").read_bytes()
    for text in ALLOWED[::9]:
        word = quote(text, safe="")
        for address in (f"/case/{word}", f"/run/{word}/history/{word}", f"/?q={word}", f"/new?file={word}"):
            answer = asked.get(address)
            assert (answer.content, answer.headers["content-type"]) == (page, "text/html; charset=utf-8")


def is_data(answer) -> bool:
    """JSON that browsers take for nothing else; the command in its head is one line of plain characters."""
    command = answer.headers.get("x-command", "")
    return (
        answer.headers["content-type"] == JSON
        and answer.headers["x-content-type-options"] == "nosniff"
        and answer.headers["content-security-policy"].startswith("default-src 'none'")
        and command.isascii()
        and command.isprintable()
        and answer.json() is not None
    )


class Reader(HTMLParser):
    """What a browser finds in a page: its elements with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str | None] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value for name, value in attrs if name == "value"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_questions_and_answers_are_text_on_the_phones_of_pupils() -> None:
    room = Room("http://192.0.2.7:8618/")
    room.begin()
    pupil = TestClient(Joining(room), base_url="http://192.0.2.7:8618")
    assert "Wait" in pupil.post("/join", data={"code": room.code}).text

    def page(question: str, option: str) -> Reader:
        room.ask(question, [{"id": option, "label": option}, {"id": "x", "label": "x"}])
        return Reader(pupil.get("/").text)

    harmless = page("Who?", "a").elements
    for text in ALLOWED:
        found = page(text, text)
        assert found.elements == harmless and found.text.count(text) == 2 and text in found.values
