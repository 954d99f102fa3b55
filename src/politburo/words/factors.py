"""What a victory rested on: the answer of `study.questions.factors` in words."""

from __future__ import annotations

from politburo.measures.written import day_text
from politburo.words.answer import Answer, Cell, Data, Table, interval, signed, sure

FEW = 20  # victories below which small differences are not worth reading


def factors_answer(found: Data) -> Answer:
    """Which removals change the probability by more than chance, and the shares of groups of facts."""
    facts, removals = found["facts"], found["removals"]
    sentences = [
        f"{facts['title']}: {facts['name']} {facts['outcome']} ({day_text(facts['end'])}) in {100 * facts['as_it_is']:.0f} % of "
        f"{facts['histories']} histories. Each line of the table takes one fact away and simulates the same histories again.",
        _removals(removals),
    ]
    victories = round(facts["as_it_is"] * facts["histories"])
    if victories < FEW:
        sentences.append(
            f"The outcome is that of only {victories} histories: ask for more histories before you rely on small differences."
        )
    rows: list[list[Cell]] = [
        [r["name"], f"{100 * r['would_be']:.1f} %", signed(r["difference"]), interval(r)] for r in removals
    ]
    tables = [
        Table("The probability without each fact", ["without", "probability", "change, points", "95 %"], rows)
    ]
    if found["shares"]:
        sentences.append(
            "The shares are each group's average contribution over all orders in which the groups of facts can be put back (Shapley 1953); "
            f"with none of them the probability would be {100 * found['left']:.1f} %."
        )
        shares: list[list[Cell]] = [[s["group"], signed(s["share"]), interval(s)] for s in found["shares"]]
        tables.append(Table("Shares of groups of facts", ["group", "points", "95 %"], shares))
    return Answer(f"Why {facts['name']} {facts['outcome']}: what it rests on", sentences, tables)


def _removals(removals: list[Data]) -> str:
    telling = [r["name"] for r in removals if sure(r)]
    chance = f"about {len(removals) / 20:.0f} of {len(removals)} would seem to by chance alone"
    if not telling:
        return f"No single removal makes a difference beyond chance ({chance})."
    return f"Each of these makes a difference beyond chance: {'; '.join(telling)} ({chance})."
