"""Files that are whole or not there, and a lock that ends with its process."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from politburo.errors import PolitburoError, Problem

WRITING = ".writing"  # ends the name of a file that is not finished
LOCK = ".lock"


@contextlib.contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn a refusal of the file system into a `PolitburoError` that names the path."""
    try:
        yield
    except OSError as error:
        remedy = (
            "free some space or choose another place; what was finished is safe: the same command continues"
        )
        raise PolitburoError(
            Problem("cannot-write", str(path), error.strerror or str(error), remedy=remedy)
        ) from error


def refuse_taken(target: Path, *, unless_empty: bool = False) -> None:
    """Raise `PolitburoError` (target-exists) if there is a file or a folder of this name; an empty folder is let through `unless_empty`."""
    with reporting(target):
        folder = target.is_dir()
        empty = folder and not any(target.iterdir())
        if (unless_empty and empty) or not os.path.lexists(target):
            return
    found = "a folder" if folder else "a file"
    allowed = "a new name" + (", or an empty folder" if unless_empty else "")
    remedy = f"choose another name, or remove this {found.split()[-1]} yourself"
    raise PolitburoError(Problem("target-exists", str(target), found, allowed, remedy=remedy))


def unfinished(path: Path) -> Path:
    """Where a file lies until it is whole."""
    return path.with_name(f".{path.name}{WRITING}")


def put(path: Path, data: bytes) -> None:
    """Write bytes so that the file is whole or absent, and an older one is there until the new one is whole: `aside`."""
    with aside(path) as place, open(place, "wb" if place == path else "xb") as file:
        file.write(data)


def keep(path: Path, data: bytes) -> None:
    """The same in a folder of the program's own, where whatever has the name is replaced: no link is followed, no pipe written to."""
    with aside(path, own=True) as place, open(place, "xb") as file:
        file.write(data)


@contextlib.contextmanager
def aside(path: Path, *, own: bool = False) -> Iterator[Path]:
    """A place beside `path` where a file (or folder) is written; once it is whole it is flushed to disk and takes the name.

    Where anything fails nothing is left of it, and an older file is as it was. A link is followed; what is no file, such as a pipe or
    /dev/stdout, is written to directly; in the program's `own` folders neither is. Raises `PolitburoError` (cannot-write) for a refusal
    of the file system.
    """
    with reporting(path):
        direct = not own and path.exists() and not path.is_file()
        target = path.resolve() if not own and path.is_symlink() else path
    if direct:
        with reporting(path):
            yield path
        return
    temporary = unfinished(target)
    with reporting(path):
        try:
            _remove(temporary)  # left by a writer that was killed
            yield temporary
            if temporary.is_file():
                with open(temporary, "rb+") as file:
                    os.fsync(file.fileno())
            os.replace(temporary, target)
            sync_folder(target.parent)
        except BaseException as error:
            if not own or isinstance(
                error, OSError
            ):  # what a killed writer leaves in a run is removed by the next one
                with contextlib.suppress(OSError):
                    _remove(temporary)
            raise


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def get(path: Path, most: int) -> bytes:
    """The bytes of a file. Raises `OSError` for what is no regular file (or a link to one) and for more than `most` bytes, before
    anything is read."""
    _regular(path, most)
    return path.read_bytes()


def _regular(path: Path, most: int) -> None:
    known = os.stat(path)
    if not stat.S_ISREG(known.st_mode):
        raise OSError("not a regular file")
    if known.st_size > most:
        raise OSError(f"{known.st_size} bytes, and more than {most} are not read")


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk; where folders cannot be opened (Windows) the system does it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lock(path: Path, *, shared: bool = False) -> IO[bytes]:
    """Hold a lock file until the returned file is closed or the process ends, however it ends.

    Several may hold it `shared`, one alone otherwise. Raises `PolitburoError`: run-busy if another process holds it, cannot-write,
    with what the system says, where files cannot be locked.
    """
    with reporting(path):
        with contextlib.suppress(FileNotFoundError):
            _regular(path, 2**10)
        file = open(path, "a+b")  # noqa: SIM115 - it stays open as long as the lock is held
        try:
            _lock(file, shared)
        except BlockingIOError as error:
            file.close()
            busy = "another process is writing here"
            raise PolitburoError(
                Problem("run-busy", str(path.parent), busy, remedy="wait for it, or choose another place")
            ) from error
        except OSError as error:
            file.close()
            raise OSError(f"the file cannot be locked: {error.strerror or error}") from error
    return file


def _lock(file: IO[bytes], shared: bool) -> None:
    """Raises `BlockingIOError` where another process holds the lock."""
    try:
        import fcntl
    except ImportError:  # Windows has no shared locks: shards would have to take turns
        import msvcrt

        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except PermissionError as error:
            raise BlockingIOError(error.errno, error.strerror) from error
        return
    fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
