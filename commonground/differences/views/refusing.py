"""The page that says why something cannot be done to a difference now, and who can. It keeps what was typed."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonground.differences import actions, reading, record_lines
from commonground.differences.views.finding import actor_of
from commonground.differences.views.page import heading
from commonground.govuk.components import Line
from commonground.govuk.forms import GovukForm
from commonground.now import now

CONFLICT = 409
LATEST = 5
"""Lines of the record that are shown where somebody acted first, or nobody can."""


def refused(
    request: HttpRequest, here: reading.Standpoint, label: str, sentence: str, form: GovukForm | None = None
) -> HttpResponse:
    """Say why what ``label`` names cannot be done and who can, what happened lately, and keep what was typed."""
    at, row = now(), here.difference
    actions.looked(by=actor_of(request), at=at, difference=row, part="the latest entries", seats=list(here.seats))
    context = {
        **heading(row, at),
        "label": label,
        "sentence": sentence,
        "kept": tuple(form.kept()) if form else (),
        "lines": latest(here, at),
    }
    return render(request, "differences/refused.html", context, status=CONFLICT)


def latest(here: reading.Standpoint, at: datetime) -> tuple[Line, ...]:
    """Return the latest lines of the record."""
    entries, _ = reading.record(here, newest=LATEST)
    return record_lines.lines(entries, at)
