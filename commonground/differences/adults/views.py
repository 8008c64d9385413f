"""The pages of the adults in a child's life: both sides next to each other, and filling in what one's own knows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonground.differences.adults import presenting
from commonground.differences.adults.findings import findings
from commonground.differences.adults.forms import AdultForm
from commonground.differences.adults.words import roles_of, said, what_is_said, whether_met
from commonground.differences.sheets import actions, rooms
from commonground.differences.sheets.queries import shared_by, whose
from commonground.differences.sheets.rooms import Room
from commonground.differences.views.changing import version_in
from commonground.differences.views.refusing import refused
from commonground.differences.when import clock_words, short_moment
from commonground.directory.asking import CONFLICT, NOT_UNDERSTOOD, sent
from commonground.library.adults import Adult
from commonground.now import london_date
from commonground.permissions import Permission, allow
from commonground.procedures.sheets import Tool
from commonground.record.submissions import once

LABEL = Tool.ADULTS.label
HOME = "adults_of"
SAVED = "Saved at {time}. Only your side sees it until you share it."
OUT, NEXT = "out", "next"
"""The buttons that take what is said of a role out, and that save and go on to the next role."""


@require_http_methods(["GET", "HEAD"])
@allow(Permission.TAKE_PART)
def adults(request: HttpRequest, reference: str, child: int = 1) -> HttpResponse:
    """Show who is in one child's life as each side knows it, what shows side by side, and one's own side's list."""
    here = _room(request, reference, child)
    row, sheets = here.row, here.sheets
    context = {
        **here.context(LABEL, HOME),
        "rows": presenting.rows(row, sheets),
        "shared_by": shared_by(row, sheets, here.at),
        "findings": findings(sheets.present, whose(row, sheets)),
        "own": presenting.own(sheets) if sheets.begun or here.why_not is None else [],
        "saved": short_moment(sheets.begun.saved_at, here.at) if sheets.begun else "",
        "taken_back": here.taken_back,
    }
    return render(request, "differences/adults/adults.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def role(request: HttpRequest, reference: str, child: int, number: int) -> HttpResponse:
    """Ask what one's side knows of the adults in one role (GET); keep it, or take it out (POST)."""
    here = _room(request, reference, child, "an adult in the child’s life, by role")
    found = _role_of(here, number)
    there = said(here.sheets.ours).get(found.name)
    form = AdultForm(sent(request), today=london_date(here.at), said=there, version=here.version)
    if here.why_not:
        return refused(request, here.here, LABEL, here.why_not, form)
    press = request.POST.get("press")
    if press == OUT and there is None:
        return redirect(here.address(HOME))
    if press == OUT or (request.method == "POST" and form.good(london_date(here.at))):
        on = press == NEXT and number < len(roles_of(here.sheets.ours))
        to = here.address("adults_role", number + 1) if on else here.address(HOME)
        answer = None if press == OUT else form.answer(found.name)
        if press != OUT and answer is None:
            return redirect(to)

        def keep() -> object:
            return actions.keep_line(
                by=here.actor, at=here.at, difference=here.row.pk, tool=Tool.ADULTS, child=child,
                version=version_in(request), key=found.name, line=answer.kept() if answer else None,
            )  # fmt: skip

        try:
            return here.taken(request, keep, said=SAVED.format(time=clock_words(here.at)), form=form, to=to)
        except actions.SavedMeanwhile as meanwhile:
            return _overtaken(request, reference, child, number, meanwhile.sentence)
    return _drawn(request, here, number, form, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.TAKE_PART)
@once
def share(request: HttpRequest, reference: str, child: int) -> HttpResponse:
    """Share which adults one's side knows of."""
    here = _room(request, reference, child)
    return rooms.share(request, here, here.address(HOME))


@require_POST
@allow(Permission.TAKE_PART)
@once
def throw_away(request: HttpRequest, reference: str, child: int) -> HttpResponse:
    """Throw away what one's side has begun."""
    here = _room(request, reference, child)
    return rooms.throw_away(request, here, here.address(HOME))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def quote(request: HttpRequest, reference: str, child: int) -> HttpResponse:
    """Ask what of the lists one quotes into what one's own side sees (GET), and put it there (POST)."""
    here = _room(request, reference, child, "what can be quoted of the adults")
    return rooms.quote(request, here, presenting.quotables(here.row, here.sheets), here.context(LABEL, HOME))


def _room(
    request: HttpRequest, reference: str, child: int, part: str = "the adults in the child’s life"
) -> Room:  # fmt: skip
    return rooms.room(request, reference, Tool.ADULTS, child, part)


def _role_of(here: Room, number: int) -> Adult:
    found = roles_of(here.sheets.ours)
    if number not in range(1, len(found) + 1):
        raise Http404
    return found[number - 1]


def _overtaken(request: HttpRequest, reference: str, child: int, number: int, sentence: str) -> HttpResponse:
    """Draw a role again after a colleague saved: the words are kept, and what stands there now is shown."""
    again = _room(request, reference, child)
    data = request.POST.copy()
    data["version"] = str(again.version)
    form = AdultForm(data, today=london_date(again.at))
    form.is_valid()
    return _drawn(request, again, number, form, status=CONFLICT, overtaken=sentence)


def _drawn(
    request: HttpRequest, here: Room, number: int, form: AdultForm, *, status: int, overtaken: str = ""
) -> HttpResponse:
    """Draw the page of one role: what to ask oneself, and the form."""
    found = _role_of(here, number)
    there = said(here.sheets.ours).get(found.name)
    context = {
        **here.context(LABEL, HOME),
        "label": f"{number}. {found.name}",
        "role": found,
        "form": form,
        "last": number == len(roles_of(here.sheets.ours)),
        "overtaken": overtaken,
        "there": " ".join(filter(None, (what_is_said(there), whether_met(there)))) if there else "",
    }
    return render(request, "differences/adults/role.html", context, status=status)
