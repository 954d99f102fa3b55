"""Build the compiled loops: declarations first, then one extension module for each file, portable and for every Python from 3.11 on."""

import sys
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

sys.path.insert(0, str(Path(__file__).resolve().parent / "scripts"))
import declarations  # noqa: E402

declarations.main()
DIRECTIVES = {
    "language_level": 3,
    "annotation_typing": False,
    "infer_types": True,
    "boundscheck": False,
    "wraparound": False,
    "cdivision": True,
    "initializedcheck": False,
}
extensions = [
    Extension(
        f"politburo.{module}",
        [str(declarations.path_of(module).relative_to(Path(__file__).resolve().parent))],
        define_macros=[("Py_LIMITED_API", "0x030B0000"), ("CYTHON_LIMITED_API", "1")],
        extra_compile_args=["-O2", "-ffp-contract=off"],
        py_limited_api=True,
    )
    for module in declarations.modules()
]
setup(
    ext_modules=cythonize(extensions, compiler_directives=DIRECTIVES, build_dir="build", nthreads=2),
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
