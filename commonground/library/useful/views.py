"""Where somebody says whether a page was useful. Anybody may, once for each form and not too often."""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonground.editions.forms import today
from commonground.editions.public import area_named
from commonground.library.pages.queries import page_on
from commonground.library.pages.views import NOT_UNDERSTOOD
from commonground.library.useful.actions import say_useful
from commonground.library.useful.forms import UsefulForm
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record import submissions

TOO_OFTEN = 429
WAIT = "Many answers have come from where you are. Wait an hour, then send yours. Nothing that you wrote is lost."


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
def useful(request: HttpRequest, area: str, key: str) -> HttpResponseBase:
    """Ask whether a page was useful (GET), and keep the answer (POST): of the edition that is read today."""
    found = area_named(area)
    row = page_on(found.pk, key, today())
    if row is None:
        raise Http404
    form, status = UsefulForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        mark = submissions.read(request.POST.get(submissions.FIELD))
        if not form.is_valid():
            status = NOT_UNDERSTOOD
        elif not ratelimit.consume(request, action="useful"):
            form.add_error(None, ValidationError(WAIT))
            status = TOO_OFTEN
        else:
            say_useful(edition=row, key=mark, at=now(), **form.said())
            return redirect(reverse("library:page", args=[area, key]) + "?said=yes#useful")  # and no session is made
    context = {"row": row, "area": found, "slug": area, "key": key, "useful": form}
    return render(request, "library/pages/useful.html", context, status=status)
