"""A1…: anomalies of a cell that holds an answer."""

from __future__ import annotations

from ictxl.findings.finding import Entry, Severity

CELL_ENTRIES = (
    Entry(
        "A101",
        Severity.ERROR,
        "取り消し線の引かれた回答",
        "「{brief}」に取り消し線が引かれています。取り消し線の部分を除いて取り込みました。",
        "消すのであれば、取り消し線ではなく文字を消してもらってください。"
        "生かすのであれば、取り消し線を外してもらってください。",
    ),
    Entry(
        "A102",
        Severity.ERROR,
        "エラー値",
        "回答がエラー値({brief})になっています。",
        "記入し直してもらってください(「=」や「-」で始まる文は数式と扱われることがあります)。",
    ),
    Entry(
        "A103",
        Severity.ERROR,
        "結果のない数式",
        "回答が数式({brief})で、計算結果が保存されていません。",
        "Excel で開いて保存し直すか、数式ではなく文字で記入し直してもらってください。",
    ),
    Entry(
        "A104",
        Severity.INFO,
        "数式の回答",
        "回答が数式です。保存されていた計算結果「{brief}」を読みました。",
        "結果が正しければ、そのままで構いません。",
    ),
    Entry(
        "A105",
        Severity.WARNING,
        "日付になった回答",
        "回答が日付・時刻({brief})になっています。「1-9」のように書いた文字を"
        " Excel が日付に変えたのかもしれません。",
        "もとの文字を確かめ、先頭に「'」を付けて記入し直してもらってください。",
    ),
    Entry(
        "A106",
        Severity.WARNING,
        "数値になった回答",
        "回答が数値です。「{brief}」と読みました。Excel で見える形(単位や桁区切り)とは"
        "違うかもしれません。",
        "Excel での見え方を確かめ、違うときは文字で記入し直してもらってください。",
    ),
    Entry(
        "A107",
        Severity.WARNING,
        "TRUE・FALSE になった回答",
        "回答が論理値({brief})になっています。",
        "もとの文字を確かめ、文字で記入し直してもらってください。",
    ),
)
