"""Masking an entry of the record, and the second person's decision on it. Each is a look, as every page is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonground.differences import actions, reading, record_lines
from commonground.differences.actions.masking import written_by
from commonground.differences.forms.masking import MASKED, DecideForm, MaskForm
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, entry_met, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.govuk.forms import GovukForm
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures import masking
from commonground.procedures.rules import Refused
from commonground.record.models import Entry
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
HIDE = "Hide words that were put in by mistake"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def mask(request: HttpRequest, reference: str, entry: UUID) -> HttpResponse:
    """Ask why the words of an entry are to be hidden, or (masked already) for the decision of a second person."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    found = entry_met(request, here, entry)
    written = written_by(found, actor, here.seats)
    hidden = not hasattr(found, "text")
    data = request.POST if request.method == "POST" else None
    form: GovukForm = DecideForm(data) if hidden else MaskForm(data)
    actions.looked(by=actor, at=at, difference=row, part="masking an entry", seats=list(here.seats))
    refusal = (masking.decision_refusal if hidden else masking.mask_refusal)(written, here.standings)
    if hidden and found.mask.confirmed:
        refusal = "A second person has confirmed it: these words stay hidden."
    if refusal:
        return refused(request, here, HIDE, refusal, form)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with whole(Entry.DoesNotExist):
                if hidden:
                    actions.decide_mask(
                        by=actor, at=at, difference=row.pk, entry=entry, confirm=said["decision"] == MASKED,
                        reason=said["reason"],
                    )  # fmt: skip
                else:
                    actions.mask(by=actor, at=at, difference=row.pk, entry=entry, reason=said["reason"])
        except Refused as no:
            return refused(request, here, HIDE, no.sentence, form)
        done = "Your decision is in the record." if hidden else "These words are hidden now. A second person is asked."
        messages.success(request, done)
        return redirect("differences:record", reference)
    if hidden:
        found.text = reading.masked_text(found)
    context = {
        **heading(row, at),
        "form": form,
        "hidden": hidden,
        "lines": record_lines.lines([found], at, whole=True),
    }
    return render(request, "differences/mask.html", context, status=NOT_UNDERSTOOD if form.errors else 200)
