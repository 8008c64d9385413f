"""What a procedure would come to: its ladder from a day of one's choice, and the last year under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences.actions.what_if import try_out
from commonground.differences.models import Trial, page_url, spoken
from commonground.differences.views.finding import actor_of
from commonground.differences.when import short_day
from commonground.directory.models import Partnership
from commonground.editions.models import Edition
from commonground.editions.queries import calendar, live_edition, procedure_of, reading
from commonground.govuk.components import CalendarDay, CalendarMonth
from commonground.govuk.forms import GovukDateField, GovukForm, GovukTimeField
from commonground.govuk.months import months
from commonground.now import LONDON, london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.definition import Procedure
from commonground.procedures.terms import Covers, Side
from commonground.procedures.what_if import Rung, ladder
from commonground.procedures.worktime import Calendar, day_text, is_working_day, moment_text
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
A_YEAR = timedelta(days=365)
HOW = {
    "later": "would have been due later",
    "earlier": "would have been due earlier",
    "new": "would have had this clock, which there was not",
    "gone": "would not have had this clock",
}


class MomentForm(GovukForm):
    """When it is raised, on a day that one thinks of."""

    marks_optional = False
    day = GovukDateField(label="On which day?", help_text="For example, 2 4 2026")
    hour = GovukTimeField(label="At what time?", help_text="For example, 16:50")


@dataclass(frozen=True, slots=True)
class Line:
    """One stage as it would go, in words, beside the same stage of the edition that is followed now."""

    number: int
    name: str
    how: str
    begins: str
    due: str
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    now: str = ""


@require_safe
@allow(Permission.KEEP_PROCEDURES)
def what_if(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Draw the whole ladder on a calendar, from a moment that an officer chooses; beside the edition followed now."""
    row = _kept(request, edition)
    read, at = reading(row.text), now()
    if read.procedure is None:
        return render(request, "differences/what_if/cannot.html", {"edition": row, "problems": read.problems})
    form = MomentForm(request.GET if "day_day" in request.GET else None, initial={"day": london_date(at), "hour": at})
    raised = at.replace(second=0, microsecond=0)
    if form.is_bound and form.is_valid():
        raised = datetime.combine(form.cleaned_data["day"], form.cleaned_data["hour"], LONDON)
    areas = list(_areas(request, row))
    days = calendar(read.procedure, areas[0].pk)
    rungs = ladder(read.procedure, raised, days)
    beside = _beside(row, areas[0], raised)
    context = {
        "edition": row,
        "procedure": read.procedure,
        "form": form,
        "raised": moment_text(raised),
        "lines": _lines(rungs, beside),
        "beside": bool(beside),
        "computed": any(clock.reckoned.computed for rung in rungs for clock in rung.clocks),
        "whole": len(rungs) == len(read.procedure.stages) and rungs[-1].due is not None,
        "months": on_the_wall(rungs, raised, days),
        "areas": areas,
        "trials": Trial.objects.visible_to(actor_of(request)).filter(edition=row).order_by("-asked_at")[:5],
        "since": london_date(at) - A_YEAR,
    }
    return render(request, "differences/what_if/ladder.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_http_methods(["POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def try_it(request: HttpRequest, edition: UUID, partnership: UUID) -> HttpResponse:
    """Have it tried on what was raised in an area in the last year."""
    row, at = _kept(request, edition), now()
    area = get_object_or_404(_areas(request, row), pk=partnership)
    if reading(row.text).procedure is None:
        return redirect("what_if:ladder", row.pk)
    trial = try_out(by=actor_of(request), at=at, edition=row, partnership=area, since=london_date(at) - A_YEAR)
    messages.success(request, "It is being tried. You need not wait for it.")
    return redirect("what_if:trial", row.pk, trial.pk)


@require_safe
@allow(Permission.KEEP_PROCEDURES)
def trial(request: HttpRequest, edition: UUID, trial: UUID) -> HttpResponse:
    """Show how far a trial has got, and what it found."""
    row = _kept(request, edition)
    seen = Trial.objects.visible_to(actor_of(request)).filter(edition=row)
    found = get_object_or_404(seen.select_related("partnership", "by"), pk=trial)
    percent = 100 if found.finished_at else int(100 * found.done / max(found.total, 1))
    context = {
        "edition": row,
        "trial": found,
        "percent": percent,
        "moved": _moved(found),
        "asked": _asked(found, reading(found.text).procedure),
        "shown": [_shown(*one) for one in found.found.get("shown", ())],
        "altered": [_shown(*one) for one in found.found.get("altered", ())],
    }
    return render(request, "differences/what_if/trial.html", context)


def _kept(request: HttpRequest, edition: UUID) -> Edition:
    return get_object_or_404(Edition.objects.kept_by(actor_of(request)), pk=edition)


def _areas(request: HttpRequest, edition: Edition) -> "QuerySet[Partnership]":
    return Partnership.objects.filter(pk__in=actor_of(request).offices, editions=edition).order_by("name")


def _beside(edition: Edition, area: Partnership, raised: datetime) -> tuple[Rung, ...]:
    """Return the ladder of the edition that is followed now in an area, if that is another one."""
    try:
        live = live_edition(area.pk, london_date(now()), Covers(edition.covers))
    except Edition.DoesNotExist:
        return ()
    if live.pk == edition.pk:
        return ()
    procedure = procedure_of(live)
    return ladder(procedure, raised, calendar(procedure, area.pk))


def _lines(rungs: Sequence[Rung], beside: Sequence[Rung]) -> list[Line]:
    others = {rung.stage.number: rung for rung in beside}
    found = []
    for rung in rungs:
        sums = tuple((state.label, state.reckoned.sentences) for state in rung.clocks)
        other = others.get(rung.stage.number)
        found.append(
            Line(
                number=rung.stage.number,
                name=rung.stage.name,
                how=f"How the date of stage {rung.stage.number} was worked out",
                begins=_short(rung.begins),
                due=_short(rung.due),
                sums=sums,
                now=_short(other.due if other else None),
            )
        )
    return found


def _short(moment: datetime | None, *, year: bool = False) -> str:
    """Return "Wed 8 April, 17:00", or "Wed 8 Apr 2026, 17:00": shorter, since two of these stand in a row."""
    if moment is None:
        return "No date"
    at = moment.astimezone(LONDON)
    if year:
        return f"{short_day(moment)} {at.year}, {at:%H:%M}"
    weekday, rest = day_text(at.date()).split(" ", 1)
    return f"{weekday[:3]} {rest}, {at:%H:%M}"


def on_the_wall(rungs: Sequence[Rung], raised: datetime, days: Calendar) -> tuple[CalendarMonth, ...]:
    """Return the months over which a ladder goes, with what falls on which day."""
    ends = [london_date(rung.due) for rung in rungs if rung.due]
    return months(
        london_date(raised), max(ends, default=london_date(raised)), lambda day: _day(day, rungs, days, raised)
    )


def _day(day: date, rungs: Sequence[Rung], days: Calendar, raised: datetime) -> CalendarDay:
    notes, band, due = [], 0, False
    if day in days.holidays:
        notes.append(days.holidays[day])
    if day == london_date(raised):
        notes.append(f"Raised {raised.astimezone(LONDON):%H:%M}")
    for rung in rungs:
        begins, number = london_date(rung.begins), rung.stage.number
        ends = london_date(rung.due) if rung.due else begins
        if not band and begins <= day <= ends:
            band = 2 - number % 2
        if rung.due and day == ends:
            due = True
            notes.append(f"Stage {number} due {rung.due.astimezone(LONDON):%H:%M}")
        elif day == begins:
            notes.append(f"Stage {number}")
    kind = "due" if due else "plain" if is_working_day(day, days) else "off"
    return CalendarDay(day.day, "in" if kind == "plain" and band else kind, tuple(notes), band)  # type: ignore[arg-type]


def _moved(trial: Trial) -> list[dict[str, object]]:
    counts, labels = trial.found.get("moved", {}), trial.found.get("labels", {})
    rows = []
    for which, label in sorted(labels.items()):
        stage = which.split()[0]
        said = [f"{counts[f'{which} {how}']} {words}" for how, words in HOW.items() if f"{which} {how}" in counts]
        rows.append({"stage": stage, "label": label, "said": said})
    return rows


def _asked(trial: Trial, procedure: Procedure | None) -> list[str]:
    said = []
    for which, count in sorted(trial.found.get("asked", {}).items()):
        number, side = which.split()
        if not count or procedure is None:
            continue
        stage = procedure.stage(int(number))
        roles = stage.raising if side == Side.RAISING else stage.responding
        who = " or ".join(role.label for role in roles) or "nobody yet"
        said.append(f"Stage {number}, {Side(side).label}: in {count} of them it would have been asked of: {who}.")
    return said


def _shown(reference: str, stage: int, label: str, was: str | None, would: str | None) -> dict[str, object]:
    return {
        "reference": spoken(reference),
        "href": page_url(reference),
        "stage": stage,
        "label": label,
        "was": _short(datetime.fromisoformat(was) if was else None, year=True),
        "would": _short(datetime.fromisoformat(would) if would else None, year=True),
    }
