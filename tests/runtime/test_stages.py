"""`--profile` tells where the time went, and changes nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ictxl.pipeline.merging import merge
from ictxl.runtime.stages import OTHER, measured, stage
from tests.support.cli import ictxl
from tests.support.places import ROOT

SAMPLES = ROOT / "samples" / "returned"


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_profile_is_told_beside_the_result_and_not_in_it(tmp_path: Path) -> None:
    runs = []
    for name, options in (("plain", ()), ("profiled", ("--profile",))):
        (tmp_path / name).mkdir()
        target = tmp_path / name / "out.xlsx"
        runs.append(ictxl("merge", SAMPLES, "-q", "--json", "-o", target, *options))
    plain, profiled = runs
    assert outputs(tmp_path / "plain") == outputs(tmp_path / "profiled")
    assert profiled.json["findings"] == plain.json["findings"]
    assert plain.err == ""
    rows = re.findall(r"│ (\S+) +│ +([0-9.]+) │ +([0-9.]+)% │", profiled.err)
    stages = [name for name, _, _ in rows]
    assert stages[:2] == ["ファイルの一覧", "読み取り"]
    assert {"点検", "集約表の書き出し", "報告(Excel)の書き出し", "記録の書き出し"} <= set(stages)
    assert sum(float(share) for _, _, share in rows) == pytest.approx(100, abs=1)


def test_stages_add_up_to_the_whole_and_a_repeated_one_counts_together(tmp_path: Path) -> None:
    with measured() as spent:
        merge([str(SAMPLES)], tmp_path / "out.xlsx", forms=["csv"])
        with stage("点検"):
            pass
    whole = spent.whole()
    assert list(whole)[-1] == OTHER
    assert ".csv の書き出し" in whole
    assert list(whole).count("点検") == 1
    assert all(part.seconds >= 0 for part in whole.values())


def test_what_is_not_measured_leaves_no_trace() -> None:
    with measured() as spent:
        pass
    with stage("あとの工程"):
        pass
    assert spent.by_stage == {}
