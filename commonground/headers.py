"""Response headers that Django has no setting for, on every response: pages, errors, files and redirects."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

CLOSED = ("accelerometer", "camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in CLOSED),
    "Cache-Control": "no-store",
}


class ClosedHeaders:
    """Middleware that closes what a page does not use, and keeps pages out of every cache.

    A response that already carries one of these headers (a static file its caching) keeps its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and set the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
