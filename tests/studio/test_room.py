"""A class room: who has the code answers once, nothing is kept but counts, and the network sees the join page only."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from politburo.studio.joining import Joining
from politburo.studio.room import WRONG, Room

OWN = {"origin": "http://127.0.0.1:8617"}
OPTIONS = [{"id": "trotsky", "label": "Trotsky"}, {"id": "stalin", "label": "Stalin"}]


@pytest.fixture
def room():
    room = Room("http://192.0.2.7:8618/")
    room.begin()
    return room


def phone(room: Room) -> TestClient:
    return TestClient(Joining(room), base_url="http://192.0.2.7:8618")


def joined(room: Room) -> TestClient:
    pupil = phone(room)
    assert pupil.post("/join", data={"code": room.code.lower()}, follow_redirects=False).status_code == 303
    return pupil


def test_the_forms_of_the_join_page_come_with_their_origin(room):
    """Browsers send the origin "null" with a form on a page whose policy is no-referrer."""
    assert phone(room).get("/").headers["referrer-policy"] == "same-origin"


def test_pupils_answer_once_and_only_counts_are_kept(room):
    pupils = [joined(room) for _ in range(3)]
    assert "Wait for the next question" in pupils[0].get("/").text
    room.ask("Who will be attacked next?", OPTIONS)
    assert "Who will be attacked next?" in pupils[0].get("/").text
    for pupil, choice in zip(pupils, ("trotsky", "trotsky", "stalin"), strict=True):
        for _ in range(2):
            page = pupil.post("/answer", data={"asked": room.asked, "option": choice})
            assert "Your answer was counted" in page.text
    assert room.counts == {"trotsky": 2, "stalin": 1} and room.to_json()["joined"] == 3
    kept = json.dumps(room.to_json())
    for pupil in pupils:
        assert pupil.cookies["politburo_pupil"] not in kept
    room.ask("And now?", OPTIONS)
    assert sum(room.counts.values()) == 0 and "And now?" in pupils[0].get("/").text


def test_late_and_foreign_answers_do_not_count(room):
    pupil, stranger = joined(room), phone(room)
    room.ask("Who?", OPTIONS)
    first = room.asked
    stranger.post("/answer", data={"asked": first, "option": "stalin"})
    pupil.post("/answer", data={"asked": first, "option": "nobody"})
    assert sum(room.counts.values()) == 0
    room.ask("Who else?", OPTIONS)
    pupil.post("/answer", data={"asked": first, "option": "stalin"})
    pupil.post("/answer", data={"asked": "x", "option": "stalin"})
    room.hold()
    pupil.post("/answer", data={"asked": room.asked, "option": "stalin"})
    assert sum(room.counts.values()) == 0


def test_a_wrong_code_is_no_way_in_and_many_close_the_door(room):
    stranger = phone(room)
    assert stranger.post("/join", data={"code": "AAAAAA"}).status_code == 403
    for _ in range(WRONG):
        room.join("AAAAAA")
    assert room.join(room.code) is None
    room.begin()
    assert stranger.get("/").text.count("<form") == 1


def test_a_closed_room_lets_nobody_in_and_forgets_who_was(room):
    pupil, code = joined(room), room.code
    room.close()
    assert room.join(code) is None and room.join("") is None
    assert "The code on the board" in pupil.get("/").text
    room.begin()
    assert "The code on the board" in pupil.get("/").text


def test_the_network_sees_nothing_else(room):
    pupil = joined(room)
    for address in ("/api/about", "/api/runs", "/case/heir", "/assets/x.js", "/join", "/answer"):
        assert pupil.get(address).status_code == 404
    assert pupil.put("/join").status_code == 405
    assert pupil.post("/join", data={"code": "x" * 5000}).status_code == 413
    assert (
        pupil.post("/join", data={"code": room.code}, headers={"origin": "http://evil.example"}).status_code
        == 403
    )
    assert pupil.get("/", headers={"host": "evil example"}).status_code == 403


def test_questions_are_shown_as_text_and_no_script_may_run(room):
    pupil = joined(room)
    room.ask("<script>alert(1)</script>", [{"id": '"><img src=x>', "label": "<b>x</b>"}, *OPTIONS])
    page = pupil.get("/")
    assert "<script>" not in page.text and "<b>x" not in page.text and "<img" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_teachers_side(studio):
    post = lambda address, body: studio.post(f"/api/room{address}", json=body, headers=OWN)  # noqa: E731
    assert studio.get("/api/room").json()["open"] is False
    assert post("/question", {"question": "Who?", "options": OPTIONS}).status_code == 400
    found = post("", {}).json()
    assert found["open"] and len(found["code"]) == 6 and found["address"].startswith("http://")
    assert post("/question", {"question": "Who?", "options": OPTIONS[:1]}).status_code == 400
    assert post("/question", {"question": "Who?", "options": OPTIONS}).json()["counts"] == {
        "trotsky": 0,
        "stalin": 0,
    }
    assert post("/hold", {}).json()["taking"] is False
    gone = studio.delete("/api/room", headers={**OWN, "content-type": "application/json"})
    assert gone.status_code == 204 and studio.get("/api/room").json()["open"] is False


def test_without_lan_there_is_no_room(studio):
    studio.kit.room = None
    assert studio.get("/api/room").status_code == 409
    assert studio.get("/api/room").json()["error"]["code"] == "room-closed"
    assert studio.get("/api/about").json()["room"] is False
