"""An agency's books in memory, as they are and as they come to be row by row: what each row of a file would do.

The preview and the job ask the same question of the same thing, so that what is shown is what is done.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from commonground.directory.models import Absence, Agency, Person, Post, Team
from commonground.directory.people.files.reading import FileRow
from commonground.directory.people.rules import OFFICE_CAN, belonging, held_ahead, roles_at, shaped_agencies
from commonground.directory.queries import Actor, fillable, not_over
from commonground.procedures.terms import Role

Key = tuple[str, str, Role, bool]
"""By what a row names a post: team, title, role, and whether it is a desk."""


@dataclass(eq=False)
class Place:
    """A post as it is now or will be: who has it, by address, and whether one may fill it."""

    post: Post | None
    fillable: bool
    holders: set[str] = field(default_factory=set)
    deputies: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Step:
    """What a row does: a person and a post that are there or are to be made; ``why`` says why it cannot be done."""

    row: FileRow
    person: Person | None = None
    place: Place | None = None
    nothing: bool = False
    why: str = ""

    @property
    def new_person(self) -> bool:
        """Whether it makes an account."""
        return not self.why and not self.nothing and bool(self.row.email) and self.person is None

    @property
    def new_post(self) -> bool:
        """Whether it makes a post."""
        return not self.why and self.place is not None and self.place.post is None


class Books:
    """Everybody on an agency's books and every post of it, read in a few queries."""

    def __init__(self, agency: Agency, by: Actor, on: date) -> None:
        self.agency, self.by, self.on = agency, by, on
        self.shapes = shaped_agencies(by).filter(pk=agency.pk).exists()
        self.roles = roles_at(agency.kind)
        self.teams: dict[str, Team] = {team.name.casefold(): team for team in Team.objects.filter(agency=agency)}
        self.people = {person.email.lower(): person for person in belonging([agency], on)}
        self.places: dict[Key, list[Place]] = defaultdict(list)
        self.away: dict[str, list[Absence]] = defaultdict(list)
        ahead = Absence.objects.filter(ends__gte=on, person__in=[person.pk for person in self.people.values()])
        for absence in ahead.select_related("person"):
            self.away[absence.person.email.lower()].append(absence)
        self._read_posts()

    def _read_posts(self) -> None:
        posts = (
            Post.objects.filter(not_over(self.on), agency=self.agency).select_related("team").order_by("title", "id")
        )
        mine = set(posts.filter(fillable(self.by)).values_list("pk", flat=True))
        by_id: dict[UUID, Place] = {}
        for post in posts:
            place = by_id[post.pk] = Place(post, post.pk in mine)
            self.places[_key(post.team.name if post.team else "", post.title, Role(post.role), desk=post.desk)].append(
                place
            )
        holdings = held_ahead(self.on).filter(post__agency=self.agency, person__is_active=True).select_related("person")
        for one in holdings:
            place = by_id[one.post_id]
            (place.deputies if one.deputy else place.holders).add(one.person.email.lower())

    def step(self, row: FileRow, elsewhere: set[str]) -> Step:
        """Say what a row does, and take it as done; ``elsewhere`` are addresses of accounts not on these books."""
        if row.email in elsewhere:
            why = f"The address {row.email} belongs to an account that is not on these books. {OFFICE_CAN}"
            return Step(row, why=why)
        person = self.people.get(row.email)
        if person and person.name.casefold() != row.name.casefold():
            return Step(
                row, why=f"The address {row.email} is that of {person.name} here. Mend the name or the address."
            )
        places = self.places[_key(row.team, row.post, row.role, desk=row.desk)]
        found = self._deputised(row, places) if row.deputy else self._held(row, places)
        if isinstance(found, str):
            return Step(row, why=found)
        place, nothing = found
        if not nothing and not place.fillable:
            return Step(row, why=f"You cannot fill the post of {row.post}. {OFFICE_CAN}")
        if row.email and not nothing:
            (place.deputies if row.deputy else place.holders).add(row.email)
        return Step(row, person=person, place=place, nothing=nothing)

    def _held(self, row: FileRow, places: list[Place]) -> tuple[Place, bool] | str:
        """Return the post that a row's person holds or takes, and whether there is nothing to do; or why not."""
        if not row.email:
            return (places[0], True) if places else self._new(row, places)
        theirs = next((one for one in places if row.email in one.holders), None)
        if theirs:
            return theirs, True
        free = [one for one in places if row.desk or not one.holders]
        fits = next((one for one in free if row.email not in one.deputies), None)
        if fits:
            return fits, False
        if free:
            return f"{row.name} stands in for {row.post}. End that first."
        return self._new(row, places)

    def _deputised(self, row: FileRow, places: list[Place]) -> tuple[Place, bool] | str:
        theirs = next((one for one in places if row.email in one.deputies), None)
        if theirs:
            return theirs, True
        if not places:
            return f"There is no post of {row.post} yet in which to stand in. Put its own row before this one."
        if len(places) > 1:
            return f"Several posts are called {row.post}. Name their deputies on the pages of the posts."
        if row.email in places[0].holders:
            return f"{row.name} holds {row.post}, and nobody stands in for themself."
        first = row.starts or self.on
        if any(days.starts <= first <= days.ends for days in self.away[row.email]):
            return f"{row.name} is away on the first day, so they cannot stand in then."
        return places[0], False

    def _new(self, row: FileRow, places: list[Place]) -> tuple[Place, bool] | str:
        if not self.shapes:
            free = "free post" if places else "post"
            where = f" in {row.team}" if row.team else ""
            return f"There is no {free} of {row.post}{where} with this role. The partnership’s office adds posts."
        if row.role not in self.roles:
            return f"{self.agency} cannot have a post with this role: {row.role.label}."
        place = Place(None, fillable=True)
        places.append(place)
        return place, False

    def leavers(self, rows: list[FileRow]) -> list[Person]:
        """Return who is on the books and has no row."""
        named = {row.email for row in rows}
        return sorted(
            (person for address, person in self.people.items() if address not in named and person != self.by.person),
            key=lambda person: (person.name, str(person.pk)),
        )


def elsewhere(rows: list[FileRow], books: Books) -> set[str]:
    """Return the addresses of rows that belong to accounts which are not on these books, closed ones among them."""
    asked = {row.email for row in rows if row.email} - books.people.keys()
    return {address.lower() for address in Person.objects.filter(email__in=asked).values_list("email", flat=True)}


def _key(team: str, title: str, role: Role, *, desk: bool) -> Key:
    return team.casefold(), title.casefold(), role, desk
