"""Trust the chronology: what each side says of an entry stands beside it, silence is nothing, and the entry stays."""

import pytest
from django.conf import settings

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference
from commonground.procedures.chronology import A_WORD, OWN_ENTRY, OWN_NOTE, THEIR_ENTRY, WORDS, Chronicled, may_say
from commonground.procedures.chronology import word_refusal as refusal
from commonground.procedures.rules import Refused
from commonground.procedures.situation import Standing
from commonground.procedures.steps import NOT_A_SIDE, Step
from commonground.procedures.terms import Capacity, Role, Side
from commonground.record.chain import publics_of
from commonground.record.models import Entry
from commonground.record.verify import verify_one
from tests.cast import WORRY, Cast
from tests.differences.asking import fresh, told
from tests.differences.page_story import Browser, words
from tests.procedures.builders import OFFICER, RAISER, responding

THEIRS = responding(1)
AGREED, OTHERWISE, CORRECTED = WORDS


def of(row: Difference, number: int = 1) -> Entry:
    """Return an entry by its number: the first is the raising."""
    return Entry.objects.get(subject=row.pk, number=number)


def address(row: Difference, entry: Entry) -> str:
    return f"{row.get_absolute_url()}record/{entry.pk}/say/"


def say(cast: Cast, row: Difference, by: str, step: Step, text: str = "", *, number: int = 1) -> Entry:
    """Have somebody say something of an entry."""
    return actions.say_of_entry(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, entry=of(row, number).pk, step=step, words=text
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "standing", "may"),
    [
        (Chronicled(Side.RAISING), THEIRS, (AGREED, OTHERWISE)),
        (Chronicled(Side.RAISING), RAISER, (CORRECTED,)),
        (Chronicled(Side.RESPONDING), RAISER, (AGREED, OTHERWISE)),
        (Chronicled(None), RAISER, (AGREED, OTHERWISE)),
        (Chronicled(None), THEIRS, (AGREED, OTHERWISE)),
        (Chronicled(Side.RAISING), OFFICER, ()),
        (Chronicled(Side.RAISING, own_note=True), RAISER, ()),
        (Chronicled(Side.RAISING, word=True), THEIRS, ()),
    ],
)
def test_who_may_say_what_of_an_entry(entry: Chronicled, standing: Standing, may: tuple[Step, ...]) -> None:
    assert may_say(entry, [standing]) == may


def test_each_refusal_says_who_can_or_what_to_do() -> None:
    theirs = [THEIRS]
    assert refusal(Chronicled(Side.RAISING), AGREED, [OFFICER]) == NOT_A_SIDE
    assert refusal(Chronicled(Side.RESPONDING), AGREED, theirs) == OWN_ENTRY
    assert refusal(Chronicled(Side.RAISING), CORRECTED, theirs) == THEIR_ENTRY
    assert refusal(Chronicled(Side.RESPONDING, own_note=True), AGREED, theirs) == OWN_NOTE
    assert refusal(Chronicled(Side.RAISING, word=True), AGREED, theirs) == A_WORD
    guest = Standing(Side.RESPONDING, Capacity.GUEST, Role.PRACTITIONER, 1)
    assert may_say(Chronicled(Side.RAISING), [guest]) == (AGREED, OTHERWISE)


def test_words_stand_beside_the_entry_and_it_never_changes(cast: Cast) -> None:
    row = cast.answered()
    amy, bob = (Browser(cast.person(name)) for name in ("amy", "bob"))
    first, record = of(row), f"{row.get_absolute_url()}record/"
    before = (first.digest, first.text.words, fresh(row).version)
    page = bob.page(record)
    assert "Where nobody has said so, nobody has agreed." in page
    assert "Agreed by" not in page
    assert page.count("Say whether you agree with this") == 1, "Bob of what Amy wrote, and not of his own"
    assert "Do you agree with this entry?" in bob.page(address(row, first))
    assert WORRY in bob.page(address(row, first))
    assert "Say it in your words" in words(bob.send(address(row, first), says=str(OTHERWISE)), 422)
    assert bob.send(address(row, first), says=str(OTHERWISE), words="It was two times, not four.").status_code == 302
    assert bob.send(address(row, of(row, 1)), says=str(AGREED)).status_code == 302
    assert "What is right?" in amy.page(address(row, first))
    assert "Tell us" not in amy.page(address(row, first))
    assert words(amy.send(address(row, first)), 422)
    assert amy.send(address(row, first), words="It was twice. I counted wrong.").status_code == 302
    page = amy.page(record)
    place = page.index("raised this difference")
    for said in ("Seen otherwise by Bob Ferris", "It was two times, not four.", "Agreed by Bob Ferris"):
        assert said in page[place:], said
    assert "Corrected by Amy Lister" in page[place:]
    first.refresh_from_db()
    assert (first.digest, first.text.words, fresh(row).version) == before
    assert verify_one(row.pk, publics_of(settings.RECORD_KEYS)) is None
    last = Entry.objects.filter(subject=row.pk).latest("number")
    assert last.facts["entry"] == str(first.pk)
    assert last.text.words["What it is about"] == first.text.sentence
    assert told(row, "entry_otherwise")
    assert told(row, "corrected")
    assert not list(disagreements(fresh(row)))


def test_silence_is_never_agreement(cast: Cast) -> None:
    row = cast.resolved()
    page = Browser(cast.person("amy")).page(f"{row.get_absolute_url()}record/")
    assert "Agreed by" not in page


def test_a_word_is_refused_where_there_is_nobody_to_agree(cast: Cast) -> None:
    row = cast.do(actions.note, cast.answered(), "amy", words="Only for us.", own_side=True)
    own = of(row, 3)
    assert Browser(cast.person("bob")).get(address(row, own)).status_code == 404
    assert "there is nobody to agree" in words(Browser(cast.person("amy")).get(address(row, own)), 409)
    with pytest.raises(Refused, match=OWN_ENTRY):
        say(cast, row, "amy", AGREED)
    with pytest.raises(Refused, match="in your words"):
        say(cast, row, "bob", OTHERWISE)
    said = say(cast, row, "bob", OTHERWISE, "Not so.")
    with pytest.raises(Refused, match="itself a word"):
        say(cast, row, "amy", AGREED, number=said.number)
    with pytest.raises(Entry.DoesNotExist):
        say(cast, row, "bob", AGREED, number=3)
    assert Browser(cast.person("zed")).get(address(row, of(row))).status_code == 404


def test_a_form_sent_twice_says_it_once(cast: Cast) -> None:
    row, bob = cast.raised(), Browser(cast.person("bob"))
    form = {"submission": "6b1f0d8e-5a5b-4a83-9f39-111111111111", "says": str(AGREED), "words": ""}
    assert [bob.post(address(row, of(row)), form).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(subject=row.pk, kind=f"step.{AGREED}").count() == 1


def test_the_page_of_the_record_takes_one_query_more_however_much_is_said(cast: Cast) -> None:
    row, amy = cast.answered(), Browser(cast.person("amy"))
    record = f"{row.get_absolute_url()}record/"
    few = amy.queries(record)
    for number in range(5):
        say(cast, row, "bob", OTHERWISE, f"Not so, {number}.")
    assert amy.queries(record) == few
