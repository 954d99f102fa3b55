"""The page that pupils open on their phones: the only thing that the school's network sees, and plain HTML without a script."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from politburo.studio.guard import HEADERS, Receive, Scope, Send, whole_body, with_headers
from politburo.studio.room import Room

LARGEST = 4096
COOKIE = "politburo_pupil"
WAIT = 3  # seconds after which a page that waits looks again
HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?\Z", re.IGNORECASE)
STYLE = Path(__file__).with_name("join.css")
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{refresh}
<title>In class</title><link rel="stylesheet" href="/join.css"></head>
<body><main>{body}</main></body></html>
"""
JOIN = """<h1>In class</h1>{said}
<form method="post" action="/join"><label for="code">The code on the board</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" maxlength="12" required>
<button>Join</button></form>
<p>Nothing is kept but how many chose each answer.</p>"""
ASK = """<h1>{question}</h1>
<form method="post" action="/answer"><input type="hidden" name="asked" value="{asked}">
{options}</form>"""
OPTION = '<button name="option" value="{id}">{label}</button>'
#: a form on a page that names no referrer would come with the origin "null", which is refused
OWN_HEADERS = {"content-security-policy": POLICY, "referrer-policy": "same-origin"}


class Joining:
    """The app of the join page (ASGI)."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        send = with_headers(send, {**HEADERS, **OWN_HEADERS})
        status, headers, body = await self._answer(scope, receive)
        plain = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": plain})
        await send({"type": "http.response.body", "body": body.encode()})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, dict[str, str], str]:
        method, path, given = scope["method"], scope["path"], _headers(scope)
        if not HOST.match(given.get("host", "")):
            return 403, _text(), "no such host\n"
        if method in ("GET", "HEAD"):
            if path == "/join.css":
                return 200, {"content-type": "text/css", "cache-control": "max-age=3600"}, _style()
            return (200, _html(), self._page(scope)) if path == "/" else (404, _text(), "not found\n")
        if method != "POST" or path not in ("/join", "/answer"):
            return 405, _text() | {"allow": "GET, POST"}, "no such address\n"
        origin, site = given.get("origin"), given.get("sec-fetch-site", "same-origin")
        if origin not in (None, f"{scope['scheme']}://{given['host']}") or site != "same-origin":
            return 403, _text(), "the form comes from another page\n"
        body = await whole_body(scope, receive, LARGEST)
        if isinstance(body, str):
            return 413, _text(), "too large\n"
        fields = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if path == "/join":
            pupil = self.room.join(fields.get("code", ""))
            if pupil is None:
                return 403, _html(), _page(JOIN.format(said="<p role=alert>This is not the code.</p>"))
            return (
                303,
                {"location": "/", "set-cookie": f"{COOKIE}={pupil}; Path=/; HttpOnly; SameSite=Strict"},
                "",
            )
        asked = fields.get("asked", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else -1
        self.room.answer(_pupil(given), number, fields.get("option", ""))
        return 303, {"location": "/"}, ""

    def _page(self, scope: Scope) -> str:
        """What a phone shows now."""
        room, pupil = self.room, _pupil(_headers(scope))
        if not room.knows(pupil):
            return _page(JOIN.format(said=""))
        if room.question is None or not room.taking:
            return _page("<h1>In class</h1><p>Wait for the next question.</p>", wait=True)
        if room.answered(pupil):
            return _page("<h1>Thank you</h1><p>Your answer was counted.</p>", wait=True)
        options = "\n".join(
            OPTION.format(id=escape(option["id"]), label=escape(option["label"]))
            for option in room.question["options"]
        )
        asked = ASK.format(question=escape(room.question["question"]), asked=room.asked, options=options)
        return _page(asked)


def _page(body: str, *, wait: bool = False) -> str:
    refresh = f'<meta http-equiv="refresh" content="{WAIT}">' if wait else ""
    return PAGE.format(body=body, refresh=refresh)


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _pupil(headers: dict[str, str]) -> str:
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _html() -> dict[str, str]:
    return {"content-type": "text/html; charset=utf-8"}


def _text() -> dict[str, str]:
    return {"content-type": "text/plain; charset=utf-8"}


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message: Any = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
