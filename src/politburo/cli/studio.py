"""`politburo studio`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import click

HELP = """Open the studio in the browser: see a struggle month by month, change a fact, see the difference.

CASE is an id of the catalog or a scenario of your own, RUN the folder of a saved run; without either the studio opens with the
catalogue. Runs are saved in the folder runs, as by `politburo run`. Only this machine can reach the studio unless --host is given."""


@click.command("studio", help=HELP)
@click.argument("what", metavar="[CASE|RUN]", required=False)
@click.option("--port", type=click.IntRange(1, 65535), help="Port (default: 8617, or the next that is free).")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--own",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("scenarios"),
    show_default=True,
    help="Folder of your own scenarios.",
)
@click.option("--lan", is_flag=True, help="Let pupils on this network join a class; they reach nothing else.")
@click.option(
    "--host", default="", help="Let other machines reach the studio at this address; needs --token."
)
@click.option("--token", default="", help="What opens the studio from elsewhere; 16 characters or more.")
def command(
    what: str | None, port: int | None, no_browser: bool, own: Path, lan: bool, host: str, token: str
) -> None:
    from politburo.study.running.extras import need

    need("fastapi")
    need("uvicorn")
    from politburo.studio.places import GIVEN, Places
    from politburo.studio.server import Opening, serve

    runs, given, given_runs, page = Path("runs"), None, None, "/"
    if what is not None and (Path(what) / "manifest.json").is_file():
        given_runs = None if Path(what).resolve().parent == runs.resolve() else Path(what).resolve().parent
        page = f"/run/{quote(Path(what).resolve().name)}"
    elif what is not None:
        from politburo.scenario.load import CATALOG, find

        path = find(what)
        if path.parent.parent == CATALOG:
            page = f"/case/{what}"
        else:
            mine = Path(what).resolve()
            given, page = mine.parent, f"/case/{quote(f'{GIVEN}/{mine.name}', safe='')}"
    places = Places(runs, own, given, given_runs)
    serve(Opening(places, page, host, port, token, lan, not no_browser, lambda text: click.echo(text)))
