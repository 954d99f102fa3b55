"""The server: one app behind its guard on the loopback address, and for a class a second one that has only the join page."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from politburo.errors import PolitburoError, Problem
from politburo.studio.answers import refused, told
from politburo.studio.api import about, cases, jobs, room, runs
from politburo.studio.api.kit import Kit
from politburo.studio.asks import Question, asked, question
from politburo.studio.front import Front
from politburo.studio.guard import Guard, Sessions
from politburo.studio.jobs import Jobs, QueueFull
from politburo.studio.joining import Joining
from politburo.studio.places import Places
from politburo.studio.room import Room

log = logging.getLogger(__name__)

SITE = Path(__file__).with_name("site")
PORT = 8617
TRIED = 20  # further ports where the usual one is taken
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LEAST_TOKEN = 16


@dataclass(frozen=True)
class Opening:
    """How a studio is opened. `host` needs a `token`; `lan`: the class room's join page is open to the network."""

    places: Places
    open: str = "/"
    host: str = ""
    port: int | None = None
    token: str = ""
    lan: bool = False
    browser: bool = True
    say: Callable[[str], None] = print


def app_of(kit: Kit) -> FastAPI:
    """The addresses of a studio, without its guard."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        kit.jobs.open()
        yield
        await kit.jobs.close()

    shape = {"description": "An error, as `--json` prints it"}
    app = FastAPI(
        title="politburo studio",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses={"default": shape},
    )
    app.state.kit = kit
    for part in (about, cases, runs, jobs, room):
        app.include_router(part.router, prefix="/api")
    app.add_exception_handler(PolitburoError, lambda _, error: refused(error))  # type: ignore[arg-type]
    app.add_exception_handler(QueueFull, _full)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _bug)
    app.add_api_route("/{path:path}", pages(Front(SITE)), methods=["GET"], include_in_schema=False)
    return app


def pages(front: Front) -> Callable[..., Awaitable[Response]]:
    """Answers with the front end whatever is no address of the interface."""

    async def page(request: Request, path: str) -> Response:
        if path.startswith("api/"):
            return _problem(404, "path-unknown", path)
        unbuilt = "the front end has not been built: npm run build in studio/"
        return front.answer(path, request) or _problem(501, "extra-missing", unbuilt)

    return page


def _problem(status: int, code: str, found: str, allowed: str = "") -> Response:
    return told(PolitburoError(Problem(code, "request", found[:200], allowed)).to_json(), status=status)


def _full(_: Request, error: Exception) -> Response:
    assert isinstance(error, QueueFull)
    answer = _problem(429, "too-many", "twenty jobs wait already", f"again in {error.seconds} s")
    answer.headers["retry-after"] = str(error.seconds)
    return answer


def _invalid(_: Request, error: Exception) -> Response:
    """A request whose parts have not the form that they must have."""
    assert isinstance(error, RequestValidationError)
    problems = [
        Problem("usage", ".".join(map(str, one["loc"])), str(one.get("input"))[:200], str(one["msg"]))
        for one in error.errors()[:20]
    ]
    return told(PolitburoError(problems).to_json(), status=400)


def _plain(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = _problem(error.status_code, "usage", str(error.detail))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def _bug(request: Request, error: Exception) -> Response:
    log.exception("%s %s", request.method, request.url.path, exc_info=error)
    said = f"{type(error).__name__}: {error}"[:300]
    problem = {
        "code": "bug",
        "where": request.url.path,
        "found": said,
        "allowed": "",
        "nearest": "",
        "remedy": "",
    }
    return told(
        {"error": {"code": "bug", "message": "this is a bug in politburo", "problems": [problem]}}, status=500
    )


def checked(places: Places) -> Callable[[dict[str, Any]], Question]:
    """Makes a question of what was asked."""

    def check(ask: dict[str, Any]) -> Question:
        return question(asked(ask), places)

    return check


def listening(host: str, port: int | None, usual: int = PORT) -> socket.socket:
    """A socket on `port`, or on the usual one or the next that is free. Raises `PolitburoError` (cannot-write)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for number in [port] if port is not None else range(usual, usual + TRIED):
        found = socket.socket(
            family, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # asyncio delays what has no protocol
        if sys.platform != "win32":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
            found.listen(128)
            found.set_inheritable(False)
            return found
        except OSError as error:
            found.close()
            last = error
    where = f"{host}:{port if port is not None else usual}"
    raise PolitburoError(
        Problem(
            "cannot-write",
            "--port",
            f"{where}: {last and last.strerror}",
            "a free port",
            "",
            "name another port",
        )
    )


def own_address() -> str:
    """The address under which this machine is known in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def hosts_of(host: str, port: int) -> list[str]:
    """What may stand in `Host`."""
    names = [*LOOPBACK]
    if host:
        everywhere = host in ("0.0.0.0", "::")
        names += [own_address(), socket.gethostname().lower()] if everywhere else [_in_address(host).lower()]
    return [f"{name}:{port}" for name in names] + ([*names] if port == 80 else [])


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def serve(opening: Opening) -> None:
    """Open the studio and keep it open until it is interrupted. Raises `PolitburoError` for a port or token that cannot be used."""
    if opening.host and len(opening.token) < LEAST_TOKEN:
        found = f"{len(opening.token)} characters" if opening.token else "no token"
        remedy = "whoever has the token can do what you can: choose a long one"
        raise PolitburoError(
            Problem("usage", "--token", found, f"{LEAST_TOKEN} characters or more with --host", "", remedy)
        )
    door = listening(opening.host or LOOPBACK[0], opening.port)
    port = door.getsockname()[1]
    shown = (
        opening.host
        if opening.host not in ("", "0.0.0.0", "::")
        else own_address()
        if opening.host
        else LOOPBACK[0]
    )
    address = f"http://{_in_address(shown)}:{port}"
    doors: list[tuple[Any, socket.socket]] = []
    class_room = None
    if opening.lan:
        lane = listening("0.0.0.0", None, port + 1)
        class_room = Room(f"http://{own_address()}:{lane.getsockname()[1]}/")
        doors.append((Joining(class_room), lane))
    sessions = Sessions(opening.token or None)
    kit = Kit(
        opening.places,
        Jobs(opening.places.runs, checked(opening.places)),
        sessions,
        address,
        opening.open,
        class_room,
    )
    guard = Guard(
        app_of(kit), hosts=hosts_of(opening.host, port), sessions=sessions, cookie=f"politburo_studio_{port}"
    )
    doors.insert(0, (guard, door))

    def invited() -> str:
        return f"{address}{opening.open}?token={sessions.invite()}"

    opening.say(f"The studio is open at {invited()}")
    if class_room is not None:
        opening.say(f"Pupils join at {class_room.address} once you open the class room.")
    opening.say("Enter prints an address for another browser; Ctrl-C closes the studio.")
    if opening.browser:
        threading.Thread(target=webbrowser.open, args=(invited(),), daemon=True).start()
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=_more, args=(lambda: opening.say(invited()),), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_open(doors, kit))
    opening.say("The studio is closed. What was running goes on when it is opened again.")


def _more(say: Callable[[], None]) -> None:
    """Say it again at every Enter."""
    for _ in sys.stdin:
        say()


class Server(uvicorn.Server):
    """Ends the streams before it waits for connections to end."""

    boards: tuple[Any, ...] = ()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for board in self.boards:
            board.close()
        await super().shutdown(sockets)


async def _open(doors: list[tuple[Any, socket.socket]], kit: Kit) -> None:
    servers = []
    for app, _ in doors:
        config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=3,
            timeout_keep_alive=30,
            limit_concurrency=1000,
        )
        server = Server(config)
        server.boards = (kit.jobs.board, *((kit.room.board,) if kit.room else ()))
        servers.append(server)
    first, *others = servers
    with contextlib.ExitStack() as kept:
        for _, door in doors:
            kept.callback(door.close)
        tasks = [
            asyncio.create_task(server.serve(sockets=[door]))
            for server, (_, door) in zip(others, doors[1:], strict=True)
        ]
        try:
            await first.serve(sockets=[doors[0][1]])
        finally:
            for server in others:
                server.should_exit = True
            if tasks:
                await asyncio.wait(tasks)
