"""The extension modules, and the step of the build that makes them.

One extension module for each compiled file, within Python's limited API: the same file serves every Python from 3.11 on.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

from setuptools import Extension
from setuptools.command.build_ext import build_ext

from build_support import compilers, declarations
from politburo import compiled  # `declarations` has put src on the path

ROOT = Path(__file__).resolve().parent.parent
#: More for the compiler and the linker, say ``-fsanitize=undefined`` (`verification/sanitizers.py`).
EXTRA = shlex.split(os.environ.get("POLITBURO_CFLAGS", ""))
DIRECTIVES = {
    "language_level": 3,
    "annotation_typing": False,  # types stand in the declarations
    "infer_types": True,
    "boundscheck": False,
    "wraparound": False,
    "cdivision": True,
    "initializedcheck": False,
}


def extensions() -> list[Extension]:
    """An extension module for each compiled file."""
    return [
        Extension(
            f"politburo.{module}",
            [f"src/politburo/{module.replace('.', '/')}.py"],
            define_macros=[("Py_LIMITED_API", "0x030B0000"), ("CYTHON_LIMITED_API", "1")],
            extra_compile_args=[*compilers.FLAGS, *EXTRA],
            extra_link_args=EXTRA,
            libraries=[] if compilers.WINDOWS else ["m"],
            py_limited_api=True,
        )
        for module in compiled.modules()
    ]


class Build(build_ext):
    """Compile what has changed, several files at a time, and record of what it was made."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.parallel = self.parallel or os.cpu_count() or 1
        if self.inplace:  # one place for every build of a clone, so that the next finds what this one made
            self.build_lib, self.build_temp = "build/inplace", "build/temp"

    def run(self) -> None:
        from Cython.Build import cythonize

        self.kind = compilers.kind()
        now, then = compiled.digests() | {"compiler": self.kind}, compiled.recorded()
        common = {"setup.py", "compiler", *(name for name in now if name.startswith("build_support/"))}
        self.force = self.force or any(
            now.get(name) != then.get(name) for name in common | (then.keys() - now.keys())
        )
        for name in now.keys() - common:
            if then and now[name] != then.get(name):
                os.utime(
                    compiled.path_of(name.removeprefix("politburo/")) + ".py"
                )  # what came with an old date is new all the same
        declarations.main()
        made = cythonize(
            extensions(),
            compiler_directives=DIRECTIVES,
            build_dir="build",
            force=self.force,
            quiet=True,
            emit_linenums=bool(EXTRA),  # reports of sanitizers then name lines of the sources
            nthreads=self.parallel if sys.platform == "linux" else 0,
        )
        translated = {extension.name: extension.sources for extension in made}
        for extension in self.extensions:
            extension.sources = translated[extension.name]
        if self.kind == "cc" and not compilers.WINDOWS:
            os.environ["CC"] = compilers.c_compiler() or "cc"
        super().run()
        self.write_record(now)

    def build_extensions(self) -> None:
        if self.kind == "zig" and self.compiler.compiler_type == "unix":
            zig = compilers.zig()
            self.compiler.set_executables(
                compiler_so=[*zig, "-fPIC", "-DNDEBUG"], linker_so=[*zig, "-shared"]
            )
        super().build_extensions()

    def copy_file(self, infile: Any, outfile: Any, *how: Any, **more: Any) -> Any:
        """Put an extension module into its place by renaming: a process that has the old one open keeps it."""
        part = f"{outfile}.part"
        super().copy_file(infile, part, *how, **more)
        os.replace(part, outfile)
        return outfile, True

    def write_record(self, now: dict[str, str]) -> None:
        """Say of what the extension modules were made, beside them."""
        place = Path(compiled.RECORD) if self.inplace else Path(self.build_lib, "politburo", "compiled.txt")
        part = place.with_suffix(".part")
        part.write_text("".join(f"{digest} {name}\n" for name, digest in sorted(now.items())), "utf-8")
        os.replace(part, place)


def clear() -> None:
    """Remove what an earlier wheel was put together from: a file that has been deleted since would be in the next."""
    for place in ROOT.glob("build/lib*"):
        shutil.rmtree(place)
