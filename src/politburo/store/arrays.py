"""Arrays as the bytes of an npz file and back: nothing in a file is evaluated, and equal arrays give equal bytes.

NumPy's own reader hands the head of every array to Python's parser, which threads of Python 3.11 must not use at the same time,
and believes whatever size it finds there.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib

import numpy as np

FAST = 1  # of zlib's levels, the least compression
SAMPLE = 4096  # bytes
LARGEST = 2**30  # bytes of all arrays of a file
MOST = 1000  # arrays in a file, and fields of an array
KIND = r"'([<>|=]?(?:[biuf]\d{1,2}|U\d{1,6}))'"
FIELD = rf"\('(\w{{1,100}})', {KIND}\)"
HEAD = re.compile(
    rf"\{{'descr': (?:{KIND}|\[((?:{FIELD}(?:, )?)+)\]), 'fortran_order': False, 'shape': \(((?:\d{{1,12}}(?:, |,)?)*)\), \}} *\n",
    re.ASCII,
)
MAGIC = b"\x93NUMPY\x01\x00"


def packed(arrays: dict[str, np.ndarray]) -> bytes:
    """The bytes of an npz file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, np.asarray(array, order="C"), allow_pickle=False)
            how = zipfile.ZIP_DEFLATED if repetitive(array) else zipfile.ZIP_STORED
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getbuffer(), how, FAST)
    return buffer.getvalue()


def repetitive(array: np.ndarray) -> bool:
    """Is compressing worth its time? Not where a sample from the beginning does not shrink to half, as with most fractions."""
    sample = array.reshape(-1)[: SAMPLE // array.itemsize].tobytes()
    return len(sample) == SAMPLE and 2 * len(zlib.compress(sample, FAST)) < SAMPLE


def unpacked(data: bytes) -> dict[str, np.ndarray]:
    """The arrays in the bytes of an npz file; raises `ValueError` where these are no such bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = file.infolist()
            if len(members) > MOST or sum(member.file_size for member in members) > LARGEST:
                raise ValueError("too many or too large arrays")
            return {m.filename.removesuffix(".npy"): _array(file.read(m)) for m in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ValueError(f"not an npz file: {error}") from error


def _array(data: bytes) -> np.ndarray:
    """One array from the bytes of an npy file of version 1.0."""
    start = len(MAGIC) + 2
    size = int.from_bytes(data[len(MAGIC) : start], "little")
    head = HEAD.fullmatch(data[start : start + size].decode("latin-1"))
    if data[: len(MAGIC)] != MAGIC or head is None:
        raise ValueError("an array with an unknown head")
    fields = re.findall(FIELD, head[2] or "")
    try:
        kind = np.dtype(fields or head[1])
    except TypeError as error:  # as for a number of 7 bytes
        raise ValueError(str(error)) from error
    shape = tuple(int(length) for length in re.findall(r"\d+", head[5]))
    count = math.prod(shape)
    if len(data) - start - size != count * kind.itemsize or len(shape) > 8:
        raise ValueError("an array of another size than its head says")
    return np.frombuffer(data, kind, count, start + size if count else 0).reshape(shape).copy()
