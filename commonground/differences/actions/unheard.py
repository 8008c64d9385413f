"""Nobody waits on somebody who has not heard: half the time has passed unopened, or no message could be delivered.

The raiser and the next in the line are told, with whom to ring (invariant 6). Who was asked keeps their seat. Each is
done in one transaction under the difference's lock, and safe to run twice.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, partial
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions.chairs import Chairs
from commonground.differences.actions.entering import locked
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.actions.telling import reach
from commonground.differences.models import Difference, Seat
from commonground.differences.routing import Placed
from commonground.directory.models import Person
from commonground.directory.queries import PostNow
from commonground.notices.kinds import ABOUT_GROUPS, ABOUT_HOLIDAYS, ABOUT_LIBRARY, ABOUT_POSTS
from commonground.notices.models import Notice
from commonground.procedures.terms import Capacity, Side
from commonground.record.chain import actor_token
from commonground.record.models import Entry, Look

NO_NUMBER = "No number is kept for them. Their switchboard can help."


def tell_unopened(row: Difference, *, at: datetime) -> bool:
    """Tell for each side that has not opened it, in the caller's transaction and under its lock; say if there was one.

    The caller asks when half of the time has passed.
    """
    urgent = Notice.objects.filter(subject=row.pk, kind="raised_to_you", urgent=True).exists()
    done = False
    for side in Side:
        chairs = Asked(row, side, at=at)
        if chairs.waiting and not chairs.opened():
            sentence = f"Half the time has passed, and nobody who acts for {row.name_of(side)} had opened this."
            chairs.ask_the_next("unopened", sentence, urgent=urgent)
            done = True
    return done


def tell_undelivered(at: datetime) -> int:
    """Tell for each side whose people now could not be sent what they were to know; return for how many differences.

    One that cannot be done is logged and left for the next time.
    """
    subjects = Notice.objects.filter(bounced_at__isnull=False, bounce_seen=False).order_by("subject")
    apart = ABOUT_GROUPS | ABOUT_POSTS | ABOUT_HOLIDAYS | ABOUT_LIBRARY  # no side waits for them
    subjects = subjects.exclude(kind__in=apart)
    keys = subjects.values_list("subject", flat=True).distinct()
    return one_by_one(keys, partial(_undelivered, at=at), failed="undelivered.failed")


def _undelivered(difference: UUID, *, at: datetime) -> bool:
    row = locked(difference)
    bounced = list(Notice.objects.filter(subject=difference, bounced_at__isnull=False))
    fresh = [notice for notice in bounced if not notice.bounce_seen]
    Notice.objects.filter(pk__in=[notice.pk for notice in fresh]).update(bounce_seen=True)
    if row.end or not fresh:
        return False
    done = False
    for side in Side:
        chairs = Asked(row, side, at=at)
        if chairs.waiting and chairs.none_reached(bounced) and not chairs.opened():
            sentence = f"No message could be delivered to those who act for {row.name_of(side)}."
            chairs.ask_the_next("undelivered", sentence, urgent=any(notice.urgent for notice in fresh))
            done = True
    return done


class Asked(Chairs):
    """A side, and whether those who act for it have heard."""

    @cached_property
    def waiting(self) -> list[Seat]:
        """The seats that were asked and of which nothing was heard yet: nobody raised it, picked it up or answered."""
        acting = [seat for seat in self.seats if seat.side == self.side and seat.stage == self.row.stage]
        raised = any(seat.capacity == Capacity.RAISER for seat in acting)
        answered = self.side is Side.RESPONDING and (self.situation.picked_up or self.situation.answered)
        return [] if raised or answered else [seat for seat in acting if seat.capacity == Capacity.ANSWERING]

    def posts(self, seat: Seat) -> list[PostNow]:
        """Return the post of a seat as it is today; none for a seat held in person."""
        return [post for post in self.routes.posts_of(seat.agency_id) if post.post.pk == seat.post_id]

    @cached_property
    def out(self) -> frozenset[UUID]:
        """Who takes no part: that they have heard counts for nobody, and nobody is to ring them."""
        return queries.barred(self.seats)

    def behind(self, seat: Seat) -> list[Person]:
        """Return who is behind a seat: by name, or by the post, those who are away too."""
        if seat.person:
            return [seat.person]
        return [person for post in self.posts(seat) for person in (*post.present, *post.holders_away)]

    def people(self, seat: Seat) -> list[Person]:
        """Return who is to hear by a seat."""
        return [person for person in self.behind(seat) if person.pk not in self.out]

    def opened(self) -> bool:
        """Say whether any of them has looked since they were asked, or asked themself: who escalates to themself."""
        since = min(seat.since for seat in self.waiting)
        people = {person.pk for seat in self.waiting for person in self.people(seat)}
        acted = [actor_token(self.row.pk, person) for person in people]
        return (
            Look.objects.filter(subject=self.row.pk, at__gte=since, person_id__in=people).exists()
            or Entry.objects.filter(subject=self.row.pk, at__gte=since, actor__in=acted).exists()
        )

    def none_reached(self, bounced: Iterable[Notice]) -> bool:
        """Say whether every address at which they are told is one from which messages came back."""
        return reach(self.waiting, self.routes, out=self.out).keys() <= {notice.address for notice in bounced}

    def ask_the_next(self, kind: str, sentence: str, *, urgent: bool) -> None:
        """Seat the next in the line, unless only people named may see it; tell them and the raiser whom to ring."""
        unheard = frozenset(person.pk for seat in self.waiting for person in self.behind(seat))
        placed = Placed(()) if self.row.restricted else self.next_in_line(unheard)
        self.ask(placed, kind=kind, sentence=sentence, words={"Whom to ring": self.numbers()}, urgent=urgent)

    def numbers(self) -> str:
        """Return how those who were asked are rung: by the number of the post, else by their own."""
        found = []
        for seat in self.waiting:
            posts = [f"{post.post}: {post.post.phone}" for post in self.posts(seat) if post.post.phone]
            people = [f"{person.name}: {person.phone}" for person in self.people(seat) if person.phone]
            found += posts or people
        return "; ".join(dict.fromkeys(found)) or NO_NUMBER
