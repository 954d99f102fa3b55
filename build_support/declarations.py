"""Write what the compiler must know: a ``.pxd`` beside every compiled module, from its annotations and from `model.records`.

    python -m build_support.declarations      write those that have changed

Compiled modules are ordinary Python: their functions say with annotations what they take and return. ``int`` becomes a 64-bit integer,
``float`` double precision, ``bool`` a truth, ``Word`` an unsigned 32-bit integer, ``Half`` one of 16 bits, ``Short`` a signed one of
16 bits, the name of a record a pointer to it; ``Reals``, ``Flags``, ``Integers``, ``Shorts``, ``Words`` are pointers to numbers.
What a module imports from another compiled module is imported for the compiler too.
The small functions that everything uses (`politburo.compiled.INLINE`) are written out whole, so that they become part of their callers.
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
    "Half": "Half",
    "Short": "Short",
    "Reals": "Reals",
    "Flags": "Flags",
    "Integers": "Integers",
    "Shorts": "Shorts",
    "Words": "Words",
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
LIBRARY = {
    "math": ("copysign", "fabs", "floor", "sqrt")
}  # of Python's modules, functions that C has under the same name
#: What plain Python says otherwise: the exponent of a number, and powers of two, by their bits. In the sum of a whole number k and
#: 1.5 x 2**52 the last bits are those of k: so the third needs no conversion, which few processors can do to several numbers at once.
BITS = '''cdef extern from *:
    """
    #include <string.h>
    static long long politburo_exponent(double x) { long long b; memcpy(&b, &x, 8); return ((b >> 52) & 2047) - 1023; }
    static double politburo_power(long long e) { long long b = (e + 1023) << 52; double x; memcpy(&x, &b, 8); return x; }
    static double politburo_whole_power(double k) {
        long long b; double x = k + (6755399441055744.0 + 1023.0); memcpy(&b, &x, 8); b = (long long) ((unsigned long long) b << 52);
        memcpy(&x, &b, 8); return x;
    }
    """
    long long exponent_bits "politburo_exponent" (double x) noexcept nogil
    double from_exponent_bits "politburo_power" (long long e) noexcept nogil
    double from_whole_exponent "politburo_whole_power" (double k) noexcept nogil
'''


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

    numbers = codes.codes() | {
        n: value for n, value in vars(records).items() if n.isupper() and isinstance(value, int)
    }
    words = {name: numbers.pop(name) for name in records.WORDS}
    yield "cdef extern from *:"
    yield '    """'
    yield from (f"    #define {name} 0x{value:X}U" for name, value in words.items())
    yield '    """'
    yield from (f"    const unsigned int {name}" for name in words)
    yield ""
    yield "ctypedef unsigned int Word"
    yield "ctypedef unsigned short Half"
    yield "ctypedef short Short"
    yield "ctypedef double *Reals"
    yield "ctypedef unsigned char *Flags"
    yield "ctypedef int *Integers"
    yield "ctypedef short *Shorts"
    yield "ctypedef Word *Words"
    yield ""
    yield "cdef enum:"
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


def locals_of(function: ast.FunctionDef, known: set[str]) -> dict[str, str]:
    """The annotated local names of a function, with their C types."""
    return {
        inner.target.id: named(inner.annotation, known)
        for inner in ast.walk(function)
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name)
    }


class Plain(ast.NodeTransformer):
    """Leaves annotations out: in a declaration file the types stand at the head of the function."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        return ast.copy_location(ast.Assign([node.target], node.value), node)  # type: ignore[list-item]


def whole(function: ast.FunctionDef, head: str, known: set[str]) -> list[str]:
    """A function with its body, so that it becomes a part of whatever calls it."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    lines = [f"cdef inline {head}:"]
    lines += [f"    cdef {kind} {name}" for name, kind in locals_of(function, known).items()]
    for statement in body:
        text = ast.unparse(ast.fix_missing_locations(Plain().visit(statement)))
        lines += [f"    {line}" for line in text.splitlines()]
    return lines


def declaration(path: Path, module: str, compiled: set[str], known: set[str], inline: bool) -> str:
    """The declarations of one module; those of a module that is `inline` hold its functions whole."""
    tree = ast.parse(path.read_text("utf-8"))
    lines = ["cimport cython", *imports(tree, module, compiled)]
    if module == "model.numbers":
        lines.append(BITS)
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.returns is None:
            continue  # what has no annotated return stays a Python function
        given = ", ".join(f"{named(a.annotation, known)} {a.arg}" for a in node.args.args)
        head = f"{named(node.returns, known)} {node.name}({given}) noexcept nogil"
        if inline:
            lines += whole(node, head, known)
            continue
        if local := locals_of(node, known):
            kinds = {
                "Word": "cython.uint",
                "Half": "cython.ushort",
                "Short": "cython.short",
                "bint": "cython.bint",
                "double": "cython.double",
                "long long": "cython.longlong",
            }
            lines.append("@cython.locals(" + ", ".join(f"{n}={kinds[k]}" for n, k in local.items()) + ")")
        lines.append(f"cdef {head}")
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> bool:
    """Write a file unless it holds just that; whether it was written."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8")
    return True


def main() -> None:
    from politburo.compiled import INLINE, modules
    from politburo.model.records import RECORDS

    compiled, known = {*INLINE, *modules()}, {record.__name__ for record in RECORDS}
    write(SOURCE / "politburo" / "model" / "records.pxd", "\n".join(records()) + "\n")
    for module in (*INLINE, *modules()):
        path = path_of(module)
        try:
            text = declaration(path, module, compiled, known, module in INLINE)
        except SyntaxError as error:
            raise SystemExit(
                f"{path.relative_to(SOURCE.parent)}:{error.lineno}:{error.offset}: {error.msg}"
            ) from None
        write(path.with_suffix(".pxd"), text)


if __name__ == "__main__":
    main()
