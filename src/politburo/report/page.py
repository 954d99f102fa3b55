"""Fill the templates: everything that comes from a run is escaped, nothing is fetched, only the page's own script may run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import jinja2
from markupsafe import Markup

from politburo.report.content import contents, story
from politburo.report.outline import outline
from politburo.report.sheet import class_lesson
from politburo.store.files import put
from politburo.words.essay import heading
from politburo.words.struggle import side, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from politburo.plots.svg import Figure
    from politburo.study.running.run import Run
    from politburo.words.answer import Answer
    from politburo.words.essay import Essay

HERE = Path(__file__).resolve().parent / "templates"


@cache
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"stage_title": title, "side": side}
    return templates


def _inlined(name: str) -> dict[str, str]:
    """A file of the page itself, and its digest for the page's content security policy."""
    text = (HERE / name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"text": Markup(text), "digest": f"sha256-{digest}"}


def _filled(template: str, found: Mapping[str, object]) -> str:
    own = {"style": _inlined("style.css"), "script": _inlined("script.js")}
    return _templates().get_template(template).render(**found, **own)


def page(run: Run) -> str:
    """The whole report as HTML, the class sheet at its end. A run without record or with one history gives a shorter page."""
    found = contents(run)
    return _filled("page.html", {**found, "outline": outline(found), "lesson": class_lesson(run)})


def class_sheet(run: Run, what: Literal["teacher", "pupils", "cards"] = "teacher") -> str:
    """Only one page for a class, as HTML: the sheet with answers, the one that pupils fill in, or the role cards; on A4 and on Letter."""
    return _filled("class.html", {"title": run.resolved.title, "lesson": class_lesson(run), "what": what})


def essay_page(essay: Essay) -> str:
    """Only the story of the essay (`study.questions.essay`), as HTML."""
    return _filled("essay_page.html", {"title": heading(essay), "essay": story(essay)})


def answers_page(title: str, parts: Sequence[Answer], figure: Figure | None = None) -> str:
    """Answers (`words.answers.Answer`) under a title, as HTML; a figure stands after the sentences of the first."""
    return _filled("answers_page.html", {"title": title, "parts": parts, "figure": figure})


def save(html: str, file: str | Path) -> Path:
    """Write a page. Raises `PolitburoError` where the disk refuses."""
    place = Path(file)
    put(place, html.encode())
    return place
