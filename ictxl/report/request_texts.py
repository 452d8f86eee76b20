"""Sentences to send to a department: what to mend, or that its form is missing."""

from __future__ import annotations

from collections.abc import Sequence

from ictxl.findings import Finding, Severity
from ictxl.model import Plan
from ictxl.report.content import FindingGroup, group_findings
from ictxl.text.cell_list import cell_list
from ictxl.text.era import date_label


def mail_subject(plan: Plan, what: str) -> str:
    """`【お願い】「情報化計画」令和元年度 調査票の提出について`."""
    return f"【お願い】「{plan.title}」{plan.year_label} {what}について"


def reminder_text(plan: Plan, department: str) -> str:
    """To a department that has returned nothing."""
    return _letter(
        plan,
        f"{department} ご担当者様",
        f"「{plan.title}」{plan.year_label}の調査票がまだ届いていません。",
        f"記入した調査票をご提出ください{_deadline(plan)}。",
        "行き違いでしたらご容赦ください。",
    )


def blank_text(plan: Plan, department: str) -> str:
    """To a department whose form came back with nothing filled in."""
    return _letter(
        plan,
        f"{department} ご担当者様",
        f"「{plan.title}」{plan.year_label}の調査票が届きましたが、何も記入されていませんでした。",
        f"お手数ですが、記入した調査票をご提出ください{_deadline(plan)}。",
    )


def mending_text(plan: Plan, department: str, findings: Sequence[Finding]) -> str:
    """To a department whose form needs mending: errors first, one line per group of cells."""
    groups = group_findings(findings)
    errors = [g for g in groups if g.first.severity is Severity.ERROR]
    others = [g for g in groups if g.first.severity is not Severity.ERROR]
    whom, did = f"{department} ご担当者様", "の調査票をご提出いただき"
    if plan.review_of:
        whom, did = f"{department} 様", "の二次評価をご記入いただき"
    lines = [
        f"「{plan.title}」{plan.year_label}{did}、ありがとうございました。",
        f"次の点を{'直して' if errors else '確かめて'}、ご返送ください{_deadline(plan)}。",
    ]
    if errors:
        lines += ["", "■ 直していただきたいこと", *_numbered(errors, plan)]
    if others:
        lines += ["", "■ 確かめていただきたいこと", *_numbered(others, plan)]
    return _letter(plan, whom, *lines)


def _letter(plan: Plan, whom: str, *lines: str) -> str:
    contact = ["", f"問い合わせ先: {plan.contact}"] if plan.contact else []
    return "\n".join([whom, "", *lines, *contact])


def _deadline(plan: Plan) -> str:
    """As a fact, not as "until": by the time of a reminder it may be past."""
    return f"(提出期限: {date_label(plan.deadline, plan.year_label)})" if plan.deadline else ""


def _numbered(groups: Sequence[FindingGroup], plan: Plan) -> list[str]:
    lines = []
    for number, group in enumerate(groups, 1):
        lines.append(f"{number}. {_place(group, plan)}")
        lines.append(f"   {group.first.message}")
        lines.append(f"   → {group.first.request}")
    return lines


def _place(group: FindingGroup, plan: Plan) -> str:
    """`01_秘書広報課.xlsx シート「進捗入力」 セル K9~K12 (施策 1-1、1-2)`, as far as known."""
    first = group.first
    parts = [
        first.file,
        f"シート「{first.sheet}」" if first.sheet else "",
        f"セル {cell_list(group.cells)}" if group.cells else "",
        f"({plan.measure_level.label} {'、'.join(group.measures)})" if group.measures else "",
    ]
    return " ".join(part for part in parts if part) or first.department
