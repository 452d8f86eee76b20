"""Guess from a column's values how a question is answered, and what it lets choose from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ictxl.consolidated.reading.any_shape.headings.boxes import chosen, options
from ictxl.consolidated.reading.any_shape.headings.meanings import Family, Meaning
from ictxl.consolidated.reading.any_shape.values import (
    SYMBOLS,
    Amount,
    is_date,
    is_nothing,
    read_amount,
    share,
)
from ictxl.consolidated.reading.legends import is_finishing
from ictxl.contract.spellings import fold_spelling
from ictxl.questions import Choice, ChoiceList, named_list
from ictxl.text.clean import fold_name, normalized, trim

_MOST_CHOICES = 12
_LONGEST_CHOICE = 40


@dataclass(frozen=True)
class Guess:
    meaning: Meaning
    is_sure: bool = True


def guess_meaning(heading: str, texts: Sequence[str], family: Family | None) -> Guess:
    """How the question of such values is answered."""
    written = [text for text in texts if not is_nothing(text)]
    is_rating = family in (Family.RATING, Family.REVIEW)
    if not written:
        return Guess(Meaning.TEXT, is_sure=not is_rating)
    if all(map(options, written)):
        return Guess(Meaning.CHOICE)
    said = [chosen(text) or text for text in written]
    if share(said, sum(map(is_date, said))) and len(said) > 1:
        return Guess(Meaning.DATE)
    if (amount := _amounts(heading, said)) and not (is_rating and _few(said)):
        return Guess(amount)
    if _is_choice(said, is_rating=is_rating):
        has_codes = all(_split(text)[1] for text in said)
        return Guess(Meaning.CHOICE, is_sure=is_rating or has_codes or len(said) >= _SURE)
    is_word = all(map(is_scale, said)) and not _REMARKS.search(fold_name(heading))
    return Guess(Meaning.CHOICE, is_sure=False) if is_word else Guess(Meaning.TEXT)


_NAMED = re.compile(
    r"[^\n:-]{1,30}(?:課|室|局|部|係|所|館|署|院|校|園|センター|チーム)[-－‐:：](?P<said>\S.*)"
)


def without_names(texts: Sequence[str]) -> list[str]:
    """`市民課-1.現状維持` in each line → what stands behind the names."""
    lines = [line for text in texts for line in text.split("\n")]
    named = [_NAMED.fullmatch(trim(line)) for line in lines]
    said = [match["said"] for match in named if match]
    return said if said and len(said) == len(lines) else list(texts)


_SURE = 4
_REMARKS = re.compile("備考|連絡|特記|意見")
_SCALE = re.compile(
    r"(?:概ね|おおむね|ほぼ|やや|大幅に|一部|計画どおり|計画通り|予定どおり|予定通り)?"
    r"(?:(?:計画|予定|目標)(?:どおり|通り|以上|以下)|順調|達成|未達成|遅れ|遅れている|遅延|進んでいる|実施|実施済み?|未実施|未着手|着手|完了|済み?|継続|拡充|縮小|廃止|見直し|改善|現状維持|終了|休止|検討中|実施中|新規|重点)"
)
"""Words of a scale: a question that one value is enough to tell as 選択."""


def is_scale(text: str) -> bool:
    """Whether a text is a word that people choose from a few: 順調, 継続, 新規."""
    return bool(_SCALE.fullmatch(fold_name(text)))


def _few(texts: Sequence[str]) -> bool:
    """Whether the values are a few small whole numbers: 1 to 5 as a rating."""
    return all(re.fullmatch(r"[0-9]", fold_name(text)) for text in texts)


def _amounts(heading: str, texts: Sequence[str]) -> Meaning | None:
    amounts = [read_amount(text) for text in texts]
    read = [amount for amount in amounts if amount and not _is_padded(amount.digits)]
    units = {amount.unit for amount in read}
    if len(read) < len(texts) or not all(amount.is_plain for amount in read) or len(units) > 1:
        return None
    if units == {"%"} or (units == {""} and _are_fractions(heading, read)):
        return Meaning.RATIO
    is_money = bool(_MONEY.search(fold_name(heading))) or any("円" in unit for unit in units)
    return Meaning.MONEY if is_money else Meaning.NUMERIC


def _is_padded(digits: str) -> bool:
    """Whether it is a code such as 001, which is no 1."""
    return len(digits) > 1 and digits[0] == "0" and digits[1].isdecimal()


_MONEY = re.compile(r"円|(?:決算|予算)(?:見込)?額?$|(?:事業費|経費|効果額|執行額|支出額)$")
_RATES = re.compile(r"[率割]合?(?:\([^()]*\))?$")


def _are_fractions(heading: str, amounts: Sequence[Amount]) -> bool:
    """執行率 as Excel holds it: 0.95 for 95%."""
    numbers = [float(amount.digits) for amount in amounts]
    is_rate = bool(_RATES.search(fold_name(heading)))
    return is_rate and all(number <= _FULL for number in numbers) and any(n % 1 for n in numbers)


_FULL = 2
"""200 %."""


def _is_choice(texts: Sequence[str], *, is_rating: bool) -> bool:
    folded = [fold_spelling(text) for text in texts]
    kinds = set(folded)
    if any("。" in text or "\n" in text or len(text) > _LONGEST_CHOICE for text in texts):
        return False
    if all(_split(text)[1] for text in texts):
        codes = {fold_spelling(_split(text)[0]) for text in texts}
        # B(回数が減った), B(人が足りない): a reason behind each rating, and no name of it.
        return len(kinds) <= _MOST_CHOICES and len(kinds) * 4 <= len(codes) * 5
    if all(_split(text)[0] for text in texts) and len(kinds) <= _MOST_CHOICES:
        return is_rating or len(texts) > len(kinds) or all(len(text) == 1 for text in texts)
    if is_rating:
        return len(kinds) <= _MOST_CHOICES and (len(kinds) < len(texts) or len(texts) < _SURE)
    return len(texts) >= _SURE and len(kinds) * 2 <= len(texts) and len(kinds) <= _MOST_CHOICES


_CODE_AND_NAME = re.compile(
    rf"(?P<code>[A-Za-z]|[SABCD][+-]|[0-9]{{1,2}}(?!\.[0-9])|[{re.escape(SYMBOLS)}]|[①-⑳]|[Ⅰ-Ⅻ])(?:[\s:.・、=)…]+|(?=[(]))(?P<name>\S.*)"
)
_WORD_AND_NAME = re.compile(r"(?P<code>[高中低大小上下良可否])[:](?P<name>\S.*)")
_CODE = re.compile(rf"[A-Za-z][+-]?|[0-9]{{1,2}}|[{re.escape(SYMBOLS)}]|[①-⑳]|[Ⅰ-Ⅻ]|SS?")


def split_choice(text: str) -> tuple[str, str]:
    """Code and name of a choice: `C 少し達成した`, `B`, `おおむね順調` (code alone)."""
    words = chosen(text)
    code, name = _split(words)
    return (code, name) if code else (trim(words), "")


def _split(text: str) -> tuple[str, str]:
    """The code that a text begins with or is, and the name behind it."""
    words = trim(text)
    folded = trim(normalized("NFKC", words))
    if _CODE.fullmatch(folded):
        return words, ""
    match = _CODE_AND_NAME.fullmatch(folded) or _WORD_AND_NAME.fullmatch(folded)
    if not match:
        return "", ""
    cut = match.start("name") if len(folded) == len(words) else None
    name = words[cut:] if cut is not None else match["name"]
    return words[: match.end("code")] if cut is not None else match["code"], _unwrapped(trim(name))


def _unwrapped(name: str) -> str:
    is_wrapped = (
        name[:1] in "(（" and name[-1:] in ")）" and name.count("(") + name.count("（") == 1
    )
    return name[1:-1] if is_wrapped else name


_ORDERS = ("SABCDEFGHIJKLMNOPQRTUVWXYZ", "◎○〇◯●△▲□×✕", "0123456789", "高中低", "大中小")


def make_list(name: str, texts: Iterable[str], legend: Mapping[str, str]) -> ChoiceList:
    """The choices that values use, and those beside them that the legend explains.

    `legend` gives the meaning by code. In the order of letters, signs or numbers; of words as they
    come up, the most frequent first where they say nothing of an order.
    """
    names: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    offered = (one for text in texts for one in [o for o, _ in options(text)] or [text])
    for one in offered:
        code, said = split_choice(one)
        key = fold_spelling(code)
        known = names.get(key)
        names[key] = (known[0], known[1] or said) if known else (code, said)
        counts[key] += 1
    explained = {fold_spelling(code): (code, meaning) for code, meaning in legend.items()}
    if names.keys() <= explained.keys() or (names.keys() & explained.keys()):
        for key, (code, meaning) in explained.items():
            known = names.get(key)
            names[key] = (known[0] if known else code, known[1] if known and known[1] else meaning)
        ordered = [key for key in explained if key in names]
        ordered += [key for key in names if key not in explained]
    else:
        ordered = sorted(names, key=_rank) if all(_rank(k) < _UNRANKED for k in names) else [*names]
    choices = [Choice(*names[key], is_finishing(names[key][1] or names[key][0])) for key in ordered]
    return named_list(name, choices)


_UNRANKED = 1000


def _rank(key: str) -> int:
    head = fold_name(key)
    if len(set(head)) == 1 and head[0] in "☆★*":
        return -len(head)
    if head.isascii() and head.isdecimal():
        return int(head)
    for order in _ORDERS:
        if head[:1] and head[0] in order and len(head) <= 2:  # noqa: PLR2004  # A+
            return order.index(head[0]) * 3 + {"+": -1, "-": 1}.get(head[1:], 0)
    return _UNRANKED
