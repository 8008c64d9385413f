"""The page on which one searches an area's library. Anybody reads it; one's own differences are searched elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonground.editions.forms import today
from commonground.library.finding.forms import SearchForm
from commonground.library.finding.queries import areas_there
from commonground.library.finding.queries import search as search_in
from commonground.library.pages.views import NOT_UNDERSTOOD, actor_of
from commonground.permissions import Permission, allow


@require_safe
@allow(Permission.OPEN)
def search(request: HttpRequest) -> HttpResponse:
    """Show what an area's library says about something: the area that is named, or one's own."""
    actor = actor_of(request)
    areas = {slugify(one.name): one for one in areas_there()}
    own = [slug for slug, one in areas.items() if one.pk in actor.partnerships] or list(areas)
    asked = request.GET.copy()
    if not asked.get("area") and len(own) == 1:
        asked["area"] = own[0]
    choices = [(slug, one.name) for slug, one in areas.items()]
    form = SearchForm(asked if "q" in asked else None, areas=choices, initial={"area": asked.get("area", "")})
    context: dict[str, Any] = {"form": form, "area": None}
    if form.is_valid():
        area = areas[form.cleaned_data["area"]]
        found = search_in(area, form.cleaned_data["q"], today())
        context |= {"area": area, "slug": form.cleaned_data["area"], "found": found, "q": form.cleaned_data["q"]}
    return render(request, "library/finding/search.html", context, status=NOT_UNDERSTOOD if form.errors else 200)
