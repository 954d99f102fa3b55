"""Build the package; how its loops are compiled stands in `build_support`."""

from setuptools import setup

from build_support.extensions import Build, extensions

if __name__ == "__main__":  # compiling in several processes imports this file again on some systems
    setup(
        ext_modules=extensions(),
        cmdclass={"build_ext": Build},
        options={"bdist_wheel": {"py_limited_api": "cp311"}},  # one wheel for every Python from 3.11 on
    )
