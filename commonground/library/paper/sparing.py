"""Papers are set anew for whoever asks, so nobody may ask too often."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Asked], HttpResponseBase]


def sparing(view: View[Asked]) -> View[Asked]:
    """Let a view set a paper, unless too many were asked for from the same place within an hour."""

    @wraps(view)
    def limited(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponseBase:
        too_often: HttpResponse | None = ratelimit.consume_or_429(request, action="paper", limit_get=True)
        return too_often or view(request, *args, **kwargs)

    return limited
