"""Saved runs: a folder with a manifest, the resolved scenario and one immutable part per block of histories.

```
RUN/manifest.json     how it was made; lists the parts and says `complete: true` only at the very end
    resolved.json     the scenario with nothing left implicit
    summary.json      what was printed
    parts/part-FIRST-COUNT-SHA256.npz
    .lock             held while a process writes here; ends with the process
```

A part is written to a temporary name, flushed to disk, renamed, and the folder flushed. A part's name carries the digest of its
bytes, so that the parts themselves say what is safe: an interrupted run continues where it stopped, and the digest of the whole
does not depend on interruptions, on the number of workers, or on how many processes shared the work.
"""

from __future__ import annotations

from politburo.store.read import SavedRun, open_saved
from politburo.store.write import Writer, continued, fingerprint

__all__ = ["SavedRun", "Writer", "continued", "fingerprint", "open_saved"]
