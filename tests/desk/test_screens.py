"""Each screen's own work, asked of the desk directly."""

from __future__ import annotations

import html
import re
import shlex
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ictxl.consolidated.workbook import write_consolidated
from ictxl.desk.events import MOST_STREAMS, Events
from ictxl.errors import InputError
from ictxl.pipeline.sending import generate
from ictxl.pipeline.year_folder.cell_window import read_window
from ictxl.plan.reading import read_plan
from tests.desk.test_start import ended
from tests.desk.test_true import settled
from tests.support.books import load, sheet_of
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.desks import SAMPLES, AskedDesk, add_former_years, asked_desk, sample_year
from tests.support.places import ROOT
from tests.support.published_templates import ROWS, published_template
from tests.support.rounds import real_plan
from tests.support.shapes import rows_of, save_rows
from tests.support.year_sheets import year_sheet

pytestmark = pytest.mark.lengthy

FIRST = "01_秘書広報課.xlsx"


def test_a_year_is_started_from_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "新しい年度"
    folder.mkdir()
    with asked_desk(folder) as desk:
        assert "まだ計画台帳がありません" in settled(desk, "/plan")
        desk.post("/plan/start", {"year": "2030"})
        assert ended(desk.desk).state.value == "done"
        assert sorted(p.name for p in folder.iterdir()) == [
            *("consolidated_template.xlsx", "plan.xlsx", "progress_template.xlsx")
        ]
        text = settled(desk, "/plan")
        assert "書き込むところ(4)" in text, "its lists are still empty, each place is named"
        assert "まだ空いているところを書き込んで" in text
        assert "直すところ" not in text, "nobody has made a mistake yet"


def test_a_year_is_started_like_a_family_of_tables(tmp_path: Path) -> None:
    with asked_desk(tmp_path) as desk:
        assert '<option value="施策評価">' in settled(desk, "/plan")
        desk.post("/plan/start", {"year": "2030", "like": "施策評価"})
        assert ended(desk.desk).state.value == "done"
    asked = sheet_of(tmp_path / "plan.xlsx", "記入欄")
    assert "二次評価" in [row[0].value for row in asked.iter_rows()]


def test_the_year_is_that_of_the_folders_name(tmp_path: Path) -> None:
    folder = tmp_path / "令和12年度"
    folder.mkdir()
    with asked_desk(folder) as desk:
        assert 'value="2030"' in settled(desk, "/plan")
        desk.post("/plan/start", {"year": ""})
        assert ended(desk.desk).state.value == "done"
        assert "令和12年度" in settled(desk, "/plan")


@pytest.mark.parametrize("year", ["", "二千年", "99999", "-1"])
def test_an_odd_year_is_taken_for_this_one(tmp_path: Path, year: str) -> None:
    with asked_desk(tmp_path) as desk:
        desk.post("/plan/start", {"year": year})
        assert ended(desk.desk).state.value == "done"


def test_a_table_that_lies_in_the_folder_becomes_the_plan(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "進捗状況.xlsx", tmp_path / "表.xlsx")
    with asked_desk(tmp_path) as desk:
        assert "<option selected>表.xlsx</option>" in settled(desk, "/plan")
        desk.post("/plan/import", {"table": "表.xlsx", "title": "別の名", "year": "2020"})
        job = ended(desk.desk)
        assert job.command == "ictxl import 表.xlsx -o plan.xlsx --title 別の名 --year 2020"
        assert "直すところはありません。" in settled(desk, "/plan")


GUESSED = """
みどりの計画 令和5年度 実施状況
No | 事業名 | 担当課 | 実績 | 広さ
1 | 緑化 | 公園課 | 百本植えた。 | 大きめ
2 | 花壇 | 公園課 | 十か所作った。 | 小さめ
"""


def test_what_a_column_is_is_asked_on_the_page_and_the_plan_made_anew(tmp_path: Path) -> None:
    save_rows(tmp_path / "表.xlsx", {"Sheet1": rows_of(GUESSED)})
    with asked_desk(tmp_path) as desk:
        assert "columns-asked" not in settled(desk, "/plan")
        desk.post("/plan/import", {"table": "表.xlsx", "title": "別の名"})
        assert ended(desk.desk).state.value == "done"
        text = settled(desk, "/plan")
        assert text.count("要確認</span></td>") == 1
        assert '<label for="column-4">広さ</label>' in text
        desk.post("/plan/columns", {"column-4": "計画の列", "column-0": "知らない言葉"})
        job = ended(desk.desk)
        assert job.state.value == "done"
        assert job.command.endswith("--columns 見出しの対応.xlsx --force")
        assert "要確認</span></td>" not in settled(desk, "/plan")
    plan = read_plan(tmp_path / "plan.xlsx")
    assert (plan.title, plan.given_columns) == ("別の名", ("広さ",))
    assert [question.name for question in plan.questions] == ["実績"]


def test_measures_are_called_as_the_plan_calls_them(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "cities" / "hamamatsu.xlsx", tmp_path / "plan.xlsx")
    level = read_plan(tmp_path / "plan.xlsx").measure_level.label
    assert level != "施策"
    with asked_desk(tmp_path) as desk:
        assert f"<dt>{level}</dt>" in settled(desk, "/plan")
        assert f'class="number">{level}</th>' in settled(desk, "/send")


def test_of_two_plans_none_is_chosen(year: Path) -> None:
    (year / "plan.xlsx").rename(year / "計画.xlsx")
    with asked_desk(year) as desk:
        assert "計画.xlsx" in settled(desk, "/plan")
        shutil.copy(year / "計画.xlsx", year / "計画の写し.xlsx")
        desk.desk.wake()
        assert "計画台帳が二つ以上あります" in settled(desk, "/plan")


def test_forms_are_made_for_one_department_and_with_the_own_template(
    desk: AskedDesk, year: Path
) -> None:
    shutil.copy(ROOT / "templates" / "progress_template.xlsx", year)
    desk.post("/send/template")
    assert ended(desk.desk).state.value == "done"
    assert "調査票のひな形として使えます。" in settled(desk, "/send")
    desk.post("/send/make", {"department": "情報課", "template": "on"})
    job = ended(desk.desk)
    assert "--template progress_template.xlsx --department 情報課" in job.command
    assert [p.name for p in (year / "outbox").iterdir()] == ["04_情報課.xlsx"]
    text = settled(desk, "/send")
    assert "できています <b>1</b>" in text
    assert "まだ <b>17</b>" in text


def test_a_form_is_called_old_when_the_plan_was_saved_since(desk: AskedDesk, year: Path) -> None:
    desk.post("/send/make", {"department": "秘書広報課"})
    ended(desk.desk)

    book = load(year / "plan.xlsx")
    book.save(year / "plan.xlsx")
    assert "古い <b>1</b>" in settled(desk, "/send")
    desk.post("/send/make", {"department": "秘書広報課"})
    assert ended(desk.desk).state.value == "done"
    assert "できています <b>1</b>" in settled(desk, "/send")


def test_a_password_opens_closed_files_and_stands_nowhere(desk: AskedDesk, year: Path) -> None:
    form = year / "returned" / FIRST
    content = form.read_bytes()
    with form.open("wb") as target:
        OOXMLFile(BytesIO(content)).encrypt("合言葉", target)
    assert "パスワードの付いたファイル" in settled(desk, "/gathering")
    desk.post("/gathering/password", {"password": "ちがう"})
    assert "パスワードの付いたファイル" in settled(desk, "/gathering")
    desk.post("/gathering/password", {"password": "合言葉"})
    text = settled(desk, "/gathering")
    assert "パスワードの付いたファイル" not in text
    assert "18 / 18 課" in text
    assert "合言葉" not in text
    desk.post("/summary/make", {"csv": "yes"})
    assert ended(desk.desk).state.value == "done"
    opened = (year / "進捗状況.csv").read_bytes()
    assert not [p for p in year.rglob("*") if p.is_file() and "合言葉".encode() in p.read_bytes()]
    form.write_bytes(content)
    desk.post("/summary/make", {"csv": "yes"})
    assert ended(desk.desk).state.value == "done"
    assert (year / "進捗状況.csv").read_bytes() == opened


def test_findings_are_chosen_by_severity_department_word_and_seen(
    faulty_round: Path, tmp_path: Path
) -> None:
    folder = sample_year(tmp_path / "年度", returned=False)
    shutil.copytree(faulty_round, folder / "returned")
    with asked_desk(folder) as desk:
        everything = settled(desk, "/findings").count('class="finding ')
        assert everything > 10
        errors = settled(desk, "/findings?severity=error")
        assert 0 < errors.count('class="finding error') < everything
        assert 'class="finding warning' not in errors
        of_one = settled(desk, "/findings?department=福祉課")
        assert 0 < of_one.count('class="finding ') < everything
        assert settled(desk, "/findings?text=k9 福祉課").count('class="finding ') == 1
        assert "絞り込む" in settled(desk, "/findings?text=どこにもない")
        key = of_one.split('id="tick-')[1].split('"')[0]
        query = f"department={quote('福祉課')}"
        answer = desk.post("/findings/tick", {"key": key, "seen": "yes", "back": query})
        assert answer.headers["Location"].endswith(f"{query}#finding-{key}")
        left = settled(desk, "/findings?seen=no").count('class="finding ')
        assert left == everything - 1
        first = settled(desk, "/findings?most=3")
        assert first.count('class="finding ') == 3
        assert f"残り {everything - 3} 件も出す" in first


@pytest.fixture
def faulty_desk(faulty_round: Path, tmp_path: Path) -> Iterator[AskedDesk]:
    folder = sample_year(tmp_path / "年度", returned=False)
    shutil.copytree(faulty_round, folder / "returned")
    with asked_desk(folder) as desk:
        yield desk


def window_link(text: str, code: str, cell: str) -> str:
    """Where the cells around that of a finding are shown."""
    [finding] = [
        part
        for part in text.split('<li class="finding ')[1:]
        if f">{code}<" in part and f'<b class="cell">{cell}</b>' in part and FIRST in part
    ]
    [link] = re.findall(r'id="around-[^"]*" href="([^"#]*)#finding-', finding)
    return unescape(link)


def windows(text: str) -> list[list[list[str]]]:
    """The tables of cells on the page: rows of texts, the cell in question in [ ]."""
    tables = re.findall(r'<table class="window">(.*?)</table>', text, re.DOTALL)
    marked = [
        re.sub(r'<td class="meant"><span[^<]*</span>(.*?)</td>', r"<td>[\1]</td>", t)
        for t in tables
    ]
    return [
        [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr")[1:]]
        for table in marked
    ]


def test_a_findings_cell_is_shown_among_its_neighbours(faulty_desk: AskedDesk) -> None:
    text = settled(faulty_desk, "/findings?severity=error")
    assert windows(text) == []
    link = window_link(text, "A003", "K9")
    assert "severity=error" in link
    [table] = windows(settled(faulty_desk, link))
    letters, headings, *rows = table
    assert letters[1:] == ["B", "C", "D", "E", "F", "G", "J", "K", "M"]
    assert headings[letters.index("K")] == "進捗状況"
    assert [row[0] for row in rows] == ["7", "8", "9"]
    assert [row[letters.index("C")] for row in rows] == ["1-1", "1-2", "1-3"]
    assert rows[2][letters.index("K")] == "[]"
    assert sum(cell.startswith("[") for row in rows for cell in row) == 1


def test_the_cells_are_those_that_the_file_holds_now_and_no_other_file_is_read(
    faulty_desk: AskedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ictxl.pipeline.year_folder import cell_window

    link = window_link(settled(faulty_desk, "/findings"), "A003", "K9")
    read: list[set[str]] = []
    reader = cell_window.read_worksheets

    def noted(content: bytes, names: set[str]) -> object:
        read.append(names)
        return reader(content, names)

    monkeypatch.setattr(cell_window, "read_worksheets", noted)
    for _ in range(2):
        settled(faulty_desk, link)
    assert read == [{"進捗入力"}]
    path = faulty_desk.desk.home / "returned" / FIRST
    form = load(path)
    form["進捗入力"]["D9"] = "<b>別の名</b>"
    form.save(path)
    assert "&lt;b&gt;別の名&lt;/b&gt;" in settled(faulty_desk, link)


@pytest.mark.parametrize("fate", ["gone", "broken", "another sheet", "huge", "a far cell"])
def test_cells_that_cannot_be_shown_now_are_told(year: Path, fate: str) -> None:
    path = year / "returned" / FIRST
    if fate == "gone":
        path.unlink()
    elif fate == "broken":
        path.write_bytes(b"PK\3\4")
    elif fate == "huge":
        with path.open("r+b") as file:
            file.truncate(200 << 20)
    else:
        form = load(path)
        if fate == "another sheet":
            form["進捗入力"].title = "別の名"
        else:
            form["進捗入力"]["XFD1048576"] = "x"
        form.save(path)
    with pytest.raises(InputError) as told:
        read_window(path, "進捗入力", ["K9"])
    assert FIRST in told.value.message
    assert told.value.remedy


@pytest.mark.parametrize("key", ["", "x", "%00", "../returned"])
def test_an_unknown_finding_has_no_window(faulty_desk: AskedDesk, key: str) -> None:
    assert windows(settled(faulty_desk, f"/findings?around={key}")) == []


ODD = ("most=-5", "most=x", "severity=%00", "department=%ff", "text=" + "%E3%81%82" * 500)


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_get_an_answer(desk: AskedDesk, query: str) -> None:
    assert desk.get(f"/findings?{query}").status_code == 200


@pytest.fixture
def with_former_years(year: Path) -> Path:
    add_former_years(year)
    return year


def test_years_are_compared_joined_and_drawn(with_former_years: Path) -> None:
    year = with_former_years
    with asked_desk(year) as desk:
        text = settled(desk, "/years")
        assert 'aria-label="平成30年度: A 2、B 23、C 4、D 5、Y 10"' in text
        before, after = "平成29年度/進捗状況.xlsx", "平成30年度/進捗状況.xlsx"
        desk.post("/years/compare", {"before": before, "after": after})
        assert ended(desk.desk).command == f"ictxl compare {before} {after} -o 年度比較.xlsx"
        assert (year / "年度比較.xlsx").is_file()
        desk.post("/years/history")
        job = ended(desk.desk)
        assert job.outcome
        assert job.outcome.message == "平成29年度、平成30年度の回答 88 件を一つの表にしました。"
        assert (year / "経年.csv").is_file()
        assert "経年.csv" in settled(desk, "/years")


def test_the_years_screen_follows_each_measure_through_the_years(with_former_years: Path) -> None:
    year = with_former_years
    with asked_desk(year) as desk:
        desk.post("/summary/make")
        ended(desk.desk)
        text = settled(desk, "/years").partition('id="beside"')[2]
        labels = re.findall(r"<th scope=\"col\">(.*?)</th>", text)
        assert labels[3:6] == ["平成29年度", "平成30年度", "平成31(令和元)年度"]
        [first, *_] = re.findall(r"<tr><td>(.*?)</tr>", text)
        assert re.findall(r"<td>(.*?)</td>", first)[1:4] == ["A", "A", "A"]
        assert "残り" not in text
        shown = settled(desk, "/years?most=4").partition('id="beside"')[2]
        assert shown.count("<tr><td>") == 4
        assert "残り 40 件も出す" in shown


def test_earlier_years_are_put_beside_this_one_where_wanted(with_former_years: Path) -> None:
    year = with_former_years
    with asked_desk(year) as desk:
        assert "過年度(平成29年度、平成30年度)の評価と並べる" in settled(desk, "/summary")
        desk.post("/summary/make", {"history": "on"})
        job = ended(desk.desk)
        tables = ["平成29年度/進捗状況.xlsx", "平成30年度/進捗状況.xlsx"]
        assert job.command.endswith(" ".join(f"--history {table}" for table in tables))
        shown = year_sheet(year / "進捗状況.xlsx")
        assert shown.headings[3:5] == ("平成29年度", "平成30年度")
        other = replace(real_plan(), year=2017, year_label="平成29年度")
        write_consolidated(other, (), set(), year / "平成29年度" / "写し.xlsx")
        settled(desk, "/summary")
        desk.post("/summary/make", {"history": "on"})
        outcome = ended(desk.desk).outcome
        assert outcome
        assert [(f.file, f.code) for f in outcome.findings] == [(str(year / tables[0]), "R011")]


def test_the_years_screen_does_not_wait_for_the_tables_of_other_years(
    with_former_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ictxl.pipeline.year_folder import ratings

    go_on = threading.Event()
    reader = ratings.read_table

    def slowly(path: Path) -> object:
        assert go_on.wait(60)
        return reader(path)

    monkeypatch.setattr(ratings, "read_table", slowly)
    with asked_desk(with_former_years) as desk:
        desk.desk.look(patience=20)
        told = desk.desk.events.stream(desk.desk.events.number)
        assert next(told).startswith("retry:")
        first = desk.get("/years").text
        assert "過年度の進捗状況を読んでいます" in first
        assert "charts" not in first
        go_on.set()
        assert next(told).startswith("event: changed")
        assert 'id="charts"' in settled(desk, "/years")


def test_without_earlier_years_none_are_offered(desk: AskedDesk) -> None:
    assert "with-history" not in settled(desk, "/summary")


def test_last_years_answers_can_be_shown_in_the_forms(with_former_years: Path) -> None:
    with asked_desk(with_former_years) as desk:
        assert "<option>平成30年度/進捗状況.xlsx</option>" in settled(desk, "/send")
        desk.post(
            "/send/make", {"previous": "平成30年度/進捗状況.xlsx", "department": "秘書広報課"}
        )
        assert ended(desk.desk).state.value == "done"


def test_without_a_script_files_are_handed_in_by_the_form_itself(
    desk: AskedDesk, year: Path
) -> None:
    files = [(BytesIO(b"one"), "一.xlsx"), (BytesIO(b"two"), "二.xlsx")]
    answer = desk.post("/files/receive", {"files": files})
    assert answer.headers["Location"] == "/gathering"
    assert (year / "returned" / "一.xlsx").read_bytes() == b"one"
    assert (year / "returned" / "二.xlsx").read_bytes() == b"two"


def test_what_programs_leave_lying_about_is_not_taken(desk: AskedDesk, year: Path) -> None:
    before = sorted((year / "returned").iterdir())
    for name in ("~$01.xlsx", "Thumbs.db", ".hidden.xlsx", "half.xlsx.crdownload"):
        answer = desk.post("/files/receive", {"files": (BytesIO(b"x"), name)})
        assert answer.status_code == 400
    assert sorted((year / "returned").iterdir()) == before


# --- events


def test_a_page_hears_what_came_while_it_was_made() -> None:
    events = Events()
    made = events.number
    events.tell("changed", {"files": ["回答.xlsx"]})
    stream = events.stream(made)
    assert next(stream).startswith("retry:")
    assert next(stream).startswith("event: changed\ndata: {")
    events.close()
    assert list(stream) == []


def test_more_pages_than_the_server_has_room_for_leave_some_to_the_others() -> None:
    events = Events()
    rooms = [events.room() for _ in range(MOST_STREAMS + 1)]
    assert [room.__enter__() for room in rooms] == [True] * MOST_STREAMS + [False]
    rooms[0].__exit__(None, None, None)
    with events.room() as has_room:
        assert has_room


def test_a_page_that_is_made_while_another_turns_to_another_year_is_whole(
    with_former_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is of the year in which it was asked for."""
    from ictxl.pipeline.year_folder import ratings

    year = with_former_years
    shutil.copy(year / "plan.xlsx", year / "平成30年度")
    counted = ratings.ratings_by_year
    with asked_desk(year) as desk:
        settled(desk, "/years")

        def turn_and_count(tables: tuple[Path, ...]) -> object:
            desk.desk.turn_to(year / "平成30年度")
            return counted(tables)

        monkeypatch.setattr(ratings, "ratings_by_year", turn_and_count)
        answer = desk.get("/years")
        assert answer.status_code == 200
        assert "ictxl compare 平成29年度/進捗状況.xlsx 平成30年度/進捗状況.xlsx" in answer.text


def test_a_form_that_came_back_blank_is_shown_with_the_others(tmp_path: Path) -> None:
    year = sample_year(tmp_path / "年度")
    generate(year / "plan.xlsx", tmp_path / "outbox", departments=["秘書広報課", "福祉課"])
    for form in (tmp_path / "outbox").iterdir():
        shutil.copy(form, year / "returned" / form.name)
    with asked_desk(year) as desk:
        desk.desk.look(patience=20)
        text = settled(desk, "/gathering")
        assert "未記入" in text
        for screen in ("plan", "send", "gathering", "findings", "sendback", "summary", "years"):
            assert "思わぬ誤り" not in settled(desk, f"/{screen}"), screen


def test_the_preview_has_the_columns_of_the_folders_own_template(
    desk: AskedDesk, year: Path
) -> None:
    usual = desk.get("/summary/preview").text
    assert "平成31(令和元)年度の進捗状況" in usual
    published_template(year / "consolidated_template.xlsx", ROWS)
    own = desk.get("/summary/preview").text
    heads = re.findall(r'role="columnheader">([^<]*)</th>', own)
    assert heads[:6] == ["番号", "取組", "担当課", "評価", "実績", "次期"]
    assert not re.search(r"\sstyle=", own)


def test_the_summary_shows_the_pages_of_paper_where_there_is_an_office(
    desk: AskedDesk, office: Office
) -> None:
    assert office
    assert "紙のページで見る" in settled(desk, "/summary")
    answer = desk.get("/summary/paper")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


SCREENS = ("plan", "send", "gathering", "findings", "sendback", "summary", "years")


def test_each_command_that_a_screen_shows_can_be_typed(year: Path) -> None:
    add_former_years(year)
    assert ictxl("init", cwd=year.parent).code == 0
    shutil.copy(year.parent / "progress_template.xlsx", year)
    assert ictxl("merge", "returned", cwd=year).code == 0
    with asked_desk(year) as desk:
        pages = "".join(settled(desk, f"/{screen}") for screen in SCREENS)
    shown = re.findall(r'class="command">.*?<code>ictxl (.*?)</code>', pages)
    commands = [html.unescape(command) for command in dict.fromkeys(shown)]
    typed = [c for c in commands if not c.startswith(("init", "import", "review"))]
    assert {command.split()[0] for command in typed} == {
        *("generate", "template", "status", "check", "sendback", "merge"),
        *("rollover", "compare", "history"),
    }
    for command in typed:
        run = ictxl(*shlex.split(command), cwd=year)
        assert run.code in (0, 1), (command, run.err)
