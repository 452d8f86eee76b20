"""Look up measures and departments of a plan by what a person reads: names, numbers, areas; and
what its forms may show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product

from ictxl.contract.fields import fields_of, indicator_fields
from ictxl.indicators import Indicator
from ictxl.model import Department, Measure, Plan, grouped
from ictxl.spreadsheets.cells import cell_text
from ictxl.text.clean import clean_text, fold_name


class PlanIndex:
    """Measures by what a person reads in their row. Built on first use: most forms need none.

    `given` are the texts that the form was sent with, by (measure id, field key).
    """

    def __init__(self, plan: Plan, given: Mapping[tuple[str, str], str]) -> None:
        self._plan = plan
        self._given = given

    def __call__(self, title: str, area: str, number: str) -> Measure | None:
        """The one measure a row speaks of, by 施策名称, else by 基本施策 and 項番."""
        if not (title or number):
            return None
        titled = measures_titled(title, self._plan) if title else ()
        if len(titled) == 1:
            return titled[0]
        place = fold_name(area), fold_name(number)
        placed = self._as_given.get(place) or _by_place(SamePlan(self._plan)).get(place)
        return placed if not titled or placed in titled else None

    @cached_property
    def _as_given(self) -> dict[tuple[str, str], Measure]:
        """(folded 基本施策, 項番) as the form was sent with → measure."""
        return {
            (fold_name(self._given.get((id_, "area"), "")), fold_name(shown)): measure
            for (id_, field), shown in self._given.items()
            if field == "number" and (measure := self._plan.measure_by_id.get(id_))
        }


class IndicatorIndex:
    """The same for indicators, by name; of several with a name by that of their measure, or by its
    number."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __call__(self, title: str, area: str, number: str) -> Indicator | None:
        """The one indicator that a row speaks of: `title` is its name, `area` its measure's."""
        named = self._by_name.get(fold_name(title), ()) if title else ()
        if len(named) > 1:
            measures = {m.id for m in self._plan.measures if fold_name(m.title) == fold_name(area)}
            numbered = {
                m.id
                for m in self._plan.measures
                if fold_name(number) in (fold_name(m.id), fold_name(self._plan.number_on_form(m)))
            }
            for ids in (measures & numbered, measures, numbered):
                left = [indicator for indicator in named if indicator.measure_id in ids]
                if len(left) == 1:
                    return left[0]
        return named[0] if len(named) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, tuple[Indicator, ...]]:
        return grouped((fold_name(one.name), one) for one in self._plan.indicators)


@lru_cache(maxsize=4)
def _by_title(plan: SamePlan) -> dict[str, tuple[Measure, ...]]:
    return grouped((fold_name(measure.title), measure) for measure in plan.plan.measures)


@lru_cache(maxsize=4)
def _by_place(plan: SamePlan) -> dict[tuple[str, str], Measure]:
    """(folded 基本施策 as title or label, 項番 as code, as printed or as id) → the one measure that
    has them; ("", id) too."""
    own = plan.plan
    areas = {a.id: (fold_name(a.title), fold_name(own.area_label(a))) for a in own.areas}
    places: dict[tuple[str, str], dict[str, Measure]] = {}
    for measure in own.measures:
        printed = own.measure_number(measure)
        numbers = [fold_name(text) for text in (measure.number, printed, measure.id)]
        for place in product(areas.get(measure.area, ("",)), numbers):
            places.setdefault(place, {})[measure.id] = measure
        places.setdefault(("", fold_name(measure.id)), {})[measure.id] = measure
    # Areas of one name may lie under different ones.
    return {place: next(iter(of.values())) for place, of in places.items() if len(of) == 1}


def measures_titled(title: str, plan: Plan) -> Sequence[Measure]:
    """The plan's measures of that 施策名称."""
    return _by_title(SamePlan(plan)).get(fold_name(title), ())


def departments_named(texts: Iterable[str], plan: Plan) -> dict[str, Department]:
    """The answering departments, by name, that texts speak of; 高齢福祉課 does not name 福祉課."""
    names = _names_of(SamePlan(plan))
    found: dict[str, Department] = {}
    for text in texts:
        rest = fold_name(text)
        for length, of_length in names.items():
            # Looked up by each part of the text: plans may have many thousand names.
            parts = {rest[start : start + length] for start in range(len(rest) - length + 1)}
            for name in sorted(of_length.keys() & parts, key=lambda name: of_length[name][0]):
                if name in rest:
                    rest = rest.replace(name, "\n")
                    department = of_length[name][1]
                    if department.answers:
                        found[department.name] = department
    return found


class SamePlan:
    """A plan as the key of a cache: by what it is, since comparing plans takes longer."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __hash__(self) -> int:
        return id(self.plan)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SamePlan) and other.plan is self.plan


@lru_cache(maxsize=4)
def _names_of(plan: SamePlan) -> dict[int, dict[str, tuple[int, Department]]]:
    """Length, longest first → folded name or alias → its place in the plan, department."""
    names = {
        fold_name(name): department
        for department in plan.plan.departments
        for name in (department.name, *department.aliases)
    }
    found: dict[int, dict[str, tuple[int, Department]]] = {}
    for place, (name, department) in enumerate(names.items()):
        if name:
            found.setdefault(len(name), {})[name] = (place, department)
    return dict(sorted(found.items(), reverse=True))


def known_texts(plan: Plan) -> frozenset[str]:
    """The plan's texts as cells hold them, and the hidden keys."""
    return _known_texts(SamePlan(plan))


@lru_cache(maxsize=2)
def _known_texts(plan: SamePlan) -> frozenset[str]:
    keys = fields_of(plan.plan).keys | indicator_fields(plan.plan).keys
    return frozenset(clean_text(text) for text in _plan_texts(plan.plan)) | keys


def _plan_texts(plan: Plan) -> Iterable[str]:
    """What may stand in the given cells of any form of the plan."""
    for area in plan.areas:
        yield from (area.title, plan.area_label(area), plan.area_number(area), area.number)
    for measure in plan.measures:
        yield from (measure.id, measure.number, plan.measure_number(measure), measure.title)
        yield from (measure.target, measure.outlook, measure.charge, *measure.given)
    for indicator in plan.indicators:
        yield from (indicator.id, indicator.name, indicator.unit, indicator.direction.value)
        yield from indicator.given
        for text in (
            *(indicator.baseline, indicator.target, indicator.previous),
            *indicator.targets,
        ):
            number = indicator.cell_number(text)
            yield text if number is None else cell_text(float(number))
