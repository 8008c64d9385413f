"""Reading: opened before agreeing, a receipt of what was agreed to, and questions that one gets right in the end."""

from datetime import timedelta

import pytest

from commonground.briefings import actions
from commonground.briefings.models import OwnAnswers, Receipt, Recipient
from commonground.briefings.queries import people_who_had_read, reader_of
from commonground.briefings.sweeping import see_to_briefings
from commonground.directory.actions import RefusedError
from commonground.directory.models import Holding
from commonground.library.pages.shape import shipped
from commonground.library.questions import questions_of
from commonground.now import london_date
from tests.briefings.briefing import PACK, area, joins, opened, own, pressed, read, shared
from tests.briefings.test_sharing import counted, recounted
from tests.cast import Cast
from tests.pages.grade import grade
from tests.pdf import said
from tests.visiting import browser, visit

NURSERY = "Little Acorns Nursery"


def test_what_waits_stands_on_home_and_in_the_navigation_until_it_is_read(cast: Cast) -> None:
    assert "Nothing waits to be read." in visit("/briefings/", "amy").words
    row = shared(cast)
    home = visit("/", "amy")
    assert "To read 1" in home.words
    assert "minutes" in home.words
    assert f"/briefings/{row.pk}/" in home.markup
    read(cast, row, "amy")
    assert "To read 1" not in visit("/", "amy").words
    assert "You read it on" in visit("/briefings/", "amy").words


def test_it_must_be_opened_before_it_can_be_agreed_to_and_is_agreed_to_once(cast: Cast) -> None:
    row = shared(cast, statement="I have read it and will use it.")
    with pytest.raises(RefusedError, match="Open it and read it first"):
        actions.agree(person=cast.person("amy"), at=cast.tick(), briefing=row.pk)
    unread = visit(f"/briefings/{row.pk}/", "amy", post=pressed(agrees="on"), status=409)
    assert "Open it and read it first" in unread.words
    page = visit(f"/briefings/{row.pk}/", "amy")
    assert "For practitioners" in page.words
    assert "In seven minutes" in page.words
    assert "For senior leaders" not in page.words, "who read their own message"
    assert own(cast, row, "amy").opened_at
    bare = visit(f"/briefings/{row.pk}/", "amy", post=pressed(), status=422)
    assert "Tick the statement if you agree to it" in bare.words
    amy = browser("amy")
    for _ in range(2):
        answer = amy.post(f"/briefings/{row.pk}/", pressed(agrees="on"))
        assert (answer.status_code, answer["Location"]) == (302, f"/briefings/{row.pk}/receipt/")
    receipt = Receipt.objects.get()
    assert (receipt.statement, receipt.number, receipt.person_name) == (
        "I have read it and will use it.",
        1,
        "Amy Lister",
    )
    shown = visit(f"/briefings/{row.pk}/receipt/", "amy").words
    assert "I have read it and will use it." in shown
    assert "edition 1" in shown
    paper = said(amy.get(f"/briefings/{row.pk}/receipt.pdf").content)
    assert "Amy Lister" in paper
    assert counted(row) == recounted(row)


def test_nobody_reads_what_never_asked_them(cast: Cast) -> None:
    row = shared(cast, to="named", people=(cast.person("amy").pk,))
    for page in ("", "receipt/", "receipt.pdf", "questions/"):
        visit(f"/briefings/{row.pk}/{page}", "bob", status=404)
    assert browser("amy").get(f"/briefings/{row.pk}/receipt/").status_code == 302, "there is none before it is read"
    assert browser(None).get(f"/briefings/{row.pk}/").status_code == 302


def test_somebody_in_two_agencies_reads_once_and_counts_in_both(cast: Cast) -> None:
    joins(cast, "amy", NURSERY)
    row = shared(cast)
    assert Recipient.objects.filter(briefing=row, person=cast.person("amy")).count() == 2
    assert visit("/briefings/", "amy").words.count("Please read it by") == 1
    assert "For managers and safeguarding leads" in visit(f"/briefings/{row.pk}/", "amy").words
    read(cast, row, "amy")
    assert all(one.agreed_at for one in Recipient.objects.filter(briefing=row, person=cast.person("amy")))
    receipt = Receipt.objects.get()
    assert "Little Acorns Nursery" in receipt.works_at
    assert "Oakfield" in receipt.works_at
    assert counted(row) == recounted(row)


def test_questions_are_tried_until_all_are_right_and_nobody_else_learns_how_often(cast: Cast) -> None:
    row = shared(cast)
    address = f"/briefings/{row.pk}/questions/"
    opened(cast, row, "amy")
    assert browser("amy").get(address).status_code == 302, "they come after reading"
    read(cast, row, "amy")
    asked = questions_of(PACK)
    answer = browser("amy").post(address, pressed(**{asked[0].key: "99"}))
    assert (answer.status_code, OwnAnswers.objects.count()) == (422, 0), "there is no such answer to choose"
    wrong = {one.key: str((one.right + 1) % len(one.answers)) for one in asked}
    first = visit(address, "amy", post=pressed(**wrong | {asked[0].key: str(asked[0].right)}))
    assert "1 of 5 so far" in first.words
    assert asked[1].answers[(asked[1].right + 1) % 3].says in first.words
    assert own(cast, row, "amy").understood_at is None
    assert OwnAnswers.objects.get().got_right == [asked[0].key], "a wrong answer is kept nowhere"
    visit(address, "amy", post=pressed())
    last = visit(address, "amy", post=pressed(**{one.key: str(one.right) for one in asked[1:]}))
    assert "All 5 are right" in last.words
    assert own(cast, row, "amy").understood_at
    assert counted(row) == recounted(row)
    office, lead = (visit(f"/briefings/{row.pk}/shared/", who).words for who in ("elin", "sarah"))
    assert f"1 of {Recipient.objects.count()}: all questions right in the end" in office
    assert "all questions right" not in lead, "of three, who had them right is theirs to know"
    assert "Kept back where it is fewer than 6 people" in lead
    assert "Amy" not in office + lead
    strange = visit(address, "amy", post=pressed(**{asked[0].key: "99"}))
    assert "All 5 are right" in strange.words


def test_the_pack_has_five_questions_with_one_right_answer_each_in_plain_words() -> None:
    asked = questions_of(PACK)
    assert len(asked) == 5
    for one in asked:
        assert sum(answer.right for answer in one.answers) == 1
        assert all(answer.says for answer in one.answers)
        words = (
            one.happens,
            one.asks,
            *(answer.words for answer in one.answers),
            *(answer.says for answer in one.answers),
        )
        assert grade(words) <= 9, (one.key, grade(words))
    assert PACK in shipped()
    assert len({one.right for one in asked}) > 1, "it is not always the same one"


def test_who_had_read_an_edition_on_a_day(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    between = cast.tick()
    cast.at += timedelta(days=1)
    read(cast, row, "bob")
    had = people_who_had_read(area().pk, PACK, 1, between)
    assert [one.person_name for one in had] == ["Amy Lister"]
    assert people_who_had_read(area().pk, PACK, 1, cast.tick()).count() == 2
    assert people_who_had_read(area().pk, PACK, 2, cast.tick()).count() == 0


def test_a_reader_meets_as_few_questions_to_the_database_however_many_are_asked(cast: Cast) -> None:
    row = shared(cast)
    opened(cast, row, "amy")
    visit(f"/briefings/{row.pk}/", "amy")
    visit("/briefings/", "amy", most_queries=12)
    shared(cast)
    visit("/briefings/", "amy", most_queries=12)
    reader = reader_of(cast.person("amy"), row.pk)
    assert reader
    assert reader.asked.minutes <= 5


def test_whoever_read_it_and_moves_is_asked_no_more(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    joins(cast, "amy", NURSERY)
    see_to_briefings(cast.at + timedelta(days=1))
    rows = Recipient.objects.filter(briefing=row, person=cast.person("amy"))
    assert rows.count() == 2
    assert all(one.agreed_at for one in rows)
    assert "To read 1" not in visit("/", "amy").words
    assert counted(row) == recounted(row)


def test_whoever_opened_it_and_moves_opens_it_anew_and_agrees(cast: Cast) -> None:
    row = shared(cast)
    opened(cast, row, "amy")
    Holding.objects.filter(person=cast.person("amy")).update(ends=london_date(cast.at))
    cast.at += timedelta(days=1)
    joins(cast, "amy", NURSERY)
    see_to_briefings(cast.at)
    visit(f"/briefings/{row.pk}/", "amy")
    actions.agree(person=cast.person("amy"), at=cast.tick(), briefing=row.pk)
    there = Recipient.objects.get(briefing=row, person=cast.person("amy"), left_at=None)
    assert (there.agency.name, there.agreed_at is None) == (NURSERY, False)
