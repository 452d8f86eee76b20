"""S…: the structure of a returned form."""

from __future__ import annotations

from ictxl.findings.finding import Entry, Severity

STRUCTURE_ENTRIES = (
    Entry(
        "S001",
        Severity.ERROR,
        "記入欄が見つからない",
        "調査票に「{heading}」の欄が見つかりません。",
        "列を削除していないか確かめ、送付した調査票に記入し直してもらってください。",
    ),
    Entry(
        "S002",
        Severity.ERROR,
        "施策の行がない",
        "施策 {measure}「{title}」の行が調査票にありません。",
        "行を削除していないか確かめ、この施策の回答を記入し直してもらってください。",
    ),
    Entry(
        "S003",
        Severity.ERROR,
        "担当ではない施策の行",
        "施策 {measure} は{department}の担当ではありません。"
        "記入された内容は集約表に載せていません。",
        "担当課を計画台帳で確かめてください。担当であれば台帳に加え、--plan で指定してください。",
    ),
    Entry(
        "S004",
        Severity.ERROR,
        "計画にない施策の行",
        "施策 {measure} は計画にありません。記入された内容は集約表に載せていません。",
        "計画台帳の項番を確かめてください。",
    ),
    Entry(
        "S005",
        Severity.ERROR,
        "同じ施策の行が二つある",
        "施策 {measure} の行が二つあります({first} 行目と {second} 行目)。"
        "集約表には {first} 行目を載せました。",
        "どちらが正しいか担当課に確かめ、不要な行を消してもらってください。",
    ),
    Entry(
        "S006",
        Severity.ERROR,
        "担当課がわからない回答",
        "施策 {measure} への回答ですが、どの課のものかわからないため、集約表に載せていません。",
        "このファイルの担当課を計画台帳に加えるか、正しい調査票に転記してもらってください。",
    ),
)
