"""How a view calls an action: all of what it does or nothing, and the same 404 for what is not there any more."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest

from commonground.differences.models import Difference

FIGURES = 9
"""The longest number of a version that a form may send."""


@contextmanager
def whole(*gone: type[ObjectDoesNotExist]) -> Iterator[None]:
    """Keep all of what an action does, or nothing: what it did before it refused, and not the page that says so.

    Raises Http404 for whoever lost sight of the difference meanwhile, and for what raises one of ``gone``.
    """
    not_there: tuple[type[ObjectDoesNotExist], ...] = (Difference.DoesNotExist, *gone)
    try:
        with transaction.atomic():
            yield
    except not_there:
        raise Http404 from None


def version_in(request: HttpRequest) -> int:
    """Return the version that a form was drawn from; one that there never is where it says none."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) <= FIGURES else -1
