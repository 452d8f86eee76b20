"""Answers of a year that is over, to the measures of `small_plan`."""

from __future__ import annotations

from tests.support.responses import answered as response

RESPONSES = (
    response("1-1", "文書課", "X", "半数を超えた。", ""),
    response("1-1", "健康課", "B", "終える。", "4"),
    response("1-2", "健康課", "B", "毎月発信した。", "2"),
    response("1-3", "学校課", "Y", "全校に置いた。", "4"),
    response("1-3", "文書課", "B", "2校に置いた。", "1"),
    response("2-1", "文書課", "A", "=1+1\n半減した。", "1"),
    # 2-2 健康課 has not answered.
    response("2-2", "文書課", "X", "開いた。", ""),
    response("2-2", "学校課", "X", "開いた。", ""),
)
