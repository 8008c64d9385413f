"""The demonstration: loaded once by its command, then read; and its stories as texts."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import DateTimeField, F, Max
from pytest_django import DjangoDbBlocker

from commonground.differences import actions
from commonground.differences.answers import Answers
from commonground.differences.demonstration import telling
from commonground.differences.demonstration.steps import Told
from commonground.differences.demonstration.stories import Days, StoryError, Then, beside, stories, story_of
from commonground.differences.demonstration.telling import load_demonstration
from commonground.differences.models import (
    Clock,
    Difference,
    Draft,
    MinutesAgreed,
    Point,
    SayBack,
    Seat,
    Settled,
    Undertaking,
    View,
)
from commonground.differences.thresholds.models import Placement
from commonground.directory.cast import CAST
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor, actor_for
from commonground.editions.holidays import england_holidays
from commonground.editions.models import Confirmation, Edition
from commonground.identifiers import found_in
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date, now
from commonground.procedures.loading import load, shipped
from commonground.procedures.saying_back import Heard
from commonground.procedures.terms import Act, Answer, Capacity, Covers, End, Kind, Side
from commonground.procedures.worktime import Calendar
from commonground.record.models import Entry, EntryText, Look, Mask
from commonground.web.management.commands.load_demonstration import load_all
from tests.conftest import copied
from tests.connected import connected

HANAS = "The baby has dropped from the 25th to below the 2nd centile"
UNUSED_WORDS = re.compile(r"\b(case|ticket|dispute|complain\w*|winner|fault|breach|guilty)s?\b", re.IGNORECASE)
REAL_NAMES = re.compile(
    r"\b(Hampshire|Isle of Wight|Portsmouth|Southampton|Solent|Winchester|Basingstoke|London|Manchester|Birmingham|"
    r"Bristol|Leeds|Liverpool|Rotherham|Rochdale|Telford|Haringey|Ofsted|NHS|NSPCC|Barnardo\w*|Childline|CAMHS|"
    r"MASH|HIPS|MARAC|LADO|GP|DSL|A&E)\b"
)
REAL_NUMBERS = re.compile(r"\b0(?!1632 960 )\d{3,4} ?\d{3}")

NOT_IN_FAIRHAVEN = {Act.CHECK, Act.SIDE_ROUTE, Act.FACILITATED}
"""Acts of what its edition does not have beside the stages."""


@pytest.fixture(scope="module")
def loaded(story_template: str, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """Lead this module into a copy of the demonstration, which the tests here only read."""
    with copied(story_template) as copy, django_db_blocker.unblock(), connected(copy.owner):
        yield now()


def who(name: str) -> Actor:
    return actor_for(member(name), london_date(now()))


def inside(told: object) -> Iterator[str]:
    """Yield every text in a table of a story, however deep."""
    if isinstance(told, str):
        yield told
    for one in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from inside(one)


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that a person reads in the stories, with the story's name."""
    for story in stories():
        yield from ((story.name, text) for text in (story.name, story.worry, story.ask, story.meanwhile))
        for then in story.then:
            yield from ((story.name, text) for text in inside(then.details))
    yield from (("a draft", draft.get("worry", "")) for draft in beside().draft)


@pytest.mark.usefixtures("loaded")
def test_every_stage_and_every_end_is_there_and_thirty_at_least() -> None:
    stands = Counter((row.stage, row.end) for row in Difference.objects.all())
    assert sum(stands.values()) == len(stories()) >= 30
    assert all(stands[stage, ""] for stage in (1, 2, 3, 4))
    assert all(stands[stage, "resolved"] for stage in (1, 2, 3, 4))
    assert {end for _, end in stands} == {"", *End}


def test_everything_happened_before_it_was_loaded(loaded: datetime) -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("commonground."):
            continue
        happened = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, DateTimeField) and field.name not in {"due", "due_at", "next_at", "paused_until"}
        ]
        latest = model._default_manager.aggregate(**{f"latest_{name}": Max(name) for name in happened})
        assert all(at is None or at <= loaded for at in latest.values()), model


def test_clocks_have_said_everything_by_now_and_one_is_past_its_time(loaded: datetime) -> None:
    running = Clock.objects.filter(ended_at=None)
    assert not running.filter(next_at__lte=loaded)
    past = running.filter(due_at__lte=loaded, told_ran_out=True)
    assert past
    ran_out = Entry.objects.filter(kind="clock.ran_out").values_list("subject", flat=True)
    assert set(past.values_list("difference", flat=True)) <= set(ran_out)
    assert running.filter(shortened=True, due_at__gt=loaded)


@pytest.mark.usefixtures("loaded")
def test_both_sides_took_the_steps_of_resolving_well_in_one_of_them() -> None:
    assert {then.act for story in stories() for then in story.then} >= set(Told)
    row = Difference.objects.get(lines=2)
    assert [one.shown_at is not None for one in Placement.objects.of(row)] == [True, True]
    assert sorted(str(one.listed) for one in Point.objects.of(row)) == ["agreed", "not_agreed"]
    assert SayBack.objects.get(difference=row).heard == Heard.NEARLY
    assert [one.side for one in MinutesAgreed.objects.of(row).order_by("side")] == sorted(Side)
    assert [one.now for one in Undertaking.objects.of(row).order_by("number")] == ["done", "open"]


@pytest.mark.usefixtures("loaded")
def test_every_act_answer_and_kind_occurs() -> None:
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {f"difference.{act}" for act in Act if act not in NOT_IN_FAIRHAVEN} <= kinds
    assert {"clock.reminder_before", "clock.ran_out", "clock.reminder_after"} <= kinds
    facts = list(Entry.objects.values_list("facts", flat=True))
    assert {fact["answer"] for fact in facts if "answer" in fact} == set(Answer)
    withdrawn = {fact["why"] for fact in facts if fact.get("act") == Act.WITHDRAW}
    assert withdrawn == {"settled", "asked_to_stop"}
    assert {fact["knows_child"] for fact in facts if "knows_child" in fact} == {True, False}
    assert set(Difference.objects.values_list("kind", flat=True)) == set(Kind)
    assert set(Entry.objects.values_list("side_only", flat=True)) == {"", *Side}
    assert Difference.objects.filter(children_count=2)


@pytest.mark.usefixtures("loaded")
def test_a_guest_answered_words_wait_for_a_second_person_somebody_is_too_close_and_somebody_advises() -> None:
    answered = EntryText.objects.get(entry__kind="difference.respond", actor_name__contains="by a pass")
    assert answered.actor_name.startswith("Ruth Amos, Trustee for places, Fairhaven Young Carers")
    mask = Mask.objects.get(confirmed=None)
    assert mask.due_at > now()
    assert not EntryText.objects.filter(words__Note__contains="bakery")
    beth = actor_for(Person.objects.get(name="Beth Allsop"), london_date(now()))
    barred = Seat.objects.get(capacity=Capacity.BARRED, ended_at=None)
    assert barred.person == beth.person
    assert barred.difference not in Difference.objects.visible_to(beth)
    assert not barred.difference.restricted
    advises = Seat.objects.get(capacity=Capacity.ADVISER, ended_at=None)
    assert advises.difference in Difference.objects.visible_to(who("ros"))
    assert EntryText.objects.filter(subject=advises.difference_id, actor_name__startswith="Ros Calloway").count() == 2


@pytest.mark.usefixtures("loaded")
def test_every_agency_takes_part_and_the_smallest_at_every_stage() -> None:
    agencies = set(Agency.objects.exclude(kind="partnership").values_list("name", flat=True))
    sides = Difference.objects.values_list("raising_agency__name", "responding_agency__name")
    assert agencies == {name for pair in sides for name in pair}
    for name in ("Fairhaven Young Carers", "Oakfield Primary School", "Castle Hill School", "Little Acorns Nursery"):
        assert Difference.objects.filter(raising_agency__name=name), name
    own = Seat.objects.filter(agency__name="Fairhaven Young Carers", side=Side.RAISING)
    seats = own.filter(capacity__in=(Capacity.RAISER, Capacity.ANSWERING))
    assert set(seats.values_list("stage", flat=True)) == {1, 2, 3, 4}


@pytest.mark.usefixtures("loaded")
def test_the_story_of_hana_is_open_at_stage_two_with_time_left() -> None:
    row = View.objects.get(worry__contains=HANAS).difference
    assert (row.stage, row.end, row.kind) == (2, "", Kind.REFERRAL_OUTCOME)
    assert row.raised_by == member("hana")
    assert row.picked_up_by == member("cath")
    assert row.due_at
    assert row.due_at > now()
    for name in ("hana", "bob", "cath", "maureen", "ros", "elin"):
        assert row in Difference.objects.visible_to(who(name)), name
    for name in ("amy", "dev", "owen", "zed", "sol", "gwen"):
        assert row not in Difference.objects.visible_to(who(name)), name


@pytest.mark.usefixtures("loaded")
def test_absent_people_are_stepped_over_and_deputies_act() -> None:
    over = [text.words["Stepped over"] for text in EntryText.objects.all() if "Stepped over" in text.words]
    assert any("Denise Lowe (Practice manager) is away" in words for words in over)
    assert EntryText.objects.filter(actor_name__startswith="Farah Siddiqui", entry__kind="difference.propose")


@pytest.mark.usefixtures("loaded")
def test_drafts_and_talks_are_there_and_can_be_read() -> None:
    drafts = {draft.author: Answers.read(actions.read_draft(draft)) for draft in Draft.objects.all()}
    assert drafts[member("hana")].kind == Kind.INFORMATION
    assert drafts[member("hana")].unanswered(date.max)[-1] == "meanwhile"
    assert len(drafts) == 3
    assert Settled.objects.count() == len(beside().talked) >= 5


@pytest.mark.usefixtures("loaded")
def test_each_partnership_sees_its_own_and_zed_nothing() -> None:
    gwens = Difference.objects.visible_to(who("gwen"))
    assert {row.partnership.name for row in gwens} == {"Marlow Vale"}
    assert {row.partnership.name for row in Difference.objects.visible_to(who("elin"))} == {"Fairhaven"}
    assert Difference.objects.filter(partnership__name="Marlow Vale").count() == 5
    for name in ("zed", "sol"):
        assert not Difference.objects.visible_to(who(name)), name
    edition = Edition.objects.get(covers=Covers.DIFFERENCES)
    assert {row.name for row in edition.partnerships.all()} == {"Fairhaven", "Marlow Vale"}
    assert (edition.proposed_by, edition.approved_by) == (member("elin"), member("gwen"))
    assert Confirmation.objects.filter(edition=edition, by=member("elin")).count() == 13


@pytest.mark.usefixtures("loaded")
def test_whoever_acted_had_read_it_and_notices_wait() -> None:
    looks = set(Look.objects.values_list("subject", "person_name"))
    acted = EntryText.objects.exclude(entry__number=1).exclude(actor_name="The clock")
    assert {(text.subject, text.actor_name.split(", ")[0]) for text in acted} <= looks
    assert Look.objects.filter(part="which child")
    assert not Notice.objects.filter(due__lt=F("left_at") - timedelta(days=30))


@pytest.mark.usefixtures("loaded")
def test_the_record_verifies_and_agrees_with_the_tables() -> None:
    call_command("verify_record")
    call_command("agree")


@pytest.mark.usefixtures("loaded")
def test_it_goes_into_an_empty_database_only() -> None:
    people = Person.objects.count()
    with pytest.raises(CommandError, match="holds a partnership already"):
        call_command("load_demonstration")
    assert Person.objects.count() == people


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(
    "at",
    [
        datetime(2027, 1, 2, 23, 30, tzinfo=LONDON),  # a Saturday after New Year
        datetime(2027, 3, 30, 6, 0, tzinfo=LONDON),  # the morning after Easter and after the clocks changed
        datetime(2026, 10, 26, 12, 0, tzinfo=LONDON),  # the Monday after they changed back
    ],
)
def test_it_can_be_loaded_on_any_day(at: datetime) -> None:
    load_all(at)
    assert not Entry.objects.filter(at__gt=at)
    call_command("agree")


def test_nothing_lies_ahead_on_whatever_day_it_is_loaded() -> None:
    told = stories()
    for number in range(400):
        midnight = datetime(2026, 9, 1, tzinfo=LONDON) + timedelta(days=number)
        days = Days(london_date(midnight), calendar())
        for story in told:
            moments = [days.moment(when) for when in (story.raised, *(then.when for then in story.then))]
            assert all(earlier < later for earlier, later in pairwise(moments)), story.name
            assert moments[-1] < midnight.astimezone(UTC)


@lru_cache
def calendar() -> Calendar:
    procedure = load(shipped()["fairhaven"])
    holidays = {one.day: one.name for one in england_holidays()}
    return Calendar(holidays, date(2027, 12, 31), procedure.opens, procedure.closes)


def test_texts_hold_no_real_name_no_unused_word_and_nothing_that_points_to_a_family() -> None:
    for name, text in texts():
        assert not UNUSED_WORDS.search(text), name
        assert not REAL_NAMES.search(text), name
        assert not REAL_NUMBERS.search(text), name
        assert not found_in(text, date(2026, 11, 24)), name


def test_stories_are_long_enough_to_be_lived_in_and_differ() -> None:
    worries = [story.worry for story in stories()]
    assert len(set(worries)) == len(worries)
    for story in stories():
        sentences = re.findall(r"[.?!]”?(?:\s|$)", story.worry)
        assert 2 <= len(sentences) <= 6, story.name
        assert len(story.ask) > 30, story.name
        assert len(story.meanwhile) > 20, story.name
    assert set(CAST) >= {"amy", "bob", "cath", "dev", "elin", "hana"}


def test_a_story_that_means_nothing_is_refused_by_name() -> None:
    told = {"name": "x", "kind": "threshold", "from": "a", "to": "b", "colour": "blue"}
    with pytest.raises(TypeError, match="colour"):
        story_of(told)
    with pytest.raises(ValueError, match="at least one working day"):
        Days(date(2026, 11, 24), calendar()).moment("0, 09:00")


@pytest.mark.usefixtures("db")
def test_one_story_that_cannot_be_told_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = stories()[0]
    unseen = Then("1, 16:00", "Zed Karim", Act.NOTE, {"words": "I have no seat here."})
    broken = replace(first, then=(unseen,))
    monkeypatch.setattr(telling, "stories", lambda: (broken,))
    with pytest.raises(StoryError, match=f"“{first.name}” cannot be told"):
        load_demonstration(now())
    assert not Person.objects.exists()
