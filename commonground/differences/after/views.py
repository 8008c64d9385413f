"""Pages after an end: how it went, what has changed for the child, and what an area's office reads of both."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonground.differences import presenting
from commonground.differences.actions import looked
from commonground.differences.after import actions, queries
from commonground.differences.after.forms import FEEDBACK, THANKS, HowItWentForm, WeeksForm, WhatChangedForm, sent
from commonground.differences.after.queries import Totals
from commonground.differences.forms.subjects import read_as
from commonground.differences.saying_back.queries import totals as said_back
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.directory.models import Partnership
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures import after
from commonground.procedures.after import Helped, Went
from commonground.procedures.naming import capital
from commonground.procedures.rules import Refused
from commonground.procedures.saying_back import Heard
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Subject
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
FEWER = f"Fewer than {after.FEWEST} people"
Counts = Mapping[str, int] | None
UNDERSTOOD = (*((one.value, capital(one.label)) for one in Heard), ("not_yet", "Nobody has said yet"))
HOW_IT_WENT, WHAT_CHANGED = "How did it go?", "What has changed for the child?"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def how_it_went(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whoever took part how it went, and whom they thank (GET); or keep it (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row, data = here.difference, request.POST if request.method == "POST" else None
    given = queries.given(row, actor)
    people = queries.people_to_thank(row, here.seats, here.standings, actor.person, london_date(at))
    form = HowItWentForm(data, people=people, feedback=given is None, subject=Subject(row.subject))
    ended = not here.situation.open
    sentence = after.feedback_refusal(here.standings, ended=ended)
    if data is not None:
        says, thanks = sent(data, FEEDBACK), sent(data, THANKS)
        sentence = after.sent_refusal(
            here.standings, ended=ended, given=given is not None, says=says, thanks=thanks, anybody=bool(people)
        )
    if sentence:
        return refused(request, here, HOW_IT_WENT, sentence, form if data else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            with whole():
                if said.get("heard"):
                    actions.give_feedback(
                        by=actor, at=at, difference=row.pk, heard=said["heard"], child=said["child"], note=said["note"]
                    )
                if said.get("thank"):
                    actions.thank(by=actor, at=at, difference=row.pk, to=said["thank"], words=said["thanks"])
        except Refused as refusal:
            return refused(request, here, HOW_IT_WENT, refusal.sentence, form)
        messages.success(request, "Thank you." + (" They have been told." if said.get("thank") else ""))
        return redirect(row)
    looked(by=actor, at=at, difference=row, part="how it went", seats=list(here.seats))
    context = {**heading(row, at), "label": HOW_IT_WENT, "form": form, "given": given, "fewest": after.FEWEST}
    return render(request, "differences/after/how_it_went.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def what_changed(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a side what has changed for the child (GET); or put it in the record and perhaps lead on (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row, data = here.difference, request.POST if request.method == "POST" else None
    reopen, who_reopens = presenting.reopening(here) if here.situation.end else (None, "")
    form, label = WhatChangedForm(data, may_reopen=reopen is not None), reads(Subject(row.subject), WHAT_CHANGED)
    read_as(form, Subject(row.subject))
    side = after.asks_side(row.now_asked, here.standings)
    if side is None:
        return refused(request, here, label, after.NOT_ASKED, form if data else None)
    if form.is_bound and form.good(london_date(at)):
        said = form.said()
        learn = said.get("then") == form.LEARN
        try:
            with whole():
                actions.tell_what_changed(
                    by=actor, at=at, difference=row.pk, helped=said["helped"], words=said["words"], learn=learn
                )
        except Refused as refusal:
            return refused(request, here, label, refusal.sentence, form)
        messages.success(request, "What you wrote is in the record. Both sides can read it.")
        return redirect(reopen.href if reopen and said.get("then") == form.REOPEN else row.get_absolute_url())
    looked(by=actor, at=at, difference=row, part="what has changed", seats=list(here.seats))
    context = {**heading(row, at), "label": label, "form": form, "side": row.name_of(side), "who_reopens": who_reopens}
    return render(request, "differences/after/what_changed.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SEE_PARTNERSHIP)
@once
def in_numbers(request: HttpRequest) -> HttpResponse:
    """Show an office what people of its area answered, in numbers, and what is flagged to learn from; set the weeks."""
    at, actor = now(), actor_of(request)
    areas = list(Partnership.objects.filter(pk__in=actor.offices).order_by("name"))
    chosen = request.POST.get("area") or request.GET.get("area") or ""
    area = next((one for one in areas if str(one.pk) == chosen), areas[0])
    weeks = queries.weeks_after(area.pk)
    form = WeeksForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.ask_after(by=actor, at=at, partnership=area.pk, weeks=form.cleaned_data["weeks"])
        messages.success(request, f"Both sides are asked {form.cleaned_data['weeks']} weeks after the end from now on.")
        return redirect(f"{request.path}?area={area.pk}")
    totals = queries.totals(area.pk)
    context = {
        "area": area,
        "areas": areas,
        "tables": tables(totals, said_back(area.pk)),
        "learn": totals.learn,
        "flagged": queries.to_learn_from(actor, area.pk),
        "fewest": after.FEWEST,
        "form": form,
        "weeks": weeks,
    }
    return render(request, "differences/after/in_numbers.html", context, status=_status(form))


def tables(totals: Totals, understood: Counts) -> list[dict[str, Any]]:
    """Return each question with how many gave each answer; a question that too few answered has no rows."""
    asked: tuple[tuple[str, Iterable[tuple[str, str]], Counts], ...] = (
        ("Were you heard?", [(one.value, one.label) for one in Went], totals.heard),
        ("Was the child at the centre?", [(one.value, one.label) for one in Went], totals.child),
        ("Has it helped?", [(one.value, one.label) for one in Helped], totals.helped),
        ("Was it right, how the other side was understood?", UNDERSTOOD, understood),
    )
    return [
        {
            "question": question,
            "rows": [(label, counts.get(key) or FEWER) for key, label in answers] if counts is not None else [],
        }
        for question, answers, counts in asked
    ]


def _status(form: HowItWentForm | WhatChangedForm | WeeksForm) -> int:
    return NOT_UNDERSTOOD if form.errors else 200
