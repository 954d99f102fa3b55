"""Write what the compiler must know: a ``.pxd`` beside every compiled module, from its annotations and from `model.records`.

    python -m build_support.declarations      write those that have changed

Compiled modules are ordinary Python: their functions say with annotations what they take and return. ``int`` becomes a 64-bit integer,
``float`` double precision, ``bool`` a truth, ``Word`` an unsigned 32-bit integer, the name of a record a pointer to it; ``Reals``,
``Flags``, ``Integers`` are pointers to numbers. What a module imports from another compiled module is imported for the compiler too.
"""

from __future__ import annotations

import ast
import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCE))

NUMBERS = {
    "int": "long long",
    "float": "double",
    "bool": "bint",
    "None": "void",
    "Word": "Word",
    "Reals": "Reals",
    "Flags": "Flags",
    "Integers": "Integers",
    "Address": "size_t",
}
C_NAMES = {
    ctypes.c_bool: "unsigned char",
    ctypes.c_uint8: "unsigned char",
    ctypes.c_int8: "signed char",
    ctypes.c_int16: "short",
    ctypes.c_int32: "int",
    ctypes.c_int64: "long long",
    ctypes.c_size_t: "size_t",
    ctypes.c_uint32: "unsigned int",
    ctypes.c_float: "float",
    ctypes.c_double: "double",
}
WORDS = {
    "ALL": 0xFFFFFFFF,
    "PARITY": 0x1BD11BDA,
    "GOLDEN": 0x9E3779B1,
    "MIX_1": 0x85EBCA6B,
    "MIX_2": 0xC2B2AE35,
}
LIBRARY = {
    "math": ("floor", "sqrt", "ldexp", "fabs")
}  # of Python's modules, functions that C has under the same name
C_ONLY = {"model.numbers": ("ilogb",)}


def path_of(module: str) -> Path:
    return SOURCE / "politburo" / (module.replace(".", "/") + ".py")


def field(name: str, kind: type) -> str:
    """A field of a C structure: ``double trait[7]``."""
    sizes = ""
    while issubclass(kind, ctypes.Array):
        sizes += f"[{kind._length_}]"
        kind = kind._type_
    star = ""
    if kind not in C_NAMES and not issubclass(kind, ctypes.Structure):  # a pointer
        star, kind = "*", kind._type_
    return f"{C_NAMES.get(kind, kind.__name__)} {star}{name}{sizes}"


def records() -> Iterator[str]:
    """The structures and the whole numbers of `model.records` and `model.codes`."""
    from politburo.model import codes, records

    yield "cdef extern from *:"
    yield '    """'
    yield from (f"    #define {name} 0x{value:X}U" for name, value in WORDS.items())
    yield '    """'
    yield from (f"    const unsigned int {name}" for name in WORDS)
    yield ""
    yield "ctypedef unsigned int Word"
    yield "ctypedef double *Reals"
    yield "ctypedef unsigned char *Flags"
    yield "ctypedef int *Integers"
    yield ""
    yield "cdef enum:"
    numbers = codes.codes() | {
        name: value for name, value in vars(records).items() if name.isupper() and isinstance(value, int)
    }
    yield from (f"    {name} = {value}" for name, value in numbers.items())
    for record in records.RECORDS:
        yield ""
        yield f"ctypedef struct {record.__name__}:"
        yield from (f"    {field(name, kind)}" for name, kind in record._fields_)


def named(annotation: ast.expr | None, known: set[str]) -> str:
    """The C type of an annotation; raises `SyntaxError` for one that the compiler does not know."""
    text = ast.unparse(annotation) if annotation is not None else "None"
    if text.startswith("tuple["):
        return "(" + ", ".join(named(part, known) for part in annotation.slice.elts) + ")"  # type: ignore[union-attr]
    if text in NUMBERS:
        return NUMBERS[text]
    if text in known:
        return f"{text} *"
    place = (None, annotation.lineno, annotation.col_offset + 1, text)  # type: ignore[union-attr]
    raise SyntaxError(f"an annotation that the compiler does not know: {text}", place)


def imports(tree: ast.Module, module: str, compiled: set[str]) -> Iterator[str]:
    """The imports of a module, for the compiler."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if node.module in LIBRARY:
            yield f"from libc.{node.module} cimport {', '.join(n for n in names if n in LIBRARY[node.module])}"
        elif node.module in ("politburo.model.records", "politburo.model.codes"):
            yield f"from politburo.model.records cimport {', '.join(names)}"
        elif (node.module or "").removeprefix("politburo.") in compiled:
            yield f"from {node.module} cimport {', '.join(names)}"


def declaration(path: Path, module: str, compiled: set[str], known: set[str]) -> str:
    """The declarations of one module."""
    tree = ast.parse(path.read_text("utf-8"))
    lines = ["cimport cython", *imports(tree, module, compiled)]
    if module == "rng":
        lines.append(f"from politburo.model.records cimport {', '.join(WORDS)}")
    if module in C_ONLY:
        lines.append(f"from libc.math cimport {', '.join(C_ONLY[module])}")
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.returns is None:
            continue  # what has no annotated return stays a Python function
        local = {
            inner.target.id: named(inner.annotation, known)
            for inner in ast.walk(node)
            if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name)
        }
        given = ", ".join(f"{named(a.annotation, known)} {a.arg}" for a in node.args.args)
        if local:
            kinds = {
                "Word": "cython.uint",
                "bint": "cython.bint",
                "double": "cython.double",
                "long long": "cython.longlong",
            }
            lines.append("@cython.locals(" + ", ".join(f"{n}={kinds[k]}" for n, k in local.items()) + ")")
        lines.append(f"cdef {named(node.returns, known)} {node.name}({given}) noexcept nogil")
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> bool:
    """Write a file unless it holds just that; whether it was written."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8")
    return True


def main() -> None:
    from politburo.compiled import modules
    from politburo.model.records import RECORDS

    compiled, known = set(modules()), {record.__name__ for record in RECORDS}
    write(SOURCE / "politburo" / "model" / "records.pxd", "\n".join(records()) + "\n")
    for module in modules():
        path = path_of(module)
        try:
            text = declaration(path, module, compiled, known)
        except SyntaxError as error:
            raise SystemExit(
                f"{path.relative_to(SOURCE.parent)}:{error.lineno}:{error.offset}: {error.msg}"
            ) from None
        write(path.with_suffix(".pxd"), text)


if __name__ == "__main__":
    main()
