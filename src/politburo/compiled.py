"""The compiled modules: which they are, and whether what lies here was made of the sources that lie here.

A compiled module is a `.py` file with an extension module beside it. Python by itself would load the source where the extension
module is missing, and an old extension module beside a source that has changed. `Finder` stands before Python's own finders and
answers for these modules alone: it loads the extension module, once it is known to be made of these sources. In a clone for
development, what has changed is compiled first; anywhere else a difference is an error.

With ``POLITBURO_UNCOMPILED=1`` it loads the sources instead: slow, for reading, debugging and comparing.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys
from typing import Any, NoReturn

HOME = os.path.dirname(os.path.abspath(__file__))
CLONE = os.path.dirname(os.path.dirname(HOME))
#: What was compiled: a line ``digest name`` for each file, and the kind of compiler.
RECORD = os.path.join(HOME, "compiled.txt")

#: Modules of small functions that are compiled into whatever uses them, as dotted names below `politburo`.
INLINE = ("model.numbers", "rng", "model.readings")
#: Compiled modules besides the mechanisms.
LOOPS = ("model.voting", "model.observation", "clock")
#: Modules of which the compiler's declarations are made.
DECLARED = (
    "vocab",
    "model.codes",
    "model.declared",
    "model.events",
    "model.habits",
    "model.params",
    "model.records",
)


def modules() -> list[str]:
    """Every compiled module, as a dotted name below `politburo`."""
    files = os.listdir(os.path.join(HOME, "mechanisms"))
    names = sorted(name[:-3] for name in files if name.endswith(".py") and name != "__init__.py")
    return [*LOOPS, *(f"mechanisms.{name}" for name in names)]


def path_of(module: str) -> str:
    """The place of a module without its suffix."""
    return os.path.join(HOME, *module.split("."))


def in_clone() -> bool:
    """Whether this is a clone for development and not an installed package."""
    return os.path.exists(os.path.join(CLONE, "setup.py")) and os.path.isdir(
        os.path.join(CLONE, "build_support")
    )


def digests() -> dict[str, str]:
    """A digest of each file of which extension modules are made, by its name: sources, and the build's own code in a clone."""
    from hashlib import sha256

    files = {f"politburo/{module}": path_of(module) + ".py" for module in (*DECLARED, *INLINE, *modules())}
    if in_clone():
        files["setup.py"] = os.path.join(CLONE, "setup.py")
        support = os.path.join(CLONE, "build_support")
        files |= {
            f"build_support/{name}": os.path.join(support, name)
            for name in os.listdir(support)
            if name.endswith(".py")
        }
    found = {}
    for name, path in files.items():
        with open(path, "rb") as file:
            found[name] = sha256(file.read()).hexdigest()
    return found


def recorded() -> dict[str, str]:
    """What `RECORD` says; nothing where there is none."""
    try:
        with open(RECORD, encoding="utf-8") as file:
            return {name: digest for digest, _, name in (line.strip().partition(" ") for line in file)}
    except OSError:
        return {}


def extension(module: str) -> str | None:
    """The file of a compiled module's extension module, if there is one."""
    base = path_of(module)
    return next((base + s for s in importlib.machinery.EXTENSION_SUFFIXES if os.path.isfile(base + s)), None)


def is_current() -> bool:
    """Whether every extension module is there and made of the sources that lie here."""
    then = {name: digest for name, digest in recorded().items() if name != "compiler"}
    if not in_clone():  # what it was built with is not here
        then = {name: digest for name, digest in then.items() if name.startswith("politburo/")}
    return then == digests() and all(extension(module) for module in modules())


def compile_changes() -> None:
    """Compile what has changed since the last time; raises `PolitburoError` if that fails."""
    import subprocess

    sys.stderr.write("Compiling what has changed ...\n")
    sys.stderr.flush()
    done = subprocess.run(
        [sys.executable, "-m", "build_support"],
        cwd=CLONE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = done.stderr.strip()
        fail(said.splitlines()[-1] if "Traceback" in said else said)
    if not is_current():
        fail("the extension modules are not those that were compiled")


def fail(found: str) -> NoReturn:
    """Say that the compiled engine cannot be used, and what to do."""
    from politburo.errors import PolitburoError, Problem

    remedy = (
        "the next start compiles again; if nothing in the sources is wrong: python3 do.py setup"
        if in_clone()
        else "reinstall politburo: pip install --force-reinstall politburo"
    )
    raise PolitburoError(Problem("engine-build", HOME, found, remedy=remedy))


class Loader(importlib.machinery.ExtensionFileLoader):
    """Loads an extension module; one that is of another machine or version is an error that says so."""

    def create_module(self, spec: Any) -> Any:
        try:
            return super().create_module(spec)
        except ImportError as error:
            fail(str(error))

    def exec_module(self, module: Any) -> None:
        try:
            super().exec_module(module)
        except (
            ImportError,
            TypeError,
        ) as error:  # TypeError: another module's functions have other arguments
            fail(f"{module.__name__}: {error}")


class Finder:
    """Finds the compiled modules, and no others (a finder of `sys.meta_path`)."""

    checked = False

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> Any:
        package, _, module = name.partition(".")
        inline = module in INLINE  # only compiled into others: by itself it is plain Python
        if package != "politburo" or not (inline or module in LOOPS or module.startswith("mechanisms.")):
            return None
        from importlib.util import spec_from_file_location

        if inline or os.environ.get("POLITBURO_UNCOMPILED") == "1":
            require_cython()
            return spec_from_file_location(name, path_of(module) + ".py")
        if not cls.checked:
            if not is_current():
                if not in_clone():
                    fail("the compiled engine is missing or of another version")
                compile_changes()
            cls.checked = True
        file = extension(module)
        return spec_from_file_location(name, file, loader=Loader(name, file)) if file else None


def require_cython() -> None:
    """Raise `PolitburoError` if the sources cannot be run as they are: they import the module `cython`."""
    from importlib.util import find_spec

    if find_spec("cython") is None:
        from politburo.errors import PolitburoError, Problem

        found = "the package Cython, without which the sources do not run uncompiled, is not installed"
        raise PolitburoError(
            Problem("extra-missing", "POLITBURO_UNCOMPILED", found, remedy="pip install Cython")
        )


def watch() -> None:
    """Put the finder before Python's own."""
    if Finder not in sys.meta_path:
        sys.meta_path.insert(0, Finder)
