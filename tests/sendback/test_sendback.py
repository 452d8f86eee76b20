"""`ictxl sendback`: the department's own workbook, all it wrote intact, the faults marked."""

from __future__ import annotations

import email
import email.policy
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ictxl.contract.fields import SENDBACK_MARK, SENDBACK_SHEET
from ictxl.contract.metadata import HIDDEN_SHEETS, META_SHEET
from ictxl.files.inputs import find_inputs
from ictxl.pipeline.collecting import collect
from ictxl.pipeline.sending_back import sendback
from tests.support.books import load, sheet_names, sheet_of
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.faulty_round import COMMENTED, FAULTS, RETURNED, type_into
from tests.support.returned_forms import make_form, small_plan

# With the others that need LibreOffice: it is sent back once.
pytestmark = [pytest.mark.xdist_group("office"), pytest.mark.lengthy]

SHEET = "進捗入力"
RED, YELLOW = "FFFFA7A0", "FFFFDD80"
FIRST = "01_秘書広報課.xlsx"


@pytest.fixture(scope="module")
def sent(faulty_round: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "差戻し"
    result = sendback([str(faulty_round)], folder)
    assert all(file.marked for file in result.files)
    return folder


def findings(*paths: Path) -> list[tuple[str, str, str, str]]:
    """What reading says of the files themselves."""
    collected = collect(find_inputs([str(path) for path in paths]))
    return sorted((f.file, f.cell, f.code, f.value) for f in collected.findings if f.file)


def texts(path: Path, sheets: set[str]) -> dict[tuple[str, str], Any]:
    book = load(path, rich_text=True)
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in book
        if sheet.title in sheets
        for row in sheet
        for cell in row
        if cell.value is not None
    }


def marked_cells(path: Path) -> dict[str, str]:
    sheet = sheet_of(path, SHEET)
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet
        for cell in row
        if cell.fill.fgColor.rgb in (RED, YELLOW)
    }


def test_each_department_with_something_to_mend_gets_its_file(sent: Path) -> None:
    faulty = {f.file for f in FAULTS if f.codes != ("A009",)} | {"09_教育研究所.xlsx"}
    assert {path.name for path in sent.iterdir()} == faulty


def test_everything_a_department_wrote_is_intact(sent: Path, faulty_round: Path) -> None:
    for path in sent.iterdir():
        original = faulty_round / path.name
        sheets = set(sheet_names(original)) - HIDDEN_SHEETS
        assert texts(path, sheets) == texts(original, sheets)


def test_faulty_cells_are_coloured_and_say_what_to_do(sent: Path) -> None:
    assert marked_cells(sent / FIRST) == {"J7": RED, "J8": RED, "K9": RED}
    assert marked_cells(sent / "04_情報課.xlsx") == {"M14": YELLOW, "M16": YELLOW, "K18": YELLOW}
    sheet = sheet_of(sent / FIRST, SHEET)
    comment = sheet["J7"].comment.text
    assert comment.startswith(SENDBACK_MARK)
    assert "評価が未記入です。" in comment
    assert "ドロップダウンから評価(A B C D X Y Z)を選んでください。" in comment


def test_a_departments_own_comment_is_kept_above_the_mark(sent: Path) -> None:
    comment = sheet_of(sent / FIRST, SHEET)["J8"].comment
    assert comment.author == "山田"
    assert comment.text.startswith(COMMENTED[2] + "\n\n" + SENDBACK_MARK)


def test_the_first_sheet_lists_the_findings_with_links_to_their_cells(sent: Path) -> None:
    book = load(sent / FIRST)
    assert book.sheetnames[0] == SENDBACK_SHEET
    assert book.active.title == SENDBACK_SHEET
    rows = [[c for c in row if c.value] for row in book[SENDBACK_SHEET].iter_rows(min_row=5)]
    assert [[str(c.value) for c in row[1:4]] for row in rows] == [
        ["要修正", SHEET, "J7"],
        ["要修正", SHEET, "J8"],
        ["要修正", SHEET, "K9"],
    ]
    assert [row[3].hyperlink.location for row in rows] == [
        f"'{SHEET}'!{c}" for c in ("J7", "J8", "K9")
    ]


def test_returned_as_it_is_it_reads_like_the_original(sent: Path, faulty_round: Path) -> None:
    names = [path.name for path in sent.iterdir()]
    before = findings(*(faulty_round / name for name in names))
    assert findings(*(sent / name for name in names)) == before


def test_protection_dropdowns_and_hidden_sheet_are_as_they_were(
    sent: Path, faulty_round: Path
) -> None:
    marked, original = (load(folder / FIRST) for folder in (sent, faulty_round))
    assert marked[SHEET].protection.sheet == original[SHEET].protection.sheet is True
    assert marked[META_SHEET].sheet_state == original[META_SHEET].sheet_state == "veryHidden"
    for cell in ("J7", "K7", "E7", "N7"):
        assert marked[SHEET][cell].protection.locked == original[SHEET][cell].protection.locked
    rules = [
        sorted(
            (str(v.sqref), v.type, v.formula1 or "")
            for v in book[SHEET].data_validations.dataValidation
        )
        for book in (marked, original)
    ]
    assert rules[0] == rules[1]


MENDED = {
    ("1-1", "rating"): "A",
    ("1-2", "rating"): "B",
    ("1-3", "progress"): "広報アプリを使い、毎号を配信している。",
}


def test_mended_by_hand_in_libreoffice_it_merges_clean(
    sent: Path, tmp_path: Path, office: Office
) -> None:
    place = {"1-1": "J7", "1-2": "J8", "1-3": "K9"}
    for suffix in (".xlsx", ".ods"):
        mended = tmp_path / f"01_秘書広報課{suffix}"
        with office.open(sent / FIRST) as document:
            for (measure, _), text in MENDED.items():
                assert document.type(SHEET, place[measure], text), "input cells are not locked"
            assert not document.type(SHEET, "E7", "x"), "the others still are"
            document.recalculate()
            assert [row[0] for row in document.cells(SHEET, "O7:O9")] == ["よし"] * 3
            document.save_as(mended)
        collected = collect(find_inputs([str(mended)]))
        own = {f.code for f in collected.findings if f.file}
        assert own <= {"S017", "F007"}, "only the department's own comment is left to tell"
        answers = {r.measure: (r["rating"], r["progress"]) for r in collected.responses}
        assert answers["1-1"][0] == "A"
        assert answers["1-3"][1] == MENDED["1-3", "progress"]
        comments = [f.value for f in collected.findings if f.code == "S017"]
        assert comments == [COMMENTED[2]]


def test_sent_back_again_only_what_is_still_faulty_is_marked(sent: Path, tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    shutil.copy(sent / FIRST, folder)
    type_into(
        folder / FIRST, {("1-1", "rating"): "A", ("1-3", "progress"): MENDED["1-3", "progress"]}
    )
    before = sheet_of(RETURNED / FIRST, SHEET)
    sendback([str(folder)], tmp_path / "again")
    again = tmp_path / "again" / FIRST
    assert marked_cells(again) == {"J8": RED}
    sheet = sheet_of(again, SHEET)
    for cell in ("J7", "K9"):
        assert sheet[cell].comment is None
        assert sheet[cell].fill.fgColor.rgb == before[cell].fill.fgColor.rgb
    assert sheet["J8"].comment.text.count(SENDBACK_MARK) == 1
    assert sheet["J8"].comment.text.startswith(COMMENTED[2])
    assert sheet_names(again).count(SENDBACK_SHEET) == 1
    assert findings(again) == findings(folder / FIRST)


def test_a_reply_typed_below_the_mark_is_not_lost(sent: Path, tmp_path: Path) -> None:
    reply = tmp_path / FIRST
    book = load(sent / FIRST)
    comment = book[SHEET]["J7"].comment
    comment.text += "\nこの評価は来週決まります。"
    book.save(reply)
    [told] = [f for f in findings(reply) if f[1] == "J7" and f[2] == "S017"]
    assert told[3] == "この評価は来週決まります。"


def test_filters_choose_whom_to_send_to(faulty_round: Path, tmp_path: Path) -> None:
    run = ictxl(
        "sendback",
        faulty_round,
        *("-o", tmp_path / "out", "--severity", "要修正", "--department", "秘書広報課", "--json"),
    )
    assert run.code == 0, run.err
    [file] = run.json["files"]
    assert (file["department"], file["findings"], file["marked"]) == ("秘書広報課", 3, True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [FIRST]


def test_nothing_to_mend_makes_no_file(tmp_path: Path) -> None:
    run = ictxl("sendback", RETURNED / "18_市民課.xlsx", "-o", tmp_path / "out")
    assert run.code == 0
    assert "差し戻す調査票はありません。" in run.out
    assert list((tmp_path / "out").iterdir()) == []


def test_the_same_files_give_the_same_bytes(faulty_round: Path, sent: Path, tmp_path: Path) -> None:
    sendback([str(faulty_round / FIRST)], tmp_path)
    assert (tmp_path / FIRST).read_bytes() == (sent / FIRST).read_bytes()


def with_part(source: Path, target: Path, name: str, content: bytes) -> Path:
    """A copy of a workbook with one part more."""
    made = io.BytesIO()
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(made, "w") as out:
        for part in package.namelist():
            out.writestr(part, package.read(part))
        out.writestr(name, content)
    target.write_bytes(made.getvalue())
    return target


def unmarkable(faulty_round: Path, folder: Path, office: Office) -> Iterator[Path]:
    yield with_part(
        faulty_round / FIRST, folder / "部品.xlsx", "xl/embeddings/oleObject1.bin", b"\0" * 10
    )
    yield office.convert(faulty_round / "02_福祉課.xlsx", folder / "古い形式.xls")


def test_what_cannot_be_marked_whole_is_sent_untouched_beside_a_list(
    faulty_round: Path, tmp_path: Path, office: Office
) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    sources = {path.name: path for path in unmarkable(faulty_round, folder, office)}
    result = sendback([str(folder)], tmp_path / "差戻し")
    assert {file.path.name for file in result.files} == sources.keys()
    for file in result.files:
        assert not file.marked
        assert file.why
        assert file.path.read_bytes() == sources[file.path.name].read_bytes()
        assert file.list_path is not None
        sheet = sheet_of(file.list_path, SENDBACK_SHEET)
        links = [cell.hyperlink for row in sheet for cell in row if cell.hyperlink]
        assert links
        assert {link.target for link in links} == {file.path.name}
        assert all(link.location.startswith(f"'{SHEET}'!") for link in links)


def test_pictures_and_shapes_stay_where_they_were(faulty_round: Path, tmp_path: Path) -> None:
    """A logo or a drawn arrow in the form is no reason to refuse it, nor to lose it."""
    drawing = (
        b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        b' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"></xdr:wsDr>'
    )
    with zipfile.ZipFile(faulty_round / FIRST) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = next(n for n, c in parts.items() if n.startswith("xl/worksheets/sheet") and b"J7" in c)
    rels = f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    entry = f'<Relationship Id="rIdX" Type="{office}/drawing" Target="/xl/drawings/drawing9.xml"/>'
    empty = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b"</Relationships>"
    )
    parts[rels] = parts.get(rels, empty).replace(
        b"</Relationships>", entry.encode() + b"</Relationships>"
    )
    mark = b"<legacyDrawing" if b"<legacyDrawing" in parts[sheet] else b"</worksheet>"
    place = f'<drawing xmlns:r="{office}" r:id="rIdX"/>'.encode()
    parts[sheet] = parts[sheet].replace(mark, place + mark, 1)
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    override = f'<Override PartName="/xl/drawings/drawing9.xml" ContentType="{kind}"/>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", override + b"</Types>"
    )
    parts["xl/drawings/drawing9.xml"] = drawing
    folder = tmp_path / "returned"
    folder.mkdir()
    with zipfile.ZipFile(folder / FIRST, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    [file] = sendback([str(folder)], tmp_path / "out").files
    assert file.marked, file.why
    with zipfile.ZipFile(file.path) as package:
        assert package.read("xl/drawings/drawing9.xml") == drawing


def test_no_workbook_sent_back_has_an_error(
    sent: Path, faulty_round: Path, tmp_path: Path, office: Office
) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    list(unmarkable(faulty_round, folder, office))
    sendback([str(folder)], tmp_path / "audited")
    shutil.copy(sent / FIRST, tmp_path / "audited")
    shutil.copy(sent / "04_情報課.xlsx", tmp_path / "audited")
    (tmp_path / "audited" / "部品.xlsx").unlink()
    command = [sys.executable, "-m", "openxml_audit", "-r", "-o", "json", tmp_path / "audited"]
    judged = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    assert len(judged) == 4
    assert [(Path(one["file"]).name, one["errors"]) for one in judged if one["errors"]] == []


def test_mails_to_the_departments_have_their_workbooks_attached(
    faulty_round: Path, sent: Path, tmp_path: Path
) -> None:
    run = ictxl(
        "sendback",
        *(faulty_round / FIRST, faulty_round / "16_人事課.xlsx"),
        *("-o", tmp_path / "差戻し", "--mail", tmp_path / "mail"),
    )
    assert run.code == 0, run.err
    assert "メールの下書きを 2 件作りました" in run.out
    drafts = sorted((tmp_path / "mail").iterdir())
    assert [path.name for path in drafts] == ["01_秘書広報課.eml", "16_人事課.eml"]
    message = email.message_from_bytes(drafts[0].read_bytes(), policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert "調査票の修正" in message["Subject"]
    body = message.get_body().get_content()
    assert "評価が未記入です。" in body
    [attached] = message.iter_attachments()
    assert attached.get_filename() == FIRST
    assert attached.get_content() == (sent / FIRST).read_bytes()


READING = '<rPh sb="0" eb="2"><t>ブンショ</t></rPh>'


def test_furigana_and_what_excel_says_of_the_company_stay_no_hindrance(
    tmp_path: Path,
) -> None:
    """Japanese Excel stores how each text was typed; openpyxl drops that, and the company."""
    source = tmp_path / "戻り" / "文書課.xlsx"
    source.parent.mkdir()
    with zipfile.ZipFile(make_form(source, small_plan(), "文書課")) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    strings = parts["xl/sharedStrings.xml"].decode()
    item = strings[strings.index("<si>") : strings.index("</si>")]
    parts["xl/sharedStrings.xml"] = strings.replace(item, item + READING, 1).encode()
    parts["docProps/app.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"><Company>&#24066;</Company></Properties>'
    )
    with zipfile.ZipFile(source, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    (file,) = sendback([str(source.parent)], tmp_path / "差戻し").files
    assert file.marked
    with zipfile.ZipFile(file.path) as package:
        sent = package.read("xl/sharedStrings.xml").decode()
    assert sent.count("<rPh") == 1
    assert item + READING in sent
