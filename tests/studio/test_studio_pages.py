"""The files of the front end: what they are, where they lie, and that they are not sent twice."""

from __future__ import annotations

import asyncio
import socket
import threading
from unittest.mock import patch

import pytest
from opening import lived

from politburo.studio import server
from politburo.studio.answers import Answers


@pytest.fixture
def site(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>studio</title>")
    for name in ("app.js", "app.css", "letters.woff2"):
        (folder / "assets" / name).write_text(name)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(server, "SITE", folder)


@pytest.mark.usefixtures("site")
def test_every_other_address_is_the_page(studio):
    for address in ("/", "/case/heir", "/run/x?history=3", "/index.html", "/assets/none.js", "/assets/"):
        answer = studio.get(address)
        assert answer.status_code == 200 and "<title>studio" in answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("name", "kind"),
    [("app.js", "text/javascript"), ("app.css", "text/css"), ("letters.woff2", "font/woff2")],
)
def test_a_file_is_what_it_is_and_not_sent_again(name, kind, studio):
    first = studio.get(f"/assets/{name}")
    assert first.text == name and first.headers["content-type"].startswith(kind)
    assert first.headers["cache-control"] == "no-cache"
    again = studio.get(f"/assets/{name}", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "address", ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/out.txt", "/assets/..%2f..%2fsecret.txt"]
)
def test_nothing_outside_its_folder_is_sent(address, studio):
    assert "secret" not in studio.get(address).text.replace("secret.txt", "")


@pytest.mark.usefixtures("site")
def test_a_file_is_compressed_for_who_can_read_it_and_read_again_when_it_changes(studio):
    text = "let x = 1;\n" * 500
    file = server.SITE / "assets" / "app.js"
    file.write_text(text)
    small = studio.get("/assets/app.js", headers={"accept-encoding": "gzip"})
    plain = studio.get("/assets/app.js", headers={"accept-encoding": "identity"})
    assert small.text == plain.text == text
    assert small.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert int(small.headers["content-length"]) * 10 < int(plain.headers["content-length"])
    assert small.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    file.write_text(text + "let y = 2;\n")
    again = studio.get("/assets/app.js", headers={"if-none-match": plain.headers["etag"]})
    assert again.status_code == 200 and again.text.endswith("let y = 2;\n")


def test_small_answers_are_not_held_back():
    """A connection that waits until the last packet is confirmed (Nagle) makes every small answer 40 ms late."""

    async def connected():
        found = asyncio.get_running_loop().create_future()

        class Kept(asyncio.Protocol):
            def connection_made(self, transport):
                kept = transport.get_extra_info("socket")
                found.set_result(kept.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

        door = server.listening("127.0.0.1", None, 8700)
        opened = await asyncio.get_running_loop().create_server(Kept, sock=door)
        _, writer = await asyncio.open_connection(*door.getsockname())
        said = await asyncio.wait_for(found, 10)
        writer.close()
        opened.close()
        return said

    assert lived(connected())


def test_an_answer_that_is_there_needs_no_thread():
    answers, made = Answers(), []

    async def asked():
        first = await answers.soon("key", lambda: made.append(threading.get_ident()) or {"a": 1})
        with patch("politburo.studio.answers.run_in_threadpool", side_effect=AssertionError):
            return first, await answers.soon("key", lambda: made.append(0))

    assert lived(asked()) == (b'{"a":1}', b'{"a":1}')
    assert len(made) == 1 and made[0] != threading.get_ident()
