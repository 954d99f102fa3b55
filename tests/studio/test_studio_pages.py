"""The files of the front end: what they are, where they lie, and that they are not sent twice."""

from __future__ import annotations

import pytest

from politburo.studio import server


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
