"""Would a broken mechanism be noticed? Break each on purpose and see the fast tests go red.

    python verification/mutations.py [NAME ...]      all mutations, or those of the named files

Each edit is made in a copy of the sources, which is compiled again as far as it has changed. Only the tests named beside it are run (all of
them belong to the fast suite). An edit that no longer fits the source is an error; one that survives makes the exit status 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN, CONTRACTS = "tests/mechanisms", "tests/test_contracts.py"
NEEDED = ("src", "build", "build_support", "setup.py", "pyproject.toml")  # to compile

#: file under src/politburo, what stands there, what is put in its place, tests, which of them must notice
MUTATIONS = (
    (
        "mechanisms/standing.py",
        "apparatus[state.organisations[g].patron] += room.delegates[g] * loyalty",
        "apparatus[state.organisations[g].patron] += room.delegates[g] * (1 - loyalty)",
        KNOWN,
        "patron_commands",
    ),
    (
        "mechanisms/standing.py",
        "world.office[o].resource[r] if r != RESOURCE_APPOINTMENTS else 0.0",
        "world.office[o].resource[r]",
        KNOWN,
        "no_weight_but_in_appointing or power_is_the_formula",
    ),
    (
        "mechanisms/standing.py",
        "world.people[i].address > world.people[contender[place - 1]].address",
        "world.people[i].address < world.people[contender[place - 1]].address",
        KNOWN,
        "whose_address",
    ),
    (
        "mechanisms/shocks.py",
        "return world.shock[s].person < 0 or state.people[world.shock[s].person].alive",
        "return True",
        KNOWN,
        "dead_do_not",
    ),
    (
        "mechanisms/shocks.py",
        "params.ageing * (age - 50)) *",
        "params.ageing * (age - 60)) *",
        KNOWN,
        "life_table",
    ),
    (
        "mechanisms/shocks.py",
        "health = state.people[i].health - illness",
        "health = state.people[i].health",
        KNOWN,
        "illness",
    ),
    (
        "mechanisms/crisis.py",
        "params.collapse_rate * excess * excess",
        "params.collapse_rate * excess",
        KNOWN,
        "discontent",
    ),
    (
        "mechanisms/crisis.py",
        "size=whole_part(1000 * size)",
        "size=whole_part(size)",
        KNOWN,
        "answered_at_once",
    ),
    (
        "mechanisms/testament.py",
        "state.people[author].health < params.letter_ailing",
        "state.people[author].health < 1 + params.letter_ailing",
        KNOWN,
        "ailing_author",
    ),
    (
        "mechanisms/appointments.py",
        "elif not ruling(state, patron):\n        chance",
        "elif ruling(state, patron):\n        chance",
        KNOWN,
        "secretaries_are_replaced or whose_man",
    ),
    (
        "mechanisms/appointments.py",
        "OF_ORGANISATION, address, 1) >= own_share",
        "OF_ORGANISATION, address, 1) < own_share",
        KNOWN,
        "secretaries_are_replaced",
    ),
    (
        "mechanisms/membership.py",
        "count -= flow(count, params.attrition, leaving)",
        "count -= 0 * flow(count, params.attrition, leaving)",
        KNOWN,
        "members_come",
    ),
    (
        "mechanisms/alignment.py",
        "/ params.temperature + set_noise(h)",
        "+ set_noise(h)",
        KNOWN,
        "markov",
    ),
    (
        "mechanisms/alignment.py",
        "- params.ban_cost * world.country.factions_banned",
        "- 0 * params.ban_cost * world.country.factions_banned",
        KNOWN,
        "ban_makes",
    ),
    ("mechanisms/convening.py", "since >= 2 *", "since >= 3 *", KNOWN, "congress_sits"),
    (
        "mechanisms/offensives.py",
        "params.threat * (state.people[i].seen - params.harmless)",
        "0.0 * (state.people[i].seen - params.harmless)",
        KNOWN,
        "attacks_come",
    ),
    (
        "mechanisms/ballots.py",
        "ayes > requirement(world, state, m) * (ayes + nays)",
        "ayes > requirement(world, state, m) * ayes",
        KNOWN,
        "tallies",
    ),
    ("mechanisms/ballots.py", "range(whole(missing))", "range(whole(missing) - 1)", KNOWN, "delegations"),
    (
        "mechanisms/alignment.py",
        "h = inside / max(inside + united, 1e-9)",
        "h = inside",
        KNOWN,
        "rival_holds or score_of_a_set",
    ),
    ("mechanisms/sanctions.py", "*= 1 - params.defeat", "*= 1 + params.defeat", KNOWN, "was_voted"),
    (
        "mechanisms/sanctions.py",
        "if rung >= RUNG_LOST_BUREAU:",
        "if rung > RUNG_LOST_BUREAU:",
        KNOWN,
        "was_voted or each_rung",
    ),
    (
        "mechanisms/force.py",
        "sigmoid(params.coup_arms * (share",
        "sigmoid(0.5 * params.coup_arms * (share",
        KNOWN,
        "armys_man",
    ),
    (
        "mechanisms/congress.py",
        "(1 - params.exclusion",
        "(1 - 0 * params.exclusion",
        KNOWN,
        "members_stay",
    ),
    ("mechanisms/elections.py", "+= params.bureau_core", "-= params.bureau_core", KNOWN, "vacancy"),
    ("mechanisms/voice.py", "+ params.anchor * back", "+ 2 * params.anchor * back", KNOWN, "friedkin"),
    ("mechanisms/ties.py", "trust -= params.affront", "trust += params.affront", KNOWN, "envy"),
    (
        "mechanisms/appointments.py",
        "u < params.attach * strength * (1 + trust)",
        "u < params.attach * 0.5 * (1 + trust)",
        KNOWN,
        "circular_flow",
    ),
    (
        "mechanisms/alignment.py",
        "(params.unity + (1 - params.unity) * room.backed[depth][j] / outside)",
        "(params.unity + (1 - params.unity))",
        KNOWN,
        "opposition_counts",
    ),
    (
        "mechanisms/alignment.py",
        "if strength > most or draw > lot:",
        "if strength > most:",
        KNOWN,
        "draw_lots",
    ),
    (
        "mechanisms/yielding.py",
        "fright = state.people[i].attacked *",
        "fright = (1 - state.people[i].attacked) *",
        KNOWN,
        "yield_at",
    ),
    (
        "mechanisms/yielding.py",
        "(1 - state.people[i].power)",
        "(1 - state.people[i].seen)",
        CONTRACTS,
        "declares and yielding",
    ),
    ("model/readings.py", "params.credibility * tie", "tie", KNOWN, "credible"),
    ("model/readings.py", "state.lineup.lost = True", "state.lineup.lost = False", KNOWN, "who_leaves"),
    ("model/readings.py", "person if equals == 1 else -1", "person", KNOWN, "nobody_appoints"),
    ("model/voting.py", "(2 * expected - 1)", "(1 - 2 * expected)", KNOWN, "lopsided"),
    (
        "model/voting.py",
        "+ params.vote_side * own + policy + params.self_interest * closing",
        "+ params.vote_side * own + policy",
        KNOWN,
        "interest_of_their_own",
    ),
)


def noticed(file: str, old: str, new: str, tests: str, which: str) -> bool:
    """Do the tests fail on a copy of the sources with this edit?"""
    with tempfile.TemporaryDirectory() as folder:
        for name in NEEDED:
            place = ROOT / name
            if place.is_dir():
                shutil.copytree(place, Path(folder) / name)
            elif place.exists():
                shutil.copy2(place, folder)
        path = Path(folder) / "src" / "politburo" / file
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            sys.exit(f"{file}: {old!r} stands there {text.count(old)} times, not once")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(Path(folder) / "src")}
        built = subprocess.run(
            [sys.executable, "-m", "build_support"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        if built.returncode:
            sys.exit(f"{file}: {new!r} cannot be compiled\n{built.stderr}")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests, "-k", which]
        status = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, check=False
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
