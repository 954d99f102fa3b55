"""The class room, from the teacher's side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from politburo.errors import PolitburoError, Problem
from politburo.studio.api.kit import Kit, Response, kit_of, told
from politburo.studio.room import Room
from politburo.studio.streams import HEADERS, last_number

router = APIRouter(prefix="/room")
OFTEN = 0.5  # seconds between two tellings

ShortText = Annotated[str, Field(min_length=1, max_length=200)]


class Option(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: ShortText
    label: ShortText


class Question(BaseModel):
    """A question with answers to choose from."""

    model_config = ConfigDict(extra="forbid")
    question: Annotated[str, Field(min_length=1, max_length=500)]
    options: Annotated[list[Option], Field(min_length=2, max_length=8)]


async def room_of(kit: Annotated[Kit, Depends(kit_of)]) -> Room:
    """The room. Raises `PolitburoError` where the studio was not opened for a class."""
    if kit.room is None:
        remedy = "start the studio with --lan"
        raise PolitburoError(Problem("room-closed", "room", "no class room", "", "", remedy))
    return kit.room


Here = Depends(room_of)


@router.get("")
async def look(room: Room = Here) -> Response:
    """The room as it is."""
    return told(room.to_json())


@router.post("")
async def begin(room: Room = Here) -> Response:
    """Open the room with a new code."""
    room.begin()
    return told(room.to_json())


@router.post("/question")
async def ask(asked: Question, room: Room = Here) -> Response:
    """Put a question; counts begin anew."""
    room.ask(asked.question, [option.model_dump() for option in asked.options])
    return told(room.to_json())


@router.post("/hold")
async def hold(room: Room = Here) -> Response:
    """Take no more answers."""
    room.hold()
    return told(room.to_json())


@router.delete("", status_code=204)
async def close(room: Room = Here) -> Response:
    """Close the room and forget it."""
    room.close()
    return Response(status_code=204)


@router.get("/events")
async def watch(
    last_event_id: Annotated[str | None, Header(alias="last-event-id")] = None, room: Room = Here
) -> Response:
    """The changes of the room."""
    text = room.board.watch(last_number(last_event_id), least=OFTEN)
    return StreamingResponse(text, media_type="text/event-stream", headers=HEADERS)
