"""Who may ask: every request and stream is held to its host, origin and session before anything else looks at it.

A page from elsewhere must not reach the studio: neither by its own address (`Origin`, `Sec-Fetch-Site`), nor by a name that was made to
point here (`Host`), nor with the browser's help (the session is a SameSite=Strict cookie that no script can read). A session begins with
a token in the opened address, which is good once; a token that the user chose (`--token`) is good as long as the studio runs.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST = 2 * 1024 * 1024  # bytes of a body
PATIENCE = 30.0  # seconds for a body to come
WRONG = 1.0  # seconds that a wrong token takes
MOST_SESSIONS = 1000
SAFE = ("GET", "HEAD")
VERBS = (*SAFE, "POST", "PUT", "DELETE")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
#: code -> (status, what it means)
REFUSALS = {
    "studio-host": (403, "the studio does not answer under this name"),
    "studio-origin": (403, "the request comes from another page"),
    "studio-session": (401, "this browser has no session"),
    "studio-verb": (405, "no such method"),
    "studio-type": (415, "a body must be JSON"),
    "studio-large": (413, "the body is larger than 2 MiB"),
    "studio-slow": (408, "the body did not come in time"),
}
REMEDIES = {
    "studio-session": "open the address that the terminal printed; pressing Enter there prints one for another browser",
    "studio-host": "open the address that the terminal printed",
    "studio-origin": "open the studio from the address bar",
}


class Sessions:
    """Tokens that begin a session, and the sessions that have begun."""

    def __init__(self, standing: str | None = None) -> None:
        self._standing = standing
        self._once: set[str] = set()
        self._open: dict[bytes, None] = {}

    def invite(self) -> str:
        """A token that is good once, or the standing one."""
        if self._standing is not None:
            return self._standing
        token = secrets.token_urlsafe(32)
        self._once.add(token)
        return token

    def admit(self, token: str) -> str | None:
        """The cookie of a new session, or None for a token that is not good."""
        standing = self._standing is not None and hmac.compare_digest(token.encode(), self._standing.encode())
        if not standing and token not in self._once:
            return None
        self._once.discard(token)
        cookie = secrets.token_urlsafe(32)
        while len(self._open) >= MOST_SESSIONS:
            del self._open[next(iter(self._open))]
        self._open[_digest(cookie)] = None
        return cookie

    def known(self, cookie: str) -> bool:
        """Is it the cookie of a session?"""
        return _digest(cookie) in self._open


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


class Guard:
    """Lets an app be asked only as the module says. `hosts`: what may stand in `Host`; `cookie`: the session's name."""

    def __init__(self, app: App, *, hosts: Iterable[str], sessions: Sessions, cookie: str) -> None:
        self.app, self.hosts, self.sessions, self.cookie = app, frozenset(hosts), sessions, cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        send = with_headers(send)
        refused = self.refused(scope)
        if refused is None and (token := _token(scope)) is not None:
            await self._begin(scope, token, send)
            return
        if refused is None and not self._in_session(scope):
            refused = "studio-session"
        if refused is not None:
            await refuse(refused, scope, send)
            return
        body = await whole_body(scope, receive)
        if isinstance(body, str):
            await refuse(body, scope, send)
            return
        await self.app(scope, replayed(body, receive), send)

    def refused(self, scope: Scope) -> str | None:
        """The code for which a request is refused whoever asks."""
        if scope["method"] not in VERBS:
            return "studio-verb"
        host = _only(scope, b"host")
        if host is None or host.lower() not in self.hosts:
            return "studio-host"
        site, origin = _all(scope, b"sec-fetch-site"), _all(scope, b"origin")
        if site not in ([], ["same-origin"], ["none"]) or origin not in ([], [f"{scope['scheme']}://{host}"]):
            return "studio-origin"
        if scope["method"] in SAFE:
            return None
        if not origin and site != ["same-origin"]:
            return "studio-origin"
        kind = (_only(scope, b"content-type") or "").partition(";")[0].strip().lower()
        return None if kind == "application/json" else "studio-type"

    def _in_session(self, scope: Scope) -> bool:
        found = [
            value.strip()
            for header in _all(scope, b"cookie")
            for name, _, value in (part.strip().partition("=") for part in header.split(";"))
            if name == self.cookie
        ]
        return len(found) == 1 and self.sessions.known(found[0])

    async def _begin(self, scope: Scope, token: str, send: Send) -> None:
        """Exchange a token for a cookie, and lead to the same address without the token."""
        cookie = self.sessions.admit(token)
        if cookie is None:
            await asyncio.sleep(WRONG)
            if not self._in_session(scope):  # a page that was opened once before is opened again
                await refuse("studio-session", scope, send)
                return
        rest = [(k, v) for k, v in parse_qsl(_query(scope), keep_blank_values=True) if k != "token"]
        path = "/" + scope["raw_path"].partition(b"?")[0].decode("ascii", "replace").lstrip("/\\")
        headers = [(b"location", f"{path}{'?' + urlencode(rest) if rest else ''}".encode())]
        if cookie is not None:
            kept = f"{self.cookie}={cookie}; Path=/; HttpOnly; SameSite=Strict"
            headers.append((b"set-cookie", kept.encode()))
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _only(scope: Scope, name: bytes) -> str | None:
    found = _all(scope, name)
    return found[0] if len(found) == 1 else None


def _query(scope: Scope) -> str:
    return scope.get("query_string", b"").decode("latin-1")


def _token(scope: Scope) -> str | None:
    """The token in the address of a page."""
    if scope["method"] != "GET" or scope["path"].startswith("/api/"):
        return None
    return dict(parse_qsl(_query(scope))).get("token")


async def whole_body(scope: Scope, receive: Receive, largest: int = LARGEST) -> bytes | str:
    """The body of a request, or the code for which it is refused."""
    if scope["method"] in SAFE:
        return b""
    said = _only(scope, b"content-length")
    if said is not None and (not said.isdecimal() or int(said) > largest):
        return "studio-large"
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return "studio-slow"
                body += message.get("body", b"")
                if len(body) > largest:
                    return "studio-large"
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        return "studio-slow"


def replayed(body: bytes, receive: Receive) -> Receive:
    """What an app receives: the body at once, then whatever comes."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> MutableMapping[str, Any]:
        if waiting:
            return waiting.pop()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return message

    return next_message


def with_headers(send: Send, headers: dict[str, str] = HEADERS) -> Send:
    """Adds the headers that every answer has, whatever the app says."""
    own = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message.get("headers", []) if k.decode().lower() not in headers]
            if not any(k.lower() == b"cache-control" for k, _ in kept):
                kept.append((b"cache-control", b"no-store"))
            message = {**message, "headers": kept + own}
        await send(message)

    return sending


async def refuse(code: str, scope: Scope, send: Send) -> None:
    """Answer with an error in the shape of all errors, or in words to a browser that wants a page."""
    status, meaning = REFUSALS[code]
    problem = {"code": code, "where": "request", "found": meaning, "allowed": "", "nearest": ""}
    problem["remedy"] = REMEDIES.get(code, "")
    told = {"error": {"code": code, "message": meaning, "problems": [problem]}}
    kind, body = "application/json", json.dumps(told)
    if "text/html" in (_only(scope, b"accept") or ""):
        kind, body = (
            "text/plain; charset=utf-8",
            f"politburo studio: {meaning}.\n{problem['remedy'].capitalize()}\n",
        )
    headers = [(b"content-type", kind.encode())]
    if code == "studio-verb":
        headers.append((b"allow", ", ".join(VERBS).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
