"""The figures of a partnership: worked out, released, and read as a page, a spreadsheet and a paper."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences.views.finding import actor_of
from commonground.directory.asking import Done, Said, asked, sent
from commonground.directory.models import Agency, Partnership
from commonground.insight import actions, presenting, rules, silence
from commonground.insight.forms import PeriodForm, ReleaseForm
from commonground.insight.models import ASKED, Release, Silence, Told
from commonground.insight.periods import QUARTER, YEAR, Period, day_words
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response, printed
from commonground.procedures.terms import Role
from commonground.record.submissions import once
from commonground.spreadsheets import OPEN_DOCUMENT, open_document

PAPER = Path(__file__).parent / "templates" / "insight" / "figures.typ"
OFFERED = {QUARTER: 4, YEAR: 2}
"""How many quarters and years back an office can have worked out."""


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SEE_FIGURES)
@once
def begin(request: HttpRequest) -> HttpResponse:
    """List what one may read; let an office have the figures of a time that is over worked out."""
    actor, at = actor_of(request), now()
    releases = list(_seen(request).order_by("partnership__name", "-starts", "-months"))
    areas = list(Partnership.objects.filter(pk__in=actor.offices).order_by("name"))
    there = {(one.partnership_id, one.period) for one in releases}
    periods = [
        (_key(area, one), f"{one.words}{f', {area.name}' if len(areas) > 1 else ''}")
        for area in areas
        for one in over(london_date(at))
        if (area.pk, one) not in there
    ]
    form = PeriodForm(sent(request), periods=periods)

    def do(said: Said) -> Done:
        area, starts, months = said["period"].split("/")
        period = Period(date.fromisoformat(starts), int(months))
        row = actions.work_out(by=actor, at=at, partnership=UUID(area), period=period)
        return Done("The figures are being worked out. You need not wait for it.", row.get_absolute_url())

    around = {"releases": releases, "office": bool(areas), "periods": periods, "areas": areas}
    return asked(request, form, do, template="insight/begin.html", field="period", around=around)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SEE_FIGURES)
@once
def release(request: HttpRequest, release: UUID) -> HttpResponse:
    """Show the figures of a quarter or a year; let the office release them."""
    actor, at, row = actor_of(request), now(), get_object_or_404(_seen(request), pk=release)
    form = ReleaseForm(sent(request))

    def do(said: Said) -> Done:
        done = actions.release(by=actor, at=at, release=row.pk, remark=said["remark"])
        return Done(f"The figures are released. They are number {done.number}.", row.get_absolute_url())

    office = row.partnership_id in actor.offices
    around = {"release": row, "office": office} | _read(request, row)
    return asked(request, form, do, template="insight/release.html", around=around)


@require_safe
@allow(Permission.SEE_FIGURES)
def spreadsheet(request: HttpRequest, release: UUID) -> HttpResponse:
    """Hand the figures out as a spreadsheet (OpenDocument)."""
    row = ready(request, release)
    read = _read(request, row)
    own = read["agency"]
    head = ["", "Number", "Share", *([own.name] if own else [])]
    about = [[f"{row.partnership}: {row}"], [_status(row)], *([one] for one in presenting.INTRODUCTION), [row.remark]]
    sheets = [("About", [*about, *([one] for one in read["notes"])])]
    for one in read["subjects"]:
        lines = [[one.title], [one.says], head, ["All", one.whole, "", *([one.own] if own else [])]]
        for table in one.tables:
            lines += [[], [table.title], *_lines(table, own=bool(own))]
        sheets.append((one.title, lines))
    headers = {"Content-Disposition": f'attachment; filename="{_name(row)}.ods"'}
    return HttpResponse(open_document(sheets), content_type=OPEN_DOCUMENT, headers=headers)


@require_safe
@allow(Permission.SEE_FIGURES)
def paper(request: HttpRequest, release: UUID) -> HttpResponse:
    """Hand the figures out on paper: a PDF that screen readers can read."""
    row = ready(request, release)
    read = _read(request, row)
    own = read["agency"]
    content = {
        "title": f"Figures of {row.partnership}: {row}",
        "about": _status(row),
        "introduction": presenting.INTRODUCTION,
        "remark": row.remark,
        "notes": read["notes"],
        "own": own.name if own else "",
        "subjects": [
            {
                "title": one.title,
                "says": one.says,
                "whole": one.whole,
                "own": one.own,
                "tables": [
                    {
                        "title": table.title,
                        "rows": [[line.label, line.number, line.share, line.own] for line in table.rows],
                        "noughts": list(table.noughts),
                    }
                    for table in one.tables
                ],
            }
            for one in read["subjects"]
        ],
    }
    return pdf_response(printed(PAPER, content, at=row.released_at or row.asked_at), _name(row))


@require_safe
@allow(Permission.SEE_FIGURES)
def silent(request: HttpRequest, release: UUID) -> HttpResponse:
    """Ask of which agencies nothing was heard, and what to try next; say who reads of which."""
    row, actor = ready(request, release), actor_of(request)
    asked = list(
        Silence.objects.visible_to(actor)
        .filter(release=row)
        .order_by("agency__name")
        .values_list("asks", "agency__name")
    )
    scrutinised = actor.agencies_as(Role.SCRUTINEER)
    sees_all = (
        row.partnership_id in actor.offices
        or Agency.objects.filter(pk__in=scrutinised, partnerships=row.partnership_id).exists()
    )
    questions = [
        (one, names) for one in silence.QUESTIONS if (names := [name for asks, name in asked if asks == one.key])
    ]  # fmt: skip
    reads_own = any(post.role in ASKED for post in actor.posts)
    context = {"release": row, "questions": questions, "sees_all": sees_all, "reads_own": reads_own}
    return render(request, "insight/silence.html", context)


def over(today: date) -> list[Period]:
    """Return the quarters and years that are over for long enough to be worked out, the latest first."""
    found = []
    for months, count in OFFERED.items():
        one = rules.latest(today, months)
        for _ in range(count):
            found.append(one)
            one = one.before
    return found


def _seen(request: HttpRequest) -> "QuerySet[Release]":
    return Release.objects.visible_to(actor_of(request)).select_related("partnership", "released_by")


def ready(request: HttpRequest, release: UUID) -> Release:
    """Return figures that are worked out and that somebody may read; raises Http404 for all others."""
    return get_object_or_404(_seen(request).filter(finished_at__isnull=False), pk=release)


def _read(request: HttpRequest, row: Release) -> dict[str, Any]:
    """Return what is told of a release, to whoever asks: of all, and of the agency whose lead they are."""
    told = {one.agency_id: one for one in Told.objects.visible_to(actor_of(request)).filter(release=row)}
    agencies = list(Agency.objects.filter(pk__in=[one for one in told if one]).order_by("name"))
    chosen = request.GET.get("agency")
    own = next((one for one in agencies if str(one.pk) == chosen), agencies[0] if agencies else None)
    return {
        "subjects": presenting.shown(told[None], told[own.pk] if own else None) if None in told else [],
        "agency": own,
        "agencies": [one for one in agencies if one != own],
        "introduction": presenting.INTRODUCTION,
        "notes": presenting.notes(settings.SMALLEST_TOLD),
    }


def _lines(table: presenting.ShownTable, *, own: bool) -> list[list[str]]:
    rows = [[row.label, row.number, row.share, *([row.own] if own else [])] for row in table.rows]
    return [*rows, *([label, "0", "", *(["0"] if own else [])] for label in table.noughts)]


def _status(row: Release) -> str:
    if row.released_at is None:
        return "Not released yet."
    return f"Release {row.number}, {day_words(london_date(row.released_at))}. It stays as it is."


def _name(row: Release) -> str:
    return slugify(f"figures {row.partnership} {row}")


def _key(area: Partnership, period: Period) -> str:
    return f"{area.pk}/{period.starts.isoformat()}/{period.months}"
