"""The command that makes a run once more, from what the run says about itself."""

from __future__ import annotations

from politburo.facts import Facts
from politburo.study.running.readings import reading


def command_words(facts: Facts, histories: int, *, blind: bool = True) -> list[str]:
    """The words of `politburo run` for the same histories; `blind`: with the trait-blind companion, as is usual."""
    words = ["politburo", "run", str(facts.get("given") or facts["case"])]
    words += ["--histories", str(histories), "--seed", str(facts["seed"])]
    words += ["--start", facts["start_given"]] if facts.get("start_given") else []
    account = facts.get("reading") or ""
    words += ["--reading", account] if account else []
    given = facts.get("given_record")
    words += ["--given-record", given["day"]] if given else []
    words += [word for change in facts.get("changes", []) for word in ("--set", change)]
    off = set(facts.get("off", [])) - (reading(account).off if account else frozenset())
    words += [word for name in sorted(off) for word in ("--off", name)]
    words += ["--params", str(facts.get("params", "prior"))]
    return words if blind or given else [*words, "--no-blind"]
