"""The pages on which an area's officers keep the bank holidays that clocks count by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences.actions import holidays
from commonground.differences.actions.redating import would_move
from commonground.differences.forms.bank_holidays import AddForm, CompareForm
from commonground.differences.models import Difference
from commonground.differences.views.finding import actor_of
from commonground.differences.year_ahead import reach, to_compare
from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership
from commonground.editions.actions import compare_year
from commonground.editions.holidays import LAST_YEAR, why_not_removed
from commonground.editions.models import Compared, Holiday
from commonground.editions.queries import DayOff, days_off
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.worktime import day_text
from commonground.record.submissions import once

CONFLICT, NOT_UNDERSTOOD = 409, 422
YEARS = 3
"""So many are shown together."""
FIRST_YEAR = 2020
KEPT = ("day_day", "day_month", "day_year", "name", "source")
"""What is carried from the question to the answer."""


@dataclass(frozen=True, slots=True)
class Day:
    """A bank holiday in words, and whether it was added to those that came with the product."""

    day: str
    name: str
    added: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A year of bank holidays: whether it is only computed, and when it was compared, if it was."""

    year: int
    days: tuple[Day, ...]
    computed: bool
    compared: str
    can_compare: bool


@require_safe
@allow(Permission.KEEP_PROCEDURES)
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the bank holidays of the first of one's areas; its page leads to the others."""
    first = _areas(request).first()
    if first is None:
        raise Http404
    return redirect("bank_holidays:area", first.pk)


@require_safe
@allow(Permission.KEEP_PROCEDURES)
def area(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """Show the bank holidays that clocks count by in an area, by year; and those added, with what they moved."""
    row, today = _area(request, partnership), london_date(now())
    first = _first_year(request.GET.get("from", ""), today)
    rows = days_off(row.pk)
    compared = {one.year: one for one in Compared.objects.filter(partnership=row).select_related("by").order_by("at")}
    seen = Difference.objects.visible_to(actor_of(request)).filter(partnership=row)
    added = Holiday.objects.kept_by(actor_of(request)).filter(partnership=row)
    context = {
        "area": row,
        "others": _areas(request).exclude(pk=row.pk),
        "years": [_year(year, rows, compared, today) for year in range(first, first + YEARS)],
        "to_compare": to_compare(rows, today, reach(seen, today)),
        "added": [
            _added(one, today) for one in added.select_related("added_by", "removed_by").order_by("-day", "-known_at")
        ],
        "earlier": first - YEARS if first > FIRST_YEAR else None,
        "later": first + YEARS if first + YEARS <= LAST_YEAR else None,
    }
    return render(request, "differences/bank_holidays/area.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def add(request: HttpRequest, partnership: UUID) -> HttpResponseBase:
    """Ask for an extra bank holiday, show what it would move (GET), then add it (POST)."""
    row, at = _area(request, partnership), now()
    said = request.POST if request.method == "POST" else request.GET if "name" in request.GET else None
    form = AddForm(said, partnership=row, today=london_date(at))
    status = 200
    if form.is_bound and form.is_valid():
        day, name = form.cleaned_data["day"], form.cleaned_data["name"]
        if request.method != "POST":
            counted = _would_move(request, row, day)
            context = {"area": row, "form": form, "day": _day(day), "name": name, "kept": KEPT, **counted}
            return render(request, "differences/bank_holidays/check.html", context)
        try:
            with transaction.atomic():
                holidays.add(
                    by=actor_of(request), at=at, partnership=row, day=day, name=name,
                    source=form.cleaned_data["source"],
                )  # fmt: skip
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, f"{name} is added. Dates are being worked out again; you need not wait.")
            return redirect("bank_holidays:area", row.pk)
    elif form.is_bound:
        status = NOT_UNDERSTOOD
    return render(request, "differences/bank_holidays/add.html", {"area": row, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def take_off(request: HttpRequest, holiday: UUID) -> HttpResponseBase:
    """Show what would move back (GET), then take off a bank holiday that was added by mistake."""
    rows = Holiday.objects.kept_by(actor_of(request)).select_related("partnership")
    row, at = get_object_or_404(rows, pk=holiday), now()
    area = row.partnership
    if area is None:
        raise Http404
    why = why_not_removed(row.day, london_date(at), removed=row.removed_at is not None)
    if request.method == "POST" and not why:
        try:
            with transaction.atomic():
                holidays.take_off(by=actor_of(request), at=at, holiday=row.pk)
        except RefusedError as refusal:
            why = str(refusal)
        else:
            messages.success(request, f"{row} is taken off. Dates are being worked out again; you need not wait.")
            return redirect("bank_holidays:area", area.pk)
    counted = {} if why else _would_move(request, area, row.day)
    context = {"area": area, "holiday": row, "day": _day(row.day), "why": why, **counted}
    return render(request, "differences/bank_holidays/take_off.html", context, status=CONFLICT if why else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def compare(request: HttpRequest, partnership: UUID, year: int) -> HttpResponseBase:
    """Show a year's bank holidays and ask when they were compared with the government's list."""
    row, today = _area(request, partnership), london_date(now())
    if not today.year <= year <= LAST_YEAR:
        raise Http404
    form = CompareForm(request.POST if request.method == "POST" else None, year=year, today=today)
    if form.is_bound and form.is_valid():
        compare_year(by=actor_of(request), at=now(), partnership=row, year=year, on=form.cleaned_data["on"])
        messages.success(request, f"The bank holidays of {year} are noted as compared.")
        return redirect("bank_holidays:area", row.pk)
    context = {"area": row, "year": _year(year, days_off(row.pk), {}, today), "form": form}
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/bank_holidays/compare.html", context, status=status)


def _areas(request: HttpRequest) -> "QuerySet[Partnership]":
    return Partnership.objects.filter(pk__in=actor_of(request).offices).order_by("name")


def _area(request: HttpRequest, partnership: UUID) -> Partnership:
    return get_object_or_404(_areas(request), pk=partnership)


def _first_year(asked: str, today: date) -> int:
    """Return the first year to show: the one asked for, if bank holidays are kept for it."""
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len("2036") else today.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _year(year: int, rows: Sequence[DayOff], compared: dict[int, Compared], today: date) -> Year:
    own = [row for row in rows if row.day.year == year and row.removed_at is None]
    own.sort(key=lambda row: row.day)
    computed = any(not row.known for row in own if row.area is None and row.known_at is None)
    one = compared.get(year)
    said = f"Compared with the government’s list on {_day(one.on)} by {one.by}" if one else ""
    days = tuple(Day(day_text(row.day), row.name, row.known_at is not None) for row in own)
    return Year(year, days, computed, said, can_compare=today.year <= year and bool(own))


def _added(row: Holiday, today: date) -> dict[str, Any]:
    moved = f"{_count(row.clocks, 'date')} in {_count(row.moved, 'difference')}"
    return {
        "row": row,
        "day": _day(row.day),
        "percent": 100 * row.done // max(row.total, 1) if row.settling else 100,
        "moved": moved if row.clocks else "",
        "can_go": not why_not_removed(row.day, today, removed=row.removed_at is not None) and not row.settling,
    }


def _would_move(request: HttpRequest, area: Partnership, day: date) -> dict[str, str]:
    """Return in words what a day off would move, as far as one sees it; nothing where it is none."""
    rows = Difference.objects.visible_to(actor_of(request)).filter(partnership=area)
    clocks, differences = would_move(rows, day, now())
    return {"moves": f"{_count(clocks, 'date')} in {_count(differences, 'difference')}" if clocks else ""}


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day_text(day)} {day.year}"
