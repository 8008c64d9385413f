"""The pages of fresh eyes: who looks and what they said, asking somebody in two steps, and what whoever looks does."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions, reading
from commonground.differences.fresh_eyes import queries
from commonground.differences.fresh_eyes.forms import (
    OFFICE,
    CannotForm,
    LookForm,
    PersonForm,
    WhereForm,
    WordForm,
)
from commonground.differences.fresh_eyes.people import Looker, agencies_to_ask, may_look
from commonground.differences.fresh_eyes.queries import Shown
from commonground.differences.models import FreshEyes
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.directory.asking import sent
from commonground.directory.models import Agency
from commonground.editions.queries import calendar
from commonground.govuk.warned import WarnedForm
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.fresh_eyes import (
    NO_OFFICE,
    NOT_THEM,
    OVER,
    WHO_FINDS,
    WHO_LOOKS,
    Looks,
    asking_refusal,
    by_working_days,
)
from commonground.procedures.rules import Refused
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
ASK, FIND = "Ask for fresh eyes", "Find somebody who looks"
CANNOT, WORD = "Say that you cannot look", "Say what you see"
TAKE, TAKE_BACK = "Say that you will look", "Take it back"
NOBODY = "Say that nobody can be found"
TEMPLATES = "differences/fresh_eyes"


@require_safe
@allow(Permission.TAKE_PART)
def fresh_eyes(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who was asked to look, how far that has got, and what they said, the newest first."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    found = queries.listed(actor, here, at)
    _looked(request, here, at)
    context = {
        **heading(here.difference, at),
        "looks": found[::-1],
        "hindered": _why_not_ask(here),
    }
    return render(request, f"{TEMPLATES}/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask where to look for somebody, then for whom and what (GET); or ask them to look (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    where = _where(request, here, at, office=not row.restricted)
    form, people, no_longer = None, None, _no_longer(request, where)
    if no_longer or (where.is_bound and where.is_valid()):
        people = {} if no_longer else _people(here, where.agency, at) if where.agency else None
        days = by_working_days(london_date(at), calendar(here.situation.procedure, row.partnership_id))
        form = LookForm(sent(request), people=people, days=days, today=london_date(at))
    if sentence := _why_not_ask(here) or no_longer:
        return refused(request, here, ASK, sentence, form)

    def do(asks: LookForm) -> str:
        one = actions.ask_fresh_eyes(by=actor, at=at, difference=row.pk, asked=asks.asked(where.agency))
        return f"{one.person} is asked, and sees this from now on." if one.person else "The office is asked."

    return _in_two_steps(request, here, where, form, do, people=people, label=ASK)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def find(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask where to look for somebody, then whom to ask (GET); or ask them, as the office (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row, one = here.difference, _found(request, here, number, at)
    where = _where(request, here, at, office=False)
    form, people, no_longer = None, {}, _no_longer(request, where)
    if not no_longer and where.is_bound and where.is_valid():
        people = _people(here, where.agency, at)
        form = PersonForm(sent(request), people=people)
    if not one.ways.find:
        return refused(request, here, FIND, WHO_FINDS if one.now is Looks.SOUGHT else OVER, form)
    if no_longer:
        return refused(request, here, FIND, no_longer)

    def do(asks: PersonForm) -> str:
        agency, person = where.agency, asks.cleaned_data["person"]
        assert agency is not None  # noqa: S101 the form offers no office
        asked = actions.find_fresh_eyes(
            by=actor, at=at, difference=row.pk, number=number, agency=agency, person=person
        )  # fmt: skip
        return f"{asked.person} is asked, and sees this from now on."

    return _in_two_steps(request, here, where, form, do, people=people, label=FIND, one=one)


@require_POST
@allow(Permission.TAKE_PART)
@once
def take(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say that one will look."""
    said = "Thank you. Read it all, then say what you see."
    return _pressed(request, reference, number, actions.take_look, label=TAKE, said=said, then="differences:page")


@require_POST
@allow(Permission.TAKE_PART)
@once
def take_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask for fresh eyes no longer."""
    one = _found(request, met(request, reference), number, now())
    said = "The office looks for nobody" if one.now is Looks.SOUGHT else "Whoever was asked sees this no longer by that"
    verb, said = actions.take_back_fresh_eyes, f"It is taken back. {said}."
    return _pressed(request, reference, number, verb, label=TAKE_BACK, said=said, then="differences:fresh_eyes")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def cannot(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask why somebody cannot look, or why nobody was found (GET), or put that in the record (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(request, here, number, at)

    def do(form: WarnedForm) -> None:
        actions.cannot_look(by=actor, at=at, difference=here.difference.pk, number=number, **form.said())

    label = NOBODY if one.ways.find else CANNOT
    may = bool(one.ways.cannot)
    return _about(request, here, one, CannotForm(sent(request)), do, label=label, may=may, done="Both sides are told.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def word(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what somebody sees (GET), or give both sides their word (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(request, here, number, at)
    form = WordForm(sent(request), row=here.difference)

    def do(_: WarnedForm) -> None:
        actions.give_word(by=actor, at=at, difference=here.difference.pk, number=number, word=form.word())

    done = "Thank you. Both sides can read what you see, and you see this difference no longer."
    return _about(request, here, one, form, do, label=WORD, may=bool(one.ways.word), done=done)


def _pressed(
    request: HttpRequest,
    reference: str,
    number: int,
    verb: Callable[..., FreshEyes],
    *,
    label: str,
    said: str,
    then: str,
) -> HttpResponse:
    """Do what one button asks, and lead on; or say why not."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    do = partial(verb, by=actor, at=at, difference=here.difference.pk, number=number)
    return taken(
        request, here, label, do, said=said, to=reverse(then, args=[reference]), gone=(FreshEyes.DoesNotExist,)
    )


def _in_two_steps(
    request: HttpRequest, here: reading.Standpoint, where: WhereForm, form: WarnedForm | None, do: Callable[[Any], str],
    *, people: Mapping[str, Looker] | None, label: str, one: Shown | None = None,
) -> HttpResponse:  # fmt: skip
    """Draw the first step or the second, or do what the second asks; a refusal keeps what was typed."""
    at, row = now(), here.difference
    if request.method == "POST" and form and people == {}:
        return refused(request, here, label, NOT_THEM, form)
    if request.method == "POST" and form and form.good(london_date(at)):
        try:
            with whole(FreshEyes.DoesNotExist):
                said = do(form)
        except Refused as no:
            return refused(request, here, label, no.sentence, form)
        messages.success(request, said)
        return redirect("differences:fresh_eyes", row.reference)
    _looked(request, here, at)
    chosen = where.agency if form else None
    wrong = bool((form or where).errors)
    context = {
        **heading(row, at),
        "label": label,
        "where": where,
        "form": form,
        "agency": Agency.objects.get(pk=chosen) if chosen else None,
        "nobody": people == {} and form is not None,
        "one": one,
    }
    return render(request, f"{TEMPLATES}/ask.html", context, status=NOT_UNDERSTOOD if wrong else 200)


def _about(
    request: HttpRequest, here: reading.Standpoint, one: Shown, form: WarnedForm, do: Callable[[WarnedForm], None], *,
    label: str, may: bool, done: str,
) -> HttpResponse:  # fmt: skip
    """Draw a form of whoever looks, or do what it asks; a refusal keeps what was typed."""
    at, row = now(), here.difference
    if not may:
        return refused(request, here, label, one.hindered or (WHO_LOOKS if one.waits else OVER), form)
    if request.method == "POST" and form.good(london_date(at)):
        home, gone = reverse("web:home"), (FreshEyes.DoesNotExist,)
        return taken(request, here, label, partial(do, form), said=done, to=home, form=form, gone=gone)
    _looked(request, here, at)
    context = {**heading(row, at), "label": label, "form": form, "one": one}
    return render(request, f"{TEMPLATES}/say.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def _why_not_ask(here: reading.Standpoint) -> str | None:
    row = here.difference
    return asking_refusal(here.standings, ended=bool(row.end), waiting=FreshEyes.objects.of(row).sides_waiting())


def _no_longer(request: HttpRequest, where: WhereForm) -> str:
    """Return why what was sent can be asked there no longer, in a sentence; else nothing."""
    if request.method != "POST" or where.is_valid():
        return ""
    return NO_OFFICE if request.GET.get("where") == OFFICE else NOT_THEM


def _where(request: HttpRequest, here: reading.Standpoint, at: datetime, *, office: bool) -> WhereForm:
    """Return the first step, filled in once it was answered: the second carries its answer in the address."""
    agencies = {one.pk: one for one in agencies_to_ask(here.difference, here.seats, at)}
    answered = request.method == "POST" or "where" in request.GET
    return WhereForm(request.GET if answered else None, agencies=agencies, office=office)


def _people(here: reading.Standpoint, agency: UUID | None, at: datetime) -> dict[str, Looker]:
    return may_look(here.difference, here.seats, agency, at) if agency else {}


def _found(request: HttpRequest, here: reading.Standpoint, number: int, at: datetime) -> Shown:
    """Return one by its number; raises Http404 for one that is not there."""
    found = (one for one in queries.listed(actor_of(request), here, at) if one.number == number)
    one = next(found, None)
    if one is None:
        raise Http404
    return one


def _looked(request: HttpRequest, here: reading.Standpoint, at: datetime) -> None:
    actions.looked(
        by=actor_of(request), at=at, difference=here.difference, part="fresh eyes", seats=list(here.seats)
    )  # fmt: skip
