"""`politburo` and `python -m politburo`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; `--version` answers without loading anything."""
    if sys.argv[1:] == ["--version"]:
        from politburo import MODEL_VERSION, __version__

        print(f"politburo {__version__} (model {MODEL_VERSION})")
        return
    from politburo.cli import entry

    raise SystemExit(entry(sys.argv[1:]))


if __name__ == "__main__":
    main()
