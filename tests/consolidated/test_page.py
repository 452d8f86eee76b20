"""The page for the website, judged by a browser and by axe-core."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from ictxl.consolidated.page import write_html
from ictxl.consolidated.summary import tallies
from ictxl.consolidated.table import consolidate
from ictxl.consolidated.template.published import read_template
from ictxl.questions import Question
from tests.support.clients.axe import axe_script
from tests.support.clients.chromium import Chromium
from tests.support.clients.poppler import page_sizes, pdf_pages
from tests.support.consolidated_tables import response, small_plan
from tests.support.published_templates import (
    Columns,
    measure_sheet_template,
    published_template,
)
from tests.support.rounds import real_plan, real_responses

pytestmark = pytest.mark.slow

MISSING = "福祉課"
"""The department that has not returned anything in the page under test."""
NASTY = "<script>alert(1)</script>&amp;\n二行目  空白 \x07 ]]> {{ 7 * 7 }}"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real table, with one department missing."""
    responses = [r for r in real_responses() if r.department != MISSING]
    table = consolidate(real_plan(), responses, {r.department for r in responses})
    path = tmp_path_factory.mktemp("page") / "page.html"
    write_html(table, path)
    return path


def shown(chromium: Chromium, page: Path, *steps: str) -> list[Any]:
    """What is visible at first and after each step: answers, areas, titles, next steps, status."""
    return list(
        chromium.run_script(
            page,
            """
            const visible = (selector) => [...document.querySelectorAll(selector)]
              .filter((element) => element.getClientRects().length)
              .map((element) => element.textContent.trim());
            const state = async () => {
              await new Promise((done) => setTimeout(done, 50));
              return {
                answers: visible(".answer"), areas: visible(".area h2"), titles: visible(".title"),
                next: visible("li[data-department]"), status: visible("#filter-status").join(""),
              };
            };
            const states = [await state()];
            """
            + "".join(f"{{ {step} }} states.push(await state());" for step in steps)
            + "return states;",
        )
    )


def choose(field: str, value: str) -> str:
    return f"""
        const field = document.getElementById("{field}");
        field.value = "{value}";
        field.dispatchEvent(new Event("change", {{ bubbles: true }}));"""


def test_the_page_has_no_fault_that_axe_knows(chromium: Chromium, page: Path) -> None:
    result = chromium.run_script(page, axe_script(), AXE)
    assert result["faults"] == []
    assert result["passes"] > 20


AXE = """
        const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
        const result = await axe.run(document, { runOnly: rules });
        return { passes: result.passes.length,
                 faults: result.violations.map((r) => [r.id, r.nodes.map((n) => n.html)]) };"""


def test_the_page_shows_every_text_of_the_table(chromium: Chromium, page: Path) -> None:
    [everything] = shown(chromium, page)
    expected = {
        f"【{r.department}-{r['rating']}】{r['progress']}"
        for r in real_responses()
        if r.department != MISSING
    }
    assert expected <= set(everything["answers"])
    assert everything["answers"].count(f"【{MISSING}-未提出】") == 3
    assert everything["titles"] == [m.title for m in real_plan().measures]
    assert everything["areas"] == list(map(real_plan().area_label, real_plan().areas))


def test_filtering_by_department_leaves_that_department_only(
    chromium: Chromium, page: Path
) -> None:
    _, left = shown(chromium, page, choose("filter-department", "教育総務課"))
    heads = [answer.partition("】")[0] for answer in left["answers"]]
    assert heads == ["【教育総務課-Y", "【教育総務課-Y", "【教育総務課-D"]
    assert left["areas"] == list(map(real_plan().area_label, real_plan().areas[:2]))
    assert left["next"] == ["教育総務課-4.終了", "教育総務課-4.終了", "教育総務課-1.現状維持"]
    assert left["status"] == "3 件の回答を表示しています。"


def test_filtering_by_rating_and_clearing_it_again(chromium: Chromium, page: Path) -> None:
    first, left, open_ones, cleared = shown(
        chromium,
        page,
        choose("filter-rating", "A"),
        choose("filter-rating", "未提出"),
        "document.forms[0].reset();",
    )
    heads = [answer.partition("】")[0] for answer in left["answers"]]
    assert heads == ["【秘書広報課-A", "【情報課-A"]
    assert open_ones["answers"] == [f"【{MISSING}-未提出】"] * 3
    assert cleared == first


def test_without_javascript_everything_is_there_but_the_filter(
    chromium: Chromium, page: Path, tmp_path: Path
) -> None:
    frame = html.escape(page.read_text("utf-8"))
    outer = tmp_path / "outer.html"
    outer.write_text(
        '<meta charset="utf-8"><body>'
        f'<iframe sandbox="allow-same-origin" width="1500" height="900" srcdoc="{frame}"></iframe>'
        "</body>",
        encoding="utf-8",
    )
    inside = chromium.run_script(
        outer,
        """
        const frame = document.querySelector("iframe");
        await new Promise((done) => frame.addEventListener("load", done));
        const visible = (selector) => [...frame.contentDocument.querySelectorAll(selector)]
          .filter((element) => element.getClientRects().length).length;
        return { filter: visible("#filter"), answers: visible(".answer"), charts: visible("svg") };
        """,
    )
    assert inside == {"filter": 0, "answers": len(real_responses()), "charts": 4}


def test_on_a_phone_only_the_tables_scroll_sideways(chromium: Chromium, page: Path) -> None:
    """WCAG 2.2, 1.4.10: at 320 CSS pixels nothing but tables may ask for scrolling both ways."""
    beyond = chromium.run_script(
        page,
        """
        document.body.style.width = "320px";
        document.body.style.boxSizing = "border-box";
        document.body.style.margin = "0";
        return [...document.body.querySelectorAll("*")]
          .filter((element) => !element.closest(".scroll, svg"))
          .filter((element) => element.getBoundingClientRect().right > 320.5)
          .map((element) => element.tagName);
        """,
    )
    assert beyond == []


CARDS = """
    const frame = document.querySelector("iframe");
    await new Promise((done) => frame.addEventListener("load", done));
    const inside = frame.contentDocument;
    const cells = [...inside.querySelectorAll(".progress tbody td, .card td")];
    const high = (element) => element.getBoundingClientRect().height;
    const sum = (row) => [...row.children].reduce((all, cell) => all + high(cell), 0);
    const rows = [...inside.querySelectorAll(".progress tbody tr")];
    return { gaps: rows.filter((row) => high(row) > sum(row) + 4).length,
             beyond: cells.filter((c) => c.getBoundingClientRect().right > 390.5).length,
             wide: inside.querySelector(".area").scrollWidth, cells: cells.length,
             labels: cells.slice(0, 3).map((c) => c.dataset.label || "") };"""


def on_a_phone(page: Path, folder: Path, chromium: Chromium) -> dict[str, Any]:
    """The page in a window of 390 pixels."""
    outer = folder / "outer.html"
    frame = html.escape(page.read_text("utf-8"))
    outer.write_text(
        f'<meta charset="utf-8"><body><iframe width="390" height="800"'
        f' srcdoc="{frame}"></iframe></body>',
        encoding="utf-8",
    )
    return dict(chromium.run_script(outer, CARDS))


def test_on_a_phone_each_measure_is_a_card(chromium: Chromium, page: Path, tmp_path: Path) -> None:
    seen = on_a_phone(page, tmp_path, chromium)
    assert (seen["beyond"], seen["wide"] <= 390) == (0, True)
    assert seen["labels"][1:] == ["今後の展開", "担当課"]


OWN: Columns = (
    ("番号", "{項番}", 6),
    ("取組", "{施策名称}", 30),
    ("課", "{担当課}", 16),
    ("評価", "{評価}", 8),
    ("進捗", "{進捗状況}", 60),
)


@pytest.fixture(scope="module")
def own_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The page with a city's own columns, and that of a template with a sheet a measure."""
    folder = tmp_path_factory.mktemp("own")
    responses = [r for r in real_responses() if r.department != MISSING]
    table = consolidate(real_plan(), responses, {r.department for r in responses})
    made = []
    for name, template in (
        ("rows", published_template(folder / "rows.xlsx", OWN)),
        ("sheets", measure_sheet_template(folder / "sheets.xlsx")),
    ):
        made.append(folder / f"{name}.html")
        write_html(table, made[-1], read_template(template, table.plan))
    return made


def test_the_page_has_the_columns_of_a_citys_own_template(
    chromium: Chromium, own_pages: list[Path], tmp_path: Path
) -> None:
    rows, sheets = (path.read_text("utf-8") for path in own_pages)
    heads = re.findall(r'<th scope="col" role="columnheader">([^<]*)</th>', rows)
    assert heads[:5] == [heading for heading, _, _ in OWN]
    assert len(heads) == 5 * len(real_plan().areas)
    told = [r["progress"] for r in real_responses() if r.department != MISSING]
    assert all(html.escape(text) in rows for text in told)
    assert sheets.count('class="card"') == len(real_plan().measures)
    for path in own_pages:
        seen = on_a_phone(path, tmp_path, chromium)
        assert (seen["beyond"], seen["gaps"], seen["wide"] <= 390) == (0, 0, True)


@pytest.mark.slow
def test_pages_of_own_templates_have_no_fault_that_axe_knows(
    chromium: Chromium, own_pages: list[Path]
) -> None:
    for path in own_pages:
        assert chromium.run_script(path, axe_script(), AXE)["faults"] == []


def test_own_rows_are_filtered_too(chromium: Chromium, own_pages: list[Path]) -> None:
    _, left = shown(chromium, own_pages[0], choose("filter-department", "教育総務課"))
    assert left["status"] == "3 件の回答を表示しています。"
    assert len(left["answers"]) == 3


def test_the_page_prints_whole_on_a3(chromium: Chromium, page: Path, tmp_path: Path) -> None:
    printed = chromium.print_pdf(page, tmp_path / "page.pdf")
    assert page_sizes(printed) == {(420, 297)}
    text = "".join(pdf_pages(printed))
    for answer in real_responses():
        if answer.department != MISSING:
            assert re.sub(r"\s", "", answer["progress"])[:20] in text
    assert "絞り込み" not in text


def test_the_page_needs_no_other_file_and_names_its_language(page: Path) -> None:
    content = page.read_text("utf-8")
    assert content.startswith('<!DOCTYPE html>\n<html lang="ja">')
    assert not re.search(r"(?:src|href|action)=\"(?!#)|@import|url\((?!#)", content)
    assert "generator" not in content
    assert "Generated" not in content


def test_tables_have_headings_with_scopes(page: Path) -> None:
    content = page.read_text("utf-8")
    assert all("scope=" in tag for tag in re.findall(r"<th\b[^>]*>", content))
    assert content.count("<svg") == content.count("<caption>") == 4


CHARTS = """
    const box = (element) => {
      const { x, y, width, height } = element.getBBox();
      return [x, y, x + width, y + height];
    };
    return [...document.querySelectorAll("svg")].map((svg) => ({
      size: [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height],
      bars: [...svg.querySelectorAll("rect[height='24']")].map(box),
      counts: [...svg.querySelectorAll(".value")].map((text) => [text.textContent, ...box(text)]),
      texts: [...svg.querySelectorAll("text")].map((text) => [text.textContent, ...box(text)]),
    }));"""
"""Of each chart its size, and left, top, right and bottom of bars and texts."""


def test_the_charts_have_a_bar_as_long_as_each_count(chromium: Chromium, page: Path) -> None:
    responses = [r for r in real_responses() if r.department != MISSING]
    table = consolidate(real_plan(), responses, {r.department for r in responses})
    for tally, chart in zip(tallies(table), chromium.run_script(page, CHARTS), strict=True):
        counted = [count for _, counts in tally.rows for count in counts if count]
        assert [int(text) for text, *_ in chart["counts"]] == counted
        bars = [right - left for left, _, right, _ in chart["bars"]]
        one = max(bars) / max(counted)
        assert bars == pytest.approx([one * count for count in counted], abs=0.2)
        assert {name for name, _ in tally.rows} <= {text for text, *_ in chart["texts"]}
        assert {c.label for c in tally.categories} <= {text for text, *_ in chart["texts"]}


def with_long_names(question: Question, name: str) -> Question:
    if question.choices is None:
        return question
    choices = tuple(replace(choice, name=name) for choice in question.choices.choices)
    return replace(question, choices=replace(question.choices, choices=choices))


def test_in_charts_long_names_have_room(chromium: Chromium, tmp_path: Path) -> None:
    long = "とても長い名前のもの" * 4
    plan = small_plan()
    plan = replace(
        plan,
        areas=tuple(replace(area, title=f"{long}{area.title}") for area in plan.areas),
        questions=tuple(with_long_names(question, long) for question in plan.questions),
    )
    table = consolidate(plan, [response("1-1", "情報課", "A", "書いた。")], {"情報課"})
    write_html(table, tmp_path / "long.html")
    for chart in chromium.run_script(tmp_path / "long.html", CHARTS):
        width, height = chart["size"]
        boxes = [box for _, *box in chart["texts"]]
        assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= width and b[3] <= height for b in boxes)
        apart = [a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 4 or b[3] <= a[1] + 4
                 for a, b in combinations(boxes, 2)]  # fmt: skip
        assert all(apart)


def test_what_departments_wrote_is_text_and_never_markup(
    chromium: Chromium, tmp_path: Path
) -> None:
    table = consolidate(small_plan(), [response("1-1", "情報課", "<b>", NASTY, "<i>")], {"情報課"})
    write_html(table, tmp_path / "nasty.html")
    [state] = shown(chromium, tmp_path / "nasty.html")
    # The bell can stand in no page; the letter that marks a lost one takes its place.
    assert state["answers"][0] == f"【情報課-<b>】{NASTY}".replace("\x07", "\ufffd")


def test_the_same_table_gives_the_same_page(page: Path, tmp_path: Path) -> None:
    responses = [r for r in real_responses() if r.department != MISSING]
    table = consolidate(real_plan(), responses, {r.department for r in responses})
    write_html(table, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()
