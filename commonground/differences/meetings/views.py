"""The pages of meetings: the list, one meeting, and a form for each thing that can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions, reading
from commonground.differences.hidden import HIDDEN_BEFORE
from commonground.differences.meetings import queries
from commonground.differences.meetings.actions import asked_to, has_begun, when
from commonground.differences.meetings.forms import (
    AgreeForm,
    CancelForm,
    ChangeForm,
    ChooseForm,
    DissentForm,
    HeldForm,
    MinutesForm,
    ProposeForm,
)
from commonground.differences.meetings.people import Comer, comers
from commonground.differences.models import Meeting
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.directory.asking import CONFLICT
from commonground.govuk.warned import WarnedForm
from commonground.now import LONDON, london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.meetings import (
    NOT_A_TIME,
    WHO_CALLS,
    Meets,
    meeting_refusal,
    of_who_meets,
)
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422


@dataclass(frozen=True, slots=True)
class Asking:
    """A step that a form asks for, and what is said round it: heading, button, what follows, and that it is done."""

    step: Step
    label: str
    send: str
    follows: str
    done: str


PROPOSE = Asking(
    Step.MEETING_PROPOSED, "Propose a meeting", "Propose these times",
    "Both sides read it, and either can choose a time. Then everybody who is asked to come is sent an invitation. No "
    "clock stops for it.",
    "The times are proposed, and both sides are told.",
)  # fmt: skip
CHANGE = Asking(
    Step.MEETING_CHANGED, "Change the meeting", "Send the change",
    "Everybody who is asked to come is sent the change. Whoever is no longer asked to come is sent a cancellation.",
    "The meeting is changed, and everybody is sent the change.",
)  # fmt: skip
CANCEL = Asking(
    Step.MEETING_CANCELLED, "Cancel the meeting", "Cancel it",
    "Everybody who was asked to come is sent that.", "The meeting is cancelled."
)  # fmt: skip
NONE_SUITS = Asking(
    Step.MEETING_CANCELLED, "None of these times suits", "Say so",
    "Both sides are told. Then either can propose other times.",
    "Both sides are told that none of these times suits. You can propose others.",
)  # fmt: skip
HELD = Asking(
    Step.MEETING_HELD, "Note that the meeting was held", "Put it in the record",
    "Both sides read who was there. No clock stops. If the procedure has a clock that counts from a meeting, it counts "
    "from now, provided that somebody of each side was there.",
    "It is in the record. Now write down what was decided.",
)  # fmt: skip
MINUTES = Asking(
    Step.MINUTES_WRITTEN, "Write down what was decided", "Send it to both sides",
    "Both sides are asked to agree that it was so. Whoever does not agree with the decision says so beside it.",
    "It is written down, and both sides are asked to agree it.",
)  # fmt: skip
CORRECT = Asking(
    Step.MINUTES_WRITTEN, "Correct what is written down", "Send it to both sides",
    "What is written now stays in the record. Both sides are asked again to agree that it was so.",
    "It is corrected, and both sides are asked again.",
)  # fmt: skip
DISSENT = Asking(
    Step.DISSENTED, "I do not agree with the decision", "Put it beside the decision",
    "Your words stand beside the decision as you wrote them. They stop nothing, and nobody changes them.",
    "Your words stand beside the decision.",
)  # fmt: skip
CHOOSE, AGREE = "Choose a time", "Agree that it was so"
NOT_WHOLE = "What was sent was not whole, so nothing was agreed. Go back to the meeting, and agree there."
CORRECTED = "Somebody has corrected what is written. Read it, then agree that it was so."
Do = Callable[[dict[str, Any]], int]
"""Does what a form asks, and returns the number of its meeting."""
Drawn = Callable[[Meeting | None, QueryDict | None], tuple[Asking, WarnedForm]]
"""Makes a form about a meeting as that is, with what was sent, if anything was."""


@require_safe
@allow(Permission.TAKE_PART)
def meetings(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the meetings about a difference, the newest first."""
    at, here = now(), met(request, reference)
    _looked(request, here, at, "the meetings")
    context = {
        **heading(here.difference, at),
        "meetings": queries.listed(here, at),
        "may_call": of_who_meets(here.standings) is not None,
        "who_calls": WHO_CALLS,
    }
    return render(request, "differences/meetings/list.html", context)


@require_safe
@allow(Permission.TAKE_PART)
def meeting(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one meeting: when and where, who comes, what it is about; then who was there and what was decided."""
    at, here = now(), met(request, reference)
    one = _found(here, number)
    _looked(request, here, at, "a meeting")
    context = {
        **heading(here.difference, at),
        "one": queries.whole(here, one, at),
        "may_call": of_who_meets(here.standings) is not None,
        "may_dissent": meeting_refusal(Step.DISSENTED, here.standings, Meets(one.state)) is None,
        "begun": has_begun(one, at),
    }
    return render(request, "differences/meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for times and people (GET), or propose them (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)

    def drawn(_: Meeting | None, data: QueryDict | None) -> tuple[Asking, WarnedForm]:
        return PROPOSE, ProposeForm(data, people=_comers(here, at), at=at)

    def do(said: dict[str, Any]) -> int:
        new = actions.NewMeeting(said["times"], said["place"], said["about"], said["people"])
        return actions.propose_meeting(by=actor, at=at, difference=here.difference.pk, new=new).number

    return _asked(request, here, drawn, do)


@require_POST
@allow(Permission.TAKE_PART)
@once
def choose(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Choose one of the proposed times."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    _found(here, number)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        return refused(request, here, CHOOSE, NOT_A_TIME)
    try:
        with whole(Meeting.DoesNotExist):
            actions.choose_time(by=actor, at=at, difference=here.difference.pk, number=number, **form.cleaned_data)
    except Refused as no:
        return refused(request, here, CHOOSE, no.sentence)
    messages.success(request, "The time is set. Everybody who is asked to come is sent an invitation.")
    return redirect("differences:meeting", reference, number)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def change(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask for another time, place or other people (GET), or change the meeting (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)

    def drawn(one: Meeting | None, data: QueryDict | None) -> tuple[Asking, WarnedForm]:
        initial = _as_it_is(one) if one and one.state == Meets.SET else None
        return CHANGE, ChangeForm(data, people=_comers(here, at), at=at, initial=initial)

    def do(said: dict[str, Any]) -> int:
        actions.change_meeting(
            by=actor, at=at, difference=here.difference.pk, number=number, sequence=said["sequence"],
            when_now=said["when"], place=said["place"], people=said["people"],
        )  # fmt: skip
        return number

    return _asked(request, here, drawn, do, one=_found(here, number))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def cancel(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask why a meeting does not take place (GET), or cancel it (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)

    def drawn(one: Meeting | None, data: QueryDict | None) -> tuple[Asking, WarnedForm]:
        assert one  # noqa: S101 given below
        only_proposed = one.state == Meets.PROPOSED
        stands = {"was": one.state, "sequence": one.sequence}
        return NONE_SUITS if only_proposed else CANCEL, CancelForm(data, only_proposed=only_proposed, initial=stands)

    def do(said: dict[str, Any]) -> int:
        return actions.cancel_meeting(by=actor, at=at, difference=here.difference.pk, number=number, **said).number

    return _asked(request, here, drawn, do, one=_found(here, number))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def held(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask who was there (GET), or note that the meeting was held (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)

    def drawn(one: Meeting | None, data: QueryDict | None) -> tuple[Asking, WarnedForm]:
        return HELD, HeldForm(data, people=asked_to(one) if one else ())

    def do(said: dict[str, Any]) -> int:
        there = actions.Attendance(**said)
        return actions.hold_meeting(by=actor, at=at, difference=here.difference.pk, number=number, there=there).number

    return _asked(request, here, drawn, do, one=_found(here, number))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def minutes(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what was decided, by whom and why (GET), or write it down (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)

    def drawn(one: Meeting | None, data: QueryDict | None) -> tuple[Asking, WarnedForm]:
        text = queries.text_of(here, one, at) if one else None
        return CORRECT if text else MINUTES, MinutesForm(data, text=text)

    def do(said: dict[str, Any]) -> int:
        decided = actions.Decided(said["decided_by"], said["decision"], said["reasons"])
        actions.write_minutes(
            by=actor, at=at, difference=here.difference.pk, number=number, read=said["read"], decided=decided
        )  # fmt: skip
        return number

    return _asked(request, here, drawn, do, one=_found(here, number))


@require_POST
@allow(Permission.TAKE_PART)
@once
def agree(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Agree the minutes that were read."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    _found(here, number)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return refused(request, here, AGREE, NOT_WHOLE)
    try:
        with whole(Meeting.DoesNotExist):
            actions.agree_minutes(by=actor, at=at, difference=here.difference.pk, number=number, **form.cleaned_data)
    except Refused as no:
        return refused(request, here, AGREE, no.sentence)
    except actions.Meanwhile:
        return refused(request, here, AGREE, CORRECTED)
    messages.success(request, "Your side agrees that it was so.")
    return redirect("differences:meeting", reference, number)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def dissent(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what somebody does not agree with (GET), or put it beside the decision (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)

    def drawn(one: Meeting | None, data: QueryDict | None) -> tuple[Asking, WarnedForm]:
        return DISSENT, DissentForm(data, text=queries.text_of(here, one, at) if one else None)

    def do(said: dict[str, Any]) -> int:
        actions.dissent(by=actor, at=at, difference=here.difference.pk, number=number, **said)
        return number

    return _asked(request, here, drawn, do, one=_found(here, number))


def _asked(
    request: HttpRequest, here: reading.Standpoint, drawn: Drawn, do: Do, *, one: Meeting | None = None
) -> HttpResponse:
    """Draw a form about a meeting, or do what it asks; a refusal keeps what was typed.

    Whoever was overtaken is shown their words again in a form that is as new as the meeting is then.
    """
    at, row, overtaken = now(), here.difference, False
    asking, form = drawn(one, request.POST if request.method == "POST" else None)
    state, begun = (Meets(one.state), has_begun(one, at)) if one else (None, True)
    if sentence := meeting_refusal(asking.step, here.standings, state, begun=begun):
        return refused(request, here, asking.label, sentence, form)
    if request.method == "POST" and form.good(london_date(at)):
        try:
            with whole(Meeting.DoesNotExist):
                number = do(form.said())
        except Refused as no:
            return refused(request, here, asking.label, no.sentence, form)
        except actions.Meanwhile:
            one, overtaken = _found(here, one.number) if one else None, True
            asking, form = drawn(one, _renewed(request.POST, drawn(one, None)[1]))
        else:
            messages.success(request, asking.done)
            return redirect("differences:meeting", row.reference, number)
    _looked(request, here, at, "a form about a meeting")
    text: queries.Text | None = getattr(form, "text", None)
    back = ["meeting", row.reference, one.number] if one else ["meetings", row.reference]
    context = {
        **heading(row, at),
        "label": asking.label,
        "asking": asking,
        "form": form,
        "one": queries.short(here, one.number, at) if one else None,
        "text": text if text and (overtaken or asking is DISSENT) else None,
        "begins_empty": HIDDEN_BEFORE if _hides(asking, one, text) else "",
        "leave": reverse(f"differences:{back[0]}", args=back[1:]),
        "overtaken": overtaken,
        "ways_in": bool(getattr(form, "outside", False)) and not row.end,
    }
    status = NOT_UNDERSTOOD if form.errors else CONFLICT if overtaken else 200
    return render(request, "differences/meetings/ask.html", context, status=status)


def _hides(asking: Asking, one: Meeting | None, text: queries.Text | None) -> bool:
    """Say whether a form would begin with words that are hidden: the minutes, or where a meeting is."""
    if asking is CHANGE:
        return one is not None and not one.place
    return asking is CORRECT and text is not None and text.hidden


def _renewed(data: QueryDict, fresh: WarnedForm) -> QueryDict:
    """Return what was sent, but for what the form carries unseen: that is of the meeting as it is now."""
    renewed = data.copy()
    for field in fresh.hidden_fields():
        if field.name in fresh.initial:
            renewed[field.name] = str(fresh.initial[field.name])
    return renewed


def _as_it_is(one: Meeting) -> dict[str, Any]:
    """Return how a meeting stands, for the form that changes it."""
    starts, ends = (moment.astimezone(LONDON) for moment in when(one))
    times = {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}
    people = [who.key for who in asked_to(one)]
    return times | {"place": one.place, "people": people, "sequence": one.sequence}


def _comers(here: reading.Standpoint, at: datetime) -> dict[str, Comer]:
    return comers(here.difference, here.seats, london_date(at))


def _found(here: reading.Standpoint, number: int) -> Meeting:
    one = queries.one_of(here.difference, number)
    if one is None:
        raise Http404
    return one


def _looked(request: HttpRequest, here: reading.Standpoint, at: datetime, part: str) -> None:
    actions.looked(by=actor_of(request), at=at, difference=here.difference, part=part, seats=list(here.seats))
