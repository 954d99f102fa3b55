"""What the user is told of an error: all of it, in order, nearest words included, and an exit status that scripts may rely on."""

from __future__ import annotations

import pickle

import pytest

from politburo import errors
from politburo.errors import CODES, PolitburoError, Problem, control_character, harmless, nearest


def test_exit_statuses_are_those_that_scripts_rely_on():
    names = (
        "OK",
        "BUG",
        "USAGE",
        "DATA",
        "NOT_FOUND",
        "EXTRA",
        "CREATE",
        "IO",
        "PARTIAL",
        "VERIFY",
        "INTERRUPTED",
    )
    statuses = [getattr(errors, f"EXIT_{name}") for name in names]
    assert statuses == [0, 1, 2, 65, 66, 69, 73, 74, 75, 76, 130]
    assert {status for _, status in CODES.values()} == set(statuses) - {0, 1, 130}
    for code, status in (("usage", 2), ("run-exists", 73), ("run-damaged", 76), ("cannot-write", 74)):
        assert PolitburoError(Problem(code, "here", "this")).exit_status == status
    assert PolitburoError([]).exit_status == 1


def test_a_problem_says_all_that_it_knows():
    told = str(Problem("usage", "--seed", "x", "a number", "y", "count"))
    assert told.splitlines() == [
        "--seed: the command was used wrongly [usage]",
        "  found    x",
        "  allowed  a number",
        "  nearest  y",
        "  fix      count",
    ]
    assert str(Problem("usage", "--seed", "x")).count("\n") == 1


def test_several_problems_are_one_error_and_survive_another_process():
    problems = [Problem("value-type", "a:1:1", "x"), Problem("usage", "b", "y", nearest="z")]
    error = PolitburoError(iter(problems))
    assert str(error) == f"{problems[0]}\n{problems[1]}" and error.exit_status == 65
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is PolitburoError and again.problems == problems
    told = error.to_json()["error"]
    assert (told["code"], told["message"]) == ("value-type", CODES["value-type"][0])
    assert [one["nearest"] for one in told["problems"]] == ["", "z"]


@pytest.mark.parametrize(
    "sign", ["\0", "\x08", "\x0b", "\x1f", "\x7f", "\x9f", "\u202a", "\u202e", "\u2066", "\u2069", "\r"]
)
def test_signs_that_could_move_what_is_shown_are_found(sign):
    problem = control_character(f"a{sign}b" + "x" * 200, "here")
    assert problem is not None and problem.code == "control-character" and len(problem.found) == 100
    assert sign not in harmless(f"a{sign}b")


@pytest.mark.parametrize("text", ["", "a\tb", "a\nb", "a\r\nb", " ~", "\xa0", "čas"])
def test_other_signs_are_not(text):
    assert control_character(text, "here") is None and harmless(text) == text


def test_the_nearest_word():
    assert nearest("histori", ["seed", "history"]) == "history" and nearest("xyz", ["seed"]) == ""
    assert nearest("nobody", ["lobov"]) == nearest("nosuch", ["anchor"]) == ""  # half alike is not alike
    assert nearest("aaaaaaaabb", ["aaaaabbbbb"]) == "aaaaabbbbb"  # more than half alike
    assert nearest("a" * 90 + "b" * 10_000, ["a" * 90 + "b" * 10]) != ""
    assert nearest("w", (f"{n}" for n in range(10**9))) == ""  # no more than some are looked at
