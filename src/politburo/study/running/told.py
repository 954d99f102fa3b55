"""What a run says of itself in a few lines: its `repr`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from politburo.study.running.parameters import in_words
from politburo.words.headline import percent

if TYPE_CHECKING:
    from politburo.study.running.run import Run


def told(run: Run) -> str:
    """What was simulated and how, what came out, where it is saved and which tables there are."""
    resolved, facts, head = run.resolved, run.facts, run.summary
    best = max(head["leading"], key=lambda person: person["sole_at_end"]["share"], default=None)
    changed = [*facts["changes"], *(f"off: {word}" for word in facts["off"])]
    changed += [f"reading: {facts['reading']}"] if facts["reading"] else []
    changed += ["all traits equal"] if facts["blind"] else []
    given = facts.get("given_record")
    changed += [f"given the record up to {given['day']}"] if given else []
    ruler = "" if best is None else f"; most often {best['label']}, {percent(best['sole_at_end'])}"
    lines = [
        f"{resolved.title}: {len(run):,} simulated {'history' if len(run) == 1 else 'histories'}",
        f"{resolved.start} to {resolved.end}, seed {facts['seed']}, {in_words(facts['params'])}, model {facts['model']}",
        *([f"changed: {', '.join(changed)}"] if changed else []),
        f"somebody rules alone at the end in {percent(head['sole_at_end'])}{ruler}; intervals are 95 %",
        "not saved" if run.saved is None else f"saved in {run.saved.folder}",
        "tables: .summary_table, .histories, .starting_facts, .events, .series; one history: .table(n), .chronicle(n)",
    ]
    return "\n  ".join(lines)
