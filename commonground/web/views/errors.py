"""Error pages in plain words: what happened, what to do, and no data."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader

from commonground.record.submissions import UnusableKeyError

BAD_REQUEST, FORBIDDEN, NOT_FOUND, NOT_THAT_WAY, BROKEN = 400, 403, 404, 405, 500


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read. A form without its key says so in its own words."""
    words = str(exception) if isinstance(exception, UnusableKeyError) else ""
    return render(request, "web/errors/400.html", {"words": words}, status=BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - its words are not shown
    """Answer somebody whose posts do not open this page."""
    return render(request, "web/errors/403.html", status=FORBIDDEN)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's own words
    """Answer a form that was not drawn for this session: nothing was sent."""
    return render(request, "web/errors/stale.html", status=FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - its words are not shown
    """Answer for what is not there and for what is not theirs: the same page."""
    return render(request, "web/errors/404.html", status=NOT_FOUND)


class NotThatWay:
    """Middleware that answers in words for a page asked by a method that it does not take, and says which it does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        headers = {"Allow": response.headers["Allow"]}
        return HttpResponse(
            loader.render_to_string("web/errors/405.html", request=request), status=NOT_THAT_WAY, headers=headers
        )


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - nothing of it can be trusted now
    """Answer when something broke: nothing was saved. Drawn without the database."""
    return HttpResponse(loader.render_to_string("web/errors/500.html"), status=BROKEN)
