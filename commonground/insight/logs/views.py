"""Taking an older log in, and what came of it."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences.views.finding import actor_of
from commonground.directory.models import Partnership
from commonground.govuk.forms import GovukForm
from commonground.insight.logs.reading import COLUMNS, MOST_ROWS, NEEDED
from commonground.insight.logs.taking_in import take_in
from commonground.insight.models import OldLog
from commonground.insight.tables import ENDS, KINDS, UNKNOWN, WITH
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once
from commonground.spreadsheets import UnreadableError

NOT_UNDERSTOOD = 422
ERRORS_SHOWN = 100


class LogForm(GovukForm):
    """Sending an older log."""

    file = forms.FileField(
        label="The file",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": "Choose a file, of 2 megabytes at most",
            "empty": "The file is empty",
            "missing": "Choose a file, of 2 megabytes at most",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SEE_PARTNERSHIP)
@once
def send(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """Ask for an older log of an area, and take it in."""
    actor = actor_of(request)
    area = get_object_or_404(Partnership.objects.filter(pk__in=actor.offices), pk=partnership)
    form = LogForm(request.POST, request.FILES) if request.method == "POST" else LogForm()
    if form.is_bound and form.is_valid():
        try:
            log = take_in(by=actor, at=now(), partnership=area.pk, sent=form.cleaned_data["file"].read())
        except UnreadableError as unreadable:
            form.add_error("file", ValidationError(str(unreadable)))
        else:
            return redirect("figures:log", area.pk, log.pk)
    context = {
        "area": area,
        "form": form,
        "columns": [(name, name in NEEDED) for name in COLUMNS],
        "words": [
            (name, [label for key, label in rows if key != UNKNOWN])
            for name, rows in (("Raised by", WITH), ("About", KINDS), ("How it ended", ENDS))
        ],
        "most": MOST_ROWS,
        "logs": OldLog.objects.visible_to(actor).filter(partnership=area).order_by("-at")[:10],
    }
    return render(request, "insight/log.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_safe
@allow(Permission.SEE_PARTNERSHIP)
def came(request: HttpRequest, partnership: UUID, log: UUID) -> HttpResponse:
    """Show what came of a log."""
    row = get_object_or_404(OldLog.objects.visible_to(actor_of(request)).filter(partnership=partnership), pk=log)
    errors = [{"number": number, "words": words} for number, words in row.errors]
    return render(request, "insight/log_came.html", {"log": row, "errors": errors[:ERRORS_SHOWN], "wrong": len(errors)})
