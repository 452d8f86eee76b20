"""The second reading as it is published: one text for a measure and a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from ictxl.consolidated.values import shown_answer
from ictxl.questions import Question
from ictxl.readers import answers_on
from ictxl.round import Round


def review_value(
    review: Round, measure: str, question: Question, *, only_code: bool = False
) -> str:
    """What the readers answered to a question of theirs on a measure; empty where nobody did.

    One reader's answer, or one that all share, stands as it is: `B 目標どおり`, or with `only_code`
    `B`. Choices that differ are counted in the list's order, `A(2人)、B(1人)`; other answers that
    differ stand one below the other, each with its reader's name: `【山田】…`. `measure` is the
    measure's id.
    """
    said = [(r.department, r[question.key]) for r in answers_on(review, measure)]
    said = [(reader, text) for reader, text in said if text]
    counted = Counter(text for _, text in said)
    if len(counted) <= 1:
        return "".join(text if only_code else shown_answer(question, text) for text in counted)
    if question.choices:
        codes = list(question.choices.by_code)
        listed = sorted(
            counted, key=lambda code: codes.index(code) if code in codes else len(codes)
        )
        shown = str if only_code else question.shown
        return "、".join(f"{shown(code)}({counted[code]}人)" for code in listed)
    return "\n".join(f"【{reader}】{shown_answer(question, text)}" for reader, text in said)


def review_lines(review: Round, measure: str, explained: Container[str]) -> Iterator[str]:
    """`二次評価: B`, a line for each published question that was answered. Choices of a list that
    the legend has `explained` are told by their codes."""
    for question in review.plan.questions:
        is_explained = question.choices is not None and question.choices.name in explained
        value = review_value(review, measure, question, only_code=is_explained)
        if value and question.published:
            yield f"{question.name}: {value}"
