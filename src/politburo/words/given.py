"""What a record has done to the histories of a run that is given it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from politburo.measures.written import month_text, when_text

if TYPE_CHECKING:
    from politburo.measures.answer import Given


def given_sentences(given: Given | None) -> list[str]:
    """From what the histories were chosen and what they are worth (`study.running.given_record.Given.account`); empty for a plain run."""
    if given is None:
        return []
    sentences = [
        f"Given the record up to {when_text(given['day'])}: these {given['histories']:,} histories were selected by it. By their weights "
        f"on that day they were worth {given['effective']:,.0f}; they descend from {given['ancestors']:,} different beginnings, worth "
        f"{given['effective_ancestors']:,.0f}."
    ]
    counted, unstated = sum(given["counted"].values()), sum(given["unstated"].values())
    sentences.append(f"{counted} items of the record count{_by_type(given['counted'])}.")
    if unstated:
        sentences.append(f"The model says nothing of {unstated} more{_by_type(given['unstated'])}.")
    if given["held_back"]:
        least = min(given["held_back"], key=lambda row: row["power"])
        months = len({row["month"] for row in given["held_back"]})
        sentences.append(
            f"In {months} {'month' if months == 1 else 'months'} items of some type had to count for less than their full weight, so that "
            f"enough different histories remained; {least['type']} in {month_text(least['month'])} counted least (to the power "
            f"{least['power']:.2g})."
        )
    return sentences


def _by_type(counts: dict[str, int]) -> str:
    return f" ({', '.join(f'{count} {name}' for name, count in counts.items())})" if counts else ""
