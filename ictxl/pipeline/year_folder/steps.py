"""How far a year's round has come, told from the files of its folder, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from ictxl.findings import Severity
from ictxl.pipeline.year_folder.live_round import RoundSeen
from ictxl.pipeline.year_folder.places import YearFolder, files_in
from ictxl.pipeline.year_folder.plan import (
    DepartmentForm,
    FormState,
    department_forms,
    is_only_begun,
)
from ictxl.pipeline.year_folder.seen import group_key
from ictxl.readers import reader_label
from ictxl.report.content import FindingGroup, group_findings
from ictxl.report.page import letter_to
from ictxl.report.status import (
    DepartmentStatus,
    SubmissionState,
    department_statuses,
    review_line,
)


@dataclass(frozen=True)
class SecondReading:
    """What a page tells of it."""

    line: str
    """Each reader's state, or what is still to be done."""
    is_open: bool
    """Whether a rating is missing still."""
    workbooks: tuple[Path, ...]
    """Those in the folder itself, made or filled in."""


def second_reading(folder: YearFolder, seen: RoundSeen) -> SecondReading | None:
    """None where the plan asks nothing of who rates after the departments."""
    report = seen.report
    if report is None or not (report.round.plan.reviewer_questions or report.review):
        return None
    made = folder.review_workbooks
    if report.review is None:
        names = "、".join(path.name for path in made)
        waiting = f"「{names}」への記入を待っています。" if made else "まだ始めていません。"
        return SecondReading(waiting, True, made)
    states = [status.state for status in department_statuses(report.review)]
    is_open = any(state is not SubmissionState.DONE for state in states)
    return SecondReading(review_line(report), is_open, made)


def readers_to_ask(seen: RoundSeen) -> list[tuple[DepartmentStatus, str]]:
    """The readers whose workbook came back with something to mend, each with the text to send."""
    report = seen.report.review if seen.report else None
    if report is None:
        return []
    return [
        (replace(status, department=reader_label(status.department)), letter_to(report, status))
        for status in department_statuses(report)
        if status.submissions and report.to_mend(status.department)
    ]


class StepState(StrEnum):
    DONE = "済"
    NOW = "いま"
    OPEN = "まだ"


@dataclass(frozen=True)
class Step:
    """One stage of the year."""

    key: str
    label: str
    state: StepState
    note: str
    """In a few letters, such as `17 / 18 課`."""


@dataclass(frozen=True)
class Advice:
    """The one thing to do next."""

    text: str
    key: str
    """The step where it is done."""
    action: str


@dataclass(frozen=True)
class YearState:
    """Everything that the folder shows of its round now."""

    folder: YearFolder
    seen: RoundSeen
    ticks: frozenset[str]
    """The groups of findings that somebody has ticked off, by their keys."""

    @cached_property
    def forms(self) -> tuple[DepartmentForm, ...]:
        plan = self.seen.collected.plan if self.seen.collected else None
        return department_forms(plan, self.folder.outbox) if plan else ()

    @cached_property
    def groups(self) -> tuple[FindingGroup, ...]:
        """What is shown of the findings, alike ones together."""
        return tuple(group_findings(self.seen.report.shown)) if self.seen.report else ()

    @cached_property
    def open_groups(self) -> tuple[FindingGroup, ...]:
        """Those that ask for something and that nobody has ticked off."""
        return tuple(
            g
            for g in self.groups
            if g.first.severity is not Severity.INFO and group_key(g) not in self.ticks
        )

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The departments that a send-back would go to."""
        report = self.seen.report
        if report is None:
            return ()
        returned = {s.department for s in report.round.submissions if s.is_read}
        return tuple(
            d.department
            for d in self.seen.departments
            if d.department in returned and report.to_mend(d.department)
        )

    @cached_property
    def second_reading(self) -> SecondReading | None:
        return second_reading(self.folder, self.seen)

    @cached_property
    def sent_back(self) -> tuple[Path, ...]:
        return files_in(self.folder.sendback, ".xlsx")

    @cached_property
    def is_table_current(self) -> bool | None:
        """Whether the consolidated workbook is newer than all that it is made from; None where
        there is none."""
        made = _time_of(self.folder.table)
        if made is None or not self._has_returned:
            return None
        times = [_time_of(Path(name)) for name, _ in self.seen.seen]
        return all(time is not None and time <= made for time in times)

    @cached_property
    def next_plan(self) -> Path | None:
        """The next year's plan in a folder of its own, where there is one."""
        plans = sorted(self.folder.folder.glob("*/plan.xlsx"))
        return next((path for path in plans if not path.is_symlink()), None)

    @property
    def level(self) -> str:
        """What the plan calls a measure."""
        collected = self.seen.collected
        return collected.plan.measure_level.label if collected else "施策"

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        told = [
            ("plan", "計画", *self._plan()),
            ("send", "送付", *self._send()),
            ("gathering", "回収", *self._gathering()),
            ("findings", "点検", *self._findings()),
            ("sendback", "差戻し", *self._sendback()),
            ("summary", "まとめ", *self._summary()),
            ("years", "次年度", *self._years()),
        ]
        now = self.advice.key
        return tuple(
            Step(
                key,
                label,
                StepState.NOW if key == now else StepState.DONE if done else StepState.OPEN,
                note,
            )
            for key, label, done, note in told
        )

    @cached_property
    def advice(self) -> Advice:
        """The first thing in the year's order that is still to be done."""
        return next(self._to_be_done())

    def _to_be_done(self) -> Iterator[Advice]:
        yield from self._to_prepare()
        missing = self.seen.count(SubmissionState.MISSING)
        if self.open_groups and self.asked and not self.sent_back:
            text = f"{len(self.asked)} 課に直してほしいところがあります。見て、差し戻します。"
            yield Advice(text, "findings", "指摘を見る")
        if missing:
            text = f"あと {missing} 課が出していません。"
            yield Advice(text, "gathering", "出していない課を見る")
        if self.open_groups:
            text = f"見ていない指摘が {len(self.open_groups)} 件あります。"
            yield Advice(text, "findings", "指摘を見る")
        if self.second_reading and self.second_reading.is_open:
            yield Advice("そろいました。二次評価がまだです。", "summary", "二次評価を進める")
        if not self.is_table_current:
            yield Advice("そろいました。一枚にまとめます。", "summary", "まとめる")
        if not self.next_plan:
            yield Advice("まとめました。次の年度の計画台帳を作れます。", "years", "次年度へ")
        yield Advice("今年度の仕事は終わりました。", "years", "年度どうしを比べる")

    def _to_prepare(self) -> Iterator[Advice]:
        if self.seen.plan_error:
            if is_only_begun(self.seen.plan_error):
                text = "計画台帳を Excel で開き、まだ空いているところを書き込んで保存します。"
                yield Advice(text, "plan", "計画台帳を見る")
            yield Advice("計画台帳に直すところがあります。", "plan", "直すところを見る")
        if not self.seen.collected:
            if self.folder.plans and not self.folder.plan_file:
                yield Advice("計画台帳が二つ以上あります。", "plan", "一つにする")
            yield Advice("計画台帳を用意します。", "plan", "始める")
        if not self._is_begun:
            yield Advice("計画がそろいました。調査票を作ります。", "send", "調査票を作る")
        if not self._has_returned:
            text = "調査票ができています。担当課に送り、返ってきたら「回収」に入れます。"
            yield Advice(text, "gathering", "返ってきたものを入れる")

    @property
    def _has_returned(self) -> bool:
        return bool(self.seen.collected and self.seen.collected.submissions)

    @property
    def _is_begun(self) -> bool:
        return self._has_returned or any(f.state is not FormState.MISSING for f in self.forms)

    def _plan(self) -> tuple[bool, str]:
        if self.seen.collected and not self.seen.plan_error:
            return True, f"{self.level} {len(self.seen.collected.plan.measures)}"
        if self.seen.plan_error and is_only_begun(self.seen.plan_error):
            return False, "書きかけ"
        return False, "直すところあり" if self.folder.plan_file else "まだ"

    def _send(self) -> tuple[bool, str]:
        made = sum(form.state is not FormState.MISSING for form in self.forms)
        if not self.forms:
            return False, "まだ"
        is_done = made == len(self.forms) or self._has_returned
        return is_done, f"{made} / {len(self.forms)} 課" if made else "済" if is_done else "まだ"

    def _gathering(self) -> tuple[bool, str]:
        everybody = len(self.seen.departments)
        there = everybody - self.seen.count(SubmissionState.MISSING)
        if not everybody:
            return False, "まだ"
        return there == everybody, f"{there} / {everybody} 課"

    def _findings(self) -> tuple[bool, str]:
        if not self._has_returned:
            return False, "まだ"
        count = len(self.open_groups)
        return not count, f"残り {count} 件" if count else "すべて見ました"

    def _sendback(self) -> tuple[bool, str]:
        if not self._has_returned:
            return False, "まだ"
        if not self.asked:
            return True, "なし"
        return bool(self.sent_back), f"{len(self.asked)} 課"

    def _summary(self) -> tuple[bool, str]:
        notes = {None: "まだ", False: "古くなっています", True: "できています"}
        return bool(self.is_table_current), notes[self.is_table_current]

    def _years(self) -> tuple[bool, str]:
        return self.next_plan is not None, self.next_plan.parent.name if self.next_plan else "まだ"


def _time_of(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
