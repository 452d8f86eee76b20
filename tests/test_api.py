"""What `import ictxl` offers: each command's job as a function, for one file's name or many."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import astuple
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import ictxl
from ictxl.runtime import workers

SAMPLES = Path(__file__).parents[1] / "samples"
RETURNED = SAMPLES / "returned"
ONE = RETURNED / "04_情報課.xlsx"
OTHER = RETURNED / "18_市民課.xlsx"
PLAN = SAMPLES / "plan.xlsx"
TABLE = SAMPLES / "進捗状況.xlsx"


@pytest.fixture(scope="module")
def collected() -> ictxl.CollectedRound:
    return ictxl.read(RETURNED)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two forms and a workbook that is none."""
    folder = tmp_path_factory.mktemp("returned")
    for file in (ONE, OTHER, PLAN):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def rows_of(workbook: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(workbook).get_sheet_by_name(sheet).to_python()


@pytest.mark.parametrize(
    ("files", "departments"),
    [
        (ONE, {"情報課"}),
        (str(ONE), {"情報課"}),
        ([ONE, str(OTHER)], {"情報課", "市民課"}),
        ((file for file in (ONE, OTHER)), {"情報課", "市民課"}),
        (str(RETURNED / "1[78]_*.xlsx"), {"議会事務局", "市民課"}),
    ],
    ids=["path", "text", "list", "generator", "pattern"],
)
def test_files_are_named_by_text_or_path_one_or_many(files: Any, departments: set[str]) -> None:
    read = ictxl.read(files)
    assert read.submitted == departments
    assert {response.department for response in read.responses} == departments


def test_the_frame_is_the_data_sheet(collected: ictxl.CollectedRound, tmp_path: Path) -> None:
    book, *_ = collected.write(tmp_path / "out.xlsx")
    headings, *rows = rows_of(book, "データ")
    frame = collected.frame
    assert list(frame.columns) == headings
    assert [[str(v) for v in row] for row in frame.to_numpy()] == [
        [str(int(v)) if isinstance(v, float) else str(v) for v in row] for row in rows
    ]
    numbers = [name for name in frame if pd.api.types.is_integer_dtype(frame[name])]
    assert numbers == ["年度(西暦)", "基本施策番号", "項番"]
    assert not frame.isna().any().any()


def test_the_findings_frame_has_a_row_for_each_finding(faulty: Path, tmp_path: Path) -> None:
    read = ictxl.read(faulty)
    frame = read.findings_frame
    assert len(frame) == len(read.findings) > 1
    assert list(frame["記述"]) == [found.value for found in read.findings]
    reported = rows_of(ictxl.check(faulty, tmp_path / "点検").outputs[0], "指摘")
    assert set(frame.columns) <= set(next(row for row in reported if "コード" in row))
    assert list(ictxl.findings_frame([]).columns) == list(frame.columns)


def test_a_round_writes_what_merge_writes(faulty: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    merged = ictxl.merge(faulty, tmp_path / "one" / "out.xlsx", plan=PLAN, also=["csv", "html"])
    written = ictxl.read(faulty, plan=str(PLAN)).write(
        str(tmp_path / "other" / "out.xlsx"), also=["html", "csv"]
    )
    assert len(written) == 6
    assert [path.name for path in merged.outputs] == [path.name for path in written]
    for one, other in zip(merged.outputs, written, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert [astuple(f) for f in merged.round.findings] == [
        astuple(f) for f in ictxl.check(faulty, plan=PLAN).round.findings
    ]


def test_check_writes_only_where_it_is_told_to(faulty: Path, tmp_path: Path) -> None:
    assert ictxl.check(faulty).outputs == ()
    made = ictxl.check(str(faulty), str(tmp_path / "点検")).outputs
    assert sorted(made) == sorted(tmp_path.iterdir())


def test_a_form_is_sent_back_with_a_mail(faulty: Path, tmp_path: Path) -> None:
    result = ictxl.send_back(faulty, tmp_path / "差戻し", mail=str(tmp_path / "mail"), plan=PLAN)
    assert {sent.department for sent in result.files} == set()
    assert result.drafts == ()
    spoilt = RETURNED / "09_教育研究所.xlsx"
    result = ictxl.send_back(spoilt, tmp_path / "差戻し", mail=tmp_path / "mail")
    assert [sent.department for sent in result.files] == ["教育研究所"]
    assert [path.suffix for path in result.drafts] == [".eml"]
    assert ictxl.send_back(spoilt, tmp_path / "b", departments="情報課").files == ()


def test_status_writes_reminders(faulty: Path, tmp_path: Path) -> None:
    result = ictxl.status([faulty], plan=PLAN, mail=tmp_path / "mail")
    assert len(result.drafts) == len(list((tmp_path / "mail").iterdir())) == 16
    assert result.round.submitted == {"情報課", "市民課"}
    assert ictxl.status(faulty).drafts == ()


@pytest.mark.lengthy
def test_the_way_of_a_year(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """From a plan to next year's: the functions name the files that they have made."""
    made = ictxl.init(tmp_path / "start", year=2030)
    with pytest.raises(ictxl.PlanError) as caught:
        ictxl.read_plan(made.plan)  # nothing stands in it yet
    assert {found.file for found in caught.value.findings} == {"plan.xlsx"}
    assert ictxl.check_template(made.template) == ()
    forms = ictxl.generate(
        PLAN, tmp_path / "outbox", departments="市民課", previous=TABLE, template=made.template
    ).forms
    assert [form.path for form in forms] == list((tmp_path / "outbox").iterdir())
    imported = ictxl.import_table(str(TABLE), tmp_path / "plan.xlsx", responses=tmp_path / "r.csv")
    assert ictxl.read_plan(tmp_path / "plan.xlsx").measures == imported.table.plan.measures
    rolled = ictxl.rollover(TABLE, tmp_path / "next.xlsx", plan=PLAN, renumber=True)
    assert ictxl.read_plan(rolled.outputs[0]).year == imported.table.plan.year + 1
    compared = ictxl.compare(TABLE, TABLE, tmp_path / "比較.xlsx")
    assert compared.outputs == (tmp_path / "比較.xlsx",)
    past = ictxl.history(TABLE, tmp_path / "history.csv")
    assert len(past.frame) == len(imported.table.responses) == len(ictxl.history([TABLE]).frame)
    assert (tmp_path / "history.csv").exists()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("job", [ictxl.import_table, ictxl.rollover])
def test_a_plan_workbook_is_kept_unless_it_is_forced(
    job: Callable[..., object], tmp_path: Path
) -> None:
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"by hand")
    with pytest.raises(ictxl.OutputError) as caught:
        job(TABLE, plan)
    assert "force=True" in caught.value.remedy
    assert plan.read_bytes() == b"by hand"
    job(TABLE, plan, force=True)
    assert ictxl.read_plan(plan).measures


def test_what_stops_a_job_is_an_error_of_its_kind(tmp_path: Path) -> None:
    with pytest.raises(ictxl.InputError):
        ictxl.read(tmp_path / "none")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    with pytest.raises(ictxl.IctxlError) as caught:
        ictxl.read(tmp_path)
    assert [found.file for found in caught.value.findings] == ["empty.xlsx"]
    with pytest.raises(ictxl.InputError):
        ictxl.send_back(ONE, tmp_path / "out", departments=["ない課"])
    for options in ({"paper": "A5"}, {"also": ["xml"]}, {"also": "docx"}):
        with pytest.raises(ValueError, match="A3"):
            ictxl.merge(tmp_path / "none", tmp_path / "out.xlsx", **options)


def test_passwords_jobs_and_progress_reach_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[workers.Workers] = []
    start = workers.Workers.start

    def noted(self: workers.Workers, files: int) -> Any:
        started.append(self)
        return start(self, files)

    monkeypatch.setattr(workers.Workers, "start", noted)
    told: list[tuple[int, int]] = []
    read = ictxl.read([ONE, OTHER], jobs=2, passwords="x", progress=lambda *step: told.append(step))
    assert [w.jobs for w in started] == [2]
    assert told[-1] == (2, 2)
    assert len(read.submitted) == 2


def test_every_name_is_there_whatever_modules_were_imported() -> None:
    """A module of the same name would take its place as soon as it is imported."""
    for name in ("ictxl.sendback.marking", "ictxl.pipeline.merging", "ictxl.cli"):
        import_module(name)
    functions = {name for name in ictxl.__all__ if name.islower() and name[0] != "_"}
    assert len(functions) > 10
    for name in functions:
        assert getattr(ictxl, name).__module__.startswith("ictxl.api")
    for name in set(ictxl.__all__) - functions - {"__version__"}:
        assert isinstance(getattr(ictxl, name), type)
    with pytest.raises(AttributeError, match="nothing"):
        ictxl.nothing  # noqa: B018 - it is to fail


def test_importing_ictxl_loads_nothing_that_only_a_job_needs() -> None:
    script = (
        "import sys, ictxl\n"
        "loaded = {name for name in sys.modules if name.startswith('ictxl.')}\n"
        "assert loaded == {'ictxl.version'}, loaded\n"
        "assert not {'pandas', 'openpyxl', 'xlsxwriter', 'dataclasses'} & set(sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
