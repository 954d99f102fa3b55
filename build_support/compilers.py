"""Which C compiler builds the loops: the machine's own, or the one in the Python package ``ziglang``.

``POLITBURO_COMPILER`` forces one: ``cc`` or ``zig``. Both are told to leave every sum and product as it is written, so that both
give the same digits. This file needs nothing but Python: `do.py` asks it before anything is installed.
"""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ZIGLANG = "ziglang>=0.13"
WINDOWS, MACOS = sys.platform == "win32", sys.platform == "darwin"

#: No product is fused with a sum; whole numbers wrap round; nothing depends on the processor at hand.
FLAGS = (
    ["/O2", "/fp:precise"]
    if WINDOWS
    else ["-O3", "-g0", "-fwrapv", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math"]
)
PROGRAM = "#include <Python.h>\nint version(void) { return PY_MAJOR_VERSION; }\n"


class NoCompiler(Exception):
    """Nothing can be compiled here; the text says why and what to install."""


def includes() -> list[str]:
    """The folders with Python's C headers."""
    return sorted({sysconfig.get_path("include"), sysconfig.get_path("platinclude")})


def works(command: list[str]) -> bool:
    """Whether a compiler compiles and links a small program against Python's headers."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "program.c"
        source.write_text(PROGRAM, "ascii")
        given = [*command, *FLAGS, *(f"-I{folder}" for folder in includes())]
        given += ["-shared", "-fPIC", str(source), "-o", str(source.with_suffix(".so"))]
        try:
            return not subprocess.run(given, capture_output=True, timeout=120).returncode
        except (OSError, subprocess.TimeoutExpired):
            return False


def c_compiler() -> str | None:
    """The first C compiler of the machine that works, as a command; ``CC`` and the one that built Python come first."""
    if WINDOWS:  # setuptools finds Microsoft's compiler, which its installer's own helper gives away
        helper = Path(
            os.environ.get("PROGRAMFILES(X86)", ""), "Microsoft Visual Studio", "Installer", "vswhere.exe"
        )
        return "cl" if helper.exists() else None
    names = (os.environ.get("CC"), sysconfig.get_config_var("CC"), "cc", "gcc", "clang")
    return next((name for name in names if name and works(shlex.split(name))), None)


def zig() -> list[str]:
    """The command of the C compiler in ``ziglang``: for any processor of this kind and, on Linux, for old systems too."""
    command = [sys.executable, "-m", "ziglang", "cc", "-fno-sanitize=undefined"]
    machine = platform.machine()
    if sys.platform == "linux":
        command += [
            "-target",
            f"{machine}-linux-" + ("gnu.2.17" if platform.libc_ver()[0] == "glibc" else "musl"),
        ]
        # Debian's Python finds a part of its headers from here; the compiler's own headers come first
        command += ["-idirafter", sysconfig.get_config_var("INCLUDEDIR") or "/usr/include"]
    if machine == "x86_64":
        command.append("-mcpu=baseline")
    return command


def kind() -> str:
    """``cc`` or ``zig``: as wished, else the machine's own compiler where it works. Raises `NoCompiler`."""
    wish = os.environ.get("POLITBURO_COMPILER", "")
    if wish not in ("", "cc", "zig"):
        raise NoCompiler(f"POLITBURO_COMPILER is {wish!r}; it can be cc or zig")
    if not any((Path(folder) / "Python.h").exists() for folder in includes()):
        raise NoCompiler(
            "Python's C headers (Python.h) were not found. On Debian and Ubuntu: apt install python3-dev"
        )
    if wish != "zig" and c_compiler():
        return "cc"
    if wish == "cc":
        raise NoCompiler(f"no C compiler works here.\n{remedy()}")
    return "zig"


def remedy() -> str:
    """How to come by a C compiler."""
    if MACOS:
        own = "xcode-select --install"
    elif WINDOWS:
        own = "the C++ part of Microsoft's Build Tools for Visual Studio"
    else:
        own = "on Debian and Ubuntu: apt install build-essential python3-dev"
    zig_way = (
        ""
        if WINDOWS
        else "; or set POLITBURO_COMPILER=zig and start again: a compiler of about 100 MB is downloaded"
    )
    return f"To install a C compiler, {own}{zig_way}."


def requirements() -> list[str]:
    """What must be installed for the build besides what every build needs."""
    return [ZIGLANG] if kind() == "zig" else []
