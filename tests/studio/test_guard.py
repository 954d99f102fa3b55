"""Who may ask: the whole matrix of verbs, hosts, origins, sites and cookies, and everything that must not be taken for a session."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from opening import lived

from politburo.studio.guard import LARGEST, POLICY, Guard, Sessions
from politburo.studio.server import hosts_of

PORT, NAME = 8617, "politburo_studio_8617"
OWN = f"http://127.0.0.1:{PORT}"
VERBS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT")
HOSTS = (
    [f"127.0.0.1:{PORT}"], [f"localhost:{PORT}"], [f"[::1]:{PORT}"], ["127.0.0.1"], [f"127.0.0.1:{PORT + 1}"],
    [f"evil.example:{PORT}"], [f"127.0.0.1.evil.example:{PORT}"], [], [f"127.0.0.1:{PORT}", "evil.example"],
)  # fmt: skip
ORIGINS = (
    None,
    OWN,
    "null",
    "http://evil.example",
    f"https://127.0.0.1:{PORT}",
    f"http://127.0.0.1:{PORT + 1}",
    "",
)
SITES = (None, "none", "same-origin", "same-site", "cross-site")
ADDRESSES = ("/", "/api/about", "/api/events", "/api/jobs")


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Says what it was sent."""
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"asked:" + body})


def _guard() -> tuple[Guard, str]:
    sessions = Sessions()
    cookie = sessions.admit(sessions.invite())
    assert cookie is not None
    return Guard(_app, hosts=hosts_of("", PORT), sessions=sessions, cookie=NAME), cookie


def ask(
    guard: Guard,
    verb: str = "GET",
    path: str = "/",
    *,
    hosts: list[str] = HOSTS[0],
    origin: str | None = None,
    site: str | None = None,
    cookies: tuple[str, ...] = (),
    more: tuple[tuple[str, str], ...] = (("content-type", "application/json"),),
    bodies: tuple[bytes, ...] = (b"{}",),
) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of a request."""
    headers = [("host", host) for host in hosts] + [("cookie", cookie) for cookie in cookies] + list(more)
    headers += [("origin", origin)] if origin is not None else []
    headers += [("sec-fetch-site", site)] if site is not None else []
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": verb, "scheme": "http", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(k.encode(), v.encode()) for k, v in headers],
    }  # fmt: skip
    waiting = [{"type": "http.request", "body": b, "more_body": True} for b in bodies]
    waiting[-1]["more_body"] = False
    sent: list[Any] = []

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    lived(guard(scope, receive, send))
    found = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:])


def _allowed(verb: str, hosts: list[str], origin: str | None, site: str | None, session: bool) -> bool:
    """The rule once more, from the side of what is allowed."""
    if verb not in VERBS[:5] or not session:
        return False
    if hosts not in HOSTS[:3] or site not in (None, "none", "same-origin"):
        return False
    mine = origin == f"http://{hosts[0]}"
    return (origin is None or mine) and (verb in ("GET", "HEAD") or mine or (site == "same-origin"))


def test_the_whole_matrix():
    guard, cookie = _guard()
    jars = {(f"{NAME}={cookie}",): True, (): False, (f"{NAME}=guess",): False, (f"other={cookie}",): False}
    jars[(f"{NAME}=guess; {NAME}={cookie}",)] = False
    let_in = 0
    for verb, hosts, origin, site, jar in itertools.product(VERBS, HOSTS, ORIGINS, SITES, jars):
        status, headers, body = ask(guard, verb, hosts=hosts, origin=origin, site=site, cookies=jar)
        wanted = _allowed(verb, hosts, origin, site, jars[jar])
        case = (verb, hosts, origin, site, jar)
        assert (status == 200) is wanted, case
        assert wanted == body.startswith(b"asked:"), case
        assert headers["content-security-policy"] == POLICY and headers["x-content-type-options"] == "nosniff"
        assert not any(name.startswith("access-control-") for name in headers), case
        let_in += wanted
    assert let_in == 42


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_and_stream_is_held_to_it(path):
    guard, cookie = _guard()
    jar = (f"{NAME}={cookie}",)
    assert ask(guard, path=path, cookies=jar)[0] == 200
    assert ask(guard, path=path)[0] == 401
    assert ask(guard, path=path, cookies=jar, hosts=["evil.example"])[0] == 403
    assert ask(guard, path=path, cookies=jar, site="cross-site")[0] == 403


def test_a_token_opens_one_session_and_leads_to_the_address_without_it():
    sessions = Sessions()
    guard = Guard(_app, hosts=hosts_of("", PORT), sessions=sessions, cookie=NAME)
    token = sessions.invite()
    status, headers, _ = ask(guard, path=f"/case/heir?set=a%3D1&token={token}&set=b")
    assert (status, headers["location"]) == (303, "/case/heir?set=a%3D1&set=b")
    assert "HttpOnly" in headers["set-cookie"] and "SameSite=Strict" in headers["set-cookie"]
    assert token not in headers["set-cookie"]
    jar = (headers["set-cookie"].partition(";")[0],)
    assert ask(guard, cookies=jar)[0] == 200
    assert ask(guard, path=f"/?token={token}")[0] == 401, "a token is good once"
    assert ask(guard, path=f"/?token={token}", cookies=jar)[0] == 303, "who is in may open the address again"


def test_a_token_is_no_way_past_the_other_checks():
    sessions = Sessions()
    guard = Guard(_app, hosts=hosts_of("", PORT), sessions=sessions, cookie=NAME)
    token = sessions.invite()
    assert ask(guard, path=f"/?token={token}", hosts=["evil.example"])[0] == 403
    assert ask(guard, path=f"/?token={token}", site="cross-site")[0] == 403
    assert ask(guard, path=f"/api/about?token={token}")[0] == 401
    assert ask(guard, "POST", f"/?token={token}", origin=OWN)[0] == 401
    assert ask(guard, path=f"/?token={token}")[0] == 303


def test_the_way_on_stays_in_the_studio():
    sessions = Sessions()
    guard = Guard(_app, hosts=hosts_of("", PORT), sessions=sessions, cookie=NAME)
    for path in ("//evil.example/", "/\\evil.example/", "///evil.example"):
        location = ask(guard, path=f"{path}?token={sessions.invite()}")[1]["location"]
        assert location.startswith("/") and not location.startswith(("//", "/\\")), location


def test_a_token_of_ones_own_is_good_as_long_as_the_studio_runs():
    sessions = Sessions("correct horse battery")
    assert sessions.invite() == "correct horse battery"
    first, second = sessions.admit("correct horse battery"), sessions.admit("correct horse battery")
    assert first and second and first != second and sessions.known(first) and sessions.known(second)
    assert sessions.admit("correct horse batterz") is None


@pytest.mark.parametrize(
    ("more", "bodies", "status"),
    [
        ((("content-length", str(LARGEST + 1)),), (b"x",), 413),
        ((("content-length", "-1"),), (b"x",), 413),
        ((("content-length", "many"),), (b"x",), 413),
        ((), (b"x" * LARGEST, b"y"), 413),
        ((), (b"x" * LARGEST,), 200),
    ],
)
def test_bodies_are_at_most_two_mebibytes(more, bodies, status):
    guard, cookie = _guard()
    kind = (("content-type", "application/json"),)
    found = ask(guard, "POST", origin=OWN, cookies=(f"{NAME}={cookie}",), more=kind + more, bodies=bodies)
    assert found[0] == status


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_taken_so_that_no_form_of_another_page_can_send_it(kind):
    guard, cookie = _guard()
    more = (("content-type", kind),) if kind else ()
    assert ask(guard, "POST", origin=OWN, cookies=(f"{NAME}={cookie}",), more=more)[0] == 415


def test_a_browser_that_wants_a_page_is_told_in_words_what_to_do():
    status, headers, body = ask(_guard()[0], more=(("accept", "text/html"),))
    assert status == 401 and headers["content-type"].startswith("text/plain") and b"terminal" in body


def test_a_websocket_is_closed():
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    lived(_guard()[0]({"type": "websocket", "headers": []}, None, send))  # type: ignore[arg-type]
    assert sent == [{"type": "websocket.close", "code": 1008}]
