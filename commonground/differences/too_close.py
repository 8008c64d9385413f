"""Who may be too close to a difference: the people of both sides' agencies who take part in it or might."""

from datetime import datetime
from uuid import UUID

from commonground.differences import queries
from commonground.differences.reading import Standpoint
from commonground.directory.models import Person
from commonground.directory.queries import posts_now
from commonground.now import london_date
from commonground.procedures.terms import Capacity


def of_its_agencies(here: Standpoint, at: datetime) -> list[tuple[Person, str]]:
    """Return the people of both sides' agencies who take part or might, each with their agency."""
    row = here.difference
    agencies = {row.responding_agency_id: row.responding_agency, row.raising_agency_id: row.raising_agency}
    raised = {seat.person_id for seat in here.seats if seat.capacity == Capacity.RAISER and not seat.ended_at}
    out = queries.barred(here.seats) | raised
    found: dict[UUID, tuple[Person, str]] = {}
    for post in posts_now(agencies, london_date(at), office=row.partnership_id):
        for person in (*post.holders_present, *post.holders_away, *post.deputies_present):
            if person.pk not in out:
                found.setdefault(person.pk, (person, str(agencies.get(post.post.agency_id, post.post.agency))))
    return list(found.values())
