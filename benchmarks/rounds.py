"""The files of a round: forms really generated, filled in by their hidden keys, as Excel would."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from benchmarks.plans import answers, benchmark_plan
from ictxl.contract.fields import ID_KEY
from ictxl.form.template.template_file import Template, default_template_path, read_template
from ictxl.form.workbook import make_form
from ictxl.model import Plan
from ictxl.plan.writing import write_plan

SEED = 20190401
_TASK = 200


@dataclass(frozen=True)
class Round:
    """A plan workbook and the folder of what was returned."""

    size: int
    plan: Path
    returned: Path

    @property
    def files(self) -> list[Path]:
        return sorted(self.returned.iterdir())


def make_round(folder: Path, size: int, processes: int = 1) -> Round:
    """A round of so many workbooks; one that is already there is taken as it is."""
    made = Round(size, folder / f"{size}" / "plan.xlsx", folder / f"{size}" / "returned")
    stamp = folder / f"{size}" / "made.json"
    if stamp.exists():
        return made
    made.returned.mkdir(parents=True, exist_ok=True)
    write_plan(benchmark_plan(size), made.plan)
    tasks = [range(start, min(start + _TASK, size)) for start in range(0, size, _TASK)]
    if processes == 1:
        for task in tasks:
            _make_forms(size, task, made.returned)
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
            for future in [executor.submit(_make_forms, size, t, made.returned) for t in tasks]:
                future.result()
    stamp.write_text(json.dumps({"size": size, "seed": SEED}))
    return made


@cache
def _plan(size: int) -> Plan:
    return benchmark_plan(size)


@cache
def _template() -> Template:
    return read_template(default_template_path())


def _make_forms(size: int, indexes: Iterable[int], folder: Path) -> None:
    plan = _plan(size)
    for index in indexes:
        department = plan.answering_departments[index]
        blank = make_form(_template(), plan, department)
        filled = fill_in(blank, answers(department.name, plan.measures_of(department.name), SEED))
        (folder / f"{index + 1:05}_{department.name}.xlsx").write_bytes(filled)


_STRINGS = "xl/sharedStrings.xml"
_STRING = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>(.*?)</t>", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*)>(?:<v>([^<]*)</v>)?</c>')


def fill_in(content: bytes, texts: dict[str, dict[str, str]]) -> bytes:
    """The form with the answers in its input cells, as shared strings."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    strings = ["".join(_TEXT.findall(item)) for item in _STRING.findall(parts[_STRINGS].decode())]
    sheet = next(n for n in sorted(parts) if n.startswith("xl/worksheets/sheet"))
    xml = parts[sheet].decode()
    shown = {
        (m[1], m[2]): unescape(strings[int(m[4])])
        for m in _CELL.finditer(xml)
        if 't="s"' in m[3] and m[4]
    }
    fields = {
        column: text for (column, row), text in shown.items() if row == "1" and text != ID_KEY
    }
    measures = {row: text for (column, row), text in shown.items() if column == "A" and row != "1"}
    added: list[str] = []

    def fill(match: re.Match[str]) -> str:
        answer = texts.get(measures.get(match[2], ""), {})
        text = answer.get(fields.get(match[1], ""), "")
        if not text:
            return match[0]
        added.append(text)
        number = len(strings) + len(added) - 1
        style = re.sub(r' t="[^"]*"', "", match[3])
        return f'<c r="{match[1]}{match[2]}"{style} t="s"><v>{number}</v></c>'

    parts[sheet] = _CELL.sub(fill, xml).encode()
    assert len(added) >= len(texts), "no input cells were found to fill in"
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in added)
    parts[_STRINGS] = re.sub(rb' count="\d+" uniqueCount="\d+"', b"", parts[_STRINGS]).replace(
        b"</sst>", items.encode() + b"</sst>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
