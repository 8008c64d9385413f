"""Whether a side agrees with an entry of the record: one page for each entry. It is a look, as every page is."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonground.differences import actions, chronology, reading, record_lines
from commonground.differences.chronology import chronicled
from commonground.differences.forms.chronology import SayForm
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, entry_met, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.chronology import WORDS, may_say, word_refusal
from commonground.procedures.rules import Refused
from commonground.record.models import Entry
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
SAY = "Say whether you agree with this"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def say_of_entry(request: HttpRequest, reference: str, entry: UUID) -> HttpResponse:
    """Ask whether this person's side agrees with an entry (GET), or put its word beside it (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    found = entry_met(request, here, entry)
    actions.looked(by=actor, at=at, difference=row, part="whether an entry is right", seats=list(here.seats))
    about, said = chronicled(found), chronology.said_of([found])
    may = may_say(about, here.standings)
    if not may:
        return refused(request, here, SAY, word_refusal(about, WORDS[0], here.standings) or "")
    form = SayForm(request.POST if request.method == "POST" else None, may=may)
    pointing = form.identifiers(london_date(at))
    if form.is_bound and form.is_valid() and not pointing:
        good = form.cleaned_data
        try:
            with whole(Entry.DoesNotExist):
                actions.say_of_entry(
                    by=actor, at=at, difference=row.pk, entry=entry, step=good["step"], words=good["words"]
                )  # fmt: skip
        except Refused as no:
            return refused(request, here, SAY, no.sentence, form)
        messages.success(request, "Your side’s word stands beside the entry.")
        return redirect("differences:record", reference)
    if not hasattr(found, "text"):
        found.text = reading.masked_text(found)
    (drawn,) = record_lines.whole_lines(here, actor, [found], said, at)
    context = {
        **heading(row, at),
        "form": form,
        "found": pointing,
        "own": len(may) == 1,
        "lines": [replace(drawn, ways=())],
    }
    return render(request, "differences/say_of_entry.html", context, status=NOT_UNDERSTOOD if form.errors else 200)
