"""What the tests of people share: addresses of their pages, and who else there is in the town."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from commonground.directory.actions import add_person, hold
from commonground.directory.models import Agency, Person, Post
from commonground.directory.people.models import Change
from commonground.now import london_date, now
from tests.visiting import Visited, visit

DAY = timedelta(days=1)


def today() -> date:
    """Return the present day in London."""
    return london_date(now())


def at(name: str, agency: Agency, *more: Any) -> str:  # noqa: ANN401 - rows with a key
    """Return the address of a page of an agency."""
    return reverse(f"directory:{name}", args=[agency.pk, *(one.pk for one in more)])


def on(name: str, day: date) -> dict[str, Any]:
    """Return a day as its three boxes send it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def sent(url: str, as_: Client, *, status: int = 302, **answers: Any) -> Visited | None:  # noqa: ANN401 - what a form asks
    """Send a form with a key of its own; return the page, or None for a redirect."""
    form = {"submission": str(uuid4()), **answers}
    if status == 302:
        answer = as_.post(url, form)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return None
    return visit(url, as_, post=form, status=status)


def colleague(name: str, post: Post, *, deputy: bool = False) -> Person:
    """Return somebody new who has a post."""
    person = add_person(name=name, email=f"{name.lower().replace(' ', '.')}@work.example", by=None, at=now())
    hold(person=person, post=post, deputy=deputy, by=None, at=now())
    return person


def said(agency: Agency) -> list[str]:
    """Return what was written down for an agency by somebody, the latest first."""
    return list(
        Change.objects.filter(agency=agency).exclude(by=None).order_by("-id").values_list("sentence", flat=True)
    )
