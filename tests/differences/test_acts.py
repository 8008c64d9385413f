"""Every act through its page: asked, done, refused, overtaken, sent twice, sent as nonsense."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from commonground.differences import actions
from commonground.differences.actions.verbs import VERBS
from commonground.differences.models import Difference
from commonground.differences.views import acts
from commonground.directory.models import Agency, Person, Post, Team
from commonground.editions.queries import calendar_of
from commonground.govuk.dates import DateParts
from commonground.now import london_date, now
from commonground.procedures.acts import ACTS
from commonground.procedures.terms import Act, Answer, How, ToldBy
from commonground.procedures.worktime import add_working_days
from commonground.record.models import Entry
from commonground.record.submissions import mint
from tests.differences.page_story import AGREED, SAFE, Fairhaven, act_url, browser, built, fairhaven, words

__all__ = ["built", "fairhaven"]

Given = Callable[[Fairhaven], Difference]


@dataclass(frozen=True)
class Try:
    """One act that somebody can take: in which difference, who, and what they answer."""

    act: Act
    by: str
    given: Given
    answers: Callable[[], dict[str, object]]


def plain(**answers: object) -> Callable[[], dict[str, object]]:
    """Return answers that need no database."""
    return lambda: answers


def tomorrow() -> dict[str, object]:
    """Return tomorrow in the three boxes of a date."""
    day = london_date(now()) + timedelta(days=1)
    return {f"due_{part}": text for part, text in zip(DateParts._fields, (day.day, day.month, day.year), strict=True)}


TALKED = {"how": "telephone", "whom": "Bob Ferris", "said": "He will not go again."}


def yesterday() -> dict[str, object]:
    """Return yesterday in the three boxes of a date."""
    day = london_date(now()) - timedelta(days=1)
    return {f"on_{part}": text for part, text in zip(DateParts._fields, (day.day, day.month, day.year), strict=True)}


def tried(fairhaven: Fairhaven) -> Difference:
    """Return one at which Amy noted what she had tried."""
    talk = actions.Tried(How.TELEPHONE, "Bob Ferris", london_date(now()) - timedelta(days=1), "He will not go again.")
    return fairhaven.do(actions.note_tried_outside, fairhaven.raised(), "amy", tried=talk)


PRACTICE = {
    "whom": "Bob Ferris",
    "title": "Social worker",
    "how": "telephone",
    "answer": "yes_if",
    "words": "Yes, once the doctor has seen her.",
    "meanwhile": SAFE,
}


def recorded(fairhaven: Fairhaven) -> Difference:
    """Return one for which Amy recorded what Bob told her."""
    told = actions.Told("Bob Ferris", "Social worker", ToldBy.TELEPHONE, london_date(now()))
    said = {"told": told, "words": "Yes, on Monday.", "answer": Answer.YES, "meanwhile": SAFE}
    return fairhaven.do(actions.record_for, fairhaven.raised(), "amy", **said)


def restricted(fairhaven: Fairhaven) -> Difference:
    """Return one that Amy restricted to Bob and herself."""
    return fairhaven.do(actions.restrict, fairhaven.raised(), "amy", people=[bob()], reason="An aunt.")


def joined(fairhaven: Fairhaven) -> Difference:
    """Return one that Amy asked Zed's nursery to join."""
    nursery = Agency.objects.get(name="Little Acorns Nursery").pk
    return fairhaven.do(
        actions.join, fairhaven.raised(), "amy", agency=nursery, team=None, side=None, reason="He was there."
    )  # fmt: skip


def asked_to_act(fairhaven: Fairhaven) -> Difference:
    """Return one with an agreement that gives Zed's nursery an action."""
    row = joined(fairhaven)
    nursery = Agency.objects.get(name="Little Acorns Nursery").pk
    return fairhaven.do(actions.propose, row, "amy", text=AGREED, takes_on={nursery: "It keeps his place."})


def after(days: int, more: int = 0) -> date:
    """Return the day that is so many working days from today."""
    return add_working_days(london_date(now()), days + more, calendar_of(time(9), time(17)))


def on_day(day: date) -> dict[str, object]:
    """Return a day in the three boxes of a date."""
    return {f"day_{part}": text for part, text in zip(DateParts._fields, (day.day, day.month, day.year), strict=True)}


def asked(fairhaven: Fairhaven) -> Difference:
    """Return one that Bob asks to pause."""
    row = fairhaven.answered()
    return fairhaven.do(actions.pause, row, "bob", day=after(3), owner="Bob", reason="The clinic sees her.")


def paused(fairhaven: Fairhaven) -> Difference:
    """Return one that both sides have paused."""
    return fairhaven.do(actions.agree_to_it, asked(fairhaven), "amy", agrees=True)


def to_look_at(fairhaven: Fairhaven) -> Difference:
    """Return one at which Sarah is asked for her own side's look."""
    return fairhaven.fuller().raised()


def helped(fairhaven: Fairhaven) -> Difference:
    """Return one at which Sarah helps both sides to talk."""
    row, asks = fairhaven.fuller().raised(), {"route": "re-think", "strategy": 1, "reason": "We talk past each other."}
    return fairhaven.do(actions.side_route, row, "bob", **asks)


def given_more(fairhaven: Fairhaven) -> Difference:
    """Return one to which both sides gave more time."""
    row = fairhaven.answered()
    row = fairhaven.do(actions.lengthen, row, "amy", day=after(2, +2), owner="Bob", reason="He rings back.")
    return fairhaven.do(actions.agree_to_it, row, "bob", agrees=True)


def withdrawn(fairhaven: Fairhaven) -> Difference:
    """Return one that Amy has withdrawn."""
    return fairhaven.do(actions.withdraw, fairhaven.raised(), "amy", why="settled", words="Settled.")


def bob() -> object:
    """Return the key of Bob, whom it was raised with."""
    return Person.objects.get(name="Bob Ferris").pk


def judith() -> object:
    """Return the key of Amy's head teacher."""
    return Person.objects.get(name="Judith Clay").pk


TRIES = (
    Try(Act.PICK_UP, "bob", Fairhaven.raised, plain(knows_child="no", words="I will ring you.")),
    Try(
        Act.RESPOND,
        "bob",
        Fairhaven.raised,
        plain(answer="yes_if", because="Once the chart is here.", meanwhile=SAFE, knows_child="yes"),
    ),
    Try(Act.CHECK, "sarah", to_look_at, plain(supports="no", advice="Say when he last ate.")),
    Try(Act.SIDE_ROUTE, "bob", to_look_at, plain(way="re-think/3", reason="We talk past each other.")),
    Try(Act.FACILITATED, "amy", helped, plain(views="Both are worried.", strategy="3")),
    Try(Act.NOTE, "sarah", Fairhaven.raised, plain(words="Spoke to Judith.", own_side="yes")),
    Try(Act.QUESTION, "amy", Fairhaven.raised, plain(words="Who is he?")),
    Try(Act.PROPOSE, "amy", Fairhaven.answered, plain(text=AGREED)),
    Try(Act.SIGN, "amy", Fairhaven.proposed, plain(proposal="1", confirm="on")),
    Try(Act.DECLINE, "amy", Fairhaven.proposed, plain(proposal="1", reason="By Monday is too late.")),
    Try(
        Act.ESCALATE,
        "sarah",
        Fairhaven.raised,
        plain(reason="No reply.", tried="Rang.", ask="See her.", meanwhile=SAFE),
    ),
    Try(Act.SHORTEN, "amy", Fairhaven.escalated, lambda: {"need": "She moves.", **tomorrow()}),
    Try(Act.SKIP, "amy", Fairhaven.raised, plain(need="She cannot wait.", to_stage="3")),
    Try(Act.TRIED_OUTSIDE, "amy", Fairhaven.raised, lambda: {**TALKED, **yesterday(), "counts": "on"}),
    Try(Act.REMEMBER, "bob", tried, plain(words="I said that I would ring back.")),
    Try(Act.RECORD_FOR, "amy", Fairhaven.raised, lambda: {**PRACTICE, **yesterday()}),
    Try(Act.CONFIRM, "bob", recorded, plain(agrees="no", words="I said that we would ring on Monday.")),
    Try(Act.HAND_OVER, "amy", Fairhaven.raised, lambda: {"person": judith(), "reason": "I am away next week."}),
    Try(Act.RESTRICT, "amy", Fairhaven.raised, lambda: {"people": [bob()], "reason": "Her aunt works there."}),
    Try(Act.LIFT, "amy", restricted, plain(reason="Her aunt has moved away.")),
    Try(
        Act.JOIN,
        "amy",
        Fairhaven.raised,
        lambda: {"agency": health(), "beside": "both", "reason": "They see her weekly."},
    ),
    Try(Act.OWN_VIEW, "zed", joined, plain(sees="He is hungry.", works="Breakfast.", wants="That he is seen.")),
    Try(Act.TAKE_ON, "zed", asked_to_act, plain(proposal="1", confirm="on")),
    Try(Act.STEP_ASIDE, "zed", joined, plain(reason="He left us in May.")),
    Try(
        Act.LENGTHEN,
        "amy",
        Fairhaven.answered,
        lambda: {**on_day(after(2, +2)), "reason": "He rings back.", "owner": "Bob"},
    ),
    Try(
        Act.PAUSE,
        "bob",
        Fairhaven.answered,
        lambda: {**on_day(after(3)), "reason": "The clinic sees her.", "owner": "Bob"},
    ),
    Try(Act.RESUME, "amy", paused, plain(reason="The clinic has rung.")),
    Try(Act.TAKE_TIME_BACK, "bob", given_more, plain(reason="The clinic has rung.")),
    Try(Act.STEP_DOWN, "sarah", Fairhaven.escalated, plain(to_stage="1", reason="Bob is back.")),
    Try(Act.AGREE_TO_IT, "amy", asked, plain(agrees="no", why_not="She cannot wait so long.")),
    Try(Act.REOPEN, "bob", withdrawn, plain(reason="It came back.", meanwhile=SAFE)),
    Try(
        Act.WITHDRAW,
        "amy",
        Fairhaven.raised,
        lambda: {"why": "asked_to_stop", "lead": lead(), "words": "My head said so."},
    ),
    Try(Act.REDIRECT, "amy", Fairhaven.raised, plain(to="The court", reason="It decides.", meanwhile=SAFE)),
    Try(Act.PASS_ON, "bob", Fairhaven.raised, lambda: {"to": "person", "person": leah(), "reason": "She knows her."}),
    Try(Act.NOT_OURS, "bob", Fairhaven.raised, lambda: {"agency": health(), "reason": "It is a health matter."}),
    Try(Act.NOT_RESOLVED, "owen", Fairhaven.last, plain(statement="Both views stay.", meanwhile=SAFE)),
)


def lead() -> object:
    """Return the key of the school's safeguarding lead."""
    return Post.objects.get(title="Designated safeguarding lead", agency__name__startswith="Oakfield").pk


def leah() -> object:
    """Return the key of Bob's colleague."""
    return Person.objects.get(name="Leah Goldberg").pk


def health() -> object:
    """Return the key of the health trust."""
    return Agency.objects.get(name="Fairhaven Community Health Trust").pk


def test_every_act_has_a_page_and_a_try(monkeypatch: pytest.MonkeyPatch) -> None:
    assert acts.missing() == ()
    assert {one.act for one in TRIES} == set(Act) - {Act.RAISE}
    monkeypatch.delitem(acts.PAGES, Act.SIGN)
    monkeypatch.delitem(VERBS, Act.NOTE)
    assert acts.missing() == ("sign has no row in PAGES", "note has no verb")


@pytest.mark.parametrize("one", TRIES, ids=[one.act.value for one in TRIES])
def test_act_is_asked_on_one_page_and_done_once(fairhaven: Fairhaven, one: Try) -> None:
    row = one.given(fairhaven)
    client, url = browser(one.by), act_url(row, one.act.value.replace("_", "-"))
    page = client.page(url)
    assert ACTS[one.act].labelled(row.stands()) in page
    assert acts.PAGES[one.act].happens.split(".")[0].split("{")[0] in page
    form = {"submission": str(mint()), "version": row.version, **one.answers()}
    before = Entry.objects.filter(subject=row.pk).count() if one.by != "owen" else None
    first = client.post(url, form)
    assert first.status_code == 302, words(first, first.status_code)
    again = client.post(url, form)
    assert again.headers["Location"] == first.headers["Location"]
    assert acts.PAGES[one.act].done.split("{")[0] in client.page(first.headers["Location"])
    with fairhaven.acting("amy"):
        kinds = list(Entry.objects.filter(subject=row.pk).order_by("number").values_list("kind", flat=True))
    assert kinds[-1] == f"difference.{one.act}"
    assert before is None or len(kinds) == before + 1


@pytest.mark.parametrize("one", TRIES, ids=[one.act.value for one in TRIES])
def test_nonsense_gets_an_error_summary_and_keeps_what_was_typed(fairhaven: Fairhaven, one: Try) -> None:
    row = one.given(fairhaven)
    client, url = browser(one.by), act_url(row, one.act.value.replace("_", "-"))
    nonsense = {"answer": "perhaps", "version": "x" * 40, "to_stage": "99", "person": "me", "reason": "Kept words."}
    for answers in ({}, {"version": row.version}, {**nonsense, "proposal": "-1", "due_day": "31", "to": "nobody"}):
        page = words(client.send(url, **answers), 422)
        assert "There is a problem" in page
    if "reason" in acts.PAGES[one.act].form.base_fields:
        assert "Kept words." in page
    assert "There is a problem" in words(
        client.send(url, version=row.version, **dict.fromkeys(one.answers(), "x" * 4001)), 422
    )


def test_unknown_acts_and_raising_are_not_there(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    for name in ("raise", "shout", "PICK-UP", "pick_up"):
        assert browser("amy").get(act_url(row, name)).status_code == 404


def test_refusal_says_who_can_and_keeps_the_words(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    answers = {"answer": "yes", "because": "We have done\nit already.", "meanwhile": SAFE, "version": row.version}
    page = words(browser("amy").send(act_url(row, "respond"), **answers), 409)
    assert "You cannot do this now" in page
    assert "Only the responding side’s practitioner at stage 1 can answer this." in page
    assert "We have done it already." in page
    assert "Amy Lister, Teacher, year 2, Oakfield Primary School raised this difference" in page
    assert "You cannot do this now" in browser("amy").page(act_url(row, "respond"), 409)


def test_a_form_that_was_overtaken_shows_what_happened_and_can_be_sent_again(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    old = row.version
    fairhaven.do(actions.respond, row, "bob", answer=Answer.YES, because="We will see her.", meanwhile=SAFE)
    amy, url = browser("amy"), act_url(row, "escalate")
    answers = {"reason": "Still not settled.", "tried": "Rang.", "ask": "See her.", "meanwhile": SAFE}
    response = amy.send(url, version=old, **answers)
    page = words(response, 409)
    assert "Something happened meanwhile" in page
    assert "Yes: We will see her." in page
    assert "Still not settled." in page
    new = Difference.objects.get(pk=row.pk).version
    assert f'name="version" value="{new}"' in response.content.decode()
    assert amy.send(url, version=new, **answers).status_code == 302


def test_another_text_is_read_before_it_is_signed(fairhaven: Fairhaven) -> None:
    row = fairhaven.proposed()
    amy, url = browser("amy"), act_url(row, "sign")
    fairhaven.do(actions.propose, row, "bob", text="A colder promise.")
    response = amy.send(url, version=row.version, proposal="1", confirm="on")
    assert "A colder promise." in words(response, 409)
    assert "checked" not in response.content.decode()
    new = Difference.objects.get(pk=row.pk)
    assert amy.send(url, version=new.version, proposal="1", confirm="on").status_code == 409
    assert not Difference.objects.get(pk=row.pk).end
    assert amy.send(url, version=new.version, proposal="2", confirm="on").status_code == 302


def test_a_note_and_a_question_are_welcome_whatever_happened_meanwhile(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    amy = browser("amy")
    assert amy.send(act_url(row, "note"), version=1, words="Seen today.", own_side="no").status_code == 302
    assert amy.send(act_url(row, "question"), version=1, words="Who is he?").status_code == 302


def test_words_that_may_point_to_a_family_are_read_once_more(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy, url = browser("amy"), act_url(row, "question")
    response = amy.send(url, version=row.version, words="Do they live at SW1A 1AA?")
    page = words(response)
    assert "“SW1A 1AA” looks like a postcode." in page
    assert "Do they live at SW1A 1AA?" in page
    assert amy.send(url, version=row.version, words="Do they live at SW1A 1AA?", warned="on").status_code == 302


def test_only_people_and_teams_of_the_agency_are_taken(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    bob, url = browser("bob"), act_url(row, "pass-on")
    zed = Person.objects.get(name="Zed Karim").pk
    far = Team.objects.exclude(agency=row.responding_agency).first()
    assert far is not None
    for choice in ({"to": "person", "person": zed}, {"to": "team", "team": far.pk}, {"to": "team", "team": uuid4()}):
        words(bob.send(url, version=row.version, reason="Hers.", **choice), 422)
    page = words(
        bob.send(act_url(row, "not-ours"), version=row.version, agency=row.raising_agency_id, reason="No."), 422
    )
    assert "There is a problem" in page


def test_who_picks_up_without_knowing_the_child_is_shown_whom_to_ring(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    assert "Write to Amy Lister: amy" in browser("bob").page(act_url(row, "pick-up"))


def test_a_form_without_its_key_is_not_taken(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    response = browser("amy").post(act_url(row, "question"), {"words": "Who?", "version": row.version})
    assert "Nothing was changed." in words(response, 400)


def test_a_form_of_an_ended_difference_says_so(fairhaven: Fairhaven) -> None:
    row = fairhaven.do(actions.withdraw, fairhaven.raised(), "amy", why="settled", words="Settled.")
    page = words(browser("bob").send(act_url(row, "propose"), version=1, text="Come back."), 409)
    assert "This difference ended: it was withdrawn on" in page
    assert "Come back." in page
