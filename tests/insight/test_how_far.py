"""How far a briefing has come: told by agency and team with what is not known, by no rank, and used by nobody alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, connection

from commonground.briefings.actions.reaching import reach
from commonground.briefings.models import Briefing, Receipt, Recipient, Tally
from commonground.briefings.terms import Audience, To
from commonground.differences import actions as differing
from commonground.differences.models import Difference, Seat
from commonground.directory.actions import leave, record_absence
from commonground.directory.models import Agency, Team
from commonground.insight.how_far import queries
from commonground.insight.how_far.counting import count, see_to_how_far, waiting
from commonground.insight.how_far.models import Nudge, ReadOn, Since
from commonground.insight.how_far.nudging import nudge, see_to_nudges
from commonground.insight.how_far.presenting import steps_of
from commonground.insight.how_far.telling import COUNTED_AFTER, FEWEST, told
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date, now
from commonground.procedures.terms import AgencyKind, Capacity, Kind
from tests.briefings.briefing import agency, area, opened, read, shared
from tests.cast import Cast
from tests.visiting import visit

DAY = timedelta(days=1)
SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"
MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def today(cast: Cast) -> None:
    """Tell what follows from now on, with nothing left to be sent."""
    cast.at = now()
    Notice.objects.all().delete()


def counted(cast: Cast, row: Briefing) -> None:
    """Have the worker count it anew, as of the next morning's day or this one."""
    Since.objects.filter(briefing=row).update(on=london_date(cast.at) - DAY)
    count(row.pk, cast.tick())


def since(row: Briefing, name: str | None) -> Since:
    return Since.objects.get(briefing=row, agency=agency(name) if name else None)


def test_the_office_sees_each_agency_by_the_alphabet_and_what_is_not_known(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "bob", "amy")
    opened(cast, row, "hana")
    record_absence(
        person=cast.person("cath"), starts=london_date(cast.at), ends=london_date(cast.at), by=None, at=cast.at
    )
    counted(cast, row)
    page = visit(f"/how-far/{row.pk}/", "elin")
    reached = Recipient.objects.filter(briefing=row, left_at=None).count()
    assert f"2 of {reached} people have read it." in page.words
    assert "Nothing here ranks anybody" in page.words
    assert "a high number is not good" in page.words
    assert since(row, COUNCIL).away == 1
    assert "1 away today" in page.words
    names = names_on(page.markup)
    assert COUNCIL in names
    assert names == [*sorted(one for one in names if one != queries.TOGETHER), queries.TOGETHER]
    assert "Amy Lister" not in page.words
    assert "Bob Ferris" not in page.words


def test_who_was_away_is_said_of_the_day_on_which_it_was_counted(cast: Cast) -> None:
    row = shared(cast)
    counted(cast, row)
    assert "Working there today and not asked" in visit(f"/how-far/{row.pk}/", "elin").words
    rows = Since.objects.filter(briefing=row)
    rows.update(on=date(2026, 3, 3))
    rows.exclude(agency=None).update(on=date(2026, 2, 2), away=1)
    page = visit(f"/how-far/{row.pk}/", "elin").words
    assert "Away on 3 March 2026, without having read it" in page
    assert "away on 3 March 2026" in page
    assert "Counted on 3 March 2026." in page, "by the row of the area, and no other"
    assert "today" not in page.partition("What is not known")[2].partition("How these numbers")[0]


def names_on(markup: str) -> list[str]:
    """Return the names of the lines, in the order of the page."""
    return [part.split("<")[0] for part in markup.split('role="rowheader">')[1:]]


def test_small_agencies_stand_together_so_that_none_of_them_can_be_told(cast: Cast) -> None:
    row = shared(cast)
    found = queries.how_far_in_area(row)
    apart = [line for line in found.lines if not line.those]
    assert apart
    assert all(line.reached >= FEWEST for line in apart)
    (together,) = [line for line in found.lines if line.those]
    assert len(together.those) > 1
    assert together.reached >= FEWEST
    assert sum(line.reached for line in found.lines) == found.whole.reached
    assert {*together.those, *(line.name for line in apart)} == set(
        Tally.objects.filter(briefing=row, reached__gt=0).values_list("agency__name", flat=True)
    )


def test_a_lead_sees_the_teams_of_their_own_agency_and_names_who_owes_it(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    opened(cast, row, "judith")
    page = visit(f"/how-far/{row.pk}/", "sarah")
    assert f"How far it has come in {SCHOOL}" in page.words
    assert COUNCIL not in page.words
    assert "Each team" in page.words
    school = agency(SCHOOL)
    names = visit(f"/how-far/{row.pk}/not-yet/{school.pk}/", "sarah")
    assert "Judith" in names.words
    assert "opened it" in names.words
    assert "Amy Lister" not in names.words
    visit(f"/how-far/{row.pk}/not-yet/{agency(COUNCIL).pk}/", "sarah", status=404)
    visit(f"/how-far/{row.pk}/not-yet/{school.pk}/", "elin", status=404)
    visit(f"/how-far/{row.pk}/", "gwen", status=404)
    visit(f"/how-far/{row.pk}/", "amy", status=403)


def test_what_is_kept_is_read_by_the_office_and_by_each_agencys_own_lead_through_the_second_lock_too(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    row = shared(cast)
    read(cast, row, "amy", "bob")
    cast.at += DAY
    counted(cast, row)
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=row.pk, agency=agency(SCHOOL).pk)
    everybody = set(Since.objects.values_list("agency", flat=True))
    for who, sees in (("elin", everybody), ("sarah", {agency(SCHOOL).pk}), ("amy", set()), ("gwen", set())):
        with as_role("app"), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(now())])
            assert set(Since.objects.values_list("agency", flat=True)) == sees, who
            assert set(ReadOn.objects.values_list("agency", flat=True)) <= sees, who
            assert Nudge.objects.exists() is bool(sees), who
    with pytest.raises(DatabaseError, match="permission denied"), as_role("app"), connection.cursor() as cursor:
        cursor.execute("UPDATE insight_since SET took_part = 5")


def seats(cast: Cast, row: Briefing, many: int, name: str = COUNCIL, **more: object) -> Difference:
    """Give so many people of an agency a part in one difference."""
    difference = cast.raised()
    asked = Recipient.objects.filter(briefing=row, agency=agency(name), left_at=None).order_by("person__email")
    people = [one.person_id for one in asked if one.person_id != cast.person("bob").pk][:many]
    assert len(people) == many
    told_of = {"capacity": Capacity.ADVISER, "side": "responding", "role": "practitioner"} | more
    for one in people:
        Seat.objects.create(
            partnership_id=row.partnership_id, difference=difference, agency=agency(name), person_id=one, stage=1,
            since=cast.at, **told_of,
        )  # fmt: skip
    return difference


def staff(row: Briefing, name: str, many: int, team: Team | None = None) -> list[Recipient]:
    """Have many more people of an agency asked."""
    from commonground.directory.models import Person

    made = []
    for number in range(many):
        person = Person.objects.create(
            name=f"Person {name[:3]} {number}", email=f"{name[:3].lower()}{number}@many.example", is_active=True
        )  # fmt: skip
        made.append(
            Recipient.objects.create(
                briefing=row, person=person, agency=agency(name), team=team, audience=Audience.PRACTITIONERS,
                added_on=row.starts,
            )
        )  # fmt: skip
    return made


def in_three_months(cast: Cast, row: Briefing) -> None:
    """Have the worker count it once its three months are over."""
    Briefing.objects.filter(pk=row.pk).update(starts=row.starts - COUNTED_AFTER)
    counted(cast, row)


def used(row: Briefing, name: str | None = None) -> tuple[bool, int | None, int | None]:
    found = since(row, name)
    return found.used_on is not None, found.took_part, found.settled


def test_use_is_told_once_of_all_together_after_three_months(cast: Cast) -> None:
    row = shared(cast)
    staff(row, COUNCIL, 30)
    staff(row, SCHOOL, 30)
    open_one = seats(cast, row, 12)
    hidden = seats(cast, row, 25, SCHOOL)
    Difference.objects.filter(pk=hidden.pk).update(restricted=True, officer_told=False)
    counted(cast, row)
    assert used(row) == (False, None, None), "not from day to day"
    assert "It is counted once, on" in visit(f"/how-far/{row.pk}/", "elin").words
    in_three_months(cast, row)
    assert used(row)[:2] in {(True, 10), (True, 15)}, "twelve and those of the day in the life, in full fives"
    assert used(row, COUNCIL) == used(row, SCHOOL) == (False, None, None), "of no agency"
    before = used(row)
    Seat.objects.filter(difference=open_one).update(capacity=Capacity.TOLD)
    Difference.objects.filter(pk=hidden.pk).update(restricted=False)
    counted(cast, row)
    assert used(row) == before, "and never again"
    page = visit(f"/how-far/{row.pk}/", "elin").words
    assert f"{before[1]} or more, counted on" in page


def test_whoever_is_restricted_or_only_told_is_in_no_count(cast: Cast) -> None:
    row = shared(cast)
    staff(row, COUNCIL, 30)
    hidden, told_of = seats(cast, row, 12), seats(cast, row, 12)
    Difference.objects.filter(pk=hidden.pk).update(restricted=True, officer_told=False)
    Seat.objects.filter(difference=told_of).update(capacity=Capacity.TOLD)
    in_three_months(cast, row)
    assert used(row) == (True, None, None)


def test_of_a_few_who_are_named_use_is_never_counted(cast: Cast) -> None:
    row = shared(cast, to=To.NAMED, people=(cast.person("amy").pk,))
    staff(row, COUNCIL, 30)
    seats(cast, row, 12)
    in_three_months(cast, row)
    assert used(row) == (False, None, None)
    assert "only of what is for everybody" in visit(f"/how-far/{row.pk}/", "elin").words


def test_what_was_settled_by_talking_is_counted_with_it(cast: Cast) -> None:
    row = shared(cast)
    new = cast.new()
    for _ in range(7):
        differing.settle_by_talking(
            by=cast.actor("amy"), at=cast.tick(), partnership=area().pk, kind=Kind.NO_REPLY,
            own_agency=new.raising_agency, other_agency=new.responding_agency, saved_stage=2,
        )  # fmt: skip
    in_three_months(cast, row)
    assert used(row)[2] == 5


@pytest.mark.parametrize(
    ("number", "of", "says"), [(5, 40, None), (6, 40, 5), (12, 40, 10), (34, 40, 30), (35, 40, None), (0, 40, None)]
)
def test_few_who_did_are_not_told_and_few_who_did_not_neither(number: int, of: int, says: int | None) -> None:
    assert told(number, of) == says


@pytest.mark.parametrize(("reached", "shares"), [(46, ["", "54%", "54%", "17%", "4%"]), (19, [""] * 5)])
def test_a_share_is_of_the_numbers_beside_it(reached: int, shares: list[str]) -> None:
    counts = {"reached": reached, "opened": 25, "agreed": 25, "understood": 8, "talked": 2, "gone": 0}
    assert [one.share for one in steps_of(queries.Line("All", counts))[:5]] == shares


def test_reading_is_counted_by_days_that_are_over_and_an_edition_once(cast: Cast) -> None:
    row = shared(cast)
    again = shared(cast, by="sarah", agency=agency(SCHOOL).pk, required=False, until=None)
    read(cast, row, "amy", "bob")
    read(cast, again, "amy")
    counted(cast, row)
    assert not ReadOn.objects.exists(), "today is not over"
    day = london_date(cast.at)
    cast.at += DAY
    counted(cast, row)
    counted(cast, again)
    assert sorted(ReadOn.objects.values_list("agency__name", "day", "people")) == [
        (COUNCIL, day, 1), (SCHOOL, day, 1),
    ]  # fmt: skip
    counted(cast, row)
    assert ReadOn.objects.count() == 2


def test_the_worker_counts_once_a_day_and_until_a_week_after_the_end(cast: Cast) -> None:
    row = shared(cast)
    see_to_how_far(cast.tick())
    first = since(row, None)
    assert waiting(cast.tick()) == []
    assert waiting(cast.at + DAY) == [], "it is not brought up to that day yet"
    reach(row.pk, cast.at + DAY)
    assert waiting(cast.at + DAY) == [row.pk]
    Briefing.objects.filter(pk=row.pk).update(ended_at=cast.at, why_ended="stopped", ended_by=cast.person("elin"))
    assert waiting(cast.at + 6 * DAY) == [row.pk]
    count(row.pk, cast.at + 6 * DAY)
    assert waiting(cast.at + 8 * DAY) == []
    assert first.on == london_date(cast.at)


def test_the_worker_counts_with_its_own_role(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    row = shared(cast)
    nudge(by=cast.actor("elin"), at=cast.tick(), briefing=row.pk, agency=None)
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=row.pk, agency=agency(SCHOOL).pk)
    monday = MONDAY + 7 * DAY
    with as_role("clock"):
        see_to_how_far(cast.tick())
        see_to_nudges(monday)
    agencies = Agency.objects.filter(partnerships=area()).exclude(kind=AgencyKind.PARTNERSHIP)
    assert Since.objects.filter(briefing=row).count() == agencies.count() + 1, "each of them, and the area"
    assert Nudge.objects.filter(told_at=monday).count() == 2


def test_the_page_asks_as_often_for_many_as_for_few_and_reads_no_persons_row(cast: Cast) -> None:
    row = shared(cast)
    counted(cast, row)
    few = visit(f"/how-far/{row.pk}/", "elin")
    for number in range(100):
        made = Agency.objects.create(name=f"Agency {number:03}", kind=AgencyKind.SCHOOL)
        made.partnerships.add(area())
        Tally.objects.create(
            briefing=row, agency=made, audience=Audience.PRACTITIONERS, reached=1000, opened=800, agreed=700
        )
    counted(cast, row)
    many = visit(f"/how-far/{row.pk}/", "elin")
    assert few.queries == many.queries <= 16
    assert "Agency 099" in many.words


def test_who_had_read_an_edition_on_a_day_is_told_in_numbers_and_in_ones_own_agency_by_name(cast: Cast) -> None:
    cast.at -= 2 * DAY
    row = shared(cast)
    read(cast, row, "amy", "bob")
    leave(person=cast.person("amy"), by=None, at=cast.tick())
    day = london_date(cast.at)
    count(row.pk, cast.at + DAY)
    assert [(one.name, one.people) for one in queries.had_read(row.edition_id, day, None) if one.people] == [
        (COUNCIL, 1), (SCHOOL, 1),
    ]  # fmt: skip
    office, lead = visit(on(row, day), "elin"), visit(on(row, day), "sarah")
    assert "2 people had read it and agreed." in office.words
    assert queries.TOGETHER in office.words
    assert "Amy Lister" not in office.words
    assert "1 person had read it and agreed." in lead.words
    assert "Amy Lister" in lead.words, "she has left, and had read it"
    assert "Bob Ferris" not in lead.words
    before = visit(on(row, day - DAY), "sarah")
    assert "0 people had read it and agreed." in before.words
    assert "Amy Lister" not in before.words
    assert "The date must be" in visit(on(row, london_date(now())), "elin", status=422).words
    visit(on(row, day), "bob", status=403)


def on(row: Briefing, day: date) -> str:
    """Return the address that asks who had read an edition by the end of a day."""
    told_ = {"edition": row.edition_id, "day_day": day.day, "day_month": day.month, "day_year": day.year}
    return f"/how-far/had-read/?{urlencode(told_)}"


def test_nobody_deletes_a_receipt_by_hand(cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    refusals = (("app", "permission denied"), ("clock", "permission denied"), ("owner", "stays as it is|refuse|never"))
    for role, why in refusals:
        for table in ("briefings_receipt", "briefings_recipient"):
            with pytest.raises(DatabaseError, match=why), as_role(role), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own words
    with pytest.raises(DatabaseError, match="permission denied"), as_role("app"), connection.cursor() as cursor:
        cursor.execute("UPDATE briefings_receipt SET at = now()")
    assert Receipt.objects.count() == 1
