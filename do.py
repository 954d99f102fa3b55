#!/usr/bin/env python3
"""The menu: everything one does with a clone, with nothing but Python and git.

    python3 do.py run ussr-1922    install what is needed, then run this politburo command
    python3 do.py studio           install what is needed and open the studio in the browser (--help: its options)
    python3 do.py test             the fast tests (more words are handed to pytest)
    python3 do.py check            what must pass before a change is handed in: lint, then test
    python3 do.py lint             format, style, import directions, types
    python3 do.py format           put the code into its standard form
    python3 do.py setup            only install, with what the tests need: all that is optional, but for making the site
    python3 do.py setup --all      install all that is optional, and what makes the site
    python3 do.py docs             make the documentation site in site/, to be opened at site/index.html
    python3 do.py new mechanism NAME [AFTER]
                                   begin a mechanism: its file, its test, its entries
    python3 do.py lock             renew the lock files after a change of dependencies

Everything is installed into .venv inside the clone, from lock files with checksums; POLITBURO_VENV names another place.
The engine is compiled with the machine's C compiler or, where there is none, with one that is downloaded; POLITBURO_COMPILER
(cc or zig) chooses. What is changed in it later is compiled by itself when it is next used.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("POLITBURO_VENV") or ROOT / ".venv")
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
RUN, STUDIO = "requirements.lock", "requirements-studio.lock"
DEV, DOCS = "requirements-dev.lock", "requirements-docs.lock"
MORE = {RUN: (STUDIO, DEV, DOCS), STUDIO: (DEV,)}  # whoever has one of these has it all
COMPILER = "requirements-compiler.lock"
LEAST = (3, 11)


def call(*command):
    """Run a program in the clone; leave with its exit status unless it is 0."""
    status = subprocess.call([str(word) for word in command], cwd=str(ROOT))
    if status:
        sys.exit(status)


def program(name):
    return PROGRAMS / (name + (".exe" if os.name == "nt" else ""))


def setup(lock):
    """Install the package and what `lock` lists, unless that was done before."""
    if sys.version_info < LEAST:
        sys.exit("Python %d.%d or newer is needed; this is %s" % (*LEAST, sys.version.split()[0]))
    if any(installed(there) for there in (lock, *MORE.get(lock, ()))):
        return
    from build_support import compilers

    try:
        kind = compilers.kind()
    except compilers.NoCompiler as reason:
        sys.exit("The engine cannot be compiled: %s" % reason)
    print("Installing into %s (once; it takes a minute or two)" % VENV, file=sys.stderr)
    if not program("python").exists() and subprocess.call([sys.executable, "-m", "venv", str(VENV)]):
        sys.exit("Python's venv module is needed; on Debian and Ubuntu: apt install python3-venv")
    pip = (program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    # what is never imported need not be compiled to bytecode: a third of the time
    locked = (*pip, "--no-compile", "--require-hashes", "--only-binary=:all:", "-r")
    call(*locked, lock)
    if kind == "zig":
        if not os.environ.get("POLITBURO_COMPILER"):
            print(
                "No C compiler was found: the package ziglang, which holds one (about 100 MB), is downloaded.",
                file=sys.stderr,
            )
        call(*locked, COMPILER)
    print("Compiling the engine", file=sys.stderr)
    call(program("python"), "-m", "build_support")
    call(*pip, "--no-deps", "--no-build-isolation", "-e", ".")
    stamp(lock).write_text(digest(lock))


def digest(lock):
    content = b"".join((ROOT / name).read_bytes() for name in (lock, COMPILER, "pyproject.toml"))
    return hashlib.sha256(content + os.environ.get("POLITBURO_COMPILER", "").encode()).hexdigest()


def stamp(lock):
    return VENV / (lock + ".done")


def installed(lock):
    return stamp(lock).exists() and stamp(lock).read_text() == digest(lock)


def run(*words):
    setup(RUN)
    sys.exit(subprocess.call([str(program("politburo")), *words]))


def studio(*words):
    setup(STUDIO)
    sys.exit(subprocess.call([str(program("politburo")), "studio", *words]))


def test(*words):
    """All fast tests on all processors, a file at a time; with words what they choose, one after the other."""
    setup(DEV)
    call(program("python"), "-m", "pytest", "-q", *(words or ("--numprocesses=auto", "--dist=loadfile")))


def lint():
    setup(DEV)
    call(program("ruff"), "format", "--check", ".")
    call(program("ruff"), "check", ".")
    call(program("lint-imports"))
    call(program("pyright"), "--pythonpath", program("python"))


def check():
    lint()
    test()


def format_code():
    setup(DEV)
    call(program("ruff"), "check", "--fix", "--quiet", "--select", "I", ".")
    call(program("ruff"), "format", ".")


def setup_for(*words):
    """What the tests need or, with --all, everything."""
    if words not in ((), ("--all",)):
        sys.exit("`setup` takes --all and no other word")
    setup(DEV)
    if words:
        setup(DOCS)


def docs():
    """Every page is read anew: Sphinx warns only of those it reads, and its warnings are errors."""
    setup(DOCS)
    call(program("python"), "-m", "sphinx", "-W", "--keep-going", "-E", "-q", "docs", "site")
    print("The site is in %s" % (ROOT / "site" / "index.html"))


def new(what="", *words):
    """Begin a part of the model from a pattern."""
    if what != "mechanism" or not words:
        sys.exit("`new mechanism NAME [AFTER]` is what there is")
    setup(DEV)
    call(program("python"), ROOT / "scripts" / "new_mechanism.py", *words)


def lock():
    """Needs uv (`pip install uv`). One version of each library for every Python and system; no index addresses."""
    from build_support import compilers

    compile_ = ("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11")
    compile_ += ("--fork-strategy", "fewest", "--generate-hashes")
    compile_ += ("--no-emit-index-url", "--no-header", "--no-annotate")
    call(*compile_, "pyproject.toml", "--extra", "build", "-o", RUN)
    call(*compile_, "pyproject.toml", "--extra", "build", "--extra", "dev", "-o", DEV)
    call(*compile_, "pyproject.toml", "--extra", "build", "--extra", "studio", "-c", DEV, "-o", STUDIO)
    # the site shares the environment, so that its libraries agree with those of the tests
    call(*compile_, "pyproject.toml", "--extra", "build", "--extra", "docs", "-c", DEV, "-o", DOCS)
    subprocess.run(
        [*compile_, "-", "-o", COMPILER], input=compilers.ZIGLANG, cwd=str(ROOT), text=True, check=True
    )


MENU = {
    "run": run,
    "studio": studio,
    "test": test,
    "check": check,
    "lint": lint,
    "format": format_code,
    "setup": setup_for,
    "docs": docs,
    "new": new,
    "lock": lock,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in MENU:
        sys.exit(__doc__)
    choice, words = sys.argv[1], sys.argv[2:]
    if choice == "run":
        words = ["run", *words]
    elif words and choice not in ("studio", "test", "new", "setup"):
        sys.exit("`%s` takes no further words" % choice)
    MENU[choice](*words)
