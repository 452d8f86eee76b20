"""目に触れない文字: texts of a workbook that stand in no cell, comment, shape, header or footer.

A form lists its own (`form/`), so that what is found beyond in a returned one (`returned/`) is
somebody else's; both look with these same eyes.
"""

from ictxl.spreadsheets.hidden_texts.parts import (
    alternative_texts,
    chart_values,
    is_silent,
    paragraphs,
    part_texts,
    without_fallback,
)
from ictxl.spreadsheets.hidden_texts.texts import (
    NAME,
    PART,
    PROPERTY,
    RULE,
    Unseen,
    custom_property_texts,
    first_cell,
    is_made,
    is_own_property,
    literals,
    name_texts,
    named,
    property_texts,
    rule,
    sheet_texts,
    squeezed,
)

__all__ = [
    "NAME",
    "PART",
    "PROPERTY",
    "RULE",
    "Unseen",
    "alternative_texts",
    "chart_values",
    "custom_property_texts",
    "first_cell",
    "is_made",
    "is_own_property",
    "is_silent",
    "literals",
    "name_texts",
    "named",
    "paragraphs",
    "part_texts",
    "property_texts",
    "rule",
    "sheet_texts",
    "squeezed",
    "without_fallback",
]
