"""Saying back: with the answer in one sitting, read first by whom it is about, marked once, counted as totals only."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from commonground.differences import actions
from commonground.differences.actions import say_heard
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, SayBack
from commonground.differences.saying_back.queries import totals
from commonground.procedures.definition import Priority, Procedure
from commonground.procedures.rules import Refused
from commonground.procedures.saying_back import HAS_ENDED, Heard, is_urgent
from commonground.procedures.terms import Answer
from commonground.record.models import Entry, Look
from commonground.record.submissions import mint
from tests.access.meeting import AsRole
from tests.cast import ASK, BECAUSE, MEANWHILE, Cast
from tests.connected import tell_database
from tests.differences.asking import fresh, told
from tests.procedures.builders import clock, ladder
from tests.visiting import browser, visit, words_of

SAID = "You worry that he comes hungry, and that nobody has asked him how he sleeps."
FIRST = "Next for you: Read how they understand your worry"


def answered(cast: Cast, answer: Answer = Answer.NO_BECAUSE, row: Difference | None = None, **more: str) -> Difference:
    said = {"answer": answer, "because": BECAUSE, "meanwhile": MEANWHILE, "said_back": SAID} | more
    return cast.do(actions.respond, row or cast.raised(), "bob", **said)


def mark(cast: Cast, row: Difference, heard: Heard, by: str = "amy", missing: str = "") -> SayBack:
    return say_heard(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=fresh(row).say_backs, heard=heard, missing=missing
    )  # fmt: skip


def test_worry_and_reply_are_written_in_one_sitting(cast: Cast) -> None:
    row = cast.raised()
    said = {"submission": str(mint()), "version": row.version, "answer": "no_because", "because": BECAUSE}
    said["knows_child"] = "yes"
    url = f"{row.get_absolute_url()}respond/"
    assert "What is their worry, as you understand it?" in visit(url, "bob").words
    assert browser("bob").post(url, said | {"meanwhile": MEANWHILE, "said_back": SAID}).status_code == 302
    assert SayBack.objects.of(row).get().words == SAID
    entries = [one.kind for one in Entry.objects.filter(subject=row.pk).order_by("number")]
    assert entries[-2:] == ["difference.respond", "step.say_back"]
    assert told(row, "answered")
    assert not told(row, "heard")  # what was said back comes with the answer, and is told once
    assert not list(disagreements(fresh(row)))


def test_it_can_be_left_out_and_the_reply_is_then_open(cast: Cast) -> None:
    row = cast.answered()
    assert not fresh(row).say_backs
    page = visit(row.get_absolute_url(), "amy").words
    assert BECAUSE in page
    assert FIRST not in page


def test_raiser_reads_it_first_and_everybody_else_reads_the_reply(cast: Cast) -> None:
    row = answered(cast)
    for who in ("amy", "sarah"):
        page = visit(row.get_absolute_url(), who).words
        assert FIRST in page
        assert SAID in page
        assert BECAUSE not in page
        assert "No. The reason stands in the answer above." not in page
    for other in ("bob", "Farah Siddiqui"):
        page = visit(row.get_absolute_url(), cast.person(other)).words
        assert BECAUSE in page
        assert FIRST not in page
    assert BECAUSE in visit(f"{row.get_absolute_url()}record/", "amy").words  # a first look, and no lock


@pytest.mark.parametrize("heard", list(Heard))
def test_once_marked_the_reply_opens_for_all_of_the_side(cast: Cast, heard: Heard) -> None:
    row, amy = answered(cast), browser("amy")
    url = f"{row.get_absolute_url()}said-back/1/"
    answers = {"submission": str(mint()), "heard": heard.value, "missing": "He is afraid.", "instead": ""}
    assert amy.post(url, answers).headers["Location"] == f"{row.get_absolute_url()}#answer"
    for who in (amy, "sarah"):
        page = visit(row.get_absolute_url(), who).words
        assert BECAUSE in page
        assert FIRST not in page
    mine = {Heard.YES: "Yes, that is my worry", Heard.NEARLY: "Nearly, something is missing"}
    shown = visit(row.get_absolute_url(), "bob")
    theirs, said = shown.words, mine.get(heard, "No, that is not my worry")
    assert said in theirs
    (cell,) = [
        one for one in shown.tree.iter("div") if "cg-sides__cell" in one.get("class", "") and said in words_of(one)
    ]
    assert "cg-sides__cell--raising" in cell.get("class", ""), "the word stands in the column of the side that said it"
    assert "Amy Lister" in words_of(cell)
    assert "Bob Ferris" not in words_of(cell)
    assert ("What is missing: He is afraid." in theirs) is (heard is Heard.NEARLY)
    assert told(row, "heard")
    assert not list(disagreements(fresh(row)))


def test_show_me_the_reply_opens_it_at_once_and_leaves_a_look_and_no_entry(cast: Cast) -> None:
    row, amy = answered(cast), browser("amy")
    assert "Show me the reply" in visit(row.get_absolute_url(), amy).words
    entries = Entry.objects.filter(subject=row.pk).count()
    page = visit(f"{row.get_absolute_url()}?reply=shown", amy).words
    assert BECAUSE in page
    assert "Yes, that is my worry" in page  # they can still say it
    assert BECAUSE in visit(row.get_absolute_url(), amy).words
    assert BECAUSE not in visit(row.get_absolute_url(), "sarah").words
    assert Entry.objects.filter(subject=row.pk).count() == entries
    assert Look.objects.filter(subject=row.pk, part="page, with the reply at once").count() == 1
    looks = Look.objects.filter(subject=row.pk, part="page").count()
    for who in ("amy", "bob"):  # to amy it is open already, and of bob's side it is
        visit(f"{row.get_absolute_url()}?reply=shown", who)
    assert Look.objects.filter(subject=row.pk, part="page, with the reply at once").count() == 1
    assert Look.objects.filter(subject=row.pk, part="page").count() == looks + 2


def test_acts_are_there_as_without_it(cast: Cast) -> None:
    plain, row = cast.answered(), answered(cast)
    amy = browser("amy")
    for act in ("escalate", "propose", "withdraw"):
        visit(f"{row.get_absolute_url()}{act}/", amy, status=200)
    assert fresh(plain).stands().answered
    assert fresh(row).stands().answered
    cast.do(actions.escalate, row, "amy", reason="He waits.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE)
    assert BECAUSE in visit(row.get_absolute_url(), amy).words  # the next rung reads everything


def test_a_newer_answer_without_it_is_open(cast: Cast) -> None:
    row = answered(cast)
    cast.do(actions.respond, row, "bob", answer=Answer.YES, because="We go tomorrow.", meanwhile=MEANWHILE)
    assert "We go tomorrow." in visit(row.get_absolute_url(), "amy").words


def test_when_it_is_urgent_it_is_not_asked_and_hides_nothing(cast: Cast) -> None:
    row = cast.raised(danger="not_told")
    assert is_urgent(fresh(row).stands())
    assert "as you understand it" not in visit(f"{row.get_absolute_url()}respond/", "bob").words
    assert "as you understand them" not in visit(f"{row.get_absolute_url()}escalate/", "amy").words
    with pytest.raises(Refused, match="This is urgent"):
        actions.say_back(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, words=SAID)


def test_how_urgent_a_priority_is_its_edition_says_and_not_its_name() -> None:
    def priced(*priorities: Priority, **figures: int | None) -> Procedure:
        stage = replace(ladder((clock(),), (clock(),)).stages[0], clocks=(replace(clock(), amounts=figures),))
        usual = ladder((clock(),), (clock(),))
        return replace(usual, stages=(stage, usual.stages[1]), priorities=priorities)

    named, calm = Priority("urgent", "Whenever it suits"), Priority("calm", "Later")
    assert not priced(named, calm, urgent=9, calm=3).is_urgent("urgent")
    assert priced(named, calm, urgent=9, calm=3).is_urgent("calm")
    assert not priced(named, calm, urgent=3, calm=3).is_urgent("urgent")
    assert not priced(named, calm, urgent=None, calm=3).is_urgent("urgent")
    assert priced(replace(calm, first_stage=2), calm=3).is_urgent("calm")
    assert priced(replace(calm, tells=("officer",)), calm=3).is_urgent("calm")
    assert not priced(calm, calm=3).is_urgent("")


def test_after_the_end_nobody_is_asked_whether_they_are_understood(cast: Cast) -> None:
    row = cast.do(actions.withdraw, answered(cast), "amy", why="settled", words="We met.")
    url = f"{row.get_absolute_url()}said-back/1/"
    assert HAS_ENDED in visit(url, "amy", status=409).words
    with pytest.raises(Refused, match="This has ended"):
        mark(cast, row, Heard.YES)
    page = visit(url, "amy", post={"submission": str(mint()), "heard": "no", "instead": "He is cold."}, status=409)
    assert HAS_ENDED in page.words
    assert "He is cold." in page.markup


def test_on_the_escalation_page_the_others_view_is_said_back_and_they_say_if_it_is_right(cast: Cast) -> None:
    row = cast.answered()
    assert "How does the other side see it, as you understand them?" in visit(
        f"{row.get_absolute_url()}escalate/", "amy"
    ).words  # fmt: skip
    words = {
        "reason": "He waits.",
        "tried": "We spoke.",
        "ask": ASK,
        "meanwhile": MEANWHILE,
        "said_back": "You saw calm.",
    }
    row = cast.do(actions.escalate, row, "amy", **words)
    page = visit(row.get_absolute_url(), "cath").words
    assert "How they understand you You saw calm." in page
    assert "Yes, that is our view" in page
    assert "He waits." in page  # nothing of the raising side's is hidden
    mark(cast, row, Heard.YES, by="cath")
    assert "Yes, that is our view" in visit(row.get_absolute_url(), "amy").words


def test_it_is_marked_once_and_by_the_other_side(cast: Cast) -> None:
    row = answered(cast)
    with pytest.raises(Refused, match="act for the other side"):
        mark(cast, row, Heard.YES, by="bob")
    with pytest.raises(Refused, match="Say what is missing"):
        mark(cast, row, Heard.NEARLY)
    mark(cast, row, Heard.NO)
    with pytest.raises(Refused, match="said already"):
        mark(cast, row, Heard.YES, by="sarah")
    url = f"{row.get_absolute_url()}said-back/1/"
    assert "said already" in visit(url, "sarah", status=409).words
    visit(f"{row.get_absolute_url()}said-back/2/", "amy", status=404)
    assert "Tell us what is missing" in visit(
        f"{answered(cast).get_absolute_url()}said-back/1/", "amy", post={"submission": str(mint()), "heard": "nearly"},
        status=422,
    ).words  # fmt: skip


def said_by(cast: Cast, *people: tuple[str, str]) -> None:
    """Have each of these say back, and the other of each pair say that it is right."""
    for says, hears in people:
        row = cast.raised()
        rows = SayBack.objects.of(row)
        actions.say_back(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, words=SAID)
        mark(cast, row, Heard.YES)
        rows.update(by=cast.person(says), heard_by=cast.person(hears))


FIVE = (("bob", "amy"), ("cath", "sarah"), ("dev", "judith"), ("hana", "zed"))


def seen_by(cast: Cast, as_role: AsRole, row: Difference, *people: str) -> dict[str, Mapping[str, int] | None]:
    found = {}
    with as_role("app"):
        for who in people:
            tell_database(cast.actor(who))
            found[who] = totals(row.partnership_id)
    return found


def test_only_totals_in_fives_are_counted_and_only_for_the_office_of_the_area(cast: Cast, as_role: AsRole) -> None:
    row = answered(cast)
    said_by(cast, *FIVE)
    assert seen_by(cast, as_role, row, "elin") == {"elin": None}
    said_by(cast, ("Farah Siddiqui", "Farah Siddiqui"), ("bob", "amy"))
    for one in (answered(cast), answered(cast)):
        mark(cast, one, Heard.NO)
    office = {"elin": {"yes": 5}, "gwen": None, "amy": None, "bob": None}
    assert seen_by(cast, as_role, row, *office) == office
    page = visit("/differences/how-it-went/", "elin").words
    assert "Was it right, how the other side was understood? AnswerHow many Yes, that is it5Nearly" in page
    assert "No, that is not itFewer than 5 peopleNobody has said yetFewer than 5 people" in page


def test_what_was_said_back_in_a_restricted_difference_is_in_no_count(cast: Cast, as_role: AsRole) -> None:
    row = answered(cast)
    said_by(cast, *FIVE, ("Farah Siddiqui", "Farah Siddiqui"))
    assert seen_by(cast, as_role, row, "elin") == {"elin": {"yes": 5}}
    Difference.objects.filter(saybacks__by=cast.person("cath")).update(restricted=True)
    assert seen_by(cast, as_role, row, "elin") == {"elin": None}


def test_many_words_of_few_people_are_in_no_count(cast: Cast, as_role: AsRole) -> None:
    row = answered(cast)
    said_by(cast, *FIVE, *FIVE)
    assert seen_by(cast, as_role, row, "elin") == {"elin": None}


def test_an_altered_word_is_found(cast: Cast) -> None:
    row = answered(cast)
    mark(cast, row, Heard.YES)
    SayBack.objects.of(row).update(heard="no")
    assert [one.what for one in disagreements(fresh(row))] == ["what was said back"]
