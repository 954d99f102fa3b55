"""Would a broken mechanism be noticed? Break each on purpose and see the fast tests go red.

    python verification/mutations.py [NAME ...]      all mutations, or those of the named files

Each edit is made in a copy of the sources. Only the tests named beside it are run (all of them belong to the fast suite), so that
the whole list takes minutes. An edit that no longer fits the source is an error; one that survives makes the exit status 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN, CONTRACTS = "tests/test_mechanisms.py", "tests/test_contracts.py"

#: file under src/politburo, what stands there, what is put in its place, test file, tests that must notice
MUTATIONS = (
    (
        "mechanisms/standing.py",
        "org.patron, weight * org.loyalty)",
        "org.patron, weight * (1 - org.loyalty))",
        KNOWN,
        "patron_commands",
    ),
    (
        "mechanisms/standing.py",
        "views.offices_held(world, state).at[:, Resource.APPOINTMENTS].set(0.0)",
        "views.offices_held(world, state)",
        KNOWN,
        "power_is_the_formula",
    ),
    (
        "mechanisms/standing.py",
        "jnp.argsort(-world.people.address)",
        "jnp.arange(power.shape[0])",
        KNOWN,
        "whose_address",
    ),
    (
        "mechanisms/shocks.py",
        " & views.take(people.alive, shock.person, True)",
        "",
        KNOWN,
        "dead_do_not",
    ),
    ("mechanisms/shocks.py", "params.ageing * (age - 50)", "params.ageing * (age - 60)", KNOWN, "life_table"),
    ("mechanisms/shocks.py", "health = people.health - loss", "health = people.health", KNOWN, "illness"),
    (
        "mechanisms/crisis.py",
        "d - params.collapse_level) ** 2",
        "d - params.collapse_level)",
        KNOWN,
        "discontent",
    ),
    ("mechanisms/crisis.py", "size=1000 * height", "size=size", KNOWN, "answered_at_once"),
    (
        "mechanisms/testament.py",
        "(capacity < params.letter_ailing)",
        "(capacity < 1 + params.letter_ailing)",
        KNOWN,
        "ailing_author",
    ),
    (
        "mechanisms/appointments.py",
        "in_rule, 1.0, params.replace_strangers)",
        "in_rule, params.replace_strangers, 1.0)",
        KNOWN,
        "secretaries_are_replaced",
    ),
    (
        "mechanisms/appointments.py",
        "keeps, boss, partner)",
        "keeps, partner, boss)",
        KNOWN,
        "secretaries_are_replaced",
    ),
    ("mechanisms/membership.py", "members - left - removed", "members - removed", KNOWN, "members_come"),
    ("mechanisms/alignment.py", "score / params.temperature + noise", "score + noise", KNOWN, "markov"),
    ("mechanisms/alignment.py", "+ params.unite - ban", "+ params.unite", KNOWN, "ban_makes"),
    ("mechanisms/convening.py", "since >= 2 *", "since >= 3 *", KNOWN, "congress_sits"),
    (
        "mechanisms/offensives.py",
        "params.threat * (people.seen[c] - params.harmless)",
        "0.0 * (people.seen[c] - params.harmless)",
        KNOWN,
        "attacks_come",
    ),
    ("mechanisms/ballots.py", "ayes > need * (ayes + nays)", "ayes > need * ayes", KNOWN, "tallies"),
    (
        "mechanisms/ballots.py",
        "views.best(remainder, missing)",
        "views.best(remainder, missing - 1)",
        KNOWN,
        "delegations",
    ),
    ("model/views.py", "(key >= higher) >= least", "(key >= higher) > least", KNOWN, "sorting"),
    (
        "mechanisms/alignment.py",
        "h = inside / jnp.maximum(inside + united[::-1], 1e-9)",
        "h = inside",
        KNOWN,
        "rival_holds",
    ),
    ("mechanisms/sanctions.py", "(1 - params.defeat)", "(1 + params.defeat)", KNOWN, "was_voted"),
    ("mechanisms/sanctions.py", "at(Rung.LOST_BUREAU))),", "at(Rung.EXPELLED))),", KNOWN, "was_voted"),
    (
        "mechanisms/force.py",
        "params.coup_arms * (share",
        "0.5 * params.coup_arms * (share",
        KNOWN,
        "armys_man",
    ),
    (
        "mechanisms/congress.py",
        "(1 - params.exclusion",
        "(1 - 0 * params.exclusion",
        KNOWN,
        "committee_grows",
    ),
    (
        "mechanisms/elections.py",
        "params.bureau_core * line.core",
        "-params.bureau_core * line.core",
        KNOWN,
        "vacancy",
    ),
    ("mechanisms/voice.py", "anchor=params.anchor", "anchor=2 * params.anchor", KNOWN, "friedkin"),
    (
        "mechanisms/ties.py",
        "trust = trust - params.affront * struck",
        "trust = trust + params.affront * struck",
        KNOWN,
        "envy",
    ),
    ("mechanisms/appointments.py", "params.attach * strength", "params.attach * 0.5", KNOWN, "circular_flow"),
    ("mechanisms/alignment.py", "united[::-1]", "united", KNOWN, "opposition_counts"),
    ("mechanisms/alignment.py", "strength.max(), v[:, 4]", "strength.max(), 1.0", KNOWN, "draw_lots"),
    ("mechanisms/yielding.py", "* people.attacked[c]", "* (1 - people.attacked[c])", KNOWN, "yield_at"),
    (
        "mechanisms/yielding.py",
        "(1 - people.power[c])",
        "(1 - people.seen[c])",
        CONTRACTS,
        "declares and yielding",
    ),
    ("mechanisms/origin.py", "params.credibility * trust", "trust", KNOWN, "credible"),
    ("model/views.py", "lost=lineup.lost | ", "lost=lineup.lost & ", KNOWN, "who_leaves"),
    ("model/views.py", "first.sum() == 1", "first.sum() >= 1", KNOWN, "nobody_appoints"),
    ("model/voting.py", "(2 * expected - 1)", "(1 - 2 * expected)", KNOWN, "lopsided"),
    (
        "model/voting.py",
        "secretary = common + params.vote_side * pull + policy + interest",
        "secretary = common + params.vote_side * pull + policy",
        KNOWN,
        "interest_of_their_own",
    ),
)


def noticed(file: str, old: str, new: str, tests: str, which: str) -> bool:
    """Do the tests fail on a copy of the sources with this edit?"""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source)
        path = source / "politburo" / file
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            sys.exit(f"{file}: {old!r} stands there {text.count(old)} times, not once")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests, "-k", which]
        status = subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(source)}, capture_output=True, check=False
        ).returncode
        if status not in (0, 1):
            sys.exit(f"{tests} -k {which!r}: pytest ended with {status}")
        return status == 1


def main(names: list[str]) -> int:
    survived = 0
    chosen = [m for m in MUTATIONS if not names or any(name in m[0] for name in names)]
    for mutation in chosen:
        red = noticed(*mutation)
        survived += not red
        print(
            f"{'noticed ' if red else 'SURVIVED'}  {mutation[0]}: {mutation[1]} -> {mutation[2]}", flush=True
        )
    print(f"{len(chosen) - survived} of {len(chosen)} mutations noticed")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
