"""The score of every set of contenders as a ruling core, by the written formula (`mechanisms.alignment`), in plain NumPy."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from loops import DEFAULT, Party
from politburo.model import params as parameters
from politburo.model.records import DRAWS
from politburo.vocab import Rung


def sets_of(n: int) -> np.ndarray:
    """Every set of n contenders as a row of members, bool[2**n, n]."""
    return (np.arange(1 << n)[:, None] >> np.arange(n) & 1).astype(bool)


def able_of(party: Party, history: int = 0) -> np.ndarray:
    """The contenders who can rule, bool[K]."""
    c = party["lineup.contender"][history]
    part = {
        name: party[f"people.{name}"][history][c]
        for name in ("alive", "member", "rung", "recanted", "health")
    }
    fit = part["alive"] & part["member"] & ~part["recanted"]
    return fit & (part["rung"] < Rung.LOST_COMMITTEE) & (part["health"] > DEFAULT["fit_to_lead"])


def terms(party: Party, core: np.ndarray, history: int = 0, suspect: int | None = None) -> np.ndarray:
    """The six terms of the score of every set, float[2**K, 6], the present core being `core`; the empty set has none."""
    p = SimpleNamespace(**dict(zip(parameters.FIELDS, party.params[history], strict=True)))
    c = party["lineup.contender"][history]
    able = able_of(party, history)
    leads = able & (c == party["lineup.leader"][history])
    held = p.inertia * (1.0 if leads.any() else p.bereft)
    weight = np.maximum(np.where(able, party["people.power"][history][c], 0), 1e-6)
    seen = party["people.seen"][history][c]
    trust = party["trust"][history][np.ix_(c, c)].copy()
    if suspect is not None:
        trust[np.arange(len(c)) != suspect, suspect] -= p.affront
    shown, salience = party["people.shown"][history][c], party["country.salience"][history]
    stand = np.clip((1 + trust) / 2, 0, 1)
    np.fill_diagonal(stand, 1.0)
    n_core = core.sum()
    content = weight / max(weight[core].sum(), 1e-9) + p.consent_trust * trust[:, core].sum(1) / max(
        n_core - 1, 1
    )
    account = np.where(core, content, 0.0)
    found = np.zeros((1 << len(c), 6))
    for row, members in enumerate(sets_of(len(c))):
        if not row:
            continue
        outside, n, own = ~members, members.sum(), weight[members].sum()
        rest = weight[outside].sum()
        backed = stand[:, outside] @ weight[outside]
        united = (weight * (p.unity + (1 - p.unity) * backed / max(rest, 1e-9)))[outside & able].sum()
        h = own / (own + united)
        trusted = trust[:, members].sum(1)
        mean_trust = trusted[members].sum() / (n * (n - 1)) if n > 1 else p.alone
        distrust = weight[members] @ ((1 - trust[members]) / 2) / own
        danger = (seen * distrust)[outside & able].max(initial=0.0)
        mean = weight[members] @ shown[members] / own
        spread = weight[members] @ (shown[members] - mean) ** 2 / own @ salience / salience.sum()
        consent = (weight / own + p.consent_trust * trusted / max(n - 1, 1) - account)[members].min()
        moved = (core & ~members).sum() + p.admission_price * (members & ~core).sum()
        found[row] = (
            -p.winning * np.log1p(np.exp(-(h - p.threshold) / p.sharpness)),
            p.stability * party["stable"][history][row] / DRAWS,
            p.trust_inside * mean_trust - p.spread * spread,
            -p.surplus * max(0.0, h - p.threshold),
            p.danger * danger * (p.danger_without_trust + mean_trust),
            p.consent * min(consent, 0.0) - held * moved,
        )
    return found


def noise_of_sets(u: np.ndarray) -> np.ndarray:
    """Gumbel noise of every set from its members' uniforms: a commutative hash of them, float[2**K]."""
    words = (u * 2**24).astype(np.uint64) * 0x9E3779B1 % 2**32
    h = sets_of(len(u)) @ words % 2**32
    h = (h ^ (h >> 16)) * 0x85EBCA6B % 2**32
    h = (h ^ (h >> 13)) * 0xC2B2AE35 % 2**32
    h = h ^ (h >> 16)
    return -np.log(-np.log(np.clip((h >> 9) * 2.0**-23 + 2.0**-24, 1e-7, 1 - 2.0**-23)))
