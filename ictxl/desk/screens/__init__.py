"""The desk's screens, in the year's order; one module each with its page and its actions."""

from ictxl.desk.screens import (
    files,
    findings,
    gathering,
    job,
    opening,
    plan,
    send,
    sendback,
    summary,
    years,
)

SCREENS = (
    opening.screen,
    plan.screen,
    send.screen,
    gathering.screen,
    findings.screen,
    sendback.screen,
    summary.screen,
    years.screen,
    job.screen,
    files.screen,
)
