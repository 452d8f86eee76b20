"""D…: departments and their submissions."""

from __future__ import annotations

from ictxl.findings.finding import Entry, Severity

DEPARTMENT_ENTRIES = (
    Entry(
        "D001",
        Severity.ERROR,
        "計画にない担当課",
        "担当課「{value}」は計画にありません。回答は集約表に載せていません。",
        "計画台帳の担当課シートにこの課を加えるか、別名の欄にこの名称を加えてください。",
    ),
    Entry(
        "D002",
        Severity.ERROR,
        "未提出",
        "{department}の調査票がまだ提出されていません。",
        "{department}に提出を頼んでください。集約表には「未提出」と載せました。",
    ),
    Entry(
        "D003",
        Severity.ERROR,
        "二重の提出",
        "{department}の施策 {measure} への回答が二つのファイルにあり、内容が違います。"
        "集約表には {kept} の回答を載せました。",
        "どちらが正しいか{department}に確かめ、不要なファイルを対象から外してください。",
        request="どちらが正しいかお知らせください。",
    ),
    Entry(
        "D004",
        Severity.INFO,
        "同じ内容の提出",
        "{department}の調査票が複数あり、重なる回答は同じ内容でした。一度だけ数えました。",
        "そのままで構いません。",
    ),
    Entry(
        "D005",
        Severity.INFO,
        "別名の担当課",
        "担当課「{value}」を「{department}」と読みました。",
        "そのままで構いません。",
    ),
    Entry(
        "D006",
        Severity.WARNING,
        "ファイル名と違う担当課の調査票",
        "ファイル名には{named}とありますが、中身は{department}の調査票です。"
        "{department}の回答として読みました。",
        "ほかの課の調査票に記入していないか確かめてください。",
    ),
)
