"""`politburo` and `python -m politburo`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; `--version` answers without loading anything."""
    if sys.argv[1:] == ["--version"]:
        from politburo import MODEL_VERSION, __version__

        print(f"politburo {__version__} (model {MODEL_VERSION})")
        return
    try:
        from politburo.cli import entry, interrupts

        interrupts.watch()
        status = entry(sys.argv[1:])
    except KeyboardInterrupt:  # before a command began, or after it had ended
        print("interrupted", file=sys.stderr)
        status = 130
    raise SystemExit(status)


if __name__ == "__main__":
    main()
