"""Write the plan workbook and the template that a city starts with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ictxl.consolidated.template import TEMPLATE_FILE as PUBLISHED_TEMPLATE
from ictxl.consolidated.template.making import published_template
from ictxl.consolidated.template.published import family_template_path
from ictxl.errors import OutputError
from ictxl.files.names import TEMPLATE_FILE
from ictxl.files.outputs import make_folder, write_content, writing_together
from ictxl.form.template.starting_template import starting_template
from ictxl.pipeline.year_folder.places import PLAN_FILE
from ictxl.plan.new_plan import ReadyStart, ready_plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan

STARTS = tuple(ReadyStart)
"""The families of published tables that a plan may begin with."""


@dataclass(frozen=True)
class InitResult:
    """What `init` made."""

    plan: Path
    template: Path
    published: Path
    """The template of the published table."""
    year_label: str = ""
    """The plan's year as printed: 令和9年度."""


def init(folder: Path, year: int, like: ReadyStart = ReadyStart.PROGRESS) -> InitResult:
    """A plan workbook and the templates of the family `like`; refuses to overwrite any of them."""
    plan = ready_plan(like, year)
    result = InitResult(
        folder / PLAN_FILE, folder / TEMPLATE_FILE, folder / PUBLISHED_TEMPLATE, plan.year_label
    )
    for path in (result.plan, result.template, result.published):
        if path.exists():
            raise OutputError(
                f"「{path}」がすでにあります。上書きはしません。",
                "別のフォルダーを指定するか、今あるファイルをよそへ移してください。",
            )
    with writing_together():
        make_folder(folder)
        write_plan(plan, result.plan, is_new=True)
        write_content(result.template, starting_template(plan))
        write_content(result.published, family_template_path(like.value).read_bytes())
    return result


def place_of_published(plan_file: Path) -> Path:
    """Where `merge` looks for the template of a plan's published table."""
    return plan_file.with_name(PUBLISHED_TEMPLATE)


def is_as_shipped(template: Path) -> bool:
    """Whether it is one of the templates that `init` puts there, as it was."""
    shipped = (family_template_path(start.value) for start in STARTS)
    return template.is_file() and template.read_bytes() in {path.read_bytes() for path in shipped}


def make_published(plan_file: Path, target: Path, *, is_measure_sheets: bool) -> None:
    """The template of the published table that holds all of a plan: a table, or a sheet a measure.

    Raises PlanError with all the plan's mistakes, InputError where it is none.
    """
    content = published_template(read_plan(plan_file), is_measure_sheets=is_measure_sheets)
    with writing_together():
        write_content(target, content)
