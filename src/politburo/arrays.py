"""Arrays in annotations: what kind of number an array holds. Shapes and units stand in docstrings and beside fields."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: numbers, truth values or texts of any kind: where a docstring says which, or where each will do
Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]
Wholes: TypeAlias = NDArray[np.integer]
Truths: TypeAlias = NDArray[np.bool_]
#: what NumPy makes an array of: lists, numbers, arrays
Values: TypeAlias = ArrayLike
