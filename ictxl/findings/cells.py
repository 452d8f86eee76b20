"""A1…: anomalies of a cell that holds an answer."""

from __future__ import annotations

from ictxl.findings import facts
from ictxl.findings.finding import Severity
from ictxl.findings.kind import FindingKind

ANSWER_STRUCK_OUT = FindingKind(
    code="A101",
    severity=Severity.ERROR,
    title="取り消し線の引かれた回答",
    message="「{brief}」に取り消し線が引かれています。取り消し線の部分を除いて取り込みました。",
    remedy=(
        "消すのであれば、取り消し線ではなく文字を消してもらってください。"
        "生かすのであれば、取り消し線を外してもらってください。"
    ),
    request=(
        "消すのであれば、取り消し線ではなく文字を消してください。"
        "生かすのであれば、取り消し線を外してください。"
    ),
    facts=facts.place,
)
ANSWER_DRAWN_OVER = FindingKind(
    code="A108",
    severity=Severity.ERROR,
    title="線や図形の重なった回答",
    message=(
        "「{brief}」に{what}が重ねて描かれています。取り消しの印かもしれませんが、"
        "そのまま取り込みました。"
    ),
    remedy=(
        "取り消すのであれば文字を消し、生かすのであれば線や図形を消してもらってください。"
        "何かを選んだ印なら、文字で記入してもらってください。"
    ),
    request=(
        "取り消すのであれば文字を消し、生かすのであれば線や図形を消してください。"
        "何かを選んだ印なら、文字で記入してください。"
    ),
    facts=facts.what,
)
ANSWER_READ_AS_SEEN = FindingKind(
    code="A109",
    severity=Severity.INFO,
    title="見えるとおりに読んだ回答",
    message="セルに保存されている「{stored}」を、{what}で見えるとおり「{brief}」と読みました。",
    remedy="そのままで構いません。",
    facts=facts.stored_and_what,
)
ANSWER_SEEN_OTHERWISE = FindingKind(
    code="A110",
    severity=Severity.WARNING,
    title="見え方の違う回答",
    message="回答「{brief}」は、{what}のため、Excel では違って見えています。",
    remedy=(
        "Excel での見え方を確かめ、違うときは、見えるとおりの文字で記入し直してもらってください。"
    ),
    request="Excel で見えるとおりの文字で、記入し直してください。",
    facts=facts.what,
)
ANSWER_IS_ERROR_VALUE = FindingKind(
    code="A102",
    severity=Severity.ERROR,
    title="エラー値",
    message="回答がエラー値({brief})になっています。",
    remedy="記入し直してもらってください(「=」や「-」で始まる文は数式と扱われることがあります)。",
    facts=facts.place,
)
ANSWER_FORMULA_WITHOUT_RESULT = FindingKind(
    code="A103",
    severity=Severity.ERROR,
    title="結果のない数式",
    message="回答が数式({brief})で、計算結果が保存されていません。",
    remedy="Excel で開いて保存し直すか、数式ではなく文字で記入し直してもらってください。",
    facts=facts.place,
)
ANSWER_IS_FORMULA = FindingKind(
    code="A104",
    severity=Severity.INFO,
    title="数式の回答",
    message="回答が数式です。保存されていた計算結果「{brief}」を読みました。",
    remedy="結果が正しければ、そのままで構いません。",
    facts=facts.place,
)
ANSWER_IS_DATE = FindingKind(
    code="A105",
    severity=Severity.WARNING,
    title="日付になった回答",
    message=(
        "回答が日付・時刻({brief})になっています。「1-9」のように書いた文字を"
        " Excel が日付に変えたのかもしれません。"
    ),
    remedy="もとの文字を確かめ、先頭に「'」を付けて記入し直してもらってください。",
    facts=facts.place,
)
ANSWER_IS_NUMBER = FindingKind(
    code="A106",
    severity=Severity.WARNING,
    title="数値になった回答",
    message=(
        "回答が数値です。「{brief}」と読みました。Excel で見える形(単位や桁区切り)とは"
        "違うかもしれません。"
    ),
    remedy="Excel での見え方を確かめ、違うときは文字で記入し直してもらってください。",
    facts=facts.place,
)
ANSWER_IS_BOOLEAN = FindingKind(
    code="A107",
    severity=Severity.WARNING,
    title="TRUE・FALSE になった回答",
    message="回答が論理値({brief})になっています。",
    remedy="もとの文字を確かめ、文字で記入し直してもらってください。",
    facts=facts.place,
)
