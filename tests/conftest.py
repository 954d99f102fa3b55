"""For all tests: JAX on the processor, one thread a computation, compiled programs kept between sessions."""

from __future__ import annotations

import os
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / ".pytest_cache" / "compiled"

# before anything imports jax; commands started by tests inherit it
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(KEPT))
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0.5")
os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false"
