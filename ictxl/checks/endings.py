"""Find texts that stop in mid-sentence.

Without a dictionary only what is certain counts: a particle or half a verb at the end, an open
bracket, a word cut off inside. A text that ends on a noun (…を実施, …の予定) is whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from weakref import WeakKeyDictionary

from ictxl.round import Round

SHOWN = 8
"""Letters of the end that a finding quotes."""

_CLOSERS = "。．.!！?？」』】〉》)）]］}｝…"
_OPEN_MARKS = "、，,・:：「『【〈《([［（{｛"
_BRACKETS = ("「」", "『』", "【】", "(（)）", "[［]］")
"""Opening ones, then closing ones; half- and full-width ones close each other."""

# Kana endings that no sentence has: verbs that want another syllable, and particles.
_HALF_VERB = re.compile(
    r"(?:っ|[てで]い|[てで]お|[てで]おり|しま|まし|でし|ませ|なか|だっ|であ|され)$"
)
_PARTICLE = re.compile(r"(?:[をがはや]|について|において|に対し|として|ための|及び|並びに|又は)$")
_AFTER_NOUN = re.compile(r"[一-龥々ァ-ヶーa-zA-Z0-9][にのと]$")
_NOUNS_IN_SHI = "直出越消通倒戻回渡返写流押差話足貸試"
"""見直し, 貸出し, 前倒し …: nouns, unlike 実施し, which wants to go on."""
_DOING = re.compile(rf"[一-龥々]{{2}}(?<![{_NOUNS_IN_SHI}])し$")

_KATAKANA_END = re.compile(r"(?<![ァ-ヶー])[ァ-ヶー]{2,}$")
_KATAKANA = re.compile(r"[ァ-ヶー]{2,}")


def stops_midway(text: str, words: frozenset[str] = frozenset()) -> bool:
    """True where the text certainly stops in mid-sentence.

    `words` are the katakana words of all texts: シス at an end is half a word where システム
    stands elsewhere and シス nowhere.
    """
    text = text.rstrip()
    if not text or text[-1] in _CLOSERS:
        return False
    if text[-1] in _OPEN_MARKS or _leaves_open(text) or _half_word(text, words):
        return True
    return any(end.search(text) for end in (_HALF_VERB, _PARTICLE, _AFTER_NOUN, _DOING))


def lacks_predicate(text: str) -> bool:
    """True where a sentence begins a clause (…し、 …定め、) and ends on a noun that closes none.

    For 目標, which are whole sentences: …に対応し、…暮らせる共生. A noun behind を, が or に is a
    predicate (…を整備); a text without such a clause is a heading that ends on its noun.
    """
    sentence = re.split(r"[。．!！?？]", text.rstrip())[-1]
    begun, noun = _CLAUSE.search(sentence), _BARE_NOUN.search(sentence)
    return bool(begun and noun) and not _WHOLE_NOUN.search(sentence)


_CLAUSE = re.compile(rf"[一-龥々](?:(?<![{_NOUNS_IN_SHI}])し|[いきちみりびめれえげせけべ])[、，]")
_BARE_NOUN = re.compile(r"[のなるたいう][一-龥々ァ-ヶー]+$")
_WHOLE_NOUN = re.compile(
    r"(?:予定|見込|方針|状況|状態|段階|必要|可能|最中|場合|次第|結果|計画|目標|体制|環境|中|済)$"
)


def whole_words(collected: Round) -> frozenset[str]:
    """Every katakana word that stands whole inside a 目標 or an answer of the round: not at its
    very end. Worked out once a round."""
    if collected not in _words:
        targets = [measure.target for measure in collected.plan.measures]
        written = (text for r in collected.responses for text in r.values.values())
        _words[collected] = _katakana([*targets, *written])
    return _words[collected]


_words: WeakKeyDictionary[Round, frozenset[str]] = WeakKeyDictionary()


def _katakana(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(
        match[0] for text in texts for match in _KATAKANA.finditer(text) if match.end() < len(text)
    )


def ending(text: str) -> str:
    """The end of a text, as a finding quotes it."""
    return text.rstrip()[-SHOWN:]


def _half_word(text: str, words: frozenset[str]) -> bool:
    match = _KATAKANA_END.search(text)
    return match is not None and match[0] not in words and _begins_one(match[0], words)


def _begins_one(beginning: str, words: frozenset[str]) -> bool:
    """Whether one of the words goes on behind the beginning: the next one in their order does."""
    ordered = _in_order(words)
    place = bisect_right(ordered, beginning)
    return place < len(ordered) and ordered[place].startswith(beginning)


@lru_cache(maxsize=4)
def _in_order(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


def _leaves_open(text: str) -> bool:
    """A bracket that was opened and never closed. Closing ones alone number lists: 1) 2)."""
    return any(
        sum(map(text.count, pair[len(pair) // 2 :])) < sum(map(text.count, pair[: len(pair) // 2]))
        for pair in _BRACKETS
    )
