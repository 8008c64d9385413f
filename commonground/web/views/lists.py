"""The lists of differences, with filters and pages; and finding one by its reference."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commonground.differences import searching
from commonground.differences.models import Difference, spoken
from commonground.differences.views.finding import actor_of
from commonground.differences.views.page import page_number
from commonground.govuk.components import HitRow, ListRow
from commonground.govuk.dates import in_words
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import Side
from commonground.web import listing
from commonground.web.forms import FilterForm, FindForm, SaidForm
from commonground.web.listing import State
from commonground.web.views.home import LISTS

A_PAGE = 25
NOT_FOUND, NOT_UNDERSTOOD = 404, 422


@require_safe
@allow(Permission.TAKE_PART)
def differences(request: HttpRequest) -> HttpResponse:
    """Show one list, filtered, 25 a page, in an order that does not change while one turns pages."""
    at, actor = now(), actor_of(request)
    lists = {whose: LISTS[whose] for whose in listing.lists_for(actor)}
    asked = request.GET.copy()
    asked.setdefault("whose", next(iter(lists)))
    asked.setdefault("state", State.OPEN)
    form = FilterForm(asked, lists=lists, procedures=listing.procedures(actor))
    rows: list[ListRow] = []
    count, number, more = 0, page_number(request), False
    if form.is_valid():
        answers = form.cleaned_data
        found = listing.chosen(actor, answers["whose"] or next(iter(lists)), answers["state"], at)
        if answers["kind"]:
            found = found.filter(kind=answers["kind"])
        if answers["stage"]:
            found = found.filter(stage=answers["stage"])
        count = listing.up_to(found)
        first = (number - 1) * A_PAGE
        page = [listing.Found(*row) for row in listing.read_rows(found)[first : first + A_PAGE + 1]]
        rows, more = listing.list_rows(page[:A_PAGE], at), len(page) > A_PAGE
    whose = form.cleaned_data.get("whose") if form.is_valid() else None
    context = {
        "heading": LISTS[whose or next(iter(lists))],
        "form": form,
        "find": FindForm(),
        "rows": rows,
        "count": listing.counted(count),
        "one": count == 1,
        "newer": turned(asked, number - 1) if number > 1 else "",
        "older": turned(asked, number + 1) if more else "",
        "number": number,
    }
    return render(request, "web/differences.html", context)


@require_safe
@allow(Permission.TAKE_PART)
def search(request: HttpRequest) -> HttpResponse:
    """Show which of one's own differences say something. What is shown of each counts as a look at it."""
    at = now()
    form = SaidForm(request.GET if "q" in request.GET else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        found = searching.search(actor_of(request), form.cleaned_data["q"], at)
        rows = [
            HitRow(row.title, row.get_absolute_url(), excerpt=excerpt, note=whose(row), reference=spoken(row.reference))
            for row, excerpt in found.rows
        ]
        context |= {"found": found, "rows": rows, "q": form.cleaned_data["q"]}
    return render(request, "web/search.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def whose(row: Difference) -> str:
    """Return between whom a difference is, and since when, before its reference."""
    return f"{' and '.join(map(row.name_of, Side))}, raised on {in_words(london_date(row.raised_at))}. Reference"


@require_safe
@allow(Permission.TAKE_PART)
def find(request: HttpRequest) -> HttpResponse:
    """Go to the difference with a reference. The answer is the same for one that is not there and one not theirs."""
    form = FindForm(request.GET if "reference" in request.GET else None)
    if form.is_valid():
        visible = Difference.objects.visible_to(actor_of(request))
        row = visible.filter(reference=form.cleaned_data["reference"]).only("reference").first()
        if row:
            return redirect(row)
        form.add_error(
            "reference",
            "No difference with this reference is open to you. Check each letter, or ask the person who gave it to you",
        )
    return render(request, "web/find.html", {"form": form}, status=NOT_FOUND if form.errors else 200)


def turned(asked: QueryDict, number: int) -> str:
    """Return the address of another page of the same list."""
    query = asked.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
