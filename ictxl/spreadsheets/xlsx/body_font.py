"""The font of all cells of a workbook that xlsxwriter writes."""

from __future__ import annotations

from ictxl.text.row_height import BODY_FONT


def body_font(size: float) -> dict[str, object]:
    """xlsxwriter's `default_format_properties`: the body font, `size` in points.

    Without a scheme: xlsxwriter gives each font the theme's, `<scheme val="minor"/>`, and Excel
    follows that to the theme's own font and passes over the font's name.
    """
    return {"font_name": BODY_FONT, "font_size": size, "font_scheme": "none"}
