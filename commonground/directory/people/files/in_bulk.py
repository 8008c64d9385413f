"""Doing many rows of a file at once: what the verbs of ``directory.actions`` do for one, with their own sentences.

``Books`` has answered what those verbs ask; what may have changed since it was read is asked again under lock. When
anything is not as it was, nothing is done, and the rows are done singly by the verbs themselves.
"""

from collections.abc import Iterable
from datetime import datetime

from commonground.directory.actions import add_team
from commonground.directory.changes import has_post, post_added
from commonground.directory.models import Holding, Person, Post, Team
from commonground.directory.people.files.books import Books, Step
from commonground.directory.people.files.reading import FileRow
from commonground.directory.people.models import Change
from commonground.directory.people.rules import held_ahead
from commonground.directory.queries import Actor


class OvertakenError(Exception):
    """Somebody changed one of the posts since the books were read."""


def do_all(books: Books, steps: Iterable[Step], by: Actor, at: datetime) -> None:
    """Do some rows, in the caller's transaction; raises OvertakenError, or DatabaseError for what the tables refuse."""
    doing = [step for step in steps if not step.why and not step.nothing and step.place]
    _lock(books, doing)
    people, posts, holdings = [], [], []
    for step in doing:
        row, place = step.row, step.place
        assert place is not None  # noqa: S101 as asked just before
        if place.post is None:
            place.post = new_post(books, row, by, at)
            posts.append(place.post)
        if not row.email:
            continue
        if row.email not in books.people:
            books.people[row.email] = new_person(row)
            people.append(books.people[row.email])
        starts = row.starts or books.on
        holdings.append(
            Holding(post=place.post, person=books.people[row.email], deputy=row.deputy, starts=starts)
        )  # fmt: skip
    Post.objects.bulk_create(posts)
    Person.objects.bulk_create(people)
    Holding.objects.bulk_create(holdings)
    said = [*map(post_added, posts), *map(has_post, holdings)]
    Change.objects.bulk_create([Change(agency=books.agency, at=at, by=by.person, sentence=one) for one in said])


def _lock(books: Books, doing: list[Step]) -> None:
    """Lock the posts that some rows fill; raises OvertakenError unless they have whom the books say."""
    places = {step.place.post.pk: step.place for step in doing if step.place and step.place.post}
    list(Post.objects.select_for_update().filter(pk__in=places).order_by("pk").values_list("pk"))
    has = held_ahead(books.on).filter(post__in=places, person__is_active=True)
    there = {(post, email.lower()) for post, email in has.values_list("post", "person__email")}
    known = {(key, email) for key, place in places.items() for email in place.holders | place.deputies}
    if known - there != {(step.place.post.pk, step.row.email) for step in doing if step.place and step.place.post}:
        raise OvertakenError
    if there - known:
        raise OvertakenError


def new_post(books: Books, row: FileRow, by: Actor, at: datetime) -> Post:
    """Return the post that a row makes, not yet kept; its team is made if there is none."""
    starts = min(row.starts or books.on, books.on)
    return Post(
        agency=books.agency, team=team_of(books, row, by, at), role=row.role, title=row.post, desk=row.desk,
        starts=starts,
    )  # fmt: skip


def new_person(row: FileRow) -> Person:
    """Return somebody who is new, not yet kept; they cannot sign in until they set up the account."""
    person = Person(name=row.name, email=row.email, title=row.title, phone=row.phone)
    person.set_unusable_password()
    return person


def team_of(books: Books, row: FileRow, by: Actor, at: datetime) -> Team | None:
    """Return the team that a row names, made if there is none; None when it names none."""
    if not row.team:
        return None
    team = books.teams.get(row.team.casefold())
    if team is None:
        team = books.teams[row.team.casefold()] = add_team(agency=books.agency, name=row.team, by=by, at=at)
    return team
