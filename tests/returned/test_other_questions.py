"""A form that was sent with one list of questions, merged with a plan of another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.findings import Finding, Severity
from ictxl.model import Plan, PolicyArea
from ictxl.questions import (
    ALWAYS,
    NEVER,
    Choice,
    ChoiceList,
    Level,
    Question,
    QuestionKind,
    Respondent,
)
from tests.support.own_questions import (
    COST,
    DAY,
    DEGREE,
    NOTE,
    PEOPLE,
    QUESTIONS,
    RATE,
    REASON,
    RESULT,
    by_name,
    fill_in,
    own_plan,
)
from tests.support.returned_forms import (
    ANSWERS,
    READ_ANSWERS,
    Form,
    Read,
    filled_form,
    make_form,
    read,
    small_plan,
)

PLAN = own_plan()
OUTCOME = Question("成果", required=ALWAYS)
WISH = Question("要望", required=NEVER)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    path = make_form(tmp_path / "文書課.xlsx", PLAN, "文書課")
    return fill_in(
        Form(path),
        "1-1",
        {DEGREE: "○", RESULT: 1200, RATE: 0.5, REASON: "順調である。", NOTE: "内緒"},
    )


def told(result: Read, code: str) -> list[Finding]:
    return [f for f in result.findings if f.code == code]


def row_of(result: Read, plan: Plan, measure: str = "1-1") -> dict[str, str]:
    return by_name(result.responses[measure, "文書課"], plan)


def test_what_only_the_form_asked_is_told_by_question_with_each_cell_and_text(form: Form) -> None:
    fill_in(form, "1-3", {REASON: "教室が\n足りない。", NOTE: "これも"}).save()
    plan = own_plan(questions=tuple(q for q in QUESTIONS if q not in {REASON, NOTE, DAY}))
    result = read(form.path, plan=plan)
    assert row_of(result, plan) == {"達成度": "○", "実績値": "1200", "達成率": "0.5"}
    found = told(result, "S034")
    reason, note = form.at("1-1", REASON.key), form.at("1-1", NOTE.key)
    assert [(f.cell, f.severity) for f in found] == [
        (reason, Severity.WARNING),
        (note, Severity.WARNING),
    ]
    other = form.at("1-3", REASON.key)
    assert found[0].value == f"{reason}: 順調である。\n{other}: 教室が\n足りない。"
    assert "「理由」" in found[0].message and "2 件" in found[0].message
    assert "「庁内メモ」" in found[1].message
    # Nobody wrote into 完了日, so that nothing is to be told of it.
    assert not any("完了日" in f.message for f in result.findings)


def test_what_only_the_plan_asks_is_told_by_question(form: Form) -> None:
    plan = own_plan(questions=(*QUESTIONS, OUTCOME, WISH))
    result = read(form.save(), plan=plan)
    required, optional = told(result, "S035"), told(result, "S036")
    assert [f.severity for f in (*required, *optional)] == [Severity.ERROR, Severity.INFO]
    assert "「成果」" in required[0].message and "「要望」" in optional[0].message
    assert required[0].file == form.path.name and required[0].department == "文書課"


def test_a_form_of_the_usual_questions_gives_what_the_plan_asks_too(tmp_path: Path) -> None:
    usual = small_plan()
    path = filled_form(tmp_path / "文書課.xlsx", usual)
    rating = usual.questions[0]
    plan = own_plan(questions=(OUTCOME, rating, PEOPLE))
    result = read(path, plan=plan)
    assert {m: by_name(r, plan) for (m, _), r in result.responses.items()} == {
        measure: {"評価": answer[0]} for measure, answer in READ_ANSWERS.items()
    }
    lost = "\n".join(f.value for f in told(result, "S034"))
    for answer in ANSWERS.values():
        assert all(text in lost for text in answer[1:])
    assert [f.message.split("「")[1].split("」")[0] for f in told(result, "S034")] == [
        "進捗状況",
        "次期計画での展開",
        "連絡事項",
    ]
    assert ["成果" in f.message for f in told(result, "S035")] == [True]
    assert ["参加者数" in f.message for f in told(result, "S036")] == [True]


def test_a_name_that_differs_in_width_and_blanks_only_is_the_same_question(form: Form) -> None:
    renamed = replace(RESULT, name="実績　値")
    plan = own_plan(questions=tuple(renamed if q is RESULT else q for q in QUESTIONS))
    result = read(form.save(), plan=plan)
    assert row_of(result, plan)["実績　値"] == "1200"
    assert result.responses["1-1", "文書課"].cell(renamed.key) == form.at("1-1", RESULT.key)
    assert {f.code for f in result.findings} == {"F004"}


def test_what_the_reviewer_is_asked_now_is_no_department_answer_but_told(form: Form) -> None:
    asked = replace(DEGREE, asked_of=Respondent.REVIEWER)
    plan = own_plan(questions=tuple(asked if q is DEGREE else q for q in QUESTIONS))
    result = read(form.save(), plan=plan)
    assert "達成度" not in row_of(result, plan)
    assert [f.value for f in told(result, "S034")] == [f"{form.at('1-1', DEGREE.key)}: ○"]


def with_degrees(*choices: Choice) -> Plan:
    assert DEGREE.choices
    degree = replace(DEGREE, choices=replace(DEGREE.choices, choices=choices))
    return own_plan(questions=tuple(degree if q is DEGREE else q for q in QUESTIONS))


@pytest.mark.parametrize(
    ("choices", "code", "words"),
    [
        (
            (Choice("A", "目標を超えた"), Choice("B", "目標どおり")),
            "B",
            ("○ 目標どおり", "B 目標どおり"),
        ),
        (
            (Choice("○", "目標を超えた"), Choice("△", "普通")),
            "○",
            ("○ 目標どおり", "○ 目標を超えた"),
        ),
    ],
)
def test_a_choice_that_means_something_else_now_is_read_by_its_name_and_told(
    form: Form, choices: tuple[Choice, ...], code: str, words: tuple[str, str]
) -> None:
    plan = with_degrees(*choices)
    result = read(form.save(), plan=plan)
    assert row_of(result, plan)["達成度"] == code
    (found,) = told(result, "S037")
    assert (found.cell, found.severity) == (form.at("1-1", DEGREE.key), Severity.WARNING)
    assert all(word in found.message for word in words)


def test_a_choice_that_the_plan_has_no_more_stays_as_it_was_written(form: Form) -> None:
    plan = with_degrees(Choice("優", "とてもよい"), Choice("良", "よい"))
    result = read(form.save(), plan=plan)
    assert row_of(result, plan)["達成度"] == "○"
    assert not told(result, "S037")


def test_a_list_that_only_grew_changes_nothing(form: Form) -> None:
    assert DEGREE.choices
    plan = with_degrees(*DEGREE.choices.choices, Choice("未", "まだ"))
    result = read(form.save(), plan=plan)
    assert row_of(result, plan)["達成度"] == "○"
    assert {f.code for f in result.findings} == {"F004"}


def deeper(plan: Plan) -> Plan:
    """The plan with a level above, so that all ids are others."""
    areas = (PolicyArea("Ⅰ", "便利なまち"), *(replace(a, parent="Ⅰ") for a in plan.areas))
    measures = tuple(replace(m, area=f"Ⅰ-{m.area}") for m in plan.measures)
    levels = (
        Level("基本目標", "基本目標{Ⅰ}"),
        Level("基本施策", "第{1}款"),
        Level("取組", "({1})"),
    )
    return replace(plan, areas=areas, measures=measures, levels=levels)


def test_after_the_levels_changed_measures_are_known_by_their_names(form: Form) -> None:
    plan = deeper(PLAN)
    result = read(form.save(), plan=plan)
    assert {m for m, _ in result.responses} == {f"Ⅰ-{m.id}" for m in PLAN.measures_of("文書課")}
    assert row_of(result, plan, "Ⅰ-1-1")["実績値"] == "1200"
    assert not told(result, "S004")


def test_of_measures_of_one_name_the_one_with_the_same_target_is_meant(form: Form) -> None:
    deep = deeper(PLAN)
    first = deep.measures[0]
    twin = replace(first, number="9", target="ほかの目標")
    plan = replace(deep, measures=(twin, *deep.measures))
    result = read(form.save(), plan=plan)
    assert row_of(result, plan, "Ⅰ-1-1")["実績値"] == "1200"
    assert ("Ⅰ-1-9", "文書課") not in result.responses


def test_findings_call_a_measure_as_the_plan_does(form: Form) -> None:
    plan = deeper(PLAN)
    gone = replace(plan, measures=plan.measures[1:])
    result = read(form.save(), plan=gone)
    (found,) = told(result, "S004")
    assert "取組 1-1「電子申請の拡大」は計画にありません" in found.message
    assert "実績値" in found.value and "1200" in found.value


def test_two_files_of_a_department_are_joined_and_differ_by_question(tmp_path: Path) -> None:
    one = Form(make_form(tmp_path / "a.xlsx", PLAN, "文書課"))
    other = Form(make_form(tmp_path / "b.xlsx", PLAN, "文書課"))
    fill_in(one, "1-1", {DEGREE: "○", RESULT: 1200, COST: 5}).save()
    fill_in(one, "1-3", {DEGREE: "◎"}).save()
    fill_in(other, "1-1", {DEGREE: "○", RESULT: 1300, COST: "5円"}).save()
    fill_in(other, "2-1", {DEGREE: "×"}).save()
    result = read(one.path, other.path)
    assert {m for (m, _), r in result.responses.items() if r.values} == {"1-1", "1-3", "2-1"}
    (found,) = [f for f in result.findings if f.code in {"D003", "D007"}]
    assert "の実績値" in found.message and "事業費" not in found.message
    assert "実績値: 1200" in found.value and "実績値: 1300" in found.value


def test_a_share_of_a_plan_of_text_codes_is_read(tmp_path: Path) -> None:
    coded = tuple(replace(m, number=f"R2-{m.number}") for m in PLAN.measures)
    plan = replace(PLAN, measures=coded)
    form = Form(make_form(tmp_path / "文書課.xlsx", plan, "文書課"))
    result = read(fill_in(form, "1-R2-1", {RESULT: 7}).save())
    assert by_name(result.responses["1-R2-1", "文書課"], plan) == {"実績値": "7"}
    assert result.findings == ()


def test_a_plan_of_no_questions_gives_blank_answers(tmp_path: Path) -> None:
    plan = own_plan(questions=())
    result = read(make_form(tmp_path / "文書課.xlsx", plan, "文書課"))
    assert all(not r.values for r in result.responses.values())
    assert len(result.responses) == len(plan.measures_of("文書課"))
    assert result.findings == ()


@pytest.mark.lengthy
def test_a_hundred_questions_and_long_names_are_told_apart(tmp_path: Path) -> None:
    numbers = tuple(Question(f"値{n}", QuestionKind.NUMBER, required=NEVER) for n in range(100))
    long = Question("長" * 200, required=NEVER)
    plan = own_plan(questions=(*numbers, long))
    form = Form(make_form(tmp_path / "文書課.xlsx", plan, "文書課"))
    fill_in(form, "1-1", {q: n for n, q in enumerate(numbers)})
    fill_in(form, "1-1", {long: "長い名前への答え"})
    for cell in form.sheet[1]:
        cell.value = None
    result = read(form.save())
    assert row_of(result, plan) == {
        **{q.name: str(n) for n, q in enumerate(numbers)},
        long.name: "長い名前への答え",
    }


def plan_of_lists(questions: int, choices: int) -> Plan:
    listed = tuple(Choice(f"C{n}", f"選択肢{n}") for n in range(choices))
    return own_plan(
        questions=tuple(
            Question(f"選択{n}", QuestionKind.CHOICE, ChoiceList(f"一覧{n}", listed))
            for n in range(questions)
        )
    )


@pytest.mark.slow
def test_of_a_list_of_five_hundred_any_choice_is_read(tmp_path: Path) -> None:
    plan = plan_of_lists(1, 500)
    form = Form(make_form(tmp_path / "文書課.xlsx", plan, "文書課"))
    result = read(fill_in(form, "1-1", {plan.questions[0]: "選択肢499"}).save())
    assert row_of(result, plan) == {"選択0": "C499"}
    assert [f.code for f in result.findings] == ["A009"]


@pytest.mark.slow
def test_a_hidden_sheet_of_many_long_lists_is_read_whole(tmp_path: Path) -> None:
    # Too large for a grid that this process may fill: its rows stand behind and beside each other.
    plan = plan_of_lists(100, 8)
    result = read(make_form(tmp_path / "文書課.xlsx", plan, "文書課"))
    assert result.findings == ()
    assert len(result.responses) == len(plan.measures_of("文書課"))


@pytest.mark.parametrize(
    ("planned", "kept"),
    [
        (replace(RESULT, unit="円"), "1,200千円"),
        (replace(RESULT, unit="万円"), "1,200千円"),
        (replace(RESULT, kind=QuestionKind.RATIO, unit=""), "1,200千円"),
    ],
)
def test_a_number_of_another_unit_keeps_the_unit_that_the_form_asked_for(
    form: Form, planned: Question, kept: str
) -> None:
    plan = own_plan(questions=(planned,))
    result = read(form.save(), plan=plan)
    assert row_of(result, plan) == {"実績値": kept}
    cell = form.at("1-1", RESULT.key)
    assert [(f.cell, f.value) for f in told(result, "S039")] == [(cell, "1200")]
    assert kept in told(result, "S039")[0].message


def test_a_percentage_is_none_of_the_plans_numbers(form: Form) -> None:
    plan = own_plan(questions=(replace(RATE, kind=QuestionKind.NUMBER, unit="点"),))
    result = read(form.save(), plan=plan)
    assert row_of(result, plan) == {"達成率": "50%"}
    assert [f.cell for f in told(result, "S039")] == [form.at("1-1", RATE.key)]


@pytest.mark.parametrize("unit", ["千円", "", "千 円"])
def test_a_unit_that_is_the_same_or_was_left_out_changes_nothing(form: Form, unit: str) -> None:
    plan = own_plan(questions=(replace(RESULT, unit=unit),))
    result = read(form.save(), plan=plan)
    assert row_of(result, plan) == {"実績値": "1200"}
    assert told(result, "S039") == []


def test_answers_of_two_forms_that_differ_where_one_did_not_ask_are_told_at_a_cell(
    form: Form, tmp_path: Path
) -> None:
    later = own_plan(questions=(*QUESTIONS, OUTCOME), saved_at="2025-05-01T00:00:00Z")
    other = Form(make_form(tmp_path / "文書課2.xlsx", later, "文書課"))
    same = {DEGREE: "○", RESULT: 1200, RATE: 0.5, REASON: "順調である。", NOTE: "内緒"}
    fill_in(other, "1-1", {**same, OUTCOME: "できた。"}).save()
    result = read(form.save(), other.path, plan=later)
    (conflict,) = told(result, "D003")
    assert (conflict.file, conflict.cell) == ("文書課.xlsx", form.at("1-1", DEGREE.key))


def test_a_measure_that_the_plan_lacks_is_told_by_name(form: Form) -> None:
    plan = own_plan(measures=small_plan().measures[1:])
    (lost,) = told(read(form.save(), plan=plan), "S004")
    assert "1-1「電子申請の拡大」" in lost.message
