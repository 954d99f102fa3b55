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
    """Run a command and return its exit status; no error of the user's ends in a traceback."""
    import codecs
    import io
    import json

    import click

    from politburo.cli.app import app
    from politburo.errors import (
        EXIT_BUG,
        EXIT_INTERRUPTED,
        EXIT_IO,
        EXIT_USAGE,
        PolitburoError,
        Problem,
        harmless,
    )

    codecs.register_error("written-out", _written_out)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="written-out")
    as_json = "--json" in arguments

    def fail(error: PolitburoError) -> int:
        if as_json:
            print(json.dumps(error.to_json()))
        else:
            print(f"{error}\n{len(error.problems)} problem(s).", file=sys.stderr)
        return error.exit_status

    try:
        return int(app.main(args=arguments, prog_name="politburo", standalone_mode=False) or 0)
    except PolitburoError as error:
        return fail(error)
    except (click.exceptions.Abort, KeyboardInterrupt) as stopped:  # click makes an Abort of a Ctrl-C
        said = str(stopped.__cause__ or stopped)
        print(said or "interrupted: nothing was being saved", file=sys.stderr)
        return EXIT_INTERRUPTED
    except click.UsageError as error:
        if as_json:
            return fail(PolitburoError(Problem("usage", "command line", error.format_message())))
        error.message = harmless(error.message)
        error.show()
        return EXIT_USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_IO
    except OSError as error:
        return fail(
            PolitburoError(Problem("cannot-write", str(error.filename or ""), error.strerror or str(error)))
        )
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        print(harmless(f"this is a bug in politburo: {type(error).__name__}: {error}"), file=sys.stderr)
        return EXIT_BUG
