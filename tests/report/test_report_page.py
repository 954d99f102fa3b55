"""The page: whole without scripts and network, nothing of a run can become markup, sensible for every kind of run."""

from __future__ import annotations

import html as html_lib
import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

import politburo
from politburo import report
from politburo.cli import entry
from politburo.errors import PolitburoError
from politburo.study.questions.compare import compare
from politburo.study.questions.counterfactual import Counterfactual
from politburo.study.questions.lesson import lesson, sweets
from politburo.study.questions.odds import odds_of_history
from politburo.study.questions.paths import paths
from politburo.study.running.parameters import in_words
from politburo.study.running.run import Run, open_run
from politburo.words.headline import WORDS, headline, word

SMALL = Path(__file__).resolve().parent.parent / "scenarios" / "valid" / "small"
LARGEST = 2_000_000
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Tree(HTMLParser):
    """Checks that tags nest, and keeps elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.mark.parametrize("which", ["run", "one", "fallen", "many", "recorded", "hostile"])
def test_every_kind_of_run_gives_a_sensible_page(which: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(which)
    html = report.page(found)
    tree = Tree(html)
    assert len(html.encode()) <= LARGEST
    assert not re.search(
        r"\bnan\b|\bNone\b|\bUndefined\b|<bound method", re.sub(r"(?s)<script>.*?</script>", "", html)
    )
    for name in ("script", "style"):
        assert len(tree.all(name)) == 1
    assert tree.all("img") == tree.all("iframe") == tree.all("link") == []
    ids = [attributes["id"] for _, attributes in tree.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [str(a["href"])[1:] for a in tree.all("a") if str(a.get("href")).startswith("#")]
    assert set(targets) <= set(ids) and "class" in targets
    figures, tables = len(tree.all("figure")), html.count('<details class="data"><summary>The numbers')
    assert figures == tables >= 12
    assert html.count("Simulated: ") >= 2 * figures
    assert not any(key.startswith("on") for _, attributes in tree.found for key in attributes)
    assert not any("style" in attributes for _, attributes in tree.found)


def test_markup_in_names_notes_and_sources_stays_text(hostile: Run) -> None:
    html = report.page(hostile)
    assert "onerror=hit()&gt;" in html and "<img" not in html and "<script>hit" not in html
    assert "javascript:" not in html
    assert html.count("&amp;amp;") > 10  # what was written is shown, not read as markup
    Tree(report.class_sheet(hostile))


def test_the_words_say_what_the_numbers_are(run: Run, one: Run, fallen: Run, many: Run) -> None:
    assert [
        word((low + high) / 2) for low, (high, _) in zip([0, *(w[0] for w in WORDS)], WORDS, strict=False)
    ] == [text for _, text in WORDS]
    assert "of 8 histories" in headline(run.summary)[0]
    assert "of 1 history;" in headline(one.summary)[0]
    assert "100,000 histories" in report.page(many)
    said = headline(fallen.summary)
    assert ": 0 % (0 to " in said[0] and said[-1] == said[0]
    assert "otherwise most often the end of the regime, 100 % (" in said[0]


def test_a_page_without_record_shows_none(run: Run, recorded: Run) -> None:
    alone, beside = report.page(run), report.page(recorded)
    assert "This case has no record" in alone and '<td class="documented">' not in alone
    assert "This case has no record" not in beside and '<td class="documented">' in beside


def test_its_head_says_where_the_parameters_come_from(run: Run, again: Callable[..., Run]) -> None:
    html = report.page(run)
    assert "Macro" not in html and in_words(run.facts["params"]) in html
    assert in_words("default") in report.page(again(facts={"params": "default"}))


def test_it_says_how_to_make_it_again(run: Run, again: Callable[..., Run]) -> None:
    facts = {"given": "my case", "changes": ["a=b c"], "off": ["ageing"], "params": "default"}
    html = report.page(again(facts=facts))
    assert (
        "politburo run &#39;my case&#39; --histories 8 --seed 3" in html
        and "--set &#39;a=b c&#39; --off ageing --params default" in html
    )
    assert run.facts["digest"] in report.page(run)
    fixed = report.page(again(facts={"fixed": {**run.resolved.parameters, "pace": 0.5}}))
    assert ".set(&#39;parameters.pace&#39;, 0.5)" in fixed and "politburo run" not in fixed
    prior = report.page(again(facts={"fixed": {**run.resolved.parameters, "pace": 0.5}, "params": "prior"}))
    assert "&#39;pace&#39;: 0.5" in prior and "politburo run" not in prior
    blind = report.page(again(facts={"blind": True}))
    assert "blind=True" in blind and "politburo run" not in blind


def test_the_sheet_tells_the_lesson_that_the_studio_tells(run: Run) -> None:
    found, html = lesson(run), html_lib.unescape(report.class_sheet(run))
    assert found["moments"] and sweets([0, 0], 5) == (3, 2)
    for part in found["minutes"]:
        assert f"{part['from']}–{part['to']}</th><td>{part['what']}" in html
    for moment in found["moments"]:
        answer = next(option["label"] for option in moment["options"] if option["id"] == moment["answer"])
        assert f'<strong>{moment["question"]}</strong> <span class="right">{answer}.</span>' in html
        assert moment["told"][0].split(". ")[0] in html and moment["reason"][0] in html
        assert "".join(f'<td class="sweets">{count}</td>' for count in moment["sweets"]) in html
    pupils = html_lib.unescape(report.class_sheet(run, "pupils"))
    for moment in found["moments"]:
        assert moment["question"] in pupils and moment["reason"][0] not in pupils
    assert pupils.count("to fill in") == 1 + len(found["moments"]) * (1 + len(found["persons"]))
    cards = html_lib.unescape(report.class_sheet(run, "cards"))
    assert all(line in cards for person in found["persons"] for line in person["card"])


def test_answers_beside_the_run_are_shown(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(saved, folder)
    assert 'id="questions"' not in report.page(open_run(folder))
    party = politburo.load(SMALL)
    for name in ("contenders", "pace"):
        change = Counterfactual(id=name, title=f"Other {name} <b>", set={"parameters.pace": 0.05})
        compare(party, change, histories=64).save(folder)
    odds_of_history(party.resolved, history=0, every=60, futures=64).save(folder)
    paths(open_run(folder)).save(folder)
    html = report.page(open_run(folder))
    assert html.count("What if: Other") >= 4 and "<b>" not in html and "Other pace &lt;b&gt;" in html
    assert "Who rules alone at the end" in html and "How long it took" in html
    assert html.count('id="figure-answer-') == 4
    (folder / "odds.json").write_text('{"sentences": []}')
    with pytest.raises(PolitburoError) as refused:
        report.page(open_run(folder))
    assert refused.value.exit_status == 76


def test_the_command(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "report.html"
    assert entry(["report", str(saved), "-o", str(place), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["bytes"] == place.stat().st_size
    assert place.read_text(encoding="utf-8") == report.page(open_run(saved))  # the same run, the same page
    for option, words in (
        ("--sheet", "with answers"),
        ("--pupils", "to fill in"),
        ("--cards", "You begin with"),
    ):
        assert entry(["report", str(saved), option, "-o", str(place)]) == 0
        assert words in place.read_text(encoding="utf-8")
    for both in (("--sheet", "--cards"), ("--pupils", "--cards"), ("--sheet", "--pupils")):
        before = place.read_bytes()
        assert entry(["report", str(saved), *both, "-o", str(place)]) == 2
        assert place.read_bytes() == before
    assert entry(["report", str(tmp_path / "nowhere"), "-o", str(place)]) == 66
    assert entry(["report", str(saved), "-o", str(tmp_path / "no" / "x.html")]) == 74


@pytest.mark.slow
def test_a_thousand_histories_of_the_large_case_stay_small() -> None:
    run = politburo.load("ussr-1922").run(histories=1000, seed=1)
    assert len(report.page(run).encode()) <= LARGEST
