"""Saved runs: a folder with a manifest, the resolved scenario and one immutable part per block of histories.

```
RUN/manifest.json     how it was made; lists every file with its digest, is sealed with one of its own, and says `complete: true` only at
                      the very end
    resolved.json     the scenario with nothing left implicit
    summary.json      what was printed; made again from the parts where it is damaged
    parts/part-FIRST-COUNT-RUN-SHA256.npz
    blind/            the trait-blind companion, a run of its own
    .lock             held while a process writes here; ends with the process
```

A part is written to a temporary name, flushed to disk, renamed, and the folder flushed. A part's name carries the fingerprint of the run
that made it and the digest of its bytes, so that the parts themselves say what is safe: an interrupted run continues where it stopped,
no run takes up what another one made, and the digest of the whole does not depend on interruptions, on the number of workers, or on how
many processes shared the work. A folder may hold other things too: only what the manifest speaks of is ever replaced or removed.
"""

from __future__ import annotations

from politburo.store.manifest import fingerprint
from politburo.store.read import SavedRun, open_saved
from politburo.store.write import Writer, continued

__all__ = ["SavedRun", "Writer", "continued", "fingerprint", "open_saved"]
