"""The promise to whoever raises a difference: who keeps it, who reads it, and the officer who misses it."""

from uuid import uuid4

import pytest

from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency, Post
from commonground.directory.people.models import Change, Promise
from commonground.directory.people.promises import USUAL, promise, promised
from commonground.now import london_date
from tests.cast import Cast
from tests.visiting import browser, visit

pytestmark = pytest.mark.django_db

WARD = "No nurse here is worse off for saying what a child needs."


def council() -> Agency:
    """Return an agency that has promised nothing."""
    return Agency.objects.get(name="Fairhaven City Council")


def given(cast: Cast, words: str = WARD, backer: str = "Principal social worker") -> Promise:
    """Have the council's lead write down its promise."""
    agency = council()
    post = Post.objects.get(agency=agency, title=backer)
    leader = "Margaret Ainsworth, director"
    farah = cast.actor("Farah Siddiqui")
    return promise(agency=agency, words=words, leader=leader, backer=post, by=farah, at=cast.tick())


def test_her_own_side_reads_who_backs_her_and_the_other_does_not(cast: Cast) -> None:
    row = cast.raised()
    for who in ("amy", "sarah"):
        page = visit(row.get_absolute_url(), who)
        assert (
            f"“{USUAL}” Judith Clay, head teacher has put their name to this for Oakfield Primary School." in page.words
        )
        assert "ring Head teacher (Judith Clay) on 01632 960 424" in page.words
    assert USUAL not in visit(row.get_absolute_url(), "bob").words


def test_an_agency_without_one_says_so_and_whom_to_ask(cast: Cast) -> None:
    Promise.objects.all().delete()
    page = visit(cast.raised().get_absolute_url(), "amy")
    assert "Oakfield Primary School has not promised yet" in page.words
    assert "ask the partnership’s office: Partnership office: 01632 960 100" in page.words


def test_a_backer_who_takes_no_part_backs_nobody(cast: Cast) -> None:
    row = cast.raised(too_close=(cast.person("judith").pk,))
    page = visit(row.get_absolute_url(), "amy")
    assert "The person who would back you cannot do so here." in page.words
    assert "ring Head teacher" not in page.words


def test_the_lead_writes_it_down_and_it_is_noted(cast: Cast) -> None:
    agency = council()
    url = f"/people/{agency.pk}/promise/"
    farah = cast.person("Farah Siddiqui")
    assert "There is none yet." in visit(f"/people/{agency.pk}/", farah).words
    visit(url, farah)
    unsaid = visit(url, farah, post={"submission": str(uuid4()), "words": WARD}, status=422)
    assert WARD in unsaid.markup
    post = Post.objects.get(agency=agency, title="Principal social worker")
    said = {"submission": str(uuid4()), "words": WARD, "leader": "Margaret Ainsworth, director", "backer": str(post.pk)}
    assert browser(farah).post(url, said).status_code == 302
    assert WARD in visit(f"/people/{agency.pk}/", farah).words
    assert WARD in Change.objects.filter(agency=agency).latest("id").sentence


def test_others_do_not_keep_it_and_a_backer_is_of_the_agency(cast: Cast) -> None:
    agency, teacher = council(), Post.objects.get(title="Teacher, year 2")
    with pytest.raises(RefusedError, match="Only a safeguarding lead"):
        promise(agency=agency, words=WARD, leader="X", backer=teacher, by=cast.actor("sarah"), at=cast.at)
    with pytest.raises(RefusedError, match="no post of"):
        promise(agency=agency, words=WARD, leader="X", backer=teacher, by=cast.actor("elin"), at=cast.at)


def test_the_officer_sees_which_agencies_have_none(cast: Cast) -> None:
    words = visit("/people/", "elin").words
    none = words.count("No promise yet to whoever raises a difference")
    given(cast)
    assert visit("/people/", "elin").words.count("No promise yet to whoever raises a difference") == none - 1


def test_a_changed_promise_is_the_one_that_is_read(cast: Cast) -> None:
    given(cast)
    given(cast, words=USUAL, backer="Head of children’s social care")
    found = promised(council().pk, london_date(cast.at))
    assert found is not None
    assert (found.words, found.backer, found.backs) == (USUAL, "Head of children’s social care (Dev Raman)", True)
