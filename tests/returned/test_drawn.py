"""Lines drawn over answers, ticked boxes, chosen items: what a person sees is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ictxl.form.template.template_file import default_template_path as template_path
from ictxl.form.template.template_file import read_template
from tests.support.clients.libreoffice import Office
from tests.support.forms import write_form
from tests.support.packages import draw
from tests.support.random_words import CONTROL
from tests.support.raw_packages import (
    INPUT_SHEET,
    OFFICE,
    put_cells,
    put_parts,
    read_parts,
    write_parts,
)
from tests.support.returned_forms import (
    SHEET,
    Form,
    read,
    small_plan,
    told,
)

DRAWN_THERE = f'<drawing xmlns:r="{OFFICE}" r:id="rIdT0"/>'
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>'
)
VML_SHAPE = (
    '<v:shape id="_x0000_s{number}"><v:textbox><div><font>{label}</font></div></v:textbox>'
    '<x:ClientData ObjectType="{kind}"><x:Anchor>{anchor}</x:Anchor>{state}</x:ClientData>'
    "</v:shape>"
)
AT_K7 = "10, 5, 6, 5, 11, 0, 7, 0"


def vml(*shapes: tuple[str, str, str]) -> str:
    """(kind, label, state) of each shape, all at K7."""
    return VML.format(
        shapes="".join(
            VML_SHAPE.format(number=1025 + n, kind=kind, label=label, state=state, anchor=AT_K7)
            for n, (kind, label, state) in enumerate(shapes)
        )
    )


def test_controls_tell_their_label_state_and_cell(form: Form) -> None:
    form.sheet["Q50"], form.sheet["Q51"] = "一", "二"
    shapes = vml(
        ("Checkbox", "済んだ", "<x:Checked>1</x:Checked>"),
        ("Checkbox", "まだ", ""),
        ("Checkbox", "半分", "<x:Checked>2</x:Checked>"),
        ("Radio", "甲", "<x:Checked>1</x:Checked>"),
        ("Drop", "", "<x:Sel>2</x:Sel><x:FmlaRange>$Q$50:$Q$51</x:FmlaRange>"),
        ("List", "", "<x:Sel>0</x:Sel>"),
        ("Spin", "", "<x:Val>30</x:Val>"),
        ("Button", "押す", ""),
        ("Note", "コメントの箱", ""),
    )
    path = put_parts(
        form.save(), {"xl/drawings/v.vml": shapes}, {"vmlDrawing": "xl/drawings/v.vml"}
    )
    found = [one for one in told(read(path)) if one[2] != "S012"]
    assert found == [
        (SHEET, "K7", "S018", "押す"),
        (SHEET, "K7", "S030", "まだ: チェックなし"),
        (SHEET, "K7", "S030", "値 30"),
        (SHEET, "K7", "S030", "半分: 一部だけチェック"),
        (SHEET, "K7", "S030", "済んだ: チェックあり"),
        (SHEET, "K7", "S030", "甲: チェックあり"),
        (SHEET, "K7", "S030", "選択: 2 番目「二」"),
        (SHEET, "K7", "S030", "選択なし"),
    ]


PLACE = "<{0}row>6</{0}row><{0}rowOff>9</{0}rowOff><{0}col>10</{0}col><{0}colOff>9</{0}colOff>"
DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{0}</xdr:wsDr>'
)


def anchored(shape: str, to: tuple[int, int] = (6, 10)) -> str:
    """At K7, up to a cell (0-based row and column)."""
    row, column = to
    return (
        f"<xdr:twoCellAnchor><xdr:from>{PLACE.format('xdr:')}</xdr:from><xdr:to><xdr:col>{column}"
        f"</xdr:col><xdr:colOff>90000</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>90000</xdr:rowOff>"
        f"</xdr:to>{shape}</xdr:twoCellAnchor>"
    )


def only_for_newer_programs(anchor: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="a14">{anchor}</mc:Choice>'
        "<mc:Fallback/></mc:AlternateContent>"
    )


def shape(geometry: str, text: str = "", kind: str = "sp", line: str = "") -> str:
    said = f"<xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody>" if text else ""
    return (
        f'<xdr:{kind}><xdr:nvSpPr><xdr:cNvPr id="2" name="図形 1"/></xdr:nvSpPr>'
        f"<xdr:spPr>{geometry}{line}</xdr:spPr>{said}</xdr:{kind}>"
    )


def preset(name: str) -> str:
    return f'<a:prstGeom prst="{name}"/>'


def drawn(form: Form, *drawn_anchors: str) -> Path:
    return put_parts(
        form.save(),
        {"xl/drawings/d.xml": DRAWING.format("".join(drawn_anchors))},
        {"drawing": "xl/drawings/d.xml"},
    )


def declared(path: Path) -> Path:
    """With the drawing's type told, as other programs ask for it, and the sheet leading to it."""
    parts = read_parts(path)
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    told_there = f'<Override PartName="/xl/drawings/d.xml" ContentType="{kind}"/></Types>'
    types = parts["[Content_Types].xml"].replace(b"</Types>", told_there.encode())
    sheet = parts[INPUT_SHEET]
    if b"<drawing " not in sheet:
        sheet = sheet.replace(b"</worksheet>", f"{DRAWN_THERE}</worksheet>".encode())
    return write_parts(path, parts | {"[Content_Types].xml": types, INPUT_SHEET: sheet})


RED = '<a:ln w="19050"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>'


def test_a_control_drawn_in_the_new_way_is_told_once_with_its_properties(form: Form) -> None:
    hidden = (
        '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1025" name="Check Box 1" hidden="1"><a:extLst><a:ext>'
        '<a14:compatExt spid="_x0000_s1025"/></a:ext></a:extLst></xdr:cNvPr></xdr:nvSpPr>'
        "<xdr:txBody><a:p><a:r><a:t>済んだ</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    place = f"<anchor><from>{PLACE.format('xdr:')}</from><to>{PLACE.format('xdr:')}</to></anchor>"
    listed = "".join(
        f'<control shapeId="{number}" r:id="{link}" name="Check Box 1">'
        f"<controlPr>{place}</controlPr></control>"
        for number, link in ((1025, "rIdT0"), (1026, "rIdT1"))
    )
    path = put_parts(
        form.save(),
        {
            "xl/ctrlProps/a.xml": '<formControlPr objectType="CheckBox" checked="Checked"/>',
            "xl/ctrlProps/b.xml": (
                '<formControlPr objectType="Drop" sel="2"><itemLst><item val="案一"/>'
                '<item val="案二"/></itemLst></formControlPr>'
            ),
            "xl/drawings/v.vml": vml(("Checkbox", "済んだ", "")),
            "xl/drawings/d.xml": DRAWING.format(only_for_newer_programs(anchored(hidden))),
        },
        {
            "ctrlProp": "xl/ctrlProps/a.xml",
            "ctrlProp#2": "xl/ctrlProps/b.xml",
            "vmlDrawing": "xl/drawings/v.vml",
            "drawing": "xl/drawings/d.xml",
        },
        f'<controls xmlns:r="{OFFICE}" xmlns:xdr="x">{listed}</controls>',
    )
    assert told(read(path)) == [
        (SHEET, "K7", "S028", "案一"),
        (SHEET, "K7", "S028", "案二"),
        (SHEET, "K7", "S030", "済んだ: チェックあり"),
        (SHEET, "K7", "S030", "選択: 2 番目「案二」"),
    ]


def test_a_checkbox_in_a_cell_is_told_as_what_it_holds(form: Form) -> None:
    bag = (
        '<FeaturePropertyBags xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/'
        'featurepropertybag"><bag type="Checkbox"/><bag type="XFControls"><bagId k="CellControl">'
        '0</bagId></bag><bag type="XFComplements" extRef="XFComplementsMapperExtRef"><a k="M">'
        "<bagId>2</bagId></a></bag></FeaturePropertyBags>"
    )
    at = form.at("1-3", "remarks")
    path = put_cells(
        form.save(),
        {at: '<c r="{at}" t="b"><v>1</v></c>', "Q60": '<c r="{at}" t="b"><v>0</v></c>'},
    )
    name = "xl/featurePropertyBag/featurePropertyBag.xml"
    result = read(put_parts(path, {name: bag}, {}))
    assert [(f.cell, f.code, f.value) for f in result.findings] == [
        (at, "A107", "TRUE"),
        ("Q60", "S012", "FALSE"),
    ]


ARROW = '<a:ln><a:tailEnd type="arrow"/></a:ln>'
TWO_LINES = f"<xdr:grpSp>{shape(preset('line'))}{shape(preset('line'))}</xdr:grpSp>"
LINES = {
    "a line": (shape(preset("line"), kind="cxnSp"), "線"),
    "an arrow": (
        shape(
            preset("straightConnector1"),
            kind="cxnSp",
            line='<a:ln><a:tailEnd type="arrow"/></a:ln>',
        ),
        "矢印",
    ),
    "an ellipse": (shape(preset("ellipse")), "円や楕円"),
    "a freeform": (shape("<a:custGeom/>"), "手書きの線や図形"),
    "a cross": (shape(preset("mathMultiply")), "×などの印"),
    "a box": (shape(preset("rect")), "四角形"),
    "a group": (
        f"<xdr:grpSp>{shape(preset('line'))}{shape(preset('line'))}</xdr:grpSp>",
        "図形のグループ",
    ),
}


@pytest.mark.parametrize("wrapped", [False, True], ids=["plain", "alternate content"])
@pytest.mark.parametrize("case", LINES)
def test_what_is_drawn_over_an_answer_is_told_with_its_cell(
    form: Form, case: str, wrapped: bool
) -> None:
    assert form.at("1-1", "progress") == "K7"
    xml, what = LINES[case]
    anchor = anchored(xml)
    result = read(drawn(form, only_for_newer_programs(anchor) if wrapped else anchor))
    assert told(result) == [(SHEET, "K7", "A108", "申請を3件電子化した。")]
    assert f"{what}が重ねて描かれています" in result.findings[0].message


def test_a_line_over_several_answers_names_each_of_them(form: Form) -> None:
    line = shape(preset("line"), kind="cxnSp")
    found = told(read(drawn(form, anchored(line, to=(8, 10)))))
    assert [(cell, code) for _, cell, code, _ in found] == [
        (form.at(measure, "progress"), "A108") for measure in ("1-1", "1-3", "2-1")
    ]


def test_a_line_elsewhere_is_told_with_where_it_lies(form: Form) -> None:
    form.cell("1-1", "progress").value = None
    result = read(drawn(form, anchored(shape(preset("line"), kind="cxnSp"))))
    assert [(f.cell, f.code, f.value) for f in result.findings] == [("K7", "S029", "線")]


def test_a_shape_only_for_newer_programs_has_its_cell(form: Form) -> None:
    anchor = only_for_newer_programs(anchored(shape(preset("rect"), "K7 の補足です")))
    assert told(read(drawn(form, anchor))) == [(SHEET, "K7", "S018", "K7 の補足です")]


def test_lines_of_the_template_are_the_forms_own_and_only_those(tmp_path: Path) -> None:
    template = tmp_path / "ひな形.xlsx"
    template.write_bytes(template_path().read_bytes())
    xml = DRAWING.format(
        anchored(shape(preset("line"), kind="cxnSp"))
        + only_for_newer_programs(anchored(shape(preset("ellipse"))))
    )
    put_parts(template, {"xl/drawings/d.xml": xml}, {"drawing": "xl/drawings/d.xml"})
    declared(template)
    path = write_form(
        tmp_path / "文書課.xlsx", small_plan(), "文書課", template=read_template(template)
    )
    assert b"ellipse" in read_parts(path)["xl/drawings/d.xml"]
    assert read(path).found == []


ODS_FORM = (
    '<office:forms><form:form><form:checkbox form:id="c1" form:label="済んだ" '
    'form:current-state="checked"/><form:checkbox form:id="c2" form:label="まだ"/>'
    '<form:radio form:id="c3" form:label="甲" form:current-selected="true"/>'
    '<form:listbox form:id="c4"><form:option form:label="一"/>'
    '<form:option form:label="二" form:current-selected="true"/></form:listbox>'
    '<form:combobox form:id="c5" form:current-value="自由な文"/>'
    '<form:fixed-text form:id="c6" form:label="見出しの文"/>'
    "</form:form></office:forms>"
)


@pytest.mark.client("LibreOffice")
def test_lines_and_controls_of_an_ods_are_told(office: Office, form: Form, tmp_path: Path) -> None:
    path = office.convert(form.save(), tmp_path / "文書課.ods")
    parts = read_parts(path)
    content = parts["content.xml"].decode()
    answer = "<text:p>申請を3件電子化した。</text:p>"
    assert content.count(answer) == 1
    line = f'<draw:line table:end-cell-address="{SHEET}.K8"><text:p/></draw:line>'
    controls = "".join(f'<draw:control draw:control="c{number}"/>' for number in range(1, 7))
    content = content.replace(answer, answer + line + controls)
    head, found, tail = content.partition(f'<table:table table:name="{SHEET}"')
    assert found
    end = tail.index(">") + 1
    content = head + found + tail[:end] + ODS_FORM + tail[end:]
    parts["content.xml"] = content.encode()
    # Each label once, and of a list what was not chosen.
    assert told(read(write_parts(path, parts))) == [
        (SHEET, "K7", "A108", "申請を3件電子化した。"),
        (SHEET, "K7", "S028", "一"),
        (SHEET, "K7", "S028", "見出しの文"),
        (SHEET, "K7", "S030", "まだ: チェックなし"),
        (SHEET, "K7", "S030", "済んだ: チェックあり"),
        (SHEET, "K7", "S030", "甲: チェックあり"),
        (SHEET, "K7", "S030", "選択: 2 番目「二」"),
        (SHEET, "K7", "S030", "選択: 「自由な文」"),
        (SHEET, "K8", "A108", "文書を配った。"),
    ]


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_check_boxes_keep_their_state_and_are_told_once_when_libreoffice_saves_them(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    path = form.save()
    for number, state in enumerate(("<x:Checked>1</x:Checked>", ""), 1):
        box = {"number": 1024 + number, "row": 6, "end": 7, "state": state}
        draw(path, 1, CONTROL.format(label=f"印 {number}", kind="Checkbox", **box))
    found = told(read(office.convert(path, tmp_path / f"文書課{suffix}")))
    assert [(code, said) for _, _, code, said in found] == [
        ("S030", "印 1: チェックあり"),
        ("S030", "印 2: チェックなし"),
    ]
    assert {cell for _, cell, _, _ in found} == {"K7"}


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_line_is_told_in_every_format_that_libreoffice_writes(
    office: Office, form: Form, tmp_path: Path, suffix: str
) -> None:
    line = anchored(shape(preset("line"), kind="cxnSp", line=RED), to=(7, 11))
    path = declared(drawn(form, line))
    found = told(read(office.convert(path, tmp_path / f"文書課{suffix}")))
    assert [(cell, code) for _, cell, code, _ in found] == [("K7", "A108"), ("K8", "A108")]
