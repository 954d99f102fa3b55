"""For all tests: JAX on the processor, one thread a computation, compiled programs kept between sessions."""

from __future__ import annotations

import os
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / ".pytest_cache" / "compiled"

# before anything imports jax; commands started by tests inherit it
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(KEPT))

from politburo.study.ensemble import prepare_jax  # noqa: E402

prepare_jax()
