"""T… the template, and what else goes into the forms."""

from __future__ import annotations

from ictxl.findings.finding import Entry, Severity

TEMPLATE_ENTRIES = (
    Entry(
        "T001",
        Severity.ERROR,
        "知らない差し込み欄",
        "「{value}」という差し込み欄はありません。",
        "使える差し込み欄は {known} です。差し込みでなければ、波かっこを使わずに書いてください。",
    ),
    Entry(
        "T002",
        Severity.ERROR,
        "必要な差し込み欄がない",
        "差し込み欄 {missing} がありません。",
        "施策を書き出す行のセルに {missing} と書いてください。",
    ),
    Entry(
        "T003",
        Severity.ERROR,
        "差し込み欄の重複",
        "差し込み欄「{value}」が {first} にもあります。",
        "どちらか一つを消してください。",
    ),
    Entry(
        "T004",
        Severity.ERROR,
        "施策の行が二つ以上ある",
        "施策の差し込み欄「{value}」が、ほかの施策の差し込み欄({row} 行目)と同じ行にありません。",
        "施策の差し込み欄は「{main}」シートの {row} 行目にまとめてください。"
        "この行が施策の数だけ繰り返されます。",
    ),
    Entry(
        "T005",
        Severity.ERROR,
        "差し込み欄がほかの文字と一緒にある",
        "差し込み欄「{value}」がほかの文字と同じセルにあります。",
        "このセルには「{value}」だけを書いてください。",
    ),
    Entry(
        "T006",
        Severity.ERROR,
        "1 行目または A 列が使われている",
        "1 行目と A 列は識別のために ictxl が使いますが、「{value}」が書かれています。",
        "行または列を挿入して、2 行目・B 列より後ろへずらしてください。",
    ),
    Entry(
        "T007",
        Severity.WARNING,
        "次期計画での展開を尋ねないひな形",
        "差し込み欄 {missing} がないので、この調査票では次期計画での展開を記入できません。",
        "尋ねるときは {row} 行目のセルに {missing} と書いてください。",
    ),
    Entry(
        "T008",
        Severity.ERROR,
        "施策の行がほかの行と結合されている",
        "施策の行({row} 行目)のセルが、上下の行と結合されています({value})。",
        "セルの結合を解くか、{row} 行目の中だけの結合にしてください。",
    ),
    Entry(
        "T009",
        Severity.WARNING,
        "調査票に引き継げないもの",
        "{what}は調査票に引き継げません。",
        "{advice}",
    ),
    Entry(
        "T010",
        Severity.ERROR,
        "一覧の差し込み欄の置き方",
        "凡例の差し込み欄「{value}」を使えません: {reason}。",
        "凡例の差し込み欄は、一覧ごとに、調査票の入力シートとは別のシートの一つの行に"
        "並べてください。",
    ),
    Entry(
        "T011",
        Severity.ERROR,
        "未記入件数を数えられない",
        "「{value}」は {missing} の列を数えますが、その列がありません。",
        "施策の行に {missing} を加えるか、「{value}」を消してください。",
    ),
    Entry(
        "T012",
        Severity.ERROR,
        "使えないシート名",
        "シート名「{value}」は ictxl が使います。",
        "シートを削除するか、名前を変えてください。",
    ),
    Entry(
        "T013",
        Severity.WARNING,
        "差し込み欄の重複(表示だけの欄)",
        "差し込み欄「{value}」が {first} にもあります。両方に同じ文字が入ります。",
        "わざとであれば、そのままで構いません。",
    ),
    Entry(
        "T020",
        Severity.WARNING,
        "前年度の回答が一つも当てはまらない",
        "前年度の回答({answers} 件)の中に、今年度の計画の施策と担当課に当てはまるものが"
        "ありません。前回の欄は空のままです。",
        "--previous に指定したファイルと、計画台帳の項番・担当課を確かめてください。",
    ),
    Entry(
        "T021",
        Severity.INFO,
        "当てはまらない前年度の回答",
        "前年度の回答のうち {answers} 件は、今年度の計画に当てはまる施策と担当課がないので"
        "載せていません({places})。",
        "施策の統合や担当替えのためであれば、そのままで構いません。",
    ),
    Entry(
        "T022",
        Severity.WARNING,
        "前年度のものではない",
        "--previous に指定したものは {year} 年度の回答です(今回の計画は {this_year} 年度)。",
        "前の年度の集約表か調査票を指定したか確かめてください。",
    ),
)
