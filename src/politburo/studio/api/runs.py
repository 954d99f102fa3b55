"""Saved runs and their histories."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from politburo.studio.api.kit import Kit, Response, kit_of, told

router = APIRouter(prefix="/runs")
Here = Depends(kit_of)


async def _kept(kit: Kit, run: str, what: tuple[Any, ...], make: Any, words: list[str]) -> Response:
    """What `make` says of an opened run, kept for as long as the run is the same. `words`: of the command, RUN left out."""
    from politburo.study.running.run import open_run

    folder = kit.places.run(run)
    key = (run, (folder / "manifest.json").stat().st_mtime_ns, *what)
    body = await kit.answers.soon(key, lambda: make(open_run(folder)))
    return told(body, [words[0], str(folder), *words[1:], "--json"])


@router.get("")
def listed(kit: Kit = Here) -> Response:
    """The saved runs."""
    from politburo.study.running.listing import runs_in

    folders = [f for f in (kit.places.runs, kit.places.given_runs) if f is not None]
    rows = [row for folder in folders for row in runs_in(folder)]
    return told(rows, ["store", "list", str(kit.places.runs), "--json"])


@router.get("/{run}")
async def answer(run: str, kit: Kit = Here) -> Response:
    """The whole answer of a run."""
    from politburo.study.running.tables import answer_of

    return await _kept(kit, run, ("answer",), answer_of, ["show"])


@router.get("/{run}/case")
def case(run: str, kit: Kit = Here) -> Response:
    """The name here of the scenario of a run: {ref}, null where it is none that the studio shows."""
    from politburo.store.manifest import read_manifest

    return told({"ref": kit.places.ref(str(read_manifest(kit.places.run(run))["given"]))})


@router.get("/{run}/paths")
async def courses(
    run: str, groups: Annotated[int | None, Query(ge=1, le=50)] = None, kit: Kit = Here
) -> Response:
    """Groups of courses."""
    from politburo.study.questions.paths import paths

    words = ["paths", *([f"--groups={groups}"] if groups else [])]
    return await _kept(kit, run, ("paths", groups), lambda r: paths(r, groups=groups).to_json(), words)


@router.get("/{run}/lesson")
async def lesson(
    run: str,
    history: str = "typical",
    person: Annotated[list[str], Query(max_length=5)] = [],  # noqa: B006
    documented: bool = False,
    kit: Kit = Here,
) -> Response:
    """A lesson about one history, or about the documented course."""
    from politburo.study.questions.lesson import lesson as of

    words = ["lesson", *(["--documented"] if documented else [f"--history={history}"])]
    words += [f"--person={one}" for one in person]
    what = ("lesson", history, *person, documented)
    return await _kept(kit, run, what, lambda r: of(r, history, person, documented=documented), words)


@router.get("/{run}/histories")
async def every(run: str, kit: Kit = Here) -> Response:
    """Every history in a row."""
    from politburo.study.questions.each import each

    return await _kept(kit, run, ("each",), each, ["show", "--each"])


@router.get("/{run}/documented")
async def documented(run: str, kit: Kit = Here) -> Response:
    """The documented course on the run's clock."""
    from politburo.study.running.documented import documented_course

    return await _kept(kit, run, ("documented",), documented_course, ["show", "--documented", "--course"])


@router.get("/{run}/histories/{history}")
async def course(run: str, history: str, kit: Kit = Here) -> Response:
    """One history month by month."""
    from politburo.study.running.monthly import course_of

    words = ["show", f"--history={history}", "--course"]
    return await _kept(kit, run, ("course", history), lambda r: course_of(r, history), words)


@router.get("/{run}/histories/{history}/events")
async def events(run: str, history: str, kit: Kit = Here) -> Response:
    """Every event of a history."""
    from politburo.study.running.reasons import events_of

    return await _kept(
        kit, run, ("events", history), lambda r: events_of(r, history), ["why", f"--history={history}"]
    )


@router.get("/{run}/histories/{history}/events/{event}")
async def why(run: str, history: str, event: int, kit: Kit = Here) -> Response:
    """Why an event happened."""
    from politburo.study.running.reasons import why_of

    words = ["why", str(event), f"--history={history}"]
    return await _kept(kit, run, ("why", history, event), lambda r: why_of(r, history, event), words)
