"""What a mechanism's output depends on, read off its traced program: nothing is run or compiled."""

from __future__ import annotations

from typing import Any

import jax
from jax.interpreters import partial_eval

import worlds
from politburo.model.mechanism import Mechanism


def reads_and_writes(mechanism: Mechanism, luck: Any, world: Any, params: Any, state: Any) -> tuple[set, set]:
    """(state fields on which anything but their own passing through depends, state fields not simply passed through)."""
    inputs, outputs = list(worlds.fields(state)), []

    def flat(*values: Any) -> Any:
        given = jax.tree.unflatten(jax.tree.structure(state), values)
        after, told = mechanism.apply(luck, world, params, given)
        outputs[:] = worlds.fields(after)
        return *worlds.fields(after).values(), told

    jaxpr = jax.make_jaxpr(flat)(*worlds.fields(state).values()).jaxpr
    assert outputs == inputs
    changed = [out is not into for out, into in zip(jaxpr.outvars, jaxpr.invars, strict=False)]
    _, used = partial_eval.dce_jaxpr(jaxpr, [*changed, True])
    name = lambda keep: {field for field, kept in zip(inputs, keep, strict=True) if kept}  # noqa: E731
    return name(used), name(changed)
