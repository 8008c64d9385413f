"""The pages of thresholds side by side: the room itself, one box of the chart, placing it, and not using it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonground.differences import actions as acts
from commonground.differences.reading import Standpoint
from commonground.differences.thresholds import actions, reading
from commonground.differences.thresholds.forms import BeginForm, BoxForm, NotUsedForm, PlaceForm, as_sent
from commonground.differences.thresholds.presenting import choices, placed_on, side_by_side
from commonground.differences.thresholds.reading import Placed
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.differences.when import short_moment
from commonground.directory.asking import NOT_UNDERSTOOD, sent
from commonground.directory.queries import Actor
from commonground.library.shape import Box
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.rules import Refused
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Kind, Subject
from commonground.procedures.thresholds import (
    NOT_BEGUN,
    by_level,
    chart_refusal,
    choosing_refusal,
    placing_refusal,
)
from commonground.record.submissions import once

LABEL = "Thresholds side by side"
CHOOSE = "Choose what you see. Nobody of the other side can read it yet."
BEGUN = "Somebody of your side has begun already. Go on from what is there."


@dataclass(frozen=True, slots=True)
class Room:
    """A difference in whose room somebody stands: how they meet it, what they read there, and what is their side's."""

    actor: Actor
    at: datetime
    here: Standpoint
    placed: tuple[Placed, ...]

    @property
    def own(self) -> Placed | None:
        """What their own side has placed, or has begun to."""
        side = self.here.own_side
        mine = (one for one in self.placed if one.side is side)
        return next((one for one in mine if one.is_now(self.here.difference)), None)

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse("differences:chart", args=[self.here.difference.reference])

    @property
    def acts(self) -> bool:
        """Whether they act for a side, and it is not over."""
        return self.why_not is None

    @property
    def why_not(self) -> str | None:
        """Why they cannot place anything, in a sentence; None when they can."""
        return chart_refusal(self.here.situation, self.here.standings, stands_in=self.here.stands_in)


def room(request: HttpRequest, reference: str) -> Room:
    """Return the room; raises Http404 where a chart is of no use, as for what is not theirs."""
    at, here = now(), met(request, reference)
    row = here.difference
    if not by_level(Kind(row.kind), Subject(row.subject)):
        raise Http404
    acts.looked(by=actor_of(request), at=at, difference=row, part="thresholds side by side", seats=list(here.seats))
    return Room(actor_of(request), at, here, reading.placed(here))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def chart(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is shown of both sides, and what one's own side has chosen (GET), or begin (POST)."""
    here = room(request, reference)
    row, side = here.here.difference, of_a_side(here.here.standings)
    of = reading.charts_for(row, side.side) if side and side.side and not here.own else []
    areas = [(str(one.area.pk), f"{one.edition or 'The chart'} ({one.area})") for one in of]
    form = BeginForm(sent(request), areas=areas or [("", "")])
    if request.method == "POST":
        if here.why_not:
            return refused(request, here.here, LABEL, here.why_not)
        if here.own:
            return _begun_already(request, here)
        if form.is_valid():
            try:
                with whole():
                    _, by_them = actions.begin(by=here.actor, at=here.at, difference=row.pk, area=UUID(form.area_key))
            except Refused as no:
                return refused(request, here.here, LABEL, no.sentence)
            return _to_room(request, here, CHOOSE) if by_them else _begun_already(request, here)
    shown = [one for one in here.placed if one.placement.shown_at]
    own = here.own
    context = {
        **heading(row, here.at),
        "form": form,
        "charts": of,
        "acts": here.acts,
        "own": own,
        "choices": choices(own) if own and not own.placement.placed_at else (),
        "adds": choices(own) if own and own.placement.shown_at and here.acts and not own.placement.unused else (),
        "waits": own is not None and own.placement.placed_at is not None and own.placement.shown_at is None,
        "placed_at": short_moment(own.placement.placed_at, here.at) if own and own.placement.placed_at else "",
        "together": side_by_side(row, shown) if shown else None,
    }
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/thresholds/chart.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def box(request: HttpRequest, reference: str, level: int | None = None, column: str = "") -> HttpResponse:
    """Ask which phrases of one box fit, with what was seen and by whom (GET), and keep them (POST)."""
    here = room(request, reference)
    own, data = here.own, sent(request)
    if own is None:
        written = BoxForm(data, box=as_sent(data or {}), marks=(), shown=False)
        return refused(request, here.here, LABEL, here.why_not or NOT_BEGUN, written)
    name, found = _box(own, level, column)
    placement = own.placement
    marks = [one for one in own.marks if (one.level, one.column) == (level, column)]
    placed, shown = placement.placed_at is not None, placement.shown_at is not None
    form = BoxForm(data, box=found, marks=marks, shown=shown, initial={"version": placement.version})
    choosing = choosing_refusal(placed=placed, shown=shown, unused=placement.unused)
    if sentence := here.why_not or choosing:
        return refused(request, here.here, LABEL, sentence, form)
    if request.method == "POST" and form.good(london_date(here.at)):

        def choose() -> object:
            return actions.choose(
                by=here.actor, at=here.at, difference=here.here.difference.pk, box=(level, column),
                version=form.cleaned_data["version"], chosen=form.picked(),
            )  # fmt: skip

        said = "Added, and shown to both sides." if placement.shown_at else "Kept. Only your side can read it so far."
        return taken(request, here.here, LABEL, choose, said=said, to=here.address, form=form)
    context = {**heading(here.here.difference, here.at), "form": form, "name": name, "box": found, "own": own}
    context["chosen"] = marks if placement.shown_at else ()
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/thresholds/box.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def place(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what would change one's mind (GET), and place what the side chose (POST)."""
    here = room(request, reference)
    own = here.own
    form = PlaceForm(sent(request), initial={"version": own.placement.version if own else 0})
    if sentence := here.why_not or (NOT_BEGUN if own is None else _placed(own)):
        return refused(request, here.here, LABEL, sentence, form)
    if request.method == "POST" and form.good(london_date(here.at)):

        def do() -> object:
            return actions.place(by=here.actor, at=here.at, difference=here.here.difference.pk, **form.said())

        return taken(request, here.here, LABEL, do, said="Your side has placed it.", to=here.address, form=form)
    context = {**heading(here.here.difference, here.at), "form": form, "own": own}
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/thresholds/place.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def not_used(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether somebody wants to say why their side does not use the chart (GET), and note it (POST)."""
    here = room(request, reference)
    form = NotUsedForm(sent(request))
    if sentence := here.why_not or _placed(here.own):
        return refused(request, here.here, LABEL, sentence, form)
    if request.method == "POST" and form.good(london_date(here.at)):

        def do() -> object:
            return actions.not_used(by=here.actor, at=here.at, difference=here.here.difference.pk, **form.said())

        said = "It is noted that your side does not use this chart."
        return taken(request, here.here, LABEL, do, said=said, to=here.address, form=form)
    context = {**heading(here.here.difference, here.at), "form": form}
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/thresholds/not_used.html", context, status=status)


def _placed(own: Placed | None) -> str | None:
    one = own.placement if own else None
    return placing_refusal(placed=one.placed_at is not None, unused=one.unused) if one else None


def _begun_already(request: HttpRequest, here: Room) -> HttpResponse:
    messages.info(request, BEGUN)
    return redirect(here.address)


def _to_room(request: HttpRequest, here: Room, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(here.address)


def _box(own: Placed, level: int | None, column: str) -> tuple[str, Box]:
    """Return what a box is called and what the chart says in it; raises Http404 for one that there is not."""
    chart = own.chart
    if level is None:
        if chart is not None:
            raise Http404
        return "In our own words", Box()
    found = next((one for one in chart.levels if one.number == level), None) if chart else None
    if chart is None or found is None or column not in placed_on(chart):
        raise Http404
    return f"Level {level}, {chart.columns[column]}", found.boxes[column]
