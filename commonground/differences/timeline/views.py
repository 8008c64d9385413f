"""The pages of the joint chronology: both sides' events on one line, and writing down those of one's own side."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonground.differences.sheets import actions, rooms
from commonground.differences.sheets.queries import shared_by, whose
from commonground.differences.sheets.rooms import Room
from commonground.differences.timeline import presenting
from commonground.differences.timeline.findings import findings
from commonground.differences.timeline.forms import EventForm
from commonground.differences.timeline.words import events, what_is_said
from commonground.differences.views.changing import version_in
from commonground.differences.views.refusing import refused
from commonground.differences.when import clock_words, short_moment
from commonground.directory.asking import CONFLICT, NOT_UNDERSTOOD
from commonground.now import london_date
from commonground.permissions import Permission, allow
from commonground.procedures.sheets import Tool
from commonground.record.submissions import once

LABEL = Tool.TIMELINE.label
HOME = "timeline_of"
SAVED = "Saved at {time}. Only your side sees it until you share it."
NEW = "new"
"""The key of an event that is not written down yet."""
OUT, NEXT = "out", "next"
"""The buttons that take an event out, and that save and ask for another."""


@require_http_methods(["GET", "HEAD"])
@allow(Permission.TAKE_PART)
def timeline(request: HttpRequest, reference: str, child: int = 1) -> HttpResponse:
    """Show both sides' events on one line, what shows there, and one's own side's events."""
    here = _room(request, reference, child)
    row, sheets = here.row, here.sheets
    context = {
        **here.context(LABEL, HOME),
        "line": presenting.line(row, sheets),
        "shared_by": shared_by(row, sheets, here.at),
        "findings": findings(sheets.present, whose(row, sheets)),
        "own": presenting.own(sheets) if sheets.begun or here.why_not is None else [],
        "saved": short_moment(sheets.begun.saved_at, here.at) if sheets.begun else "",
        "taken_back": here.taken_back,
        "new": here.address("timeline_event", NEW),
    }
    return render(request, "differences/timeline/timeline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def event(request: HttpRequest, reference: str, child: int, key: str) -> HttpResponse:
    """Ask what happened on a day (GET); keep it, or take it out (POST). What a colleague took out is added again."""
    here = _room(request, reference, child)
    found = next((one for one in events(here.sheets.ours) if one.key == key), None)
    sent, today = request.POST if request.method == "POST" else None, london_date(here.at)
    if found is None and key != NEW and sent is None:
        raise Http404
    form = EventForm(sent, today=today, event=found, version=here.version)
    if here.why_not:
        return refused(request, here.here, LABEL, here.why_not, form)
    out = sent is not None and sent.get("press") == OUT
    if out and found is None:
        return redirect(here.address(HOME))
    if out or (sent is not None and form.good(today)):
        own_key = found.key if found else uuid4().hex[:12]

        def keep() -> object:
            return actions.keep_line(
                by=here.actor, at=here.at, difference=here.row.pk, tool=Tool.TIMELINE, child=child,
                version=version_in(request), key=own_key, line=None if out else form.event(own_key).kept(),
            )  # fmt: skip

        more = sent is not None and sent.get("press") == NEXT
        to = here.address("timeline_event", NEW) if more else here.address(HOME)
        try:
            return here.taken(request, keep, said=SAVED.format(time=clock_words(here.at)), form=form, to=to)
        except actions.SavedMeanwhile as meanwhile:
            return _overtaken(request, reference, child, key, meanwhile.sentence)
    return _drawn(request, here, key, form, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.TAKE_PART)
@once
def share(request: HttpRequest, reference: str, child: int) -> HttpResponse:
    """Share the events of one's own side."""
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
    """Ask which event one quotes into what one's own side sees (GET), and put it there (POST)."""
    here = _room(request, reference, child)
    return rooms.quote(request, here, presenting.quotables(here.row, here.sheets), here.context(LABEL, HOME))


def _room(request: HttpRequest, reference: str, child: int) -> Room:
    return rooms.room(request, reference, Tool.TIMELINE, child, "the joint chronology")


def _overtaken(request: HttpRequest, reference: str, child: int, key: str, sentence: str) -> HttpResponse:
    """Draw an event again after a colleague saved: the words are kept, and what stands there now is shown."""
    again = _room(request, reference, child)
    data = request.POST.copy()
    data["version"] = str(again.version)
    form = EventForm(data, today=london_date(again.at))
    form.is_valid()
    return _drawn(request, again, key, form, status=CONFLICT, overtaken=sentence)


def _drawn(
    request: HttpRequest, here: Room, key: str, form: EventForm, *, status: int, overtaken: str = ""
) -> HttpResponse:  # fmt: skip
    there = next((one for one in events(here.sheets.ours) if one.key == key), None)
    context = {
        **here.context(LABEL, HOME),
        "label": "Change an event" if there else "Add an event",
        "form": form,
        "overtaken": overtaken,
        "there": there,
        "said": what_is_said(there) if there else "",
    }
    return render(request, "differences/timeline/event.html", context, status=status)
