"""The whole jobs, each a short function of named steps with a typed result."""

from ictxl.pipeline.collecting import Collected, collect
from ictxl.pipeline.merging import MergeResult, merge
from ictxl.pipeline.progress import Progress
from ictxl.pipeline.reporting import CheckResult, Filter, check, choose_findings, report_of
from ictxl.pipeline.sendback import SendbackResult, SentBack, sendback
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
from ictxl.pipeline.status import StatusResult, status, write_reminders

__all__ = [
    "PLAN_FILE",
    "TEMPLATE_FILE",
    "CheckResult",
    "Collected",
    "Filter",
    "GenerateResult",
    "GeneratedForm",
    "InitResult",
    "MergeResult",
    "Progress",
    "SendbackResult",
    "SentBack",
    "StatusResult",
    "check",
    "check_template",
    "choose_findings",
    "collect",
    "generate",
    "init",
    "merge",
    "report_of",
    "sendback",
    "status",
    "write_reminders",
]
