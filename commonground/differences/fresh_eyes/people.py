"""Who may be asked to look: people outside both lines whose work it is, and who have nothing to do with it so far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonground.differences.actions.interests import people_at
from commonground.differences.models import Difference, Seat
from commonground.directory.models import Agency, Person, Post
from commonground.directory.queries import current, posts_now
from commonground.now import london_date
from commonground.procedures.fresh_eyes import SUITS
from commonground.procedures.terms import Capacity, Role


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who may be asked to look: by which post, and for which agency."""

    person: Person
    post: Post

    @property
    def key(self) -> str:
        """The value of this choice in a form."""
        return str(self.person.pk)

    @property
    def label(self) -> str:
        """How a form names them: by their post, which says why they are asked."""
        return f"{self.person.name}, {self.post.title}"


def in_a_line(row: Difference, seats: Collection[Seat]) -> set[UUID]:
    """Return the agencies whose people are not outside: both sides', those before them, and those that ever joined.

    Of an agency of which one person advises a side, others may still look.
    """
    acted = (one for one in seats if one.capacity == Capacity.JOINED or (one.side and one.capacity != Capacity.ADVISER))
    return {row.raising_agency_id, row.responding_agency_id} | {one.agency_id for one in acted}


def agencies_to_ask(row: Difference, seats: Collection[Seat], at: datetime) -> QuerySet[Agency]:
    """Return the agencies of the partnership in which there is a post that suits, and that take no part."""
    here = Q(partnership=None) | Q(partnership=row.partnership_id)
    suits = Post.objects.filter(here, current(london_date(at)), agency=OuterRef("pk"), role__in=SUITS)
    found = Agency.objects.filter(Exists(suits), partnerships=row.partnership_id)
    return found.exclude(pk__in=in_a_line(row, seats)).order_by("name", "id")


def may_look(row: Difference, seats: Collection[Seat], agency: UUID, at: datetime) -> dict[str, Looker]:
    """Return who of an agency may be asked to look, by key.

    Nobody who sits or sat in it, in person or by a post, also if they were kept out or see it no longer; nobody who
    also works for an agency that takes part, or for the partnership’s office; and nobody who is away today.
    """
    out = in_a_line(row, seats)
    if agency in out or not agencies_to_ask(row, seats, at).filter(pk=agency).exists():
        return {}
    sat = {seat.post_id for seat in seats}
    posts = posts_now({agency, *out, *(seat.agency_id for seat in seats)}, london_date(at), office=row.partnership_id)
    near = people_at(
        post for post in posts
        if post.post.pk in sat or post.post.agency_id in out or post.post.role == Role.PARTNERSHIP_OFFICER
    )  # fmt: skip
    barred = near.keys() | {seat.person_id for seat in seats}
    found: dict[str, Looker] = {}
    for post in posts:
        here = post.post.agency_id == agency and post.post.partnership_id in {None, row.partnership_id}
        if here and post.post.role in SUITS:
            for person in post.present:
                if person.pk not in barred:
                    found.setdefault(str(person.pk), Looker(person, post.post))
    return found
