"""年度のあいだ: next year's plan, and years compared."""

from ictxl.years.comparing import ComparedAnswer, Comparison, Kind, Trend, compare
from ictxl.years.comparison_workbook import remarks, write_comparison
from ictxl.years.history import FRAME_SUFFIXES, SERIES, join_years, write_frame
from ictxl.years.list_workbook import Column, Listing, write_listings
from ictxl.years.matching import Match, match_measures
from ictxl.years.rollover import Left, PartlyFinished, Renumbered, Rollover, roll_over
from ictxl.years.year import Year, by_year

__all__ = [
    "FRAME_SUFFIXES",
    "SERIES",
    "Column",
    "ComparedAnswer",
    "Comparison",
    "Kind",
    "Left",
    "Listing",
    "Match",
    "PartlyFinished",
    "Renumbered",
    "Rollover",
    "Trend",
    "Year",
    "by_year",
    "compare",
    "join_years",
    "match_measures",
    "remarks",
    "roll_over",
    "write_comparison",
    "write_frame",
    "write_listings",
]
