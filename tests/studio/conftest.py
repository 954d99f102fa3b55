"""A folder with saved runs and a scenario of the user's own, and a studio on it that is asked without a network."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import payloads, shares, titles, write_folder, write_page
from opening import ADDRESS, COOKIE, PORT, kit_for
from serving import PATIENCE, Served
from starlette.testclient import TestClient

import politburo
from politburo.cli import entry
from politburo.studio.guard import Guard
from politburo.studio.server import app_of, hosts_of

VALID = Path(__file__).parents[1] / "scenarios" / "valid"


@pytest.fixture(autouse=True)
def same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that a studio starts run the program under test, wherever they start."""
    monkeypatch.setenv("PYTHONPATH", str(Path(politburo.__file__).resolve().parents[1]))


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `runs` holds a run of a teaching case and one of the flagship, `scenarios` a page and a folder."""
    place = tmp_path_factory.mktemp("studio")
    with contextlib.chdir(place):
        for case in ("heir", "ussr-1922"):
            assert entry(["run", case, "--histories", "12", "--no-blind", "--json"]) == 0
        (place / "scenarios").mkdir()
        shutil.copytree(VALID / "small", place / "scenarios" / "small")
        page = next((VALID / "page").glob("*.yaml"))
        shutil.copy(page, place / "scenarios" / "mine.yaml")
    return place


@pytest.fixture
def here(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(workplace)
    return workplace


@pytest.fixture
def opened(here: Path) -> Iterator[Callable[..., TestClient]]:
    """Opens studios with a session; `how` is that of `Jobs`."""
    with contextlib.ExitStack() as kept:

        def make(**how: Any) -> TestClient:
            kit = kit_for(**how)
            guard = Guard(app_of(kit), hosts=hosts_of("", PORT), sessions=kit.sessions, cookie=COOKIE)
            client = kept.enter_context(TestClient(guard, base_url=ADDRESS, raise_server_exceptions=False))
            client.get(f"/?token={kit.sessions.invite()}", follow_redirects=False)
            client.kit = kit  # type: ignore[attr-defined]
            return client

        yield make
        shutil.rmtree("runs/.studio", ignore_errors=True)


@pytest.fixture
def studio(opened: Callable[..., TestClient]) -> TestClient:
    return opened()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scenarios whose texts try to run scripts, and a run of one of them."""
    place = tmp_path_factory.mktemp("hostile")
    (own := place / "scenarios").mkdir()
    attempts, _ = payloads()
    for number, names in enumerate(shares(attempts)):
        write_folder(own / f"folder-{number}", names, [text for text in attempts if text not in names])
    for number, title in enumerate(titles(attempts)):
        write_page(own / f"page-{number}.yaml", title)
    (own / "draft.yaml").write_text("\n".join(attempts), encoding="utf-8")
    with contextlib.chdir(place):
        assert entry(["run", "scenarios/folder-1", "--histories", "8", "--no-blind", "--json"]) == 0
    return place


@pytest.fixture
def runs(here: Path) -> dict[str, str]:
    """Names of the saved runs by case."""
    return {
        path.name.split("-s1-")[0]: path.name
        for path in sorted((here / "runs").iterdir())
        if path.name[0] != "."
    }


# --- in a browser --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("served")
    with contextlib.chdir(place):
        assert entry(["run", "india-1964", "--histories", "12", "--no-blind", "--json"]) == 0
    studio = Served(place)
    yield studio
    studio.process.terminate()
    studio.process.wait(30)


@pytest.fixture(scope="session")
def session(browser: Any, served: Served) -> Any:
    """What a browser keeps once it was let in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.first)
    page.locator("h1").wait_for(timeout=PATIENCE)
    return context.storage_state()


@pytest.fixture
def visit(browser: Any, served: Served, session: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page of the studio; whatever it asked of other machines, and errors of its scripts, fail the test in the end."""
    told: list[str] = []
    with contextlib.ExitStack() as kept:

        def opened(path: str, *, width: int = 1280, **options: Any) -> Any:
            context = browser.new_context(
                storage_state=session, viewport={"width": width, "height": 900}, **options
            )
            kept.callback(context.close)
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("pageerror", lambda error: told.append(str(error)))
            page.on(
                "console", lambda said: told.append(said.text) if "Content Security" in said.text else None
            )
            page.on(
                "request",
                lambda asked: (
                    None if asked.url.startswith((served.base, "blob:")) else told.append(asked.url)
                ),
            )
            page.goto(served.base + path)
            page.locator("h1").first.wait_for()
            return page

        yield opened
    assert not told
