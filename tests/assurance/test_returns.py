"""Returns: a lead fills one in and submits it, an officer agrees or asks, and what was submitted stays."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from commonground.assurance import demonstration
from commonground.assurance.demonstration import KEYS
from commonground.assurance.models import Assessment, Moderation, OwnReturn, Submitted
from commonground.assurance.returns import actions
from commonground.assurance.returns.queries import stands
from commonground.assurance.returns.rules import Now
from commonground.directory.actions import RefusedError
from commonground.now import london_date
from commonground.record.models import RewrittenError
from tests.assurance.returning import agency_of, filled, submitted
from tests.cast import Cast
from tests.visiting import browser, visit

LEAD, OTHER_LEAD = "sarah", "Wendy Park"


@pytest.fixture
def asked(cast: Cast) -> Assessment:
    """Give a return that Elin asks of every agency of Fairhaven."""
    return ask(cast)


def ask(cast: Cast, title: str = "Returns of this year") -> Assessment:
    """Return a return that Elin asks for."""
    return actions.ask(
        by=cast.actor("elin"), at=cast.tick(), partnership=min(cast.actor("elin").offices), title=title, keys=KEYS,
        deadline=london_date(cast.at) + timedelta(days=20),
    )  # fmt: skip


def own(cast: Cast, asked: Assessment) -> str:
    """Return the address of the school's return."""
    return f"/assurance/returns/{asked.pk}/{agency_of(cast, LEAD).pk}/"


def test_a_lead_saves_as_she_goes_and_submits_once_nothing_is_missing(cast: Cast, asked: Assessment) -> None:
    url, sarah = own(cast, asked), browser(LEAD)
    said = {"figure": "2", "evidence": "We asked ten people.", "submission": str(uuid4()), "version": "0"}
    for _ in range(2):
        assert sarah.post(f"{url}by/heard/", said).headers["Location"] == url
    row = OwnReturn.objects.get()
    assert (row.version, row.answers["heard"]["evidence"]) == (1, "We asked ten people."), "sent twice, saved once"
    assert "Something is missing" in visit(url, sarah).words
    sent = {"version": "1", "submission": str(uuid4())}
    assert "Something is missing still: Knowing the route" in visit(f"{url}submit/", sarah, post=sent, status=409).words
    version = filled(cast, asked, LEAD, 2, KEYS)
    assert sarah.post(f"{url}submit/", {**sent, "version": str(version)}).headers["Location"] == url
    assert Submitted.objects.get().number == 1
    assert stands(asked, agency_of(cast, LEAD)).now is Now.SUBMITTED
    with pytest.raises(RefusedError, match="waits for an officer"):
        filled(cast, asked, LEAD, 3, KEYS[:1])


def test_what_somebody_else_saved_is_not_written_over_and_no_word_is_lost(cast: Cast, asked: Assessment) -> None:
    url = f"{own(cast, asked)}by/heard/"
    filled(cast, asked, LEAD, 2, ["heard"])
    sent = {"figure": "3", "evidence": "I wrote this.", "submission": str(uuid4()), "version": "0"}
    page = visit(url, LEAD, post=sent, status=409)
    assert "What Sarah Penrose saved meanwhile" in page.words
    assert "We asked twelve people" in page.words
    assert "I wrote this.</textarea>" in page.markup
    wrong = {"figure": "4", "by_when_day": "31", "by_when_month": "2", "by_when_year": "2027", "version": "1"}
    page = visit(url, LEAD, post={**wrong, "evidence": "Kept.", "submission": str(uuid4())}, status=422)
    assert "That date does not exist" in page.words
    assert "Kept.</textarea>" in page.markup


def test_two_leads_at_two_standards_do_not_meet(cast: Cast, asked: Assessment) -> None:
    url = own(cast, asked)
    filled(cast, asked, LEAD, 2, KEYS[:3])
    said = {"figure": "3", "evidence": "I wrote this.", "submission": str(uuid4()), "version": "0"}
    assert browser(LEAD).post(f"{url}by/{KEYS[3]}/", said).status_code == 302
    row = OwnReturn.objects.get()
    assert (row.version, row.answers[KEYS[3]]["evidence"]) == (4, "I wrote this."), "three others were saved meanwhile"


@pytest.mark.parametrize(("minute", "late"), [(59, False), (60, True)])
def test_late_is_by_the_day_in_london(cast: Cast, asked: Assessment, minute: int, *, late: bool) -> None:
    summer = datetime(2027, 6, 30, 22, tzinfo=UTC) + timedelta(minutes=minute)  # an hour later in London
    Assessment.objects.filter(pk=asked.pk).update(deadline=date(2027, 6, 30))
    demonstration.submit(cast.person(LEAD).name, asked, summer, figure=2)
    assert (", after 30 June 2027" in visit(f"{own(cast, asked)}submitted/1/", LEAD).words) is late


def test_an_officer_asks_and_what_was_submitted_stays_beside_what_comes_next(cast: Cast, asked: Assessment) -> None:
    submitted(cast, asked, LEAD, 2, agreed=False)
    first = Submitted.objects.get()
    page = visit(own(cast, asked), LEAD)
    assert "Elin Hughes asks" in page.words
    assert "What did the three not know?" in page.words
    version = filled(cast, asked, LEAD, 3, KEYS[:2])
    agency = agency_of(cast, LEAD)
    second = actions.submit(by=cast.actor(LEAD), at=cast.tick(), assessment=asked, agency=agency.pk, version=version)
    assert second.number == 2
    assert Submitted.objects.get(number=1).answers == first.answers != second.answers
    page = visit(f"{own(cast, asked)}submitted/1/", LEAD)
    assert "The officer’s figure 1" in page.words
    for row, change in ((second, {"number": 3}), (first.moderation, {"agreed": True})):
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(RewrittenError):
            row.save()
    for sql in ("UPDATE assurance_submitted SET number = 9", "DELETE FROM assurance_moderation"):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_an_officer_answers_on_screen_and_once(cast: Cast, asked: Assessment) -> None:
    submitted(cast, asked, LEAD, 2, agreed=None)
    url, figures = f"{own(cast, asked)}submitted/1/", Submitted.objects.get().answers
    own_figures = {f"figure_{key}": str(said["figure"]) for key, said in figures.items()}
    sent = {**own_figures, "says": "asks", "words": "", "submission": str(uuid4())}
    assert "Say in words what you ask" in visit(url, "elin", post=sent, status=409).words
    other = {**sent, "figure_heard": "0", "says": "agrees"}
    assert "why your figure is another" in visit(url, "elin", post=other, status=409).words
    answer = {**other, "words": "I heard otherwise.", "submission": str(uuid4())}
    assert browser("elin").post(url, answer).status_code == 302
    said = Moderation.objects.get()
    assert (said.agreed, said.figures["heard"], figures["heard"]["figure"]) == (True, 0, figures["heard"]["figure"])
    assert "Another officer has answered" in visit(
        url, cast.person("Rosa Martins"), post={**answer, "submission": str(uuid4())}, status=409
    ).words  # fmt: skip
    visit(url, LEAD, post={**answer, "submission": str(uuid4())}, status=404)


def test_what_has_changed_since_the_return_before(cast: Cast) -> None:
    submitted(cast, ask(cast, "Returns of last year"), LEAD, 1, agreed=True)
    asked = ask(cast)
    filled(cast, asked, LEAD, 2, KEYS[:1])
    assert "It was 0 in “Returns of last year”." in visit(own(cast, asked), LEAD).words


def test_nobody_reads_or_fills_in_the_return_of_another_agency(cast: Cast, asked: Assessment) -> None:
    url = own(cast, asked)
    for who in (OTHER_LEAD, "gwen"):
        visit(url, cast.person(who), status=404)
    visit(f"{url}by/heard/", "elin", status=403)
    for who in ("amy", "judith", "iris"):
        visit(url, who, status=403)
    with pytest.raises(RefusedError, match="The safeguarding lead of an agency"):
        actions.save(
            by=cast.actor(OTHER_LEAD), at=cast.at, assessment=asked, agency=agency_of(cast, LEAD).pk, key="heard",
            version=0, said={"figure": 3},
        )  # fmt: skip
    with pytest.raises(RefusedError, match="Only the officers"):
        ask_as(cast, "gwen")


def ask_as(cast: Cast, who: str) -> None:
    """Have somebody ask the agencies of Fairhaven for a return."""
    actions.ask(
        by=cast.actor(who), at=cast.at, partnership=min(cast.actor("elin").offices), title="Ours", keys=KEYS,
        deadline=london_date(cast.at) + timedelta(days=20),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": " "}, "a name"),
        ({"days": 0}, "still to come"),
        ({"days": 400}, "A year"),
        ({"keys": []}, "one standard"),
    ],
)
def test_what_cannot_be_asked_says_why(cast: Cast, changes: dict[str, object], says: str) -> None:
    told = {"title": "Returns", "days": 20, "keys": KEYS} | changes
    with pytest.raises(RefusedError, match=says):
        actions.ask(
            by=cast.actor("elin"), at=cast.at, partnership=min(cast.actor("elin").offices), title=str(told["title"]),
            keys=told["keys"], deadline=london_date(cast.at) + timedelta(days=told["days"]),  # type: ignore[arg-type]
        )  # fmt: skip
