"""Whose library somebody keeps, by the posts that they hold."""

from uuid import UUID

from commonground.directory.actions import RefusedError
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.procedures.terms import Role


def editor_of(actor: Actor) -> frozenset[UUID]:
    """Return the partnerships whose library editor this is."""
    posts = (post for post in actor.posts if post.role is Role.LIBRARY_EDITOR)
    return frozenset(post.partnership_id for post in posts if post.partnership_id)


def may_decide(actor: Actor, partnership: UUID, *, safety: bool) -> bool:
    """Say whether somebody decides on a page of a library: on what concerns safety only the area's library editor."""
    return partnership in (editor_of(actor) if safety else libraries(actor))


def keeper(actor: Actor, partnership: UUID) -> Person:
    """Return who keeps the library of an area; raises RefusedError for all others."""
    if actor.person is None or partnership not in libraries(actor):
        message = "Only the library editors and officers of an area keep its library."
        raise RefusedError(message)
    return actor.person


def libraries(actor: Actor) -> frozenset[UUID]:
    """Return the partnerships whose library this keeps: as its editor, or as an officer."""
    return actor.offices | editor_of(actor)
