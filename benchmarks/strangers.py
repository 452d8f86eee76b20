"""Workbooks that are no forms, as others make them: `python benchmarks/strangers.py --count 600`.

Made at random with openpyxl, xlsxwriter and pandas, then saved again by LibreOffice as .xls and
.ods and by the tests' own writer as .xlsb; each with texts that occur nowhere else: in cells near
and far, formulas, comments, threads, check boxes, shapes, charts, headers, links, names, rules,
tables and properties. Every text must be found again in what ictxl copies into its report. The same
seed gives the same workbooks. Exit code 1 where one was lost.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import xlsxwriter
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ictxl.returned.batch import ReadFiles  # noqa: E402
from ictxl.returned.reader import FormReader  # noqa: E402
from ictxl.returned.recover import recover_forms  # noqa: E402
from ictxl.returned.returned_file import OtherWorkbook  # noqa: E402
from tests.support.packages import attach, draw  # noqa: E402
from tests.support.random_words import CONTROL, THREAD, settle_formulas  # noqa: E402
from tests.support.returned_forms import small_plan  # noqa: E402
from tests.support.xlsb import save_as_xlsb  # noqa: E402

SCRIPTS = (
    "施策の説明",
    "ﾊﾝｶｸ",
    "Ünïcödé",
    "日本語\n二行目",
    "𠮷野家",
    "<b>&amp;",
    "=1+1",
    "０１２",
)
ENDS = ("", "", " 12", " 内線 1234")
"""Many texts outside cells end as a program's own names do."""
FORMATS = ("xlsx", "xlsx", "xlsb", "xls", "ods")


@dataclass
class Planted:
    """Texts that occur nowhere else."""

    random: random.Random
    wanted: str
    """The format that the workbook shall have in the end."""
    texts: list[str] = field(default_factory=list)
    on_package: Callable[[Path], None] | None = None
    """What is done to the package in the end: things that no library writes."""

    def once_in(self, times: int) -> bool:
        return self.random.randrange(times) == 0

    def text(self, *, plain: bool = False) -> str:
        words = "語" if plain else self.random.choice(SCRIPTS)
        self.texts.append(f"植{len(self.texts):03}{words}止{self.random.choice(ENDS)}")
        return self.texts[-1]

    def name(self) -> str:
        """For places that hold no blanks."""
        self.texts.append(f"植{len(self.texts):03}語止")
        return self.texts[-1]


def with_openpyxl(path: Path, planted: Planted) -> None:
    r = planted.random
    book = openpyxl.Workbook()
    for number in range(r.randint(1, 4)):
        sheet: Any = book.create_sheet(f"表{number}{planted.text(plain=True)}")
        for _ in range(r.randint(0, 60)):
            cell = sheet.cell(r.choice((r.randint(1, 40), r.randint(99, 3_000))), r.randint(2, 60))
            if cell.value is None:
                cell.value, cell.data_type = planted.text(), "s"
        if planted.once_in(2):
            sheet.cell(50, 2).comment = Comment(planted.text(), "人")
        if planted.once_in(3):
            sheet.merge_cells(start_row=60, end_row=62, start_column=2, end_column=4)
            sheet.cell(60, 2).value = planted.text()
        if planted.wanted != "xlsb" and planted.once_in(3):
            _table_and_chart(sheet, planted)
        if planted.once_in(3):
            rule = DataValidation(type="list", formula1=f'"{planted.text(plain=True)},乙"')
            rule.prompt = planted.text(plain=True)
            rule.add("C70")
            sheet.add_data_validation(rule)
        _words(sheet, planted)
        if planted.once_in(5):
            sheet.sheet_state = "hidden"
    book.worksheets[0]["A1"] = "見出し"
    name = planted.name()
    book.defined_names[name] = DefinedName(name, attr_text="'Sheet'!$A$1")
    book.properties.subject = planted.text(plain=True)
    book.custom_doc_props.append(StringProperty(name="独自", value=planted.text(plain=True)))
    book.save(path)
    settle_formulas(path, "植")
    # LibreOffice takes neither over.
    if planted.wanted in {"xlsx", "xlsb"} and planted.once_in(2):
        planted.on_package = _thread_and_box(planted)


def _words(sheet: Any, planted: Planted) -> None:
    """Those that no cell shows as its text."""
    if planted.once_in(3):
        sheet.oddHeader.left.text = planted.text(plain=True)
    if planted.once_in(3):
        _link_inside(sheet, planted)
    # LibreOffice writes no word of a formula without quotes into .xls.
    if planted.wanted != "xls" and planted.once_in(3):
        sheet["D90"] = f"=-{planted.name()}"
    if planted.once_in(3):
        sheet["D91"] = f'=来年度&"{planted.text(plain=True)}"&継続'


def _link_inside(sheet: Any, planted: Planted) -> None:
    # LibreOffice writes a line break of a link's text as a blank into .ods.
    sheet["D92"], sheet["D93"] = planted.text(plain=True), planted.text(plain=True)
    sheet["D92"].hyperlink = Hyperlink(ref="D92", location=planted.text(plain=True))
    if planted.wanted in {"xlsx", "xlsb"}:
        sheet["D93"].hyperlink = Hyperlink(
            ref="D93", location=planted.text(plain=True), tooltip=planted.text(plain=True)
        )


def _thread_and_box(planted: Planted) -> Callable[[Path], None]:
    """A thread on a cell without a note, and a ticked box with its caption."""
    said, label = planted.text(plain=True), planted.text(plain=True)
    planted.texts[-1] = f"{label}: チェックあり"
    box = CONTROL.format(
        number=2000, label=label, kind="Checkbox", row=3, end=4, state="<x:Checked>1</x:Checked>"
    )

    def put(path: Path) -> None:
        name = "xl/threadedComments/threadedComment1.xml"
        attach(path, 1, "threadedComment", name, THREAD.format(at="D95", text=said))
        draw(path, 1, box)

    return put


def _table_and_chart(sheet: Any, planted: Planted) -> None:
    sheet["H80"], sheet["I80"], sheet["H81"] = planted.text(plain=True), "数", planted.text()
    sheet["I81"] = 3
    sheet.add_table(Table(displayName=f"T{planted.random.randrange(10**9)}", ref="H80:I81"))
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=9, min_row=81))
    chart.title = planted.text(plain=True)
    sheet.add_chart(chart, "K80")


def with_xlsxwriter(path: Path, planted: Planted) -> None:
    r = planted.random
    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True, "font_strikeout": planted.once_in(3)})
        for number in range(r.randint(1, 3)):
            sheet = book.add_worksheet(f"様式{number}")
            for row in sorted(r.sample(range(400), r.randint(1, 80))):
                kind = r.choice(("rich", "link", "formula", "text", "text"))
                if kind == "rich":
                    sheet.write_rich_string(row, 1, planted.text(), bold, planted.text())
                elif kind == "link":
                    target = f"https://example.jp/{planted.name()}"
                    sheet.write_url(row, 2, target, string=planted.text(plain=True))
                elif kind == "formula":
                    said = planted.text(plain=True)
                    sheet.write_formula(row, 3, f'="{said}"', value=said)
                else:
                    sheet.write_string(row, r.randint(0, 12), planted.text())
            sheet.write_comment("D5", planted.text())
            sheet.insert_textbox("F8", planted.text(plain=True))
            sheet.set_footer(f"&C{planted.text(plain=True)}")
        if planted.once_in(3):
            chart = book.add_chart({"type": "pie"})
            chart.add_series({"values": "=様式0!$A$1:$A$3"})
            chart.set_title({"name": planted.text(plain=True)})
            book.add_worksheet("図").insert_chart("B2", chart)
        book.set_properties({"title": planted.text(plain=True), "comments": "注"})


def with_pandas(path: Path, planted: Planted) -> None:
    r = planted.random
    frame = pd.DataFrame(
        {planted.text(plain=True): [planted.text() for _ in range(r.randint(1, 200))]}
    )
    frame["日付"] = pd.Timestamp("2024-04-01")
    frame["数"] = 1.5
    with pd.ExcelWriter(path, engine=r.choice(("openpyxl", "xlsxwriter"))) as writer:
        frame.to_excel(writer, sheet_name="一覧", startrow=r.randint(0, 30))
        frame.T.to_excel(writer, sheet_name="転置", header=False)


MAKERS: tuple[Callable[[Path, Planted], None], ...] = (with_openpyxl, with_xlsxwriter, with_pandas)


@dataclass
class Stranger:
    path: Path
    wanted: str
    """The format it shall have in the end."""
    planted: list[str]
    on_package: Callable[[Path], None] | None = None


def make(folder: Path, count: int, seed: int) -> list[Stranger]:
    made = []
    for number in range(count):
        r = random.Random(f"{seed}/{number}")
        planted = Planted(r, r.choice(FORMATS))
        path = folder / f"{number:05}.xlsx"
        # The tests' writer of .xlsb carries neither shapes nor formulas.
        makers = (with_openpyxl, with_pandas) if planted.wanted == "xlsb" else MAKERS
        r.choice(makers)(path, planted)
        made.append(Stranger(path, planted.wanted, planted.texts, planted.on_package))
    return made


def converted(strangers: list[Stranger], folder: Path) -> Iterator[Stranger]:
    """LibreOffice takes all of a format at once; without it they stay as they are."""
    soffice = shutil.which("soffice")
    for suffix in ("xls", "ods"):
        sources = [str(s.path) for s in strangers if s.wanted == suffix]
        if soffice and sources:
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [soffice, profile, "--headless", "--convert-to", suffix, "--outdir"]
            subprocess.run([*command, str(folder), *sources], check=True, capture_output=True)
    for stranger in strangers:
        target = stranger.path.with_suffix(f".{stranger.wanted}")
        if stranger.wanted == "xlsb":
            save_as_xlsb(stranger.path, target)
        path = target if target.exists() else stranger.path
        if stranger.on_package:
            stranger.on_package(path)
        yield Stranger(path, target.suffix, stranger.planted)


def missing(stranger: Stranger, reader: FormReader) -> list[str]:
    """Texts that are in no finding and not in the copy of the foreign workbook."""
    form = reader.read(stranger.path, stranger.path.name)
    (form,) = recover_forms(ReadFiles((form,), {}), small_plan())
    said = [found.value for found in form.findings]
    said += [found.message for found in form.findings]
    if isinstance(form, OtherWorkbook):
        said += [part for text in form.content.texts() for part in text]
    whole = "\n".join(said)
    # Programs write links with %-escapes.
    from urllib.parse import unquote

    whole += unquote(whole)
    return [text for text in stranger.planted if text not in whole]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to keep what lost a text in")
    options = parser.parse_args()
    lost: list[str] = []
    formats: Counter[str] = Counter()
    texts, slowest = 0, 0.0
    with tempfile.TemporaryDirectory() as desk, FormReader() as reader:
        folder = Path(desk)
        for stranger in converted(make(folder, options.count, options.seed), folder):
            started = time.monotonic()
            gone = missing(stranger, reader)
            slowest = max(slowest, time.monotonic() - started)
            formats[stranger.path.suffix] += 1
            texts += len(stranger.planted)
            if gone:
                lost.append(f"{options.seed}/{stranger.path.name}: {gone[:5]}")
                if options.keep:
                    shutil.copy(stranger.path, options.keep)
    print(f"files    {sum(formats.values())}: " + ", ".join(f"{k} {n}" for k, n in formats.items()))
    print(f"texts    {texts}, slowest file {slowest:.2f} seconds")
    print(f"lost     {len(lost)}")
    for line in lost:
        print(f"  {line}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
