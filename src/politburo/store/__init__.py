"""Saved runs: a folder with a manifest, the resolved scenario and one part per block of histories.

Parts are written to a temporary name, flushed to disk and renamed; the manifest lists their digests and says `complete: true` only
at the very end. A folder without such a manifest is never taken for a whole run.
"""

from __future__ import annotations

from politburo.store.read import SavedRun, open_saved
from politburo.store.write import Writer

__all__ = ["SavedRun", "Writer", "open_saved"]
