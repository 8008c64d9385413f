"""What the pages of every tool share: how somebody meets its sheets, and how a sheet is shared or thrown away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commonground.differences import actions as acts
from commonground.differences.models import Difference
from commonground.differences.reading import Standpoint
from commonground.differences.sheets import actions
from commonground.differences.sheets.queries import Sheets, readable
from commonground.differences.sheets.quoting import Quotable, QuoteForm
from commonground.differences.views.changing import version_in
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.directory.asking import NOT_UNDERSTOOD, sent
from commonground.directory.queries import Actor
from commonground.govuk.forms import GovukForm
from commonground.now import now
from commonground.procedures.sheets import NOTHING_TO_QUOTE, Tool, has_sheets, sheet_refusal
from commonground.procedures.terms import Side, Subject

SHARED = "Both sides can read what your side said here."
TOOK_BACK = "Both sides can read that your side took back what it had shared here."
MEANWHILE = "A colleague saved something here meanwhile. Read it, and then share it."
NOT_THROWN = "A colleague saved something here meanwhile. Read it before you throw it away."
THROWN = "What your side had begun is thrown away. What it shared stays."
QUOTED = "It stands among the facts of your draft below, with its source and date. Share it when you are ready."


@dataclass(frozen=True, slots=True)
class Room:
    """A difference in whose sheets of a tool somebody stands: how they meet it, and the sheets about one child."""

    tool: Tool
    actor: Actor
    at: datetime
    here: Standpoint
    sheets: Sheets

    @property
    def row(self) -> Difference:
        """The difference."""
        return self.here.difference

    @property
    def version(self) -> int:
        """The version that the reader's side goes on from, begun or shared; 0 where it has said nothing yet."""
        return self.sheets.ours.version if self.sheets.ours else 0

    @property
    def taken_back(self) -> list[str]:
        """The agencies that took back what they had shared, by name."""
        row, newest = self.row, self.sheets.newest
        return [row.whose(side, one.agency) for side, one in newest.items() if not one.lines]

    @property
    def why_not(self) -> str | None:
        """Why they cannot fill in a sheet, in a sentence; None when they can."""
        return sheet_refusal(self.here.situation, self.here.standings, stands_in=self.here.stands_in)

    def address(self, name: str, *more: int | str) -> str:
        """Return an address of the tool about this child."""
        return reverse(f"differences:{name}", args=[self.row.reference, self.sheets.child, *more])

    def context(self, label: str, home: str) -> dict[str, object]:
        """Return what every page of a tool about one child draws. ``home`` is the name of its page."""
        row, sheets = self.row, self.sheets
        return {
            **heading(row, self.at),
            "label": f"{label}: child {self.sheets.child}" if row.children_count > 1 else label,
            "which": f"Child {self.sheets.child}" if row.children_count > 1 else "",
            "sheets": sheets,
            "children": [
                (number, reverse(f"differences:{home}", args=[row.reference, number]), number == self.sheets.child)
                for number in range(1, row.children_count + 1)
            ],
            "home": self.address(home),
            "asks": self.why_not is None,
            "waits_for": [row.name_of(side) for side in Side if side not in sheets.present] if sheets.shared else [],
        }

    def taken(
        self, request: HttpRequest, do: Callable[[], object], *, said: str, to: str, form: GovukForm | None = None
    ) -> HttpResponse:
        """Take a step and go on; or say why not, with what was written."""
        return taken(request, self.here, self.tool.label, do, said=said, to=to, form=form)


def room(request: HttpRequest, reference: str, tool: Tool, child: int, part: str) -> Room:
    """Return the room, and record the look; raises Http404 where there is no such child, as for what is not theirs."""
    at, here = now(), met(request, reference)
    row = here.difference
    if not has_sheets(Subject(row.subject)) or child not in range(1, row.children_count + 1):
        raise Http404
    acts.looked(by=actor_of(request), at=at, difference=row, part=part, seats=list(here.seats))
    return Room(tool, actor_of(request), at, here, readable(here, tool)[child])


def share(request: HttpRequest, room: Room, to: str) -> HttpResponse:
    """Share the sheet of one's own side."""

    def do() -> object:
        return actions.share_sheet(
            by=room.actor, at=room.at, difference=room.row.pk, tool=room.tool, child=room.sheets.child,
            version=version_in(request),
        )  # fmt: skip

    begun = room.sheets.begun
    try:
        return room.taken(request, do, said=SHARED if begun is None or begun.lines else TOOK_BACK, to=to)
    except actions.SavedMeanwhile:
        messages.info(request, MEANWHILE)
        return redirect(to)


def throw_away(request: HttpRequest, room: Room, to: str) -> HttpResponse:
    """Throw away what one's own side has begun."""

    def do() -> None:
        actions.throw_sheet_away(
            by=room.actor, at=room.at, difference=room.row.pk, tool=room.tool, child=room.sheets.child,
            version=version_in(request),
        )  # fmt: skip

    try:
        return room.taken(request, do, said=THROWN, to=to)
    except actions.SavedMeanwhile:
        messages.info(request, NOT_THROWN)
        return redirect(to)


def quote(request: HttpRequest, room: Room, found: list[Quotable], context: Mapping[str, object]) -> HttpResponse:
    """Ask what of the sheets one quotes into what one's own side sees (GET), and put it there (POST)."""
    if sentence := room.why_not or (None if found else NOTHING_TO_QUOTE):
        return refused(request, room.here, room.tool.label, sentence)
    form = QuoteForm(sent(request), quotables=found)
    if form.is_bound and form.is_valid():

        def do() -> object:
            return actions.quote_into_view(
                by=room.actor, at=room.at, difference=room.row.pk, child=room.sheets.child, fact=form.chosen
            )  # fmt: skip

        to = reverse("differences:our_view", args=[room.row.reference])
        return room.taken(request, do, said=QUOTED, to=to, form=form)
    drawn = {**context, "label": "Quote into our view", "form": form}
    return render(request, "differences/sheets/quote.html", drawn, status=NOT_UNDERSTOOD if form.errors else 200)
