"""What `import ictxl` offers for the second reading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import api

if TYPE_CHECKING:
    from ictxl.files.inputs import File, Files
    from ictxl.pipeline.second_reading.making import ReviewResult


def review(
    files: Files,
    output: File,
    *,
    readers: api.Texts = (),
    template: File | None = None,
    plan: File | None = None,
    passwords: api.Texts = (),
    jobs: int | None = 1,
    progress: api.Progress | None = None,
) -> ReviewResult:
    """As `ictxl review`: returned forms → the workbook `output` for who rates after departments.

    It shows what the departments answered and asks the plan's questions of 記入者 審査. Filled in,
    it is merged like a form. Each of several `readers` gets a copy, `output`'s name with theirs
    behind it. `template` is a restyled template. The other arguments, and what is raised, are those
    of `read`; besides, InputError where the plan asks nothing of 記入者 審査, OutputError where
    somebody has written into a workbook in the way.

        result = ictxl.review("returned", "二次評価.xlsx", readers=["山田", "佐藤"])
        [made.path for made in result.files]  # 二次評価_山田.xlsx, 二次評価_佐藤.xlsx
    """
    from ictxl.pipeline.second_reading import making

    return making.review(
        files,
        Path(output),
        readers=api._texts(readers),
        template_file=api._path(template),
        plan_file=api._path(plan),
        reading=api._reading(passwords, jobs),
        progress=progress or api._untold,
    )
