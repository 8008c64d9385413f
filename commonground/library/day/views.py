"""The pages of a day in the life of a child, as anybody opens them: to read, to print, to go through together.

Nothing is stored here. The sheet on a tablet is shown to nobody who is signed in, so there is nothing behind it.
"""

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.library.day import paper
from commonground.library.day.band import band, drawn
from commonground.library.day.shape import AnswerSource, DayType, Lens, Tells, Version, shipped
from commonground.library.day.together import Whose, words_of
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response


@require_safe
@allow(Permission.OPEN)
def versions(request: HttpRequest) -> HttpResponse:
    """Show which versions there are, by the age of the child."""
    return render(request, "library/day/versions.html", {"versions": shipped().values()})


@require_safe
@allow(Permission.OPEN)
def version(request: HttpRequest, version: str) -> HttpResponse:
    """Show one version: the day round the clock, and what to ask about each part of it."""
    found = named(version)
    context = {
        "version": found,
        "halves": band(drawn(found.parts)),
        "lenses": list(Lens),
        "known": list(AnswerSource),
        "types": list(DayType),
        "tells": list(Tells),
    }
    return render(request, "library/day/version.html", context)


@require_safe
@allow(Permission.OPEN)
def sheet(_request: HttpRequest, version: str) -> HttpResponse:
    """Give a version as blank sheets of paper, to fill in by hand."""
    found = named(version)
    return pdf_response(paper.blank(found.key), f"a-day-in-the-life-{found.key}")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
def together(request: HttpRequest, version: str, whose: str) -> HttpResponseBase:
    """Show one sheet to go through with a child or a parent, once whoever holds the screen is signed out."""
    found = named(version)
    if whose not in set(Whose) or (whose == Whose.CHILD and not found.with_child):
        raise Http404
    if request.method == "POST":
        logout(request)
        return redirect("library:day_with", found.key, whose)
    if request.user.is_authenticated:
        return render(request, "library/day/lock.html", {"version": found})
    words = words_of(found, Whose(whose))
    context = {
        "version": found,
        "halves": band(drawn(found.parts)),
        "title": words.title,
        "about": words.about,
        "kept": words.kept,
        "asked": words.asked,
    }
    return render(request, "library/day/together.html", context)


def named(key: str) -> Version:
    """Return the version of this key; raises Http404 where there is none."""
    found = shipped().get(key)
    if found is None:
        raise Http404
    return found
