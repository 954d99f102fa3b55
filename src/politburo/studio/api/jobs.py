"""What takes time: asked, watched, halted, answered."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from politburo.studio.api.kit import Kit, Response, kit_of, told
from politburo.studio.asks import AnyAsk, Question, question
from politburo.studio.jobs import DONE, PAUSED, STOPPED
from politburo.studio.streams import HEADERS, last_number

router = APIRouter()
Here = Depends(kit_of)
OFTEN = 0.25  # seconds between two tellings
Last = Annotated[str | None, Header(alias="last-event-id")]


@router.post("/jobs", status_code=202)
async def ask(asked: AnyAsk, kit: Kit = Here) -> Response:
    """Ask something; the same question is the same job."""
    found = await run_in_threadpool(question, asked, kit.places)
    there = await run_in_threadpool(_there, kit, found)
    job, new = kit.jobs.submit(found, complete=there)
    answer = told(kit.jobs.told(job), status=202 if new else 200)
    answer.headers["location"] = f"/api/jobs/{job.question.id}"
    return answer


def _there(kit: Kit, found: Question) -> bool:
    """Has the run been made already?"""
    from politburo.errors import PolitburoError
    from politburo.store.manifest import read_manifest

    if found.run is None:
        return False
    try:
        return bool(read_manifest(kit.places.run(found.run))["complete"])
    except PolitburoError:
        return False


@router.get("/jobs")
async def listed(kit: Kit = Here) -> Response:
    """All jobs, newest first."""
    return told(kit.jobs.listed())


@router.get("/jobs/{job}")
async def one(job: str, kit: Kit = Here) -> Response:
    """One job."""
    return told(kit.jobs.told(kit.jobs.get(job)))


@router.get("/jobs/{job}/answer")
async def answer(job: str, kit: Kit = Here) -> Response:
    """What the command of a job printed."""
    found = kit.jobs.get(job)
    words = [*found.question.words, "--json"]
    if found.state == DONE and found.question.run is not None:
        from politburo.studio.api.runs import answer as of_run

        return await of_run(found.question.run, kit)
    return told(await run_in_threadpool(kit.jobs.answer, job), words)


@router.post("/jobs/{job}/pause")
async def pause(job: str, kit: Kit = Here) -> Response:
    """Pause a job; what is finished is kept."""
    return told(kit.jobs.told(kit.jobs.halt(job, PAUSED)))


@router.post("/jobs/{job}/stop")
async def stop(job: str, kit: Kit = Here) -> Response:
    """Stop a job; what is finished is kept."""
    return told(kit.jobs.told(kit.jobs.halt(job, STOPPED)))


@router.post("/jobs/{job}/resume")
async def resume(job: str, kit: Kit = Here) -> Response:
    """Let a job go on."""
    return told(kit.jobs.told(kit.jobs.resume(job)))


@router.delete("/jobs/{job}", status_code=204)
async def forget(job: str, kit: Kit = Here) -> Response:
    """Forget a job that does not run."""
    kit.jobs.forget(job)
    return Response(status_code=204)


@router.get("/jobs/{job}/events")
async def watch(job: str, last_event_id: Last = None, kit: Kit = Here) -> Response:
    """The changes of one job."""
    kit.jobs.get(job)
    return _stream(kit, last_event_id, lambda name: name == job)


@router.get("/events")
async def watch_all(last_event_id: Last = None, kit: Kit = Here) -> Response:
    """The changes of all jobs."""
    return _stream(kit, last_event_id, lambda _: True)


def _stream(kit: Kit, last: str | None, wanted: Any) -> Response:
    text = kit.jobs.board.watch(last_number(last), wanted, OFTEN)
    return StreamingResponse(text, media_type="text/event-stream", headers=HEADERS)
