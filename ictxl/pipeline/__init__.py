"""The whole jobs, each a short function of named steps with a typed result.

A job's module is imported when the job is asked for: a merge shall not wait for openpyxl, which
only making forms needs.
"""

from typing import TYPE_CHECKING

from ictxl.runtime.lazy_names import names_of

if TYPE_CHECKING:
    from ictxl.pipeline.collecting import Collected, collect
    from ictxl.pipeline.merging import MergeResult, merge
    from ictxl.pipeline.reporting import CheckResult, Filter, check, choose_findings, report_of
    from ictxl.pipeline.sending import (
        PLAN_FILE,
        TEMPLATE_FILE,
        GeneratedForm,
        GenerateResult,
        InitResult,
        check_template,
        generate,
        init,
    )
    from ictxl.pipeline.sending_back import (
        SendbackResult,
        SentBack,
        sendback,
        write_sendback_mails,
    )
    from ictxl.pipeline.watching import StatusResult, status, write_reminders
    from ictxl.pipeline.yearly import (
        CompareResult,
        HistoryResult,
        ImportResult,
        RolloverResult,
        compare,
        import_table,
        read_history,
        roll_over,
        write_history,
    )
    from ictxl.runtime.progress import Progress

__all__ = [
    "PLAN_FILE",
    "TEMPLATE_FILE",
    "CheckResult",
    "Collected",
    "CompareResult",
    "Filter",
    "GenerateResult",
    "GeneratedForm",
    "HistoryResult",
    "ImportResult",
    "InitResult",
    "MergeResult",
    "Progress",
    "RolloverResult",
    "SendbackResult",
    "SentBack",
    "StatusResult",
    "check",
    "check_template",
    "choose_findings",
    "collect",
    "compare",
    "generate",
    "import_table",
    "init",
    "merge",
    "read_history",
    "report_of",
    "roll_over",
    "sendback",
    "status",
    "write_history",
    "write_reminders",
    "write_sendback_mails",
]

_HOMES = {
    "ictxl.pipeline.collecting": "Collected collect",
    "ictxl.pipeline.merging": "MergeResult merge",
    "ictxl.runtime.progress": "Progress",
    "ictxl.pipeline.reporting": "CheckResult Filter check choose_findings report_of",
    "ictxl.pipeline.sending_back": "SendbackResult SentBack sendback write_sendback_mails",
    "ictxl.pipeline.sending": "PLAN_FILE TEMPLATE_FILE GeneratedForm GenerateResult"
    " InitResult check_template generate init",
    "ictxl.pipeline.watching": "StatusResult status write_reminders",
    "ictxl.pipeline.yearly": "CompareResult HistoryResult ImportResult RolloverResult compare"
    " import_table read_history roll_over write_history",
}
"""Module → what it offers."""


__getattr__ = names_of(__name__, _HOMES)
