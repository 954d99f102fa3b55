"""Would a broken mechanism be noticed? Break each on purpose and see the fast tests go red.

    python verification/mutations.py [NAME ...]      all mutations, or those of the named files

Each edit is made in a copy of the clone, which compiles what has changed when the tests start. Only the tests named beside it are run
(all of them belong to the fast suite), so that the whole list takes some minutes. An edit that no longer fits the source is an error;
one that survives makes the exit status 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLONED = (
    "src",
    "build",
    "build_support",
    "setup.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "LICENSE-DATA",
    "NOTICE",
)
POWER, APPARATUS, COUNTRY, LINE_UP, VOTES, FIGHTS, ASSEMBLIES, VOICE = (
    f"tests/mechanisms/test_{name}.py"
    for name in (
        "power",
        "apparatus",
        "country",
        "line_up",
        "votes",
        "fights",
        "assemblies",
        "voice_and_ties",
    )
)
CONTRACTS, LUCK, NUMBERS, ENGINE = (
    f"tests/test_{name}.py" for name in ("contracts", "rng", "numbers", "engine")
)

#: file under src/politburo, what stands there, what is put in its place, test file, tests that must notice
MUTATIONS = (
    # power
    (
        "mechanisms/standing.py",
        "room.delegates[g] * loyalty",
        "room.delegates[g] * (1 - loyalty)",
        POWER,
        "patron_commands",
    ),
    ("mechanisms/standing.py", " if gives_weight(r) else 0.0", "", POWER, "power_is_the_formula"),
    (
        "mechanisms/standing.py",
        "and world.people[i].address > world.people[contender[place - 1]].address",
        "and i > contender[place - 1]",
        POWER,
        "whose_address",
    ),
    ("mechanisms/standing.py", "(weight * share) >> 16", "weight >> 1", POWER, "definition"),
    (
        "mechanisms/standing.py",
        "m5 = max(m5, games[fewer + 5])",
        "m5 = max(m5, games[fewer + 4])",
        POWER,
        "several_pictures",
    ),
    ("mechanisms/standing.py", "power[patron] += lent", "power[patron] += 0.5 * lent", POWER, "client_lends"),
    ("mechanisms/standing.py", "part *= params.recanted_weight", "part *= 1.0", POWER, "cost_power"),
    # country
    (
        "mechanisms/shocks.py",
        "world.shock[s].person < 0 or state.people[world.shock[s].person].alive",
        "True",
        COUNTRY,
        "dead_do_not",
    ),
    (
        "mechanisms/shocks.py",
        "params.ageing * (age - 50)",
        "params.ageing * (age - 60)",
        COUNTRY,
        "life_table",
    ),
    (
        "mechanisms/shocks.py",
        "state.people[i].health - illness",
        "state.people[i].health",
        COUNTRY,
        "illness_takes",
    ),
    (
        "mechanisms/crisis.py",
        "params.collapse_rate * excess * excess",
        "params.collapse_rate * excess",
        COUNTRY,
        "fall_of_the",
    ),
    ("mechanisms/crisis.py", "variance += state", "variance -= state", COUNTRY, "salience"),
    ("mechanisms/crisis.py", "size=whole_part(1000 * size)", "size=0", COUNTRY, "answered_at_once"),
    (
        "mechanisms/testament.py",
        "< params.letter_ailing",
        "< 1 + params.letter_ailing",
        COUNTRY,
        "ailing_author",
    ),
    (
        "mechanisms/testament.py",
        "gain += weight if ruling(state, i) else -weight",
        "gain += weight",
        COUNTRY,
        "serves_them",
    ),
    (
        "mechanisms/membership.py",
        "count[g] -= flow(count[g], share, luck[g])",
        "count[g] -= 0.0",
        COUNTRY,
        "members_come",
    ),
    ("mechanisms/membership.py", "rate *= 2", "rate *= 1", COUNTRY, "purge_takes"),
    # apparatus
    (
        "mechanisms/appointments.py",
        "elif not ruling(state, patron):\n        chance",
        "elif ruling(state, patron):\n        chance",
        APPARATUS,
        "decides_how_soon or replaced_at",
    ),
    (
        "mechanisms/appointments.py",
        "address, 1) >= own_share",
        "address, 1) < own_share",
        APPARATUS,
        "replaced_at",
    ),
    (
        "mechanisms/appointments.py",
        "u < params.attach * strength * (1 + trust)",
        "u < params.attach * 0.5 * (1 + trust)",
        APPARATUS,
        "circular_flow",
    ),
    # coalitions
    ("mechanisms/alignment.py", "/ params.temperature + gumbel(u)", "+ gumbel(u)", LINE_UP, "markov"),
    ("mechanisms/alignment.py", "+ params.unite\n", "\n", LINE_UP, "bloc_is_joined"),
    (
        "mechanisms/alignment.py",
        "if world.contenders <= 8 else 3",
        "if world.contenders <= 8 else 2",
        LINE_UP,
        "best_of_all",
    ),
    (
        "mechanisms/alignment.py",
        "h = inside / max(inside + united, 1e-9)",
        "h = inside",
        LINE_UP,
        "rival_holds or opposition_counts",
    ),
    ("mechanisms/alignment.py", "or draw > lot", "or draw > 1.0", LINE_UP, "draw_lots"),
    ("mechanisms/alignment.py", "most = room.ceiling + ", "most = ", LINE_UP, "best_of_all"),
    (
        "mechanisms/alignment.py",
        "room.backed[above][j] - joins * room.backing[j][k]",
        "room.backed[above][j] - joins * room.backing[k][j]",
        LINE_UP,
        "written_formula",
    ),
    (
        "mechanisms/alignment.py",
        "explore(world, params, state, room, core, able, c ^ (1 << k), depth + 1, k + 1)",
        "explore(world, params, state, room, core, able, c ^ (1 << k), depth + 1, k + 2)",
        LINE_UP,
        "best_of_all",
    ),
    # votes
    (
        "mechanisms/ballots.py",
        "ayes > requirement(world, state, m) * (ayes + nays)",
        "ayes > requirement(world, state, m) * ayes",
        VOTES,
        "tallies",
    ),
    (
        "mechanisms/ballots.py",
        "for _ in range(whole(missing))",
        "for _ in range(whole(missing) - 1)",
        VOTES,
        "remainders",
    ),
    (
        "mechanisms/ballots.py",
        "return world.body[body].sanction",
        "return world.body[body].decision",
        VOTES,
        "larger_majority",
    ),
    ("model/voting.py", "(2 * expected - 1)", "(1 - 2 * expected)", VOTES, "lopsided"),
    (
        "model/voting.py",
        "+ policy + params.self_interest * closing",
        "+ policy",
        VOTES,
        "interest_of_their_own",
    ),
    ("model/voting.py", "* (1 - fabs(own))", "* 1.0", VOTES, "private_utility"),
    # fights
    ("mechanisms/offensives.py", "params.threat * (rival", "0.0 * (rival", FIGHTS, "attacks_come"),
    ("mechanisms/offensives.py", "rate *= 1 + params.rift", "rate *= 1", FIGHTS, "challenges_come"),
    ("mechanisms/sanctions.py", "*= 1 - params.defeat", "*= 1 + params.defeat", FIGHTS, "was_voted"),
    (
        "mechanisms/sanctions.py",
        "if rung >= RUNG_LOST_BUREAU:",
        "if rung >= RUNG_EXPELLED:",
        FIGHTS,
        "was_voted or each_rung",
    ),
    (
        "mechanisms/force.py",
        "params.coup_arms * (share",
        "0.5 * params.coup_arms * (share",
        FIGHTS,
        "armys_man",
    ),
    (
        "mechanisms/yielding.py",
        "state.people[i].attacked * (params.timid",
        "(1 - state.people[i].attacked) * (params.timid",
        FIGHTS,
        "yield_at",
    ),
    (
        "mechanisms/yielding.py",
        "(1 - state.people[i].power)",
        "(1 - state.people[i].seen)",
        CONTRACTS,
        "declares and yielding",
    ),
    # assemblies
    ("mechanisms/convening.py", "since >= 2 *", "since >= 3 *", ASSEMBLIES, "congress_sits"),
    (
        "mechanisms/congress.py",
        "(1 - params.exclusion *",
        "(1 - 0 * params.exclusion *",
        ASSEMBLIES,
        "stay_at",
    ),
    (
        "mechanisms/congress.py",
        "least = nth_largest(order, count, places)",
        "least = nth_largest(order, count, places + 1)",
        ASSEMBLIES,
        "slate",
    ),
    (
        "mechanisms/elections.py",
        "total += params.bureau_core",
        "total -= params.bureau_core",
        ASSEMBLIES,
        "vacancy",
    ),
    # opinion, ties, the start
    ("mechanisms/voice.py", "+ params.anchor * back", "+ 2 * params.anchor * back", VOICE, "friedkin"),
    ("mechanisms/ties.py", "trust -= params.affront", "trust += params.affront", VOICE, "envy"),
    ("model/readings.py", "params.credibility * tie", "tie", VOICE, "credible"),
    (
        "model/readings.py",
        "if ruling(state, i):\n        state.lineup.lost",
        "if not ruling(state, i):\n        state.lineup.lost",
        VOTES,
        "who_leaves",
    ),
    ("model/readings.py", "person if equals == 1", "person if equals >= 1", APPARATUS, "nobody_appoints"),
    # draws, numbers, the clock
    ("rng.py", "slot + (of << 16)", "slot + of", LUCK, "address or always"),
    (
        "rng.py",
        "y = x ^ turned(y, 26)\n    x = (x + y) & ALL\n    y = x ^ turned(y, 6)\n    x = (x + b)",
        "y = x ^ turned(y, 25)\n    x = (x + y) & ALL\n    y = x ^ turned(y, 6)\n    x = (x + b)",
        LUCK,
        "published",
    ),
    ("rng.py", "return 4.6002", "return 3.6002", LUCK, "bound"),
    ("model/numbers.py", "1.66666666666666019037e-01", "1.66666666600000000000e-01", NUMBERS, "exponential"),
    (
        "clock.py",
        "if on(room, codes, off, 9, now):",
        "if on(room, codes, off, 10, now):",
        CONTRACTS,
        "order_of or off_means",
    ),
    ("clock.py", "job.most - job.told < EVENTS", "job.most - job.told < 1", ENGINE, "outgrow"),
    ("clock.py", "job.month = job.first\n", "job.month = 0\n", ENGINE, "resumed or branch"),
)


def clone(folder: Path) -> Path:
    """A copy of what the package is built of, with what has been compiled so far; returns its sources."""
    for name in CLONED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "lib*"))
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, folder / name)
    return folder / "src"


def noticed(source: Path, file: str, old: str, new: str, tests: str, which: str) -> bool:
    """Do the tests fail on these sources with this edit? They are left as they were."""
    path = source / "politburo" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests, "-k", which]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(source),
                "HYPOTHESIS_STORAGE_DIRECTORY": str(source / ".hypothesis"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(text, encoding="utf-8")
    if done.returncode in (
        2,
        3,
        4,
        5,
    ):  # of pytest itself: nothing was asked; a crash of the loops is noticed
        sys.exit(
            f"{file}: {old!r} -> {new!r}; {tests} -k {which!r}: pytest ended with {done.returncode}\n{done.stdout[-2000:]}"
        )
    return done.returncode != 0


def main(names: list[str]) -> int:
    chosen = [m for m in MUTATIONS if not names or any(name in m[0] for name in names)]
    for file, old, *_ in chosen:
        found = (ROOT / "src" / "politburo" / file).read_text(encoding="utf-8").count(old)
        if found != 1:
            sys.exit(f"{file}: {old!r} stands there {found} times, not once")
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        source = clone(Path(folder))
        for mutation in chosen:
            red = noticed(source, *mutation)
            survived += not red
            print(
                f"{'noticed ' if red else 'SURVIVED'}  {mutation[0]}: {mutation[1]!r} -> {mutation[2]!r}",
                flush=True,
            )
    print(f"{len(chosen) - survived} of {len(chosen)} mutations noticed")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
