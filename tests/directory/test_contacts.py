"""The numbers that people ring: kept and checked by officers, answered by the hour, and alarming when they are old."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from commonground.directory.actions import RefusedError, create_partnership
from commonground.directory.contacts.actions import ContactWords, keep_contact
from commonground.directory.contacts.queries import alarms, answers, contact_alarms, contacts_of, hours_words
from commonground.directory.models import Contact, ContactKind, Hours
from commonground.now import london_date, now
from tests.directory.conftest import Town, acting, signed_in
from tests.visiting import visit

LONDON = ZoneInfo("Europe/London")


def words(**changes: object) -> ContactWords:
    said = {
        "kind": ContactKind.FRONT_DOOR,
        "name": "The front door",
        "phone": "01632 960 110",
        "form": "",
        "hours": Hours.OFFICE,
        "opens": time(8, 30),
        "closes": time(17),
    }
    return ContactWords(**(said | changes))  # type: ignore[arg-type]


def kept(town: Town, **changes: object) -> Contact:
    return keep_contact(by=acting(town.elin), at=now(), partnership=town.partnership.pk, words=words(**changes))


def sent(**changes: str) -> dict[str, str]:
    """Return a form that adds a number."""
    said = {
        "kind": "front_door",
        "name": "The front door",
        "phone": "01632 960 110",
        "form": "",
        "hours": "office",
        "opens": "08:30",
        "closes": "17:00",
        "submission": str(uuid4()),
    }
    return said | changes


@pytest.mark.parametrize(
    ("day", "hour", "minute", "office"),
    [
        (25, 8, 29, False),
        (25, 8, 30, True),
        (25, 16, 59, True),
        (25, 17, 0, False),
        (28, 12, 0, False),  # a Saturday
        (25, 0, 0, False),
    ],
)
def test_a_number_is_answered_in_its_hours_and_its_complement_at_all_others(
    town: Town, day: int, hour: int, minute: int, *, office: bool
) -> None:
    at = datetime(2026, 11, day, hour, minute, tzinfo=LONDON)
    working = day != 28
    by_day, by_night = kept(town), kept(town, hours=Hours.OTHERWISE)
    always = kept(town, hours=Hours.ALWAYS, opens=None, closes=None)
    assert answers(by_day, at, working_day=working) is office
    assert answers(by_night, at, working_day=working) is not office
    assert answers(always, at, working_day=working)
    assert not answers(by_day, at, working_day=False), "a bank holiday is not a working day"
    assert [hours_words(one) for one in (by_day, by_night, always)] == [
        "08:30 to 17:00 on working days",
        "At all times other than 08:30 to 17:00 on working days",
        "Day and night",
    ]


def test_hours_are_london_hours(town: Town) -> None:
    summer = datetime(2026, 7, 1, 7, 45, tzinfo=ZoneInfo("UTC"))  # 08:45 in London
    assert answers(kept(town), summer, working_day=True)


def test_what_is_missing_or_old_alarms_its_officers(town: Town) -> None:
    today = london_date(now())

    def said() -> list[str]:
        return alarms(town.partnership, contacts_of([town.partnership.pk]), today)

    assert said() == [
        f"There is no number for {what} in Testerton."
        for what in ("children’s social care", "a senior person on call", "advice")
    ]
    kept(town)
    assert "There is no number for children’s social care outside office hours in Testerton." in said()
    kept(town, hours=Hours.OTHERWISE)
    for kind in (ContactKind.ON_CALL, ContactKind.ADVICE):
        kept(town, kind=kind, hours=Hours.ALWAYS, opens=None, closes=None)
    assert said() == []
    Contact.objects.filter(kind=ContactKind.ADVICE).update(checked_on=today - timedelta(days=90))
    assert said() == []
    Contact.objects.filter(kind=ContactKind.ADVICE).update(checked_on=today - timedelta(days=91))
    assert len(said()) == 1
    assert contact_alarms(acting(town.elin), today) == 1
    assert "must be put right" in visit("/", town.elin).words


def test_an_officer_adds_changes_checks_and_takes_off_a_number(town: Town) -> None:
    elin = signed_in(town.elin)
    listed = reverse("directory:contacts")
    assert "No number is kept for this area yet." in visit(listed, elin).words
    assert elin.post(reverse("directory:contact_new"), sent()).headers["Location"] == listed
    row = Contact.objects.get()
    Contact.objects.update(checked_on=london_date(now()) - timedelta(days=200))
    assert "Ring it and check" in visit(listed, elin).words
    elin.post(reverse("directory:contact_right", args=[row.pk]), {"submission": str(uuid4())})
    row.refresh_from_db()
    assert (row.checked_on, row.checked_by) == (london_date(now()), town.elin)
    page = visit(reverse("directory:contact", args=[row.pk]), elin)
    assert 'value="01632 960 110"' in page.markup
    assert 'value="08:30"' in page.markup
    elin.post(reverse("directory:contact", args=[row.pk]), sent(phone="01632 960 999", hours="always"))
    row.refresh_from_db()
    assert (row.phone, row.hours, row.opens) == ("01632 960 999", "always", None)
    off = reverse("directory:contact_off", args=[row.pk])
    asked = visit(off, elin)
    assert "Take this number off the page?" in asked.words
    assert "01632 960 999" in asked.words
    assert contacts_of([town.partnership.pk]), "it is asked first"
    elin.post(off, {"submission": str(uuid4())})
    assert contacts_of([town.partnership.pk]) == []
    assert Contact.objects.get().ended_on == london_date(now())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"phone": "ring Bob"}, "Write a telephone number"),
        ({"opens": "17:00", "closes": "08:30"}, "This must be later"),
        ({"opens": "", "closes": ""}, "Say from when to when"),
        ({"form": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"name": ""}, "Tell us"),
        ({"kind": "other"}, "Choose one of the answers shown"),
    ],
)
def test_a_number_that_cannot_be_kept_is_told_and_nothing_is_lost(
    town: Town, changes: dict[str, str], error: str
) -> None:
    page = visit(reverse("directory:contact_new"), town.elin, post=sent(**changes), status=422)
    assert error in page.words
    assert not Contact.objects.exists()


def test_only_the_officers_of_an_area_keep_its_numbers(town: Town) -> None:
    row = kept(town)
    other, _ = create_partnership(
        name="Elsewhere", area="Elsewhere", officer="Gwen", email="gwen@else.example", by=None, at=now()
    )
    gwen = other.posts.get(role="partnership_officer").holdings.get().person
    for address in ("directory:contact", "directory:contact_right", "directory:contact_off"):
        answer = signed_in(gwen).post(reverse(address, args=[row.pk]), sent())
        assert answer.status_code == 404, address
    with pytest.raises(RefusedError, match="Only the officers"):
        keep_contact(by=acting(gwen), at=now(), partnership=town.partnership.pk, words=words())
    for name in ("directory:contacts", "directory:contact_new"):
        assert signed_in(town.sarah).get(reverse(name)).status_code == 403
        assert Client().get(reverse(name)).status_code == 302
    assert Contact.objects.get().checked_by == town.elin


def test_a_number_sent_twice_is_kept_once(town: Town) -> None:
    elin, form = signed_in(town.elin), sent()
    assert [elin.post(reverse("directory:contact_new"), form).status_code for _ in range(2)] == [302, 302]
    assert Contact.objects.count() == 1


def test_the_database_refuses_hours_that_make_no_sense(town: Town) -> None:
    with pytest.raises(RefusedError, match="earlier time first"):
        kept(town, opens=time(17), closes=time(8, 30))
    assert not Contact.objects.exists()
