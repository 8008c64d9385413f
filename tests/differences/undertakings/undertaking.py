"""What tests of actions share: one of Bob's, put on the list by Amy, and what becomes of it."""

from datetime import date, timedelta

from commonground.differences import actions
from commonground.differences.models import Difference, Undertaking
from commonground.differences.undertakings.owners import Owner
from commonground.directory.models import Agency
from commonground.now import london_date
from tests.cast import Cast

WHAT = "Visit him and his mother at home."
DONE_WHEN = "Somebody has seen where he sleeps, and said so here."
EVIDENCE = "Bob saw him and his room on Tuesday at four. He has a bed now."


def key(cast: Cast, who: str) -> str:
    """Return what a form sends for somebody of the cast, or for an agency by its name."""
    if who[:1].isupper():
        return str(Agency.objects.get(name=who).pk)
    person = cast.person(who)
    return f"{cast.actor(who).posts[0].agency_id}.{person.pk}"


def noted_action(
    cast: Cast, row: Difference, *, by: str = "amy", whose: str = "bob", due: date | None = None, what: str = WHAT
) -> Undertaking:
    """Put an action on the list, due in a week unless another day is named."""
    new = actions.NewAction(what, DONE_WHEN, key(cast, whose), due or london_date(cast.at) + timedelta(days=7))
    return actions.note_action(by=cast.actor(by), at=cast.tick(), difference=row.pk, new=new)


def done(cast: Cast, row: Difference, one: Undertaking, by: str = "bob") -> Undertaking:
    """Say that it is done."""
    return actions.action_done(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number, evidence=EVIDENCE
    )  # fmt: skip


def set_aside(cast: Cast, row: Difference, one: Undertaking, by: str = "bob") -> Undertaking:
    """Say that it is not needed any more."""
    return actions.set_action_aside(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number, reason="They have moved."
    )  # fmt: skip


def handed_over(
    cast: Cast, row: Difference, one: Undertaking, *, by: str = "bob", to: str = "Oakfield Primary School"
) -> Undertaking:
    """Hand it over, to be done a day later."""
    return actions.hand_action_over(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number, owner=key(cast, to),
        due=one.due + timedelta(days=1), reason="He knows them best.",
    )  # fmt: skip


def owner_of(one: Undertaking) -> Owner:
    """Return whose it is now, as the table has it."""
    found = Undertaking.objects.select_related("agency", "owner").get(pk=one.pk)
    return Owner(found.agency, found.owner)
