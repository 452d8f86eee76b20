"""ictxl: the Excel round trip of a city hall.

Each command is a function here, and every name that is meant for programs stands in `__all__`; an
example is docs/python.md. The rooms of the package are the stages of the work, `ictxl.pipeline`
joins them. Importing this module is cheap: nothing heavy is loaded before a job needs it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ictxl.version import __version__

if TYPE_CHECKING:
    from ictxl.api import (
        check,
        check_template,
        findings_frame,
        generate,
        init,
        merge,
        read,
        read_plan,
        review,
        send_back,
        status,
    )
    from ictxl.api_years import compare, history, import_table, rollover
    from ictxl.errors import IctxlError, InputError, OutputError, PlanError, TemplateError
    from ictxl.findings import Finding, Severity
    from ictxl.indicators import Indicator
    from ictxl.model import Plan
    from ictxl.pipeline.collecting import CollectedRound
    from ictxl.pipeline.merging import MergeResult
    from ictxl.pipeline.reporting import CheckResult
    from ictxl.pipeline.second_reading.making import ReviewResult, ReviewWorkbook
    from ictxl.pipeline.sending import GenerateResult
    from ictxl.pipeline.sending_back import SendbackResult
    from ictxl.pipeline.starting import InitResult
    from ictxl.pipeline.watching import StatusResult
    from ictxl.pipeline.yearly import CompareResult, HistoryResult, ImportResult, RolloverResult
    from ictxl.responses import IndicatorResponse, Response, Submission
    from ictxl.round import Round

__all__ = [
    "CheckResult",
    "CollectedRound",
    "CompareResult",
    "Finding",
    "GenerateResult",
    "HistoryResult",
    "IctxlError",
    "ImportResult",
    "Indicator",
    "IndicatorResponse",
    "InitResult",
    "InputError",
    "MergeResult",
    "OutputError",
    "Plan",
    "PlanError",
    "Response",
    "ReviewResult",
    "ReviewWorkbook",
    "RolloverResult",
    "Round",
    "SendbackResult",
    "Severity",
    "StatusResult",
    "Submission",
    "TemplateError",
    "__version__",
    "check",
    "check_template",
    "compare",
    "findings_frame",
    "generate",
    "history",
    "import_table",
    "init",
    "merge",
    "read",
    "read_plan",
    "review",
    "rollover",
    "send_back",
    "status",
]

_HOMES = {
    "api_years": "compare history import_table rollover",
    "api": "check check_template findings_frame generate init merge read read_plan review"
    " send_back status",
    "errors": "IctxlError InputError OutputError PlanError TemplateError",
    "findings": "Finding Severity",
    "indicators": "Indicator",
    "model": "Plan",
    "pipeline.collecting": "CollectedRound",
    "pipeline.merging": "MergeResult",
    "pipeline.reporting": "CheckResult",
    "pipeline.second_reading.making": "ReviewResult ReviewWorkbook",
    "pipeline.sending": "GenerateResult",
    "pipeline.starting": "InitResult",
    "pipeline.sending_back": "SendbackResult",
    "pipeline.watching": "StatusResult",
    "pipeline.yearly": "CompareResult HistoryResult ImportResult RolloverResult",
    "responses": "IndicatorResponse Response Submission",
    "round": "Round",
}
"""Module → the names it defines, imported when one is asked for."""


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
