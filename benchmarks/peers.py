"""What one would write instead of ictxl, and what none can go below.

Run as `python -m benchmarks.peers NAME …`: each is measured in a process of its own.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

SHEET = "進捗入力"


def pandas_openpyxl(returned: Path, output: Path) -> None:
    """The loop that a tutorial teaches; it checks nothing."""
    _pandas(returned, output, "openpyxl")


def pandas_calamine(returned: Path, output: Path) -> None:
    """The same with pandas' fastest engine."""
    _pandas(returned, output, "calamine")


def _pandas(returned: Path, output: Path, engine: str) -> None:
    import pandas as pd

    frames = [
        pd.read_excel(path, sheet_name=SHEET, header=None, engine=engine)  # type: ignore[call-overload]
        for path in sorted(returned.iterdir())
    ]
    pd.concat(frames).to_excel(output, index=False)


def openpyxl_alone(returned: Path, output: Path) -> None:
    """openpyxl without pandas."""
    import openpyxl

    target = openpyxl.Workbook(write_only=True)
    sheet = target.create_sheet(SHEET)
    for path in sorted(returned.iterdir()):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for row in book[SHEET].iter_rows(values_only=True):
            sheet.append(row)
        book.close()
    target.save(output)


def bare_calamine(returned: Path, _output: Path) -> None:
    """Floor: every sheet's cells in calamine's own loop, and nothing made of them."""
    _calamine(sorted(returned.iterdir()))


def bare_calamine_on_all_cores(returned: Path, _output: Path) -> None:
    """The same floor on as many processes as ictxl takes."""
    from ictxl.runtime.workers import cores

    files = sorted(returned.iterdir())
    tasks = [files[start : start + 40] for start in range(0, len(files), 40)]
    with ProcessPoolExecutor(cores(), mp_context=get_context("spawn")) as executor:
        for future in [executor.submit(_calamine, task) for task in tasks]:
            future.result()


def _calamine(files: Iterable[Path]) -> None:
    import python_calamine

    for path in files:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def bare_zip(returned: Path, _output: Path) -> None:
    """Floor: unpacking alone."""
    for path in sorted(returned.iterdir()):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                package.read(name)


def all_floors(returned: Path, merged: Path) -> None:
    """Below what no merge of this kind can go: calamine reads all, every package is unpacked once
    more for what calamine does not tell, and xlsxwriter writes the texts of what ictxl has written
    (`merged` and its report), without styles, widths or checks."""
    bare_calamine(returned, merged)
    bare_zip(returned, merged)
    for workbook in (merged, merged.with_suffix(".report.xlsx")):
        _bare_xlsxwriter(workbook)


def _bare_xlsxwriter(workbook: Path) -> None:
    import python_calamine
    import xlsxwriter

    read = python_calamine.load_workbook(str(workbook))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(io.BytesIO(), options) as written:
        for name in read.sheet_names:
            sheet = written.add_worksheet(name)
            for row, values in enumerate(read.get_sheet_by_name(name).to_python()):
                for column, value in enumerate(values):
                    if isinstance(value, str) and value:
                        sheet.write_string(row, column, value)
                    elif isinstance(value, float):
                        sheet.write_number(row, column, value)


def openpyxl_filling(plan: Path, outbox: Path) -> None:
    """The forms that `generate` makes, each with the template loaded, filled in and saved."""
    from benchmarks.filling import fill_with_openpyxl
    from ictxl.files.names import form_file_names
    from ictxl.form.template.template_file import default_template_path
    from ictxl.plan.reading import read_plan

    the_plan = read_plan(plan)
    names = form_file_names(the_plan)
    outbox.mkdir()
    for department in the_plan.answering_departments:
        path = outbox / names[department.name]
        fill_with_openpyxl(default_template_path(), the_plan, department, path)


PEERS: dict[str, Callable[[Path, Path], None]] = {
    peer.__name__: peer
    for peer in (
        *(pandas_openpyxl, pandas_calamine, openpyxl_alone, bare_calamine),
        *(bare_calamine_on_all_cores, bare_zip, all_floors, openpyxl_filling),
    )
}

if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
