"""Write the plan workbook and the template that a city starts with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ictxl.errors import OutputError
from ictxl.files.outputs import make_folder, write_content, writing_together
from ictxl.form.file_names import TEMPLATE_FILE
from ictxl.form.template.template_file import default_template_path
from ictxl.pipeline.year_folder.places import PLAN_FILE
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.writing import write_plan


@dataclass(frozen=True)
class InitResult:
    """What `init` made."""

    plan: Path
    template: Path
    year_label: str = ""
    """The plan's year as printed: 令和9年度."""


def init(folder: Path, year: int) -> InitResult:
    """A ready plan workbook and a copy of the template; refuses to overwrite either."""
    plan = starting_plan(year)
    result = InitResult(folder / PLAN_FILE, folder / TEMPLATE_FILE, plan.year_label)
    for path in (result.plan, result.template):
        if path.exists():
            raise OutputError(
                f"「{path}」がすでにあります。上書きはしません。",
                "別のフォルダーを指定するか、今あるファイルをよそへ移してください。",
            )
    with writing_together():
        make_folder(folder)
        write_plan(plan, result.plan, is_new=True)
        write_content(result.template, default_template_path().read_bytes())
    return result
