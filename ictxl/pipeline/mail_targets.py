"""Whom drafts go to: addresses stand in the plan workbook only, not in the forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ictxl.errors import IctxlError
from ictxl.files.inputs import Files, listed
from ictxl.files.mail_addresses import is_address, listed_addresses
from ictxl.model import Plan
from ictxl.pipeline.year_folder.places import PLAN_FILE
from ictxl.plan.reading import read_plan


@dataclass(frozen=True)
class MailTargets:
    """The departments' addresses, and the plan workbook that they come from."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    plan_file: Path | None = None

    def of(self, department: str) -> str:
        return self.addresses.get(department, "")

    def without(self, departments: Iterable[str]) -> tuple[str, ...]:
        """Those that no draft can be addressed to."""
        return tuple(
            name
            for name in departments
            if not any(map(is_address, listed_addresses(self.of(name))))
        )


def mail_targets(plan: Plan, plan_file: Path | None, arguments: Files) -> MailTargets:
    """The addresses of the plan workbook that was given, else of the one lying where one works: in
    this folder, or in or beside the folder of the forms. Else the plan's own: a form's has none."""
    if plan_file is None:
        around = (place for name in listed(arguments) for place in (Path(name), Path(name).parent))
        for path in dict.fromkeys(folder / PLAN_FILE for folder in (Path(), *around)):
            if path.is_file():
                try:
                    office = read_plan(path)
                except IctxlError:
                    continue
                if (office.title, office.year) == (plan.title, plan.year):
                    return MailTargets(_addresses(office), path)
    return MailTargets(_addresses(plan), plan_file)


def _addresses(plan: Plan) -> dict[str, str]:
    return {department.name: department.mail for department in plan.departments}
