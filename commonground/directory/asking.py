"""A form that asks, and what comes of it: drawn with what was written, refused in words, or done and gone on from."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from commonground.directory.actions import RefusedError

NOT_UNDERSTOOD, CONFLICT = 422, 409

Said = dict[str, Any]
"""What a form was told, once it is understood."""


class Done(NamedTuple):
    """What was done: what is said of it, if anything, and the address to go on to."""

    said: str
    to: str


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; None while it is only asked."""
    return request.POST if request.method == "POST" else None


def asked(
    request: HttpRequest,
    form: Form,
    do: Callable[[Said], Done],
    *,
    template: str,
    refused: Callable[[RefusedError], HttpResponse | None] = lambda _: None,
    field: str | None = None,
    around: Mapping[str, object] = MappingProxyType({}),
) -> HttpResponse:
    """Do what a form asks, once it is sent and understood, all or nothing, and go on; else draw it.

    Where it is refused, ``refused`` may answer with another page; else the form says why, at its ``field`` or at the
    top, and keeps what was written. ``around`` is what else the template draws.
    """
    status = 200
    if request.method == "POST":
        status = NOT_UNDERSTOOD
        if form.is_valid():
            try:
                with transaction.atomic():
                    done = do(form.cleaned_data)
            except RefusedError as refusal:
                if page := refused(refusal):
                    return page
                form.add_error(field, str(refusal))
                status = CONFLICT
            else:
                if done.said:
                    messages.success(request, done.said)
                return redirect(done.to)
    return render(request, template, {"form": form, **around}, status=status)
