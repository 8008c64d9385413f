"""An agency's promise that nobody is worse off for raising a difference: who gave it, and who backs whoever raises."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from commonground.directory.actions import RefusedError
from commonground.directory.changes import write_down
from commonground.directory.models import Agency, Post
from commonground.directory.people.models import Promise
from commonground.directory.queries import Actor, current, kept_agencies, present
from commonground.questions import Blank, Question

USUAL = "Nobody who raises a difference in good faith will be worse off for it."


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as the person who raises reads it; ``ring`` is empty when no number is known."""

    words: str
    leader: str
    backer: str
    ring: str
    backs: bool
    """Whether the backer can: not when they take no part in the difference, or nobody is there."""


def backers(agency: Agency, on: date) -> QuerySet[Post]:
    """Return the posts of an agency that may back whoever raises, desks left out."""
    return Post.objects.filter(current(on), agency=agency, desk=False).order_by("title", "id")


@transaction.atomic
def promise(*, agency: Agency, words: str, leader: str, backer: Post, by: Actor | None, at: datetime) -> Promise:
    """Keep the promise to which an agency's senior leader has put their name, and who backs whoever raises."""
    if by is not None and not kept_agencies(by).filter(pk=agency.pk).exists():
        message = f"Only a safeguarding lead of {agency} or the partnership’s office can write this down."
        raise RefusedError(message)
    if backer.agency_id != agency.pk:
        message = f"{backer} is no post of {agency}. Choose one of its posts."
        raise RefusedError(message)
    given = {"words": words, "leader": leader, "backer": backer, "by": by.person if by else None, "at": at}
    row, _ = Promise.objects.update_or_create(agency=agency, defaults=given)
    said = f"{leader} has promised: “{words}” {backer} backs whoever raises a difference."
    write_down(agency=agency.pk, sentence=said, by=by, at=at)
    return row


@Question
def _given(agency: Blank) -> QuerySet[Promise]:
    return Promise.objects.filter(agency=agency).select_related("backer")


def promised(agency: UUID, on: date, *, out: Collection[UUID] = ()) -> Promised | None:
    """Return an agency's promise on a day, in two queries; None when it has given none.

    ``out`` are people who take no part in the difference that it is read with.
    """
    given = next(iter(_given(agency=agency)), None)
    if given is None:
        return None
    people = present([given.backer_id], on).get(given.backer_id, ())
    names = ", ".join(person.name for person in people)
    phones = [given.backer.phone] if given.backer.phone else [person.phone for person in people if person.phone]
    return Promised(
        words=given.words,
        leader=given.leader,
        backer=f"{given.backer.title} ({names})" if names else given.backer.title,
        ring=" or ".join(phones),
        backs=bool(people) and not any(person.pk in out for person in people),
    )
