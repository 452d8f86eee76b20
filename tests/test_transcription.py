"""The transcription of the published table, held against the text of that table.

The table is printed again out of the transcription, cell by cell, and compared with the source;
then everything that the transcription holds is struck out of the source, and nothing may be left.
What the source does not say (kinds, aliases, the plan's title) is spelled out here a second time,
so that no character of the transcription can change without a test noticing.
"""

import hashlib
import re
import tomllib
from collections import Counter
from typing import Any

from tests.support.places import ROOT

SOURCE_FOLDER = ROOT / "samples" / "source"
SOURCE = (SOURCE_FOLDER / "progress_2019.txt").read_text(encoding="utf-8")
TRANSCRIPTION: dict[str, Any] = tomllib.loads(
    (SOURCE_FOLDER / "progress_2019.toml").read_text(encoding="utf-8")
)

SOURCE_SHA256 = "b4b828260c404cf4a0988afd46cac48b779200c98f6e58933cbc222eca04125c"

KEYS = {
    "area": {"number", "title"},
    "department": {"name", "aliases", "answers"},
    "rating": {"symbol", "meaning", "kind"},
    "next_step": {"number", "name", "kind"},
    "measure": {"area", "number", "title", "target", "outlook", "departments"},
    "response": {"measure", "department", "rating", "next_step", "progress"},
}

# Where the source prints something else than the transcription records.
SLASH_FOR_ARROW = {"3-2", "3-3", "3-4"}
NEXT_STEP_PRINTED_UNDER = {
    ("1-5", "陶磁器意匠研究所"): "意匠研究所",
    ("1-9", "教育研究所"): "教育総務課",
}

TARGETS_ON_THEIR_OWN_LINE = {"2-1", "2-2", "2-3", "2-4", "2-5", "2-6", "2-7"}

TARGETS_WITHOUT_AN_END = {
    "2-2": "適切に運用されてお",
    "2-3": "維持・運用を行っ",
    "2-8": "安全・安心に暮らせる共生",
    "3-1": "分離などの情報セキュリティ強化",
    "3-3": "新しいポリシーの適",
    "3-5": "新規構築されるシステ",
    "3-6": "各システムの自己評価",
    "3-7": "策定作業を進めてい",
    "3-8": "積極的な受",
}


def records(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = TRANSCRIPTION[kind]
    return found


def measure_id(measure: dict[str, Any]) -> str:
    return f"{measure['area']}-{measure['number']}"


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def without_former_name(printed_department: str) -> str:
    return re.sub(r"\(旧.+\)$", "", printed_department)


def printed_headings(area_number: int) -> list[str]:
    """The two heading rows above an area; the first block leaves the heading 今後の展開 blank."""
    year_label = TRANSCRIPTION["plan"]["year_label"]
    outlook = [] if area_number == 1 else ["今後の展開"]
    return [
        *["基本施策", "項番", "施策名称", *outlook, "担当課"],
        *[f"{year_label}の進捗状況", "次期計画での展開", "目標"],
    ]


def printed_progress(responses: list[dict[str, Any]]) -> str:
    return " ".join(f"【{r['department']}-{r['rating']}】{r['progress']}" for r in responses)


def printed_next_steps(responses: list[dict[str, Any]]) -> str:
    def printed_name(response: dict[str, Any]) -> str:
        name: str = response["department"]
        return NEXT_STEP_PRINTED_UNDER.get((response["measure"], name), name)

    return " ".join(f"{printed_name(r)}-{r['next_step']}" for r in responses if r["next_step"])


def target_has_its_own_line(measure: dict[str, Any]) -> bool:
    return measure_id(measure) in TARGETS_ON_THEIR_OWN_LINE


def printed_measure(measure: dict[str, Any]) -> list[str]:
    """The cells of one measure, in the order of the source."""
    name = measure_id(measure)
    responses = [r for r in records("response") if r["measure"] == name]
    outlook = "/" if name in SLASH_FOR_ARROW and measure["outlook"] == "↗" else measure["outlook"]
    answers = [
        *[outlook, " ".join(measure["departments"])],
        *[printed_progress(responses), printed_next_steps(responses)],
    ]
    title, target = measure["title"], measure["target"]
    if target_has_its_own_line(measure):
        return [f"({measure['number']})", title, *answers, target]
    return [f"({measure['number']})", f"{title} {target}", *answers]


def printed_table() -> list[str]:
    """Every cell of the source that is not blank, printed from the transcription alone."""
    cells: list[str] = []
    for area in records("area"):
        cells += printed_headings(area["number"])
        cells.append(f"第{area['number']}款{area['title']}")
        for measure in records("measure"):
            if measure["area"] == area["number"]:
                cells += printed_measure(measure)
    legend = [f"{rating['symbol']} {rating['meaning']}" for rating in records("rating")]
    return [*cells, "【凡例】", *legend]


def cells_of_the_source() -> list[str]:
    """Every cell that is not blank; the spaced letters of the headings are closed up."""
    headings = printed_headings(2)
    cells = [cell.strip() for cell in re.split(r"[\t\n]", SOURCE) if cell.strip()]

    def is_heading(cell: str) -> bool:
        return without_blanks(cell) in headings or re.match(r"第 ?\d ?款", cell) is not None

    return [without_blanks(cell) if is_heading(cell) else cell for cell in cells]


def struck_out(text: str, pieces: list[str]) -> str:
    """What remains of the text after taking out the pieces, each behind the one before it."""
    remainder, position = "", 0
    for piece in pieces:
        start = text.find(piece, position)
        assert start >= 0, f"not in the source, or not in this order: {piece}"
        remainder += text[position:start]
        position = start + len(piece)
    return remainder + text[position:]


def pieces_of_measure(measure: dict[str, Any]) -> list[str]:
    """The measure's texts one by one, without the cells that the source puts them into."""
    name = measure_id(measure)
    responses = [r for r in records("response") if r["measure"] == name]
    pieces = [f"({measure['number']})", measure["title"]]
    if not target_has_its_own_line(measure):
        pieces.append(measure["target"])
    pieces.append("/" if name in SLASH_FOR_ARROW else measure["outlook"])
    pieces += measure["departments"]
    for response in responses:
        pieces += [f"【{response['department']}-{response['rating']}】", response["progress"]]
    for response in responses:
        pieces += printed_next_steps([response]).split()
    if target_has_its_own_line(measure):
        pieces.append(measure["target"])
    return pieces


def test_the_source_is_the_text_that_was_transcribed() -> None:
    assert hashlib.sha256(SOURCE.encode()).hexdigest() == SOURCE_SHA256


def test_the_transcription_has_the_known_number_of_records() -> None:
    assert {kind: len(records(kind)) for kind in KEYS} == {
        "area": 3,
        "department": 20,
        "rating": 7,
        "next_step": 4,
        "measure": 30,
        "response": 44,
    }
    assert Counter(measure["area"] for measure in records("measure")) == {1: 12, 2: 8, 3: 10}
    assert len({response["department"] for response in records("response")}) == 18
    assert sum(1 for response in records("response") if response["next_step"]) == 40


def test_the_counts_are_those_of_the_source() -> None:
    assert len(re.findall(r"^\t?\(\d+\)\t|款[^\t]+\t\(1\)\t", SOURCE, re.MULTILINE)) == 30
    assert len(re.findall(r"【[^】]+-[A-Z]】", SOURCE)) == 44
    assert len(re.findall(r"-\d\.", SOURCE)) == 40


def test_every_record_has_exactly_the_known_keys() -> None:
    assert set(TRANSCRIPTION) == {"plan", *KEYS}
    for kind, keys in KEYS.items():
        assert [record for record in records(kind) if set(record) != keys] == []


def test_the_table_printed_from_the_transcription_is_the_source_cell_by_cell() -> None:
    assert printed_table() == cells_of_the_source()


def test_no_character_of_the_source_is_missing_from_the_transcription() -> None:
    pieces: list[str] = []
    for area in records("area"):
        pieces += [*printed_headings(area["number"]), f"第{area['number']}款", area["title"]]
        for measure in records("measure"):
            if measure["area"] == area["number"]:
                pieces += pieces_of_measure(measure)
    pieces.append("【凡例】")
    for rating in records("rating"):
        pieces += [rating["symbol"], rating["meaning"]]
    text = without_blanks(SOURCE)
    assert struck_out(text, [without_blanks(piece) for piece in pieces]) == ""


def test_a_title_and_a_target_in_one_cell_part_at_its_last_blank() -> None:
    for measure in records("measure"):
        if not target_has_its_own_line(measure):
            cell = f"{measure['title']} {measure['target']}"
            title, _, target = cell.rpartition(" ")
            assert (measure["title"], measure["target"]) == (title, target)


def test_measures_and_responses_follow_the_order_of_the_source() -> None:
    names = [measure_id(measure) for measure in records("measure")]
    sizes = {1: 12, 2: 8, 3: 10}
    assert [area["number"] for area in records("area")] == list(sizes)
    assert names == [f"{area}-{n}" for area, size in sizes.items() for n in range(1, size + 1)]
    assert [r["measure"] for r in records("response")] == sorted(
        (r["measure"] for r in records("response")), key=names.index
    )


def test_departments_stand_in_the_order_in_which_the_measures_first_name_them() -> None:
    printed = [name for measure in records("measure") for name in measure["departments"]]
    in_order = list(dict.fromkeys(without_former_name(name) for name in printed))
    assert [department["name"] for department in records("department")] == in_order


def test_only_collective_departments_do_not_answer() -> None:
    silent = {d["name"] for d in records("department") if d["answers"] is not True}
    assert silent == {"各業務担当課", "各システム担当課"}


def test_each_answering_department_responds_once_to_each_measure_that_names_it() -> None:
    asked = [
        (measure_id(measure), without_former_name(name))
        for measure in records("measure")
        for name in measure["departments"]
        if not name.startswith("各")
    ]
    assert [(r["measure"], r["department"]) for r in records("response")] == asked


def test_aliases_are_the_former_and_short_names_of_the_source() -> None:
    aliases = {d["name"]: d["aliases"] for d in records("department") if d["aliases"] != []}
    assert aliases == {"施設課": ["下水道課"], "陶磁器意匠研究所": ["意匠研究所"]}
    assert "施設課(旧下水道課)" in SOURCE
    assert "\t意匠研究所-1.現状維持" in SOURCE


def test_a_department_of_the_plan_is_no_alias_of_another_though_a_note_names_it() -> None:
    names = {department["name"] for department in records("department")}
    aliases = {alias for department in records("department") for alias in department["aliases"]}
    assert "情報課(旧企画防災課)" in SOURCE
    assert "企画防災課" in names
    assert names & aliases == set()


def test_the_lists_that_the_sample_adds_are_as_described() -> None:
    assert TRANSCRIPTION["plan"] == {
        "title": "情報化計画",
        "year": 2019,
        "year_label": "平成31(令和元)年度",
    }
    assert {r["symbol"]: r["kind"] for r in records("rating")} == {
        **dict.fromkeys("ABCD", "継続"),
        **dict.fromkeys("XYZ", "終了"),
    }
    assert [(s["number"], s["name"], s["kind"]) for s in records("next_step")] == [
        ("1", "現状維持", "継続"),
        ("2", "拡充", "継続"),
        ("3", "縮小", "継続"),
        ("4", "終了", "終了"),
    ]


def test_every_coded_answer_is_on_its_list() -> None:
    symbols = {rating["symbol"] for rating in records("rating")}
    next_steps = {"", *(f"{step['number']}.{step['name']}" for step in records("next_step"))}
    assert {response["rating"] for response in records("response")} <= symbols
    assert {response["next_step"] for response in records("response")} <= next_steps
    assert {measure["outlook"] for measure in records("measure")} == {"⇒", "↗", "☆"}


def test_only_finished_responses_and_one_of_education_research_lack_a_next_step() -> None:
    lacking = [
        (response["measure"], response["department"], response["rating"])
        for response in records("response")
        if not response["next_step"]
    ]
    assert lacking == [
        ("1-3", "情報課", "Y"),
        ("1-6", "情報課", "Y"),
        ("2-3", "施設課", "Y"),
        ("2-7", "教育研究所", "B"),
    ]


def test_targets_that_the_source_cuts_off_stay_cut_off() -> None:
    unended = {
        measure_id(measure): measure["target"]
        for measure in records("measure")
        if not measure["target"].endswith("。")
    }
    assert unended.keys() == TARGETS_WITHOUT_AN_END.keys()
    for name, ending in TARGETS_WITHOUT_AN_END.items():
        assert unended[name].endswith(ending)
