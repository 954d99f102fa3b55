"""The command line: one file per command, no logic of its own, data to stdout, talk to stderr."""

from __future__ import annotations

import sys


def _written_out(error: UnicodeError) -> tuple[str, int]:
    """What an encoding cannot show as JSON writes it, so that JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n : n + 2].hex()}" for n in range(0, len(units), 2)), error.end


def entry(arguments: list[str]) -> int:
    """Run a command and return its exit status; no error of the user's ends in a traceback, and no Ctrl-C in an error."""
    import codecs
    import io

    import click

    from politburo.cli import interrupts
    from politburo.cli.app import app

    codecs.register_error("written-out", _written_out)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="written-out")
    try:
        return int(app.main(args=arguments, prog_name="politburo", standalone_mode=False) or 0)
    except (click.exceptions.Abort, KeyboardInterrupt) as stopped:  # click makes an Abort of a Ctrl-C
        return _interrupted(str(stopped.__cause__ or stopped))
    except Exception as error:
        # what is interrupted may end in anything, such as an error of a library or of the compiler
        return _interrupted("") if interrupts.came() else _failed(error, "--json" in arguments)


def _interrupted(said: str) -> int:
    from politburo.errors import EXIT_INTERRUPTED

    print(said or "interrupted: nothing was being saved", file=sys.stderr)
    return EXIT_INTERRUPTED


def _failed(error: Exception, as_json: bool) -> int:
    """Say what went wrong; returns the exit status."""
    import json

    import click

    from politburo.errors import EXIT_BUG, EXIT_IO, EXIT_USAGE, PolitburoError, Problem, harmless

    if isinstance(error, BrokenPipeError):
        sys.stderr.close()
        return EXIT_IO
    if isinstance(error, click.UsageError):
        if not as_json:
            error.message = harmless(error.message)  # type: ignore[misc]
            error.show()
            return EXIT_USAGE
        error = PolitburoError(Problem("usage", "command line", error.format_message()))
    elif isinstance(error, OSError):
        said = error.strerror or str(error)
        error = PolitburoError(Problem("cannot-write", str(error.filename or ""), said))
    if not isinstance(error, PolitburoError):
        if "--debug" in sys.argv:
            raise error
        print(harmless(f"this is a bug in politburo: {type(error).__name__}: {error}"), file=sys.stderr)
        return EXIT_BUG
    if as_json:
        print(json.dumps(error.to_json()))
    else:
        print(f"{error}\n{len(error.problems)} problem(s).", file=sys.stderr)
    return error.exit_status
