"""Say what a file is that was named as a template and is none of the kind that was meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ictxl.errors import TemplateError
from ictxl.model import Plan
from ictxl.pipeline.keeping import OutputKind, is_form, kind_of
from ictxl.runtime.stages import stage
from ictxl.spreadsheets.xlsx.faults import sheet_names

FORMS, TABLE = "調査票", "集約表"
"""What is made from a template."""


@contextmanager
def reading_template(path: Path | None, plan: Plan, made: str) -> Iterator[None]:
    """For the block that reads the template of what is `made`: where it cannot be used because it
    is something else altogether, that is told, and not all that it lacks."""
    with stage("ひな形の読み取り"):
        try:
            yield
        except TemplateError as error:
            what = _something_else(path, plan, made) if path else ""
            if not what:
                raise
            raise TemplateError(
                f"「{path}」は{what}で、{made}のひな形ではありません。", _TO_NAME[made]
            ) from error


_TO_NAME = {
    FORMS: "調査票のひな形を指定してください(ictxl init が作る progress_template.xlsx)。",
    TABLE: "集約表のひな形を指定してください"
    "(ictxl init か ictxl template make が作る consolidated_template.xlsx)。",
}
_OWN = {
    OutputKind.PLAN: "計画台帳",
    OutputKind.REPORT: "報告",
    OutputKind.COMPARISON: "年度の比較",
    OutputKind.DECISIONS: "取り込みの確認",
    OutputKind.HEADINGS: "見出しの対応",
}


def _something_else(path: Path, plan: Plan, made: str) -> str:
    if is_form(path):
        return "調査票か審査用のブック"
    if sheet_names(path.read_bytes()) >= OutputKind.TABLE.value | OutputKind.FRAME.value:
        return "まとめた進捗状況"
    kind = kind_of(path)
    if kind in _OWN:
        return _OWN[kind]
    # What looks into the other kind of templates is not needed for anything else here.
    from ictxl.consolidated.template.kind import is_published_template, is_template_of_forms  # noqa: PLC0415

    if made == FORMS:
        return "集約表のひな形" if is_published_template(path, plan) else ""
    return "調査票のひな形" if is_template_of_forms(path) else ""
