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
from commonground.differences.meetings import queries
from commonground.differences.meetings.actions import asked_to, when
from commonground.differences.meetings.forms import (
    CancelForm,
    ChangeForm,
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
from commonground.differences.views.refusing import CONFLICT, refused
from commonground.govuk.forms import GovukForm
from commonground.now import LONDON, london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.meetings import (
    NOT_A_TIME,
    NOT_HELD,
    NOT_SET,
    NOT_YET,
    OVER,
    WHO_CALLS,
    WHO_DISSENTS,
    Meets,
    of_who_dissents,
    of_who_meets,
)
from commonground.procedures.rules import Refused
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422


@dataclass(frozen=True, slots=True)
class Asking:
    """What is said round a form: its heading, its button, what follows, and what is said once it is done."""

    label: str
    send: str
    follows: str
    done: str


PROPOSE = Asking(
    "Propose a meeting", "Propose these times",
    "Both sides read it, and either can choose a time. Then everybody who is asked to come is sent an invitation. No "
    "clock stops for it.",
    "The times are proposed, and both sides are told.",
)  # fmt: skip
CHANGE = Asking(
    "Change the meeting", "Send the change",
    "Everybody who is asked to come is sent the change. Whoever is no longer asked to come is sent a cancellation.",
    "The meeting is changed, and everybody is sent the change.",
)  # fmt: skip
CANCEL = Asking(
    "Cancel the meeting", "Cancel it", "Everybody who was asked to come is sent that.", "The meeting is cancelled."
)  # fmt: skip
NONE_SUITS = Asking(
    "None of these times suits", "Say so", "Both sides are told. Then either can propose other times.",
    "Both sides are told that none of these times suits. You can propose others.",
)  # fmt: skip
HELD = Asking(
    "Note that the meeting was held", "Put it in the record",
    "Both sides read who was there. No clock stops. If the procedure has a clock that counts from a meeting, it counts "
    "from now, provided that somebody of each side was there.",
    "It is in the record. Now write down what was decided.",
)  # fmt: skip
MINUTES = Asking(
    "Write down what was decided", "Send it to both sides",
    "Both sides are asked to agree that it was so. Whoever does not agree with the decision says so beside it.",
    "It is written down, and both sides are asked to agree it.",
)  # fmt: skip
CORRECT = Asking(
    "Correct what is written down", "Send it to both sides",
    "What is written now stays in the record. Both sides are asked again to agree that it was so.",
    "It is corrected, and both sides are asked again.",
)  # fmt: skip
DISSENT = Asking(
    "I do not agree with the decision", "Put it beside the decision",
    "Your words stand beside the decision as you wrote them. They stop nothing, and nobody changes them.",
    "Your words stand beside the decision.",
)  # fmt: skip
CHOOSE, AGREE = "Choose a time", "Agree that it was so"


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
    begun = one.starts_at is not None and one.starts_at <= at
    context = {
        **heading(here.difference, at),
        "one": queries.whole(here, one, at),
        "may_call": of_who_meets(here.standings) is not None,
        "may_dissent": of_who_dissents(here.standings) is not None,
        "begun": begun,
    }
    return render(request, "differences/meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for times and people (GET), or propose them (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    form = ProposeForm(_sent(request), people=_comers(here, at), at=at)

    def do(said: dict[str, Any]) -> int:
        new = actions.NewMeeting(said["times"], said["place"], said["about"], said["people"])
        return actions.propose_meeting(by=actor, at=at, difference=here.difference.pk, new=new).number

    hindered = None if of_who_meets(here.standings) else WHO_CALLS
    return _asked(request, here, form, do, PROPOSE, hindered=hindered)


@require_POST
@allow(Permission.TAKE_PART)
@once
def choose(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Choose one of the proposed times."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    try:
        starts = datetime.fromisoformat(request.POST.get("starts", ""))
        with whole(Meeting.DoesNotExist):
            actions.choose_time(by=actor, at=at, difference=here.difference.pk, number=number, starts=starts)
    except (Refused, ValueError, TypeError) as no:
        return refused(request, here, CHOOSE, no.sentence if isinstance(no, Refused) else NOT_A_TIME)
    messages.success(request, "The time is set. Everybody who is asked to come is sent an invitation.")
    return redirect("differences:meeting", reference, number)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def change(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask for another time, place or other people (GET), or change the meeting (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(here, number)
    is_set = one.state == Meets.SET
    form = ChangeForm(_sent(request), people=_comers(here, at), at=at, initial=_as_it_is(one) if is_set else None)

    def do(said: dict[str, Any]) -> int:
        changed = actions.change_meeting(
            by=actor, at=at, difference=here.difference.pk, number=number, sequence=said["sequence"],
            when_now=said["when"], place=said["place"], people=said["people"],
        )  # fmt: skip
        return changed.number

    hindered = _not_now(here, is_set, NOT_SET)
    return _asked(request, here, form, do, CHANGE, one=one, hindered=hindered, fresh={"sequence": str(one.sequence)})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def cancel(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask why a meeting does not take place (GET), or cancel it (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(here, number)

    def do(said: dict[str, Any]) -> int:
        return actions.cancel_meeting(by=actor, at=at, difference=here.difference.pk, number=number, **said).number

    waits, only_proposed = one.state in {Meets.PROPOSED, Meets.SET}, one.state == Meets.PROPOSED
    stands = {"was": one.state, "sequence": one.sequence}
    form = CancelForm(_sent(request), only_proposed=only_proposed, initial=stands)
    fresh, asking = {name: str(value) for name, value in stands.items()}, NONE_SUITS if only_proposed else CANCEL
    return _asked(request, here, form, do, asking, one=one, hindered=_not_now(here, waits, OVER), fresh=fresh)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def held(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask who was there (GET), or note that the meeting was held (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(here, number)
    form = HeldForm(_sent(request), people=asked_to(one))

    def do(said: dict[str, Any]) -> int:
        there = actions.Attendance(**said)
        return actions.hold_meeting(by=actor, at=at, difference=here.difference.pk, number=number, there=there).number

    hindered = _not_now(here, one.state == Meets.SET, NOT_SET)
    if not hindered and one.starts_at and one.starts_at > at:
        hindered = NOT_YET
    return _asked(request, here, form, do, HELD, one=one, hindered=hindered)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def minutes(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what was decided, by whom and why (GET), or write it down (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(here, number)
    text = queries.text_of(here, one, at)
    told = {"decided_by": text.decided_by, "decision": text.decision, "reasons": text.reasons} if text else {}
    read = {"read": text.number if text else 0}
    form = MinutesForm(_sent(request), initial=told | read)

    def do(said: dict[str, Any]) -> int:
        decided = actions.Decided(said["decided_by"], said["decision"], said["reasons"])
        actions.write_minutes(
            by=actor, at=at, difference=here.difference.pk, number=number, read=said["read"], decided=decided
        )  # fmt: skip
        return number

    hindered = _not_now(here, one.state == Meets.HELD, NOT_HELD)
    fresh = {name: str(value) for name, value in read.items()}
    asking = CORRECT if text else MINUTES
    return _asked(request, here, form, do, asking, one=one, hindered=hindered, fresh=fresh)


@require_POST
@allow(Permission.TAKE_PART)
@once
def agree(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Agree the minutes that were read."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    text = request.POST.get("read", "")
    read = int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000") else 0
    try:
        with whole(Meeting.DoesNotExist):
            actions.agree_minutes(by=actor, at=at, difference=here.difference.pk, number=number, read=read)
    except Refused as no:
        return refused(request, here, AGREE, no.sentence)
    except actions.Meanwhile:
        return refused(
            request, here, AGREE, "Somebody has corrected what is written. Read it, then agree that it was so."
        )
    messages.success(request, "Your side agrees that it was so.")
    return redirect("differences:meeting", reference, number)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def dissent(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what somebody does not agree with (GET), or put it beside the decision (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(here, number)

    def do(said: dict[str, Any]) -> int:
        actions.dissent(by=actor, at=at, difference=here.difference.pk, number=number, words=said["words"])
        return number

    hindered = WHO_DISSENTS if of_who_dissents(here.standings) is None else None
    hindered = hindered or (None if one.state == Meets.HELD else NOT_HELD)
    return _asked(request, here, DissentForm(_sent(request)), do, DISSENT, one=one, hindered=hindered)


def _asked(
    request: HttpRequest,
    here: reading.Standpoint,
    form: GovukForm,
    do: Callable[[dict[str, Any]], int],
    asking: Asking,
    *,
    hindered: str | None,
    one: Meeting | None = None,
    fresh: dict[str, str] | None = None,
) -> HttpResponse:
    """Draw a form about a meeting, or do what it asks; a refusal keeps what was typed.

    ``fresh`` is what a form must carry to be as new as the meeting: whoever was overtaken is shown their words again.
    """
    at, row, status = now(), here.difference, 200
    if hindered:
        return refused(request, here, asking.label, hindered, form)
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            with whole(Meeting.DoesNotExist):
                number = do(form.cleaned_data)
        except Refused as no:
            return refused(request, here, asking.label, no.sentence, form)
        except actions.Meanwhile:
            overtaken, status = True, CONFLICT
            form.data = _renewed(request.POST, fresh or {})
        else:
            messages.success(request, asking.done)
            return redirect("differences:meeting", row.reference, number)
    _looked(request, here, at, "a form about a meeting")
    shown = queries.whole(here, one, at) if one else None
    context = {
        **heading(row, at),
        "label": asking.label,
        "asking": asking,
        "form": form,
        "one": shown,
        "leave": reverse("differences:meeting", args=[row.reference, one.number])
        if one
        else reverse("differences:meetings", args=[row.reference]),
        "overtaken": overtaken,
        "ways_in": bool(getattr(form, "outside", False)) and not row.end,
    }
    return render(request, "differences/meetings/ask.html", context, status=NOT_UNDERSTOOD if form.errors else status)


def _renewed(data: QueryDict, fresh: dict[str, str]) -> QueryDict:
    renewed = data.copy()
    for name, value in fresh.items():
        renewed[name] = value
    return renewed


def _as_it_is(one: Meeting) -> dict[str, Any]:
    """Return how a meeting stands, for the form that changes it."""
    starts, ends = (moment.astimezone(LONDON) for moment in when(one))
    people = [str(who.person_id) for who in asked_to(one)]
    times = {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}
    return times | {"place": one.place, "people": people, "sequence": one.sequence}


def _not_now(here: reading.Standpoint, stands: bool, otherwise: str) -> str | None:  # noqa: FBT001 one question
    if of_who_meets(here.standings) is None:
        return WHO_CALLS
    return None if stands else otherwise


def _comers(here: reading.Standpoint, at: datetime) -> dict[str, Comer]:
    return comers(here.difference, here.seats, london_date(at))


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _found(here: reading.Standpoint, number: int) -> Meeting:
    one = queries.one_of(here.difference, number)
    if one is None:
        raise Http404
    return one


def _looked(request: HttpRequest, here: reading.Standpoint, at: datetime, part: str) -> None:
    actions.looked(by=actor_of(request), at=at, difference=here.difference, part=part, seats=list(here.seats))
