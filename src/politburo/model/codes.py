"""The words of `politburo.vocab` as plain whole numbers, under names that compiled loops can use: ``RUNG_EXPELLED``, ``ROLE_BUREAU``.

A member ``X_Y`` of a list ``SomeList`` becomes ``SOMELIST_X_Y``. `build_support/declarations.py` writes the same numbers for the compiler.
"""

from __future__ import annotations

from politburo import vocab

#: Kinds of entity that have luck of their own within a mechanism (`politburo.rng`).
OF = {"ITSELF": 0, "PERSON": 1, "ORGANISATION": 2, "BODY": 3, "SHOCK": 4, "DISPUTE": 5, "LIABILITY": 6}

LISTS = (
    vocab.Trait,
    vocab.Stratum,
    vocab.Role,
    vocab.Seat,
    vocab.Resource,
    vocab.Axis,
    vocab.ShockKind,
    vocab.EntryKind,
    vocab.SocialClass,
    vocab.Education,
    vocab.Rung,
    vocab.Standing,
    vocab.Arena,
    vocab.Ballot,
    vocab.EventKind,
    vocab.Change,
    vocab.Disclosure,
    vocab.Cause,
    vocab.Response,
)


def codes() -> dict[str, int]:
    """Every name and its number."""
    found = {f"OF_{name}": number for name, number in OF.items()}
    for words in LISTS:
        found |= {f"{words.__name__.upper()}_{member.name}": int(member) for member in words}
        found[f"{words.__name__.upper()}S"] = len(words)
    return found


globals().update(codes())
