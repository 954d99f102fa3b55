"""The files of the front end, read once and held in memory, and its one page for every other address."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request, Response

#: What the files are, whatever the system thinks: browsers are told not to guess.
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
PACKED = (".png", ".woff2")  # gain nothing by being compressed


@dataclass(frozen=True)
class File:
    """A file as it is sent; `small`: compressed, empty where that gains nothing."""

    kind: str
    data: bytes
    small: bytes
    tag: str
    stamp: tuple[int, int]


class Front:
    """The files below a folder. One that has changed on disk is read again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._files: dict[Path, File] = {}

    def answer(self, path: str, request: Request) -> Response | None:
        """A file, or the page for what is none; asked for again, it is only said not to have changed. None where there is no page."""
        file = self._file(path) or self._file("index.html")
        if file is None:
            return None
        headers = {"etag": file.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == file.tag:
            return Response(status_code=304, headers=headers)
        data = file.data
        if file.small and "gzip" in request.headers.get("accept-encoding", ""):
            data, headers["content-encoding"] = file.small, "gzip"
        return Response(data, headers=headers, media_type=file.kind)

    def _file(self, path: str) -> File | None:
        try:
            place = (self.folder / path).resolve()
            if not path or not place.is_relative_to(self.folder) or not place.is_file():
                return None
            known = place.stat()
            stamp = known.st_mtime_ns, known.st_size
        except (OSError, ValueError):  # too long a name, or one that no file can have
            return None
        found = self._files.get(place)
        if found is None or found.stamp != stamp:
            data = place.read_bytes()
            small = b"" if place.suffix in PACKED else gzip.compress(data, mtime=0)
            kind = KINDS.get(place.suffix, "text/plain; charset=utf-8")
            found = File(kind, data, small, f'"{hashlib.sha256(data).hexdigest()[:32]}"', stamp)
            self._files[place] = found
        return found
