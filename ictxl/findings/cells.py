"""A1…: anomalies of a cell that holds an answer."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

ANSWER_STRUCK_OUT = error(
    code="A101",
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
)
ANSWER_DRAWN_OVER = error(
    code="A108",
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
)
ANSWER_READ_AS_SEEN = info(
    code="A109",
    title="見えるとおりに読んだ回答",
    message="セルに保存されている「{stored}」を、{what}で見えるとおり「{brief}」と読みました。",
    remedy="そのままで構いません。",
)
ANSWER_SEEN_OTHERWISE = warning(
    code="A110",
    title="見え方の違う回答",
    message="回答「{brief}」は、{what}のため、Excel では違って見えています。",
    remedy=(
        "Excel での見え方を確かめ、違うときは、見えるとおりの文字で記入し直してもらってください。"
    ),
    request="Excel で見えるとおりの文字で、記入し直してください。",
)
ANSWER_IS_ERROR_VALUE = error(
    code="A102",
    title="エラー値",
    message="回答がエラー値({brief})になっています。",
    remedy="記入し直してもらってください(「=」や「-」で始まる文は数式と扱われることがあります)。",
)
ANSWER_FORMULA_WITHOUT_RESULT = error(
    code="A103",
    title="結果のない数式",
    message="回答が数式({brief})で、計算結果が保存されていません。",
    remedy="Excel で開いて保存し直すか、数式ではなく文字で記入し直してもらってください。",
)
ANSWER_IS_FORMULA = info(
    code="A104",
    title="数式の回答",
    message="回答が数式です。保存されていた計算結果「{brief}」を読みました。",
    remedy="結果が正しければ、そのままで構いません。",
)
ANSWER_IS_DATE = warning(
    code="A105",
    title="日付になった回答",
    message=(
        "回答が日付・時刻({brief})になっています。「1-9」のように書いた文字を"
        " Excel が日付に変えたのかもしれません。"
    ),
    remedy="もとの文字を確かめ、先頭に「'」を付けて記入し直してもらってください。",
)
ANSWER_IS_NUMBER = warning(
    code="A106",
    title="数値になった回答",
    message=(
        "回答が数値です。「{brief}」と読みました。Excel で見える形(単位や桁区切り)とは"
        "違うかもしれません。"
    ),
    remedy="Excel での見え方を確かめ、違うときは文字で記入し直してもらってください。",
)
ANSWER_IS_BOOLEAN = warning(
    code="A107",
    title="TRUE・FALSE になった回答",
    message="回答が論理値({brief})になっています。",
    remedy="もとの文字を確かめ、文字で記入し直してもらってください。",
)
