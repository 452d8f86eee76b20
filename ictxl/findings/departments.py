"""D…: departments and their submissions."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

UNKNOWN_DEPARTMENT = error(
    code="D001",
    title="計画にない担当課",
    message="担当課「{value}」は計画にありません。回答は集約表に載せていません。",
    remedy="計画台帳の担当課シートにこの課を加えるか、別名の欄にこの名称を加えてください。",
)
FORM_NOT_RETURNED = error(
    code="D002",
    title="未提出",
    message="{department}の調査票がまだ提出されていません。",
    remedy="{department}に提出を頼んでください。集約表には「未提出」と載ります。",
)
CONFLICTING_ANSWERS = error(
    code="D003",
    title="二重の提出",
    message=(
        "{department}の{level} {measure} の{heading}が、{kept} の回答と違います。{why}ので、"
        "どちらを使うか決められません。集約表には {kept} の回答を載せました。"
    ),
    remedy="どちらが正しいか{department}に確かめ、不要なファイルを対象から外してください。",
    request="どちらが正しいかお知らせください。",
    why=(
        "あとで保存された、差戻しの印のあるファイルか、指摘を直したファイルの回答は、前のファイルの"
        "回答に代わる(D007)。どちらが後かわからないときと、直した指摘がないときに示す。"
    ),
)
SAME_ANSWERS_RETURNED_TWICE = info(
    code="D004",
    title="同じ内容の提出",
    message="{department}の調査票が複数あり、重なる回答は同じ内容でした。一度だけ数えました。",
)
DEPARTMENT_ALIAS_USED = info(
    code="D005",
    title="別名の担当課",
    message="担当課「{value}」を「{department}」と読みました。",
)
FILE_NAMED_AFTER_OTHER_DEPARTMENT = warning(
    code="D006",
    title="ファイル名と違う担当課の調査票",
    message=(
        "ファイル名には{named}とありますが、中身は{department}の調査票です。"
        "{department}の回答として読みました。"
    ),
    remedy="ほかの課の調査票に記入していないか確かめてください。",
)
ANSWER_REPLACED = info(
    code="D007",
    title="直された回答",
    message="{department}の{heading}を、{kept} の新しい回答に替えました。",
    remedy="そのままで構いません。前と新しい回答の全文は、報告の「未配置の記述」にあります。",
)
SAVED_IN_THE_FUTURE = warning(
    code="D008",
    title="未来の保存日時",
    message=(
        "このファイルの保存日時({value})は、今より後です。ほかのファイルより新しいとはみなしません。"
    ),
    remedy=(
        "このパソコンの日付が正しいか確かめてください。正しければ、保存したパソコンの日付が違います。"
        "{department}のほかのファイルがあれば、どちらが新しいか確かめてください。"
    ),
)
