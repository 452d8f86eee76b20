"""A…: what a department answered on one measure."""

from __future__ import annotations

from ictxl.findings.finding import Entry, Severity

ANSWER_ENTRIES = (
    Entry(
        "A001",
        Severity.ERROR,
        "評価が未記入",
        "評価が未記入です。",
        "ドロップダウンから評価({choices})を選んでください。",
    ),
    Entry(
        "A002",
        Severity.ERROR,
        "評価が凡例にない",
        "評価「{value}」は凡例にありません。",
        "ドロップダウンから評価({choices})を一つ選んでください。",
    ),
    Entry(
        "A003",
        Severity.ERROR,
        "進捗状況が未記入",
        "進捗状況が未記入です。",
        "進捗状況を記入してください(例: 講座を2回開催し、延べ30人が参加した。)。",
    ),
    Entry(
        "A004",
        Severity.WARNING,
        "次期計画での展開が未記入",
        "次期計画での展開が未記入です(終了の評価のほかは必要です)。",
        "ドロップダウンから次期計画での展開({choices})を選んでください。",
    ),
    Entry(
        "A005",
        Severity.ERROR,
        "次期計画での展開が一覧にない",
        "次期計画での展開「{value}」は一覧にありません。",
        "ドロップダウンから次期計画での展開({choices})を一つ選んでください。",
    ),
    Entry(
        "A006",
        Severity.WARNING,
        "終了の評価なのに次期展開が終了でない",
        "評価が{rating}(終了)なのに、次期計画での展開が「{value}」です。",
        "評価と次期計画での展開のどちらが正しいか確かめてください。",
    ),
    Entry(
        "A007",
        Severity.WARNING,
        "継続の評価なのに次期展開が終了",
        "評価が{rating}(継続)なのに、次期計画での展開が「{value}」です。",
        "評価と次期計画での展開のどちらが正しいか確かめてください。",
    ),
    Entry(
        "A008",
        Severity.WARNING,
        "進捗状況が上限より長い",
        "進捗状況が{length}文字あり、上限の{limit}文字を超えています。",
        "{limit}文字以内に短くできないか検討してください。全文は集約表に載ります。",
    ),
    Entry(
        "A009",
        Severity.INFO,
        "記号を読み替えた",
        "「{value}」を「{read_as}」と読みました。",
        "そのままで構いません。",
    ),
)
