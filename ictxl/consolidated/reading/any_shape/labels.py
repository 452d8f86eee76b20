"""Read the label of an area or a level: 基本目標Ⅰ 男女平等, (1)相談支援, 重点課題1.教育."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ictxl.consolidated.reading.any_shape.values import one_line
from ictxl.text.clean import normalized, trim

_ROMAN = {sign: n for n, sign in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", start=1)}
_LATIN_ROMAN = {
    word: n
    for n, word in enumerate(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1
    )
}
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}
_PARENTHESISED = {chr(0x2474 + n): n + 1 for n in range(20)}
_KANJI = "一二三四五六七八九十"
_WORD = (
    r"(?P<word>(?:基本|重点|主要|推進|個別|施策の|政策|取組の?|大|中|小|具体的)?"
    r"(?:目標|方針|方向性?|施策|課題|柱|分野|戦略|政策|テーマ|視点|項目|プロジェクト|事業|取組|プログラム|理念|方策)|第)?"
)
_LABEL = re.compile(
    _WORD + r"(?P<colon>[:：]?)\s{0,3}(?P<open>[(（【〔\[]?)\s{0,3}"
    r"(?P<number>[0-9０-９]{1,4}(?:[-－‐−.．][0-9０-９]{1,4}){0,3}|[Ⅰ-Ⅻ]|(?:VI{0,3}|IV|I?X|XI{1,2}|I{1,3})(?![A-Za-z])|[①-⑳]|[⑴-⒇]"
    r"|[一二三四五六七八九十]{1,3}|[A-Za-zＡ-Ｚａ-ｚ](?![A-Za-zＡ-Ｚａ-ｚ])|[ア-ン](?![ァ-ヶー一-龥ぁ-ん]))"
    r"(?P<gap>\s{0,3})(?P<close>[)）】〕\]]?)(?P<behind>[款章編節条]?)(?P<dot>[.．、,:：]?)(?P<blank>[\s\u3000]{0,9})(?P<title>.*)",
    re.DOTALL,
)


_MARKS = "■□◆◇●▼▽★☆"
"""Stand before a label and say nothing of it."""


@dataclass(frozen=True)
class Label:
    """What the label of an area says."""

    word: str
    """基本目標; empty where none stands before the number."""
    style: str
    """番号の書き方: `基本目標{Ⅰ}`; empty where it has no number."""
    number: str
    """As a plan holds it: a count for Ⅰ or ①."""
    title: str

    @property
    def key(self) -> str:
        """What labels of one level have in common."""
        return self.style or "名称だけ"


def read_label(text: str, *, is_numbered: bool = False) -> Label | None:
    """The label that a text begins with; None where it begins with none.

    `is_numbered` where all others of its kind begin with a number too: `１啓発` then has one.
    """
    words = trim(trim(text).lstrip(_MARKS))
    if bracketed := _BRACKETED.fullmatch(words):
        inner = read_label(f"{bracketed['label']} {bracketed['title'] or '-'}")
        if inner is None or not inner.word:
            return None
        opening, closing = bracketed["open"], bracketed["close"]
        return replace(
            inner, style=f"{opening}{inner.style}{closing}", title=one_line(bracketed["title"])
        )
    match = _LABEL.fullmatch(words)
    if not match or not (_is_certain(match) or (is_numbered and _is_parted(match))):
        return None
    sign, number = _counted(match["number"])
    word = match["word"] or ""
    before = word + match["colon"] + match["open"]
    dot = match["dot"] if match["dot"] not in ",、:：" else ""
    behind = match["close"] + match["behind"] + dot
    title = trim(match["title"].lstrip(":：、,.．-－ \u3000"))
    style = f"{before}{{{sign}}}{behind}"
    return Label("" if word == "第" else word, style, number, one_line(title))


_BRACKETED = re.compile(
    r"(?P<open>[【〔\[])(?P<label>[^【】〔〕\[\]\s]{1,12})(?P<close>[】〕\]])(?P<title>.*)",
    re.DOTALL,
)
"""【基本目標1】脱炭素."""


def _is_certain(match: re.Match[str]) -> bool:
    """Whether a word, brackets, a dot or a blank parts the number from the title."""
    number, title = match["number"], match["title"]
    if match["colon"] and not match["word"]:
        return False
    if match["word"] == "第":
        return bool(match["behind"])
    is_sign = number in _ROMAN or number in _CIRCLED or number in _PARENTHESISED
    is_wrapped = bool(match["open"]) == bool(match["close"]) and bool(match["close"])
    parted = bool(match["dot"] or match["blank"] or match["gap"] or match["close"])
    if match["word"]:
        return bool(title) or not number[-1:].isalpha() or parted
    if not title or title[:1].isdecimal():
        return False
    if number in _KANJI or (number.isalpha() and not is_sign):
        return bool(match["dot"] or match["blank"] or match["gap"] or is_wrapped)
    return is_sign or is_wrapped or bool(match["dot"] or match["blank"] or match["gap"])


def _is_parted(match: re.Match[str]) -> bool:
    """Whether a number stands right before the words and counts none of them: not 3歳児, 2次."""
    title = match["title"]
    is_number = match["number"].isdecimal() and not match["word"] and not match["open"]
    return is_number and bool(title) and not title[0].isdecimal() and title[0] not in _COUNTERS


_COUNTERS = (
    "歳才つ年次期人か所ヶケカヵ箇回割月日時分階件種区市町本者世号級類大名校園台%％万千百十億円km"
)


def _counted(number: str) -> tuple[str, str]:
    """The style's sign, and the number."""
    for sign, counts in (("Ⅰ", _ROMAN), ("Ⅰ", _LATIN_ROMAN), ("①", _CIRCLED)):
        if number in counts:
            return sign, str(counts[number])
    if number in _PARENTHESISED:
        return "1", str(_PARENTHESISED[number])
    if all(char in _KANJI for char in number):
        return "一", str(_from_kanji(number))
    narrow = normalized("NFKC", number).replace("−", "-").replace("‐", "-")
    if len(narrow) == 1 and narrow.isascii() and narrow.isupper():
        return "A", str(ord(narrow) - ord("A") + 1)
    is_wide = number != narrow and number.isdecimal()
    return ("１" if is_wide else "1"), narrow


def _from_kanji(number: str) -> int:
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _KANJI.index(number[0]) + 1
    many = _KANJI.index(tens) + 1 if tens else 1
    return many * 10 + (_KANJI.index(ones) + 1 if ones else 0)


def are_numbered(texts: Sequence[str]) -> bool:
    """Whether each text begins with a number, though nothing parts it from the words."""
    return len(set(texts)) > 1 and all(read_label(text, is_numbered=True) for text in texts)


_INSIDE = re.compile(r"(?<=[\s\u3000\n])(?=[(（][0-9０-９]{1,2}[)）]|[①-⑳⑴-⒇]|[Ⅰ-Ⅻ][\s\u3000.．])")


def read_labels(text: str) -> list[Label]:
    """The labels in a text, from the top: `1 相談支援 (1)体制の強化` has two."""
    return list(_labels(text))


def _labels(text: str) -> Iterator[Label]:
    for piece in _INSIDE.split(trim(text)):
        label = read_label(piece)
        if label is None:
            return
        yield label
