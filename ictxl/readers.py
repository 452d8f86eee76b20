"""審査, 二次評価: what the readers of a second reading have rated, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ictxl.model import grouped
from ictxl.questions import Question
from ictxl.responses import Response
from ictxl.round import Round

SOLE_READER = "審査担当"
"""Who rates where nobody is named."""
READER_LABEL = "審査する人: "
"""Stands before the reader's name in the head of a workbook."""
DEPARTMENTS_COLUMN = "回答する課"
"""Heading of the given column that names the departments, and which of them are missing."""
ANSWERS_OF = "担当課の"
"""Begins the headings of the given columns that show the departments' answers: 担当課の評価."""

INDICATORS_COLUMN = f"{ANSWERS_OF}指標"
"""Heading of the given column that shows what departments told of a measure's indicators."""


def reader_label(reader: str) -> str:
    """How findings and reports call a reader, whose name may be a department's, too."""
    return reader if reader == SOLE_READER else f"{reader}(審査)"


def readers(review: Round) -> tuple[str, ...]:
    """Who rates, in the order in which they were named."""
    return tuple(department.name for department in review.plan.departments)


def answers_on(review: Round, measure: str) -> tuple[Response, ...]:
    """What each reader said on a measure, in the readers' order; blank ones left out."""
    responses = review.responses_by_measure.get(measure, ())
    return tuple(response for response in responses if any(response.values.values()))


@dataclass(frozen=True)
class Ratings:
    """How several readers answered one 選択 on one measure."""

    measure: str
    question: Question
    responses: tuple[Response, ...]
    """Of those who chose something: two or more."""

    @property
    def agree(self) -> bool:
        return len({response[self.question.key] for response in self.responses}) == 1


def ratings_of_several(review: Round) -> Iterator[Ratings]:
    """Each 選択 that two or more readers answered, measure by measure in the plan's order."""
    choices = [question for question in review.plan.questions if question.is_choice]
    for measure, responses in review.responses_by_measure.items():
        for question in choices:
            said = tuple(response for response in responses if response[question.key])
            if len(said) > 1:
                yield Ratings(measure, question, said)


def agreement(review: Round) -> str:
    """`二次評価の一致 12/15`, of each 選択 that several readers answered; empty without any."""
    tally = grouped((one.question.name, one.agree) for one in ratings_of_several(review))
    return "、".join(f"{name}の一致 {sum(each)}/{len(each)}" for name, each in tally.items())
