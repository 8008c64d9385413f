"""Who would answer at each stage, agency by agency, and each gap with where it is put right.

A safeguarding lead looks at her own agencies; an officer at all of her partnership, and at an edition not in force yet.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from commonground.differences.coverage import Cell, Coverage, Row, State, coverage
from commonground.differences.gaps import Gap, Wrong, listed
from commonground.differences.taking_part import needs
from commonground.differences.views.finding import actor_of
from commonground.directory.models import Agency, Partnership
from commonground.directory.queries import Actor, kept_agencies
from commonground.directory.rota import Rota
from commonground.editions.models import Edition
from commonground.editions.queries import calendar, live_editions, procedure_of, reading
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.definition import Procedure
from commonground.procedures.terms import Covers, Role, Side

AGENCIES_A_PAGE = 20

LOOKS: dict[State, tuple[str, str]] = {
    State.COVERED: ("✓", "green"),
    State.UNKNOWN: ("?", "grey"),
    State.WEAK: ("!", "yellow"),
    State.PASSED_UP: ("↑", "orange"),
    State.NOBODY: ("✕", "red"),
}
"""The mark of each state, so that colour never says it alone, and its colour."""

INSTEAD = {
    State.PASSED_UP: "Until then the people of a later stage are asked: {names}.",
    State.NOBODY: "Until then only the partnership’s office can be asked.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One stage of a row of the table: its state in a word and a mark, and who would answer."""

    number: int
    name: str
    state: State
    mark: str
    colour: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: an agency or a team."""

    name: str
    href: str
    stages: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ToDo:
    """One gap: at which stages it is, what is wrong, what happens until it is put right, and where that is done."""

    stages: str
    sentence: str
    instead: str
    does: str
    href: str
    days_away: str
    """Where the days away of whoever is away are kept."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A partnership as it was looked at: under which edition, and what was found."""

    partnership: Partnership
    edition: Edition
    rota: Rota
    found: Coverage

    @property
    def draft(self) -> bool:
        """Whether the edition is not open to practitioners yet."""
        return self.edition.opened is None

    @property
    def under(self) -> str:
        """What an address says so that the same edition is looked at: nothing where that is the usual one."""
        usual = not self.draft and self.edition.covers == Covers.DIFFERENCES
        return "" if usual else f"&edition={self.edition.pk}"


@require_GET
@allow(Permission.KEEP_PEOPLE)
def begin(request: HttpRequest) -> HttpResponse:
    """List where one can look, under an edition that is not open yet if that is asked; if it is one place, go there."""
    actor = actor_of(request)
    areas = list(Partnership.objects.filter(pk__in=actor.offices).order_by("name"))
    own = kept_agencies(actor).filter(pk__in=actor.agencies_as(Role.SAFEGUARDING_LEAD)).order_by("name", "id")
    under = ""
    if asked := request.GET.get("edition"):
        areas = [area for area in areas if any(str(one.pk) == asked for one in others(area, actor, london_date(now())))]
        own, under = own.none(), f"?edition={asked}"
        if not areas:
            raise Http404
    places = [(str(area), reverse("coverage:partnership", args=[area.pk]) + under) for area in areas]
    places += [(str(agency), reverse("coverage:agency", args=[agency.pk])) for agency in own]
    if len(places) == 1:
        return redirect(places[0][1])
    return render(request, "differences/coverage/begin.html", {"places": places})


@require_GET
@allow(Permission.KEEP_PEOPLE)
def partnership(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """Show all agencies of a partnership whose officer one is, those with the worst gaps first."""
    actor = actor_of(request)
    area = get_object_or_404(Partnership.objects.filter(pk__in=actor.offices), pk=partnership)
    looked = look(request, area)
    if looked is None:
        return _not_open(request, area)
    by_agency: dict[Agency, list[Row]] = {}
    for row in looked.found.rows:
        by_agency.setdefault(row.agency, []).append(row)
    ranked = sorted(by_agency.items(), key=lambda pair: -max(row.worst.rank for row in pair[1]))
    page = Paginator(ranked, AGENCIES_A_PAGE).get_page(request.GET.get("page"))
    shown = [
        (line(str(agency), rows, looked, href=_at(agency, looked)), to_do(rows, officer=True))
        for agency, rows in page.object_list
    ]
    context = _context(looked) | {
        "shown": shown,
        "lines": [one for one, _ in shown],
        "any_todo": any(todo for _, todo in shown),
        "agencies": len(ranked),
        "with_gaps": sum(any(cell.gaps for row in rows for cell in row.cells) for rows in by_agency.values()),
        "before": _page(looked, page.previous_page_number()) if page.has_previous() else "",
        "after": _page(looked, page.next_page_number()) if page.has_next() else "",
        "others": others(area, actor, looked.found.on, looked.edition),
    }
    return render(request, "differences/coverage/partnership.html", context)


@require_GET
@allow(Permission.KEEP_PEOPLE)
def agency(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Show who would answer for one agency and its teams, what is wrong, and what it lacks to take part."""
    actor = actor_of(request)
    row = get_object_or_404(kept_agencies(actor), pk=agency)
    areas = areas_of(row, actor)
    wanted = request.GET.get("partnership", "")
    area = next((one for one in areas if str(one.pk) == wanted), areas[0] if areas and not wanted else None)
    if area is None:
        raise Http404
    looked = look(request, area, row)
    if looked is None:
        return _not_open(request, area)
    rows = looked.found.of(row.pk)
    officer = area.pk in actor.offices
    lacks = needs(row, rows, looked.rota)
    context = _context(looked) | {
        "agency": row,
        "officer": officer,
        "lines": [line(f"{one.team}" if one.team else f"{row}", [one], looked, href="") for one in rows],
        "todo": to_do(rows, officer=officer),
        "needs": lacks,
        "lacking": sum(not need.has for need in lacks),
        "areas": [(one, f"?partnership={one.pk}") for one in areas if one != area],
    }
    return render(request, "differences/coverage/agency.html", context)


def areas_of(agency: Agency, actor: Actor) -> list[Partnership]:
    """Return the partnerships in which somebody may look at an agency: a lead in all of it, an officer in her own."""
    areas = agency.partnerships.order_by("name")
    if agency.pk not in actor.agencies_as(Role.SAFEGUARDING_LEAD):
        areas = areas.filter(pk__in=actor.offices)
    return list(areas)


def look(request: HttpRequest, area: Partnership, only: Agency | None = None) -> Looked | None:
    """Return how a partnership stands under its live edition, or under the one that its officer asks for.

    None where no edition is open, or the one that is asked for cannot be read; raises Http404 for one of others.
    """
    at = now()
    on = london_date(at)
    edition = next(iter(live_editions(area.pk, on)), None)
    if asked := request.GET.get("edition"):
        edition = next((one for one in others(area, actor_of(request), on) if str(one.pk) == asked), None)
        if edition is None:
            raise Http404
    procedure = _read(edition) if edition else None
    if edition is None or procedure is None:
        return None
    rota = Rota.of(area.pk, on)
    covered = coverage(rota, procedure, at=at, calendar=calendar(procedure, area.pk), only=[only.pk] if only else None)
    return Looked(area, edition, rota, covered)


def others(area: Partnership, actor: Actor, on: date, but: Edition | None = None) -> list[Edition]:
    """Return the editions under which one can look: those that are open, and for officers what is not open yet.

    Of those that wait the latest comes first.
    """
    kept = Edition.objects.kept_by(actor).of(area.pk).filter(opened=None, retired_at=None)
    return [one for one in (*live_editions(area.pk, on), *kept.order_by("key", "-number")) if one != but]


def _read(edition: Edition) -> Procedure | None:
    """Return what an edition says; None for a draft that cannot be read yet."""
    return procedure_of(edition) if edition.opened else reading(edition.text).procedure


def line(name: str, rows: list[Row], looked: Looked, *, href: str) -> Line:
    """Return an agency or a team as a row of the table: each stage as it is for whichever of them it is worst."""
    stages = []
    for stage in looked.found.procedure.stages:
        state = max((row.at(stage.number) for row in rows), key=lambda one: one.rank)
        cells = [cell for row in rows for cell in row.cells if cell.stage == stage]
        who = tuple(dict.fromkeys(place.name for cell in cells for place in cell.places))
        stages.append(Shown(stage.number, stage.name, state, *LOOKS[state], who))
    return Line(name, href, tuple(stages))


def to_do(rows: list[Row] | tuple[Row, ...], *, officer: bool) -> list[ToDo]:
    """Return the gaps of an agency and its teams, each once, the worst first."""
    found: dict[tuple[str, object], tuple[Gap, list[Cell]]] = {}
    for row in rows:
        for cell in row.cells:
            for gap in cell.gaps:
                found.setdefault((gap.sentence, gap.post and gap.post.pk), (gap, []))[1].append(cell)
    worst = sorted(found.values(), key=lambda pair: -max(cell.state.rank for cell in pair[1]))
    return [_to_do(gap, cells, officer=officer) for gap, cells in worst]


def _to_do(gap: Gap, cells: list[Cell], *, officer: bool) -> ToDo:
    numbers = sorted({cell.stage.number for cell in cells})
    worst = max(cells, key=lambda cell: cell.state.rank)
    names = listed(dict.fromkeys(place.name for place in worst.places))
    sides = {side for cell in cells for side in cell.sides}
    only = next(iter(sides)) if len(sides) == 1 and numbers != [1] else None
    when = {Side.RAISING: ", when it raises", Side.RESPONDING: ", when it is asked", None: ""}[only]
    href, does = _where(gap, officer=officer)
    away = gap.wrong is Wrong.AWAY and gap.person
    return ToDo(
        stages=f"Stage{'s' if len(numbers) > 1 else ''} {listed(map(str, numbers))}{when}",
        sentence=gap.sentence,
        instead=INSTEAD.get(worst.state, "").format(names=names),
        does=does,
        href=href,
        days_away=reverse("directory:person", args=[gap.agency.pk, gap.person.pk]) if away and gap.person else "",
    )


def _where(gap: Gap, *, officer: bool) -> tuple[str, str]:
    """Return where a gap is put right, and what one does there: posts are added by the partnership's office."""
    if gap.post:
        return reverse("directory:post", args=[gap.agency.pk, gap.post.pk]), gap.does
    if officer:
        return reverse("directory:new_post", args=[gap.agency.pk]), gap.does
    return reverse("directory:agency", args=[gap.agency.pk]), "Ask the partnership’s office to add it. See your posts"


def _context(looked: Looked) -> dict[str, object]:
    return {
        "partnership": looked.partnership,
        "procedure": looked.found.procedure,
        "edition": looked.edition,
        "draft": looked.draft,
        "on": looked.found.on,
    }


def _at(agency: Agency, looked: Looked) -> str:
    return f"{reverse('coverage:agency', args=[agency.pk])}?partnership={looked.partnership.pk}{looked.under}"


def _page(looked: Looked, number: int) -> str:
    return f"?page={number}{looked.under}"


def _not_open(request: HttpRequest, area: Partnership) -> HttpResponse:
    context = {
        "partnership": area,
        "unread": "edition" in request.GET,
        "others": others(area, actor_of(request), london_date(now())),
    }
    return render(request, "differences/coverage/not_open.html", context)
