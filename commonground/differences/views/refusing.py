"""A step that is taken, or the page that says why it cannot be taken now, and who can. It keeps what was typed."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonground.differences import actions, reading, record_lines
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of
from commonground.differences.views.page import heading
from commonground.directory.asking import CONFLICT
from commonground.govuk.components import Line
from commonground.govuk.forms import GovukForm
from commonground.now import now
from commonground.procedures.rules import Refused

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
        "answered": tuple(form.answered()) if form else (),
        "lines": latest(here, at),
    }
    return render(request, "differences/refused.html", context, status=CONFLICT)


def taken(
    request: HttpRequest, here: reading.Standpoint, label: str, do: Callable[[], object], *,
    said: str, to: str, form: GovukForm | None = None, gone: tuple[type[ObjectDoesNotExist], ...] = (),
) -> HttpResponse:  # fmt: skip
    """Take a step that ``label`` names, all of it or nothing, say so and go on; or say why not.

    ``to`` is an address. Raises Http404 for whoever lost sight of the difference, and for what raises one of ``gone``.
    """
    try:
        with whole(*gone):
            do()
    except Refused as no:
        return refused(request, here, label, no.sentence, form)
    messages.success(request, said)
    return redirect(to)


def latest(here: reading.Standpoint, at: datetime) -> tuple[Line, ...]:
    """Return the latest lines of the record."""
    entries, _ = reading.record(here, newest=LATEST)
    return record_lines.lines(entries, at)
