"""What a mechanism's output depends on, read off its traced program: nothing is run or compiled."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
from jax.interpreters import partial_eval

import worlds
from politburo.model.mechanism import Mechanism


class Dependence(NamedTuple):
    reads: frozenset[str]  # state fields on which anything depends, but for their own passing through
    writes: frozenset[str]  # state fields that are not simply passed through
    draws: bool  # whether anything depends on luck


def dependence(mechanism: Mechanism, luck: Any, world: Any, params: Any, state: Any) -> Dependence:
    """Trace a mechanism and follow every output back to the fields it is made of."""
    names, order = list(worlds.fields(state)), []

    def flat(luck: Any, *values: Any) -> Any:
        after, told = mechanism.apply(
            luck, world, params, jax.tree.unflatten(jax.tree.structure(state), values)
        )
        order[:] = worlds.fields(after)
        return *worlds.fields(after).values(), told

    jaxpr = jax.make_jaxpr(flat)(luck, *worlds.fields(state).values()).jaxpr
    assert order == names
    given = jaxpr.invars[1:]
    changed = [out is not into for out, into in zip(jaxpr.outvars, given, strict=False)]
    _, (draws, *used) = partial_eval.dce_jaxpr(jaxpr, [*changed, True])
    named = lambda keep: frozenset(n for n, kept in zip(names, keep, strict=True) if kept)  # noqa: E731
    return Dependence(named(used), named(changed), draws)
