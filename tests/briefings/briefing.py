"""Sharing, reading and new editions in one word, for the tests of briefings."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from commonground.briefings import actions
from commonground.briefings.actions.reaching import reach
from commonground.briefings.actions.sharing import NewBriefing
from commonground.briefings.models import Briefing, Recipient
from commonground.directory.actions import add_post, hold
from commonground.directory.models import Agency, Partnership
from commonground.library.pages import actions as library
from commonground.library.pages.models import PageEdition
from commonground.now import london_date
from commonground.procedures.terms import Role
from tests.cast import Cast

PACK = "resolution"


def area(name: str = "Fairhaven") -> Partnership:
    """Return an area."""
    return Partnership.objects.get(name=name)


def agency(name: str) -> Agency:
    """Return an agency."""
    return Agency.objects.get(name=name)


def joins(cast: Cast, name: str, where: str, role: Role = Role.LINE_MANAGER) -> None:
    """Give somebody a post in one more agency, from today on."""
    on = london_date(cast.at)
    post = add_post(agency=agency(where), role=role, title="Newly made", starts=on, by=None, at=cast.at)
    hold(post=post, person=cast.person(name), starts=on, by=None, at=cast.at)


def shared(cast: Cast, *, by: str = "elin", reached: bool = True, **more: Any) -> Briefing:  # noqa: ANN401 - any of it
    """Share the pack, required in three weeks unless said otherwise, and bring it to its people."""
    on = london_date(cast.at)
    told: dict[str, Any] = {
        "partnership": area().pk, "key": PACK, "starts": on, "required": True, "until": on + timedelta(days=21),
    }  # fmt: skip
    row = actions.share(by=cast.actor(by), at=cast.tick(), new=NewBriefing(**(told | more)))
    if reached:
        reach(row.pk, cast.tick())
    return Briefing.objects.get(pk=row.pk)


def own(cast: Cast, row: Briefing, name: str) -> Recipient:
    """Return the one row of somebody."""
    return Recipient.objects.get(briefing=row, person=cast.person(name))


def opened(cast: Cast, row: Briefing, name: str) -> None:
    """Have somebody open it."""
    actions.open_it(person=cast.person(name), at=cast.tick(), briefing=row.pk)


def read(cast: Cast, row: Briefing, *names: str) -> None:
    """Have people open it and agree."""
    for name in names:
        opened(cast, row, name)
        actions.agree(person=cast.person(name), at=cast.tick(), briefing=row.pk)


def new_edition(cast: Cast, change: tuple[str, str], key: str = PACK) -> PageEdition:
    """Have Iris propose an edition of the pack with other words, and Elin approve it."""
    at, iris, elin = cast.tick(), cast.actor("iris"), cast.actor("elin")
    row = library.start_draft(by=iris, at=at, partnership=area().pk, key=key)
    text = row.text.replace(*change)
    assert text != row.text
    row = library.save_draft(
        by=iris, at=at, edition=row.pk, version=row.version, text=text, changes="One line is new."
    )  # fmt: skip
    on: date = london_date(cast.at)
    row = library.propose(
        by=iris, at=at, edition=row.pk, version=row.version, in_force=on, review_by=on + timedelta(days=365),
        changes="One line is new.",
    )  # fmt: skip
    return library.approve(by=elin, at=cast.tick(), edition=row.pk, version=row.version)


def asks(cast: Cast, name: str) -> None:
    """Say to the database who asks from now on, as each request does: for what a test does as the web's role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(name).pk, london_date(cast.at)])


def pressed(**said: object) -> dict[str, object]:
    """Return what a form sends: its key, and what was said."""
    return {"submission": str(uuid4()), **said}
