"""The command that was typed, to be typed again: every option that was given, and none that was not."""

from __future__ import annotations

import shlex
from typing import Any

import click
from click.core import ParameterSource


def words() -> list[str]:
    """The words of the command that is being run; what was left to its default is left out.

    A command that a group runs where none is named (`forecast of`) is left out too.
    """
    ctx = click.get_current_context()
    path = [part for part in _path(ctx) if part]
    arguments: list[str] = []
    options: list[str] = []
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if not typed(param.name or "") or value is None:
            continue
        if isinstance(param, click.Argument):
            arguments += _values(value)
        else:
            options += _option(param, value)
    return [*path, *arguments, *options]


def typed(name: str) -> bool:
    """Was this parameter given, and not left to its default?"""
    return click.get_current_context().get_parameter_source(name) not in (None, ParameterSource.DEFAULT)


def line() -> str:
    """The same as one line for a shell."""
    return shlex.join(words())


def _path(ctx: click.Context) -> list[str]:
    names = []
    now: click.Context | None = ctx
    while now is not None:
        names.append("" if now.command.hidden else now.info_name or "")
        now = now.parent
    return names[::-1]


def _values(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, tuple) else [str(value)]


def _option(param: click.Parameter, value: Any) -> list[str]:
    name = max(param.opts, key=len)
    if isinstance(param, click.Option) and param.is_flag:
        return [name] if value else []
    return [word for one in _values(value) for word in (name, one)]
