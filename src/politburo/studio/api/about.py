"""What the studio is, and the way in for another browser."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from politburo.studio.api.kit import Kit, Response, kit_of, told

router = APIRouter()
Here = Depends(kit_of)


@router.get("/about")
def about(kit: Kit = Here) -> Response:
    """Versions, folders, limits, and the page to begin with."""
    from politburo import MODEL_VERSION, __version__
    from politburo.study.running.limits import DEFAULT_HISTORIES

    return told(
        {
            "version": __version__,
            "model": MODEL_VERSION,
            "open": kit.open,
            "runs": str(kit.places.runs),
            "own": str(kit.places.own),
            "histories": DEFAULT_HISTORIES,
            "seed": 1,
            "running": kit.jobs.running,
            "queue": kit.jobs.waiting,
            "room": kit.room is not None,
        }
    )


@router.get("/glossary")
def glossary() -> Response:
    """What the words mean."""
    from politburo.words.glossary import GLOSSARY

    return told(GLOSSARY, ["glossary", "--json"])


@router.post("/invitations")
async def invite(kit: Kit = Here) -> Response:
    """A new address for another browser."""
    return told({"address": f"{kit.address}/?token={kit.sessions.invite()}"})
