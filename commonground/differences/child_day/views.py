"""The pages of a child's day: both sides next to each other, and filling in what one's own side knows."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commonground.differences import actions as acts
from commonground.differences.child_day import actions, presenting
from commonground.differences.child_day.findings import findings
from commonground.differences.child_day.forms import BeginDayForm, PartForm, QuoteForm
from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.queries import Sheet, readable, sheets
from commonground.differences.child_day.words import answers, day_words, identifiers, parts_of, version_of
from commonground.differences.reading import Standpoint
from commonground.differences.views.changing import version_in, whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.differences.when import clock_words, short_moment
from commonground.directory.asking import CONFLICT, NOT_UNDERSTOOD, sent
from commonground.directory.queries import Actor
from commonground.identifiers import Found
from commonground.library.day.shape import DayType, Part
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.child_day import NOT_BEGUN, day_refusal, has_days
from commonground.procedures.rules import Refused
from commonground.procedures.sheets import NOTHING_TO_QUOTE
from commonground.procedures.terms import Side, Subject
from commonground.record.submissions import once

LABEL = "The child’s day"
BEGUN = "Say what your side knows, part by part."
SAVED = "Saved at {time}. Only your side sees it until you share it."
THROWN = "What your side had begun is thrown away. What it shared stays."
TOO_LONG = "Not saved yet: something is too long, or no time or date."
NEXT = "next"
"""The button that saves and goes on to the next part."""


@dataclass(frozen=True, slots=True)
class Room:
    """A difference in whose days somebody stands: how they meet it, and the sheets that they may read."""

    actor: Actor
    at: datetime
    here: Standpoint
    sheets: list[Sheet]

    @property
    def why_not(self) -> str | None:
        """Why they cannot fill in a day, in a sentence; None when they can."""
        return day_refusal(self.here.situation, self.here.standings, stands_in=self.here.stands_in)

    def sheet(self, child: int, day_type: str) -> Sheet:
        """Return one sheet; raises Http404 for a day that there cannot be."""
        if day_type not in set(DayType) or child not in range(1, self.here.difference.children_count + 1):
            raise Http404
        key = (child, DayType(day_type))
        return next((one for one in self.sheets if (one.child, one.day_type) == key), Sheet(*key))


def room(request: HttpRequest, reference: str, part: str = "the child’s day") -> Room:
    """Return the room; raises Http404 where there is no child, as for what is not theirs."""
    at, here = now(), met(request, reference)
    if not has_days(Subject(here.difference.subject)):
        raise Http404
    acts.looked(by=actor_of(request), at=at, difference=here.difference, part=part, seats=list(here.seats))
    return Room(actor_of(request), at, here, sheets(here.difference, readable(here)))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def days(request: HttpRequest, reference: str) -> HttpResponse:
    """Show which days there are, and ask which one's side begins (GET); begin it (POST)."""
    here = room(request, reference)
    row = here.here.difference
    form = BeginDayForm(sent(request), children=row.children_count)
    if request.method == "POST":
        if here.why_not:
            return refused(request, here.here, LABEL, here.why_not, form)
        if form.is_valid():
            said = form.said()

            def begin() -> object:
                return actions.begin_day(by=here.actor, at=here.at, difference=row.pk, **said)

            to = _address(here, said["child"], said["day_type"])
            return taken(request, here.here, LABEL, begin, said=BEGUN, to=to, form=form)
    context = {
        **heading(row, here.at),
        "label": LABEL,
        "form": form,
        "lines": list(presenting.lines(row, here.sheets)),
        "asks": here.why_not is None,
    }
    return render(request, "differences/child_day/days.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
@allow(Permission.TAKE_PART)
def day(request: HttpRequest, reference: str, child: int, day_type: str) -> HttpResponse:
    """Show one day: both sides' bands, what shows when they lie side by side, and what one's own side has begun."""
    here = room(request, reference)
    return _drawn_day(request, here, here.sheet(child, day_type))


def _drawn_day(request: HttpRequest, here: Room, sheet: Sheet, found: tuple[Found, ...] = ()) -> HttpResponse:
    """Draw the page of a day; ``found`` is what in it may point to a family, told before it is shared."""
    row = here.here.difference
    present, begun = sheet.present, sheet.begun
    names = {side: row.name_of(side) for side in present}
    context = {
        **heading(row, here.at),
        "label": f"{LABEL}: {day_words(sheet.child, sheet.day_type, row.children_count).lower()}",
        "sheet": sheet,
        "sides": presenting.side_days(row, sheet, here.at),
        "waits_for": [row.name_of(side) for side in Side if side not in present] if sheet.shared else [],
        "rows": presenting.rows(row, sheet),
        "findings": findings(present, names),
        "legend": presenting.LEGEND,
        "before": [one for some in sheet.shared.values() for one in some[:-1]],
        "asks": here.why_not is None,
        "begun": begun,
        "own": _own(begun) if begun else (),
        "halves": presenting.drawn(begun) if begun else (),
        "saved": short_moment(begun.saved_at, here.at) if begun else "",
        "version": version_of(begun) if begun else None,
        "found": found,
    }
    return render(request, "differences/child_day/day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def part(request: HttpRequest, reference: str, child: int, day_type: str, number: int) -> HttpResponse:
    """Ask what one's side knows of one part of the day (GET), and keep it (POST)."""
    here = room(request, reference, "a part of the child’s day")
    sheet = here.sheet(child, day_type)
    form = _form(request, sheet.begun, number, here.at)
    if sentence := here.why_not or (None if sheet.begun else NOT_BEGUN):
        return refused(request, here.here, LABEL, sentence, form)
    assert sheet.begun  # noqa: S101 it was just asked
    found = _part_of(sheet.begun, number)
    if request.method == "POST" and form.good(london_date(here.at)):
        kept = _address(here, child, day_type)
        on = request.POST.get("press") == NEXT and number < len(parts_of(sheet.begun))
        to = _address(here, child, day_type, "childs_day_part", number + 1) if on else kept

        def keep() -> object:
            return _keep(here, sheet, found, form)

        try:
            saved = SAVED.format(time=clock_words(here.at))
            return taken(request, here.here, LABEL, keep, said=saved, to=to, form=form)
        except actions.SavedMeanwhile as meanwhile:
            return _overtaken(request, reference, sheet, number, meanwhile.sentence)
    return _drawn_part(request, here, sheet, number, form, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.TAKE_PART)
def keep(request: HttpRequest, reference: str, child: int, day_type: str, number: int) -> HttpResponse:
    """Keep what is being written, for a script of the page; its answer says what the page should say."""
    here = room(request, reference, "a part of the child’s day")
    sheet = here.sheet(child, day_type)
    if sentence := here.why_not or (None if sheet.begun else NOT_BEGUN):
        return JsonResponse({"said": sentence}, status=CONFLICT)
    assert sheet.begun  # noqa: S101 it was just asked
    found, form = _part_of(sheet.begun, number), _form(request, sheet.begun, number, here.at, writing=True)
    if not form.is_valid():
        return JsonResponse({"said": TOO_LONG}, status=NOT_UNDERSTOOD)
    try:
        with whole():
            kept = _keep(here, sheet, found, form)
    except Refused as no:
        return JsonResponse({"said": no.sentence}, status=CONFLICT)
    except actions.SavedMeanwhile:
        return JsonResponse({"said": "Not saved: a colleague saved this day meanwhile."}, status=CONFLICT)
    return JsonResponse({"said": SAVED.format(time=clock_words(here.at)), "version": kept.version})


@require_POST
@allow(Permission.TAKE_PART)
@once
def share(request: HttpRequest, reference: str, child: int, day_type: str) -> HttpResponse:
    """Share what one's side knows of a day, once it was told what of it may point to a family."""
    here = room(request, reference)
    sheet = here.sheet(child, day_type)
    if sheet.begun and not here.why_not and not request.POST.get("warned"):
        found = identifiers(sheet.begun, london_date(here.at))
        if found:
            return _drawn_day(request, here, sheet, found)

    def do() -> object:
        return actions.share_day(
            by=here.actor, at=here.at, difference=here.here.difference.pk, child=child, day_type=DayType(day_type),
            version=version_in(request),
        )  # fmt: skip

    try:
        to = _address(here, child, day_type)
        return taken(request, here.here, LABEL, do, said="Both sides can read what your side knows of this day.", to=to)
    except actions.SavedMeanwhile:
        messages.info(request, "A colleague saved something of this day meanwhile. Read it, and then share it.")
        return redirect(_address(here, child, day_type))


@require_POST
@allow(Permission.TAKE_PART)
@once
def throw_away(request: HttpRequest, reference: str, child: int, day_type: str) -> HttpResponse:
    """Throw away what one's side has begun."""
    here = room(request, reference)
    here.sheet(child, day_type)

    def do() -> None:
        actions.throw_day_away(
            by=here.actor, at=here.at, difference=here.here.difference.pk, child=child, day_type=DayType(day_type),
            version=version_in(request),
        )  # fmt: skip

    to = reverse("differences:childs_days", args=[reference])
    try:
        return taken(request, here.here, LABEL, do, said=THROWN, to=to)
    except actions.SavedMeanwhile:
        messages.info(request, "A colleague saved something of this day meanwhile. Read it before you throw it away.")
        return redirect(_address(here, child, day_type))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def quote(request: HttpRequest, reference: str, child: int, day_type: str) -> HttpResponse:
    """Ask what of a day one quotes into what one's own side sees (GET), and put it there (POST)."""
    here = room(request, reference, "what can be quoted of the child’s day")
    row, sheet = here.here.difference, here.sheet(child, day_type)
    found = presenting.quotables(row, sheet)
    if sentence := here.why_not or (None if found else NOTHING_TO_QUOTE):
        return refused(request, here.here, LABEL, sentence)
    form = QuoteForm(sent(request), quotables=found)
    if form.is_bound and form.is_valid():

        def do() -> object:
            one = form.chosen
            return actions.quote_into_view(by=here.actor, at=here.at, difference=row.pk, day=one.day, part=one.part)

        said = "It stands among the facts of your draft below, with its source and date. Share it when you are ready."
        to = reverse("differences:our_view", args=[reference])
        return taken(request, here.here, LABEL, do, said=said, to=to, form=form)
    context = {
        **heading(row, here.at),
        "label": "Quote into our view",
        "which": day_words(child, day_type, row.children_count),
        "day": _address(here, child, day_type),
        "form": form,
    }
    return render(request, "differences/child_day/quote.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def _form(
    request: HttpRequest, begun: ChildDay | None, number: int, at: datetime, *, writing: bool = False
) -> PartForm:
    """Return the form of a part, with what one's side says of it already, or with what was sent alone."""
    data = sent(request)
    if begun is None:
        return PartForm(data, today=london_date(at))
    said = answers(begun).get(_part_of(begun, number).name)
    return PartForm(data, today=london_date(at), answer=said, version=begun.version, writing=writing)


def _part_of(begun: ChildDay, number: int) -> Part:
    parts = parts_of(begun)
    if number not in range(1, len(parts) + 1):
        raise Http404
    return parts[number - 1]


def _keep(here: Room, sheet: Sheet, found: Part, form: PartForm) -> ChildDay:
    return actions.say_of_part(
        by=here.actor, at=here.at, difference=here.here.difference.pk, child=sheet.child, day_type=sheet.day_type,
        version=form.cleaned_data["version"], part=found.name, answer=form.answer(found.name),
    )  # fmt: skip


def _overtaken(request: HttpRequest, reference: str, sheet: Sheet, number: int, sentence: str) -> HttpResponse:
    """Draw a part again after a colleague saved the day: the words are kept, and what stands there now is shown."""
    again = room(request, reference, "a part of the child’s day")
    fresh = again.sheet(sheet.child, sheet.day_type)
    if fresh.begun is None:
        return refused(request, again.here, LABEL, NOT_BEGUN, _form(request, None, number, again.at))
    data = request.POST.copy()
    data["version"] = str(fresh.begun.version)
    form = PartForm(data, today=london_date(again.at))
    form.is_valid()
    return _drawn_part(request, again, fresh, number, form, status=CONFLICT, overtaken=sentence)


def _drawn_part(
    request: HttpRequest,
    here: Room,
    sheet: Sheet,
    number: int,
    form: PartForm,
    *,
    status: int = 200,
    overtaken: str = "",
) -> HttpResponse:
    """Draw the page of one part: what to ask, and the form."""
    assert sheet.begun  # noqa: S101 the caller has asked
    row, found = here.here.difference, _part_of(sheet.begun, number)
    there = answers(sheet.begun).get(found.name)
    context = {
        **heading(row, here.at),
        "label": f"{number}. {found.name}",
        "part": found,
        "which": day_words(sheet.child, sheet.day_type, row.children_count),
        "day": _address(here, sheet.child, sheet.day_type),
        "keeps": _address(here, sheet.child, sheet.day_type, "keep_childs_day", number),
        "form": form,
        "last": number == len(parts_of(sheet.begun)),
        "overtaken": overtaken,
        "there": there,
    }
    return render(request, "differences/child_day/part.html", context, status=status)


def _own(begun: ChildDay) -> list[tuple[int, Part, object]]:
    """Return the parts of a day that one's side has begun, with what it says of each."""
    said = answers(begun)
    return [(number, one, said.get(one.name)) for number, one in enumerate(parts_of(begun), start=1)]


def _address(here: Room, child: int, day_type: str, name: str = "childs_day", *more: int) -> str:
    return reverse(f"differences:{name}", args=[here.here.difference.reference, child, str(day_type), *more])
