"""What agencies say beside what staff say: the same themes, no ranking, and denominators and unknowns always."""

import pytest

from commonground.assurance.models import Assessment, Group
from commonground.assurance.survey.actions import answer
from commonground.assurance.themes import themes
from commonground.directory.actions import add_post, hold
from commonground.directory.models import Agency, Partnership
from commonground.directory.queries import people_of
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role
from tests.assurance.returning import submitted
from tests.assurance.surveying import COUNCIL, DAY, POLICE, SURGERY, answered, opened, settled
from tests.assurance.test_returns import ask
from tests.cast import Cast
from tests.visiting import visit

FARAH = "Farah Siddiqui"


@pytest.fixture
def url(cast: Cast) -> str:
    """Give the page of Fairhaven: the council and the police submitted, and their staff and two of a surgery answered.

    The two cannot be hidden: nothing is shown of them.
    """
    asked = ask(cast)
    submitted(cast, asked, FARAH, 3, agreed=False)
    submitted(cast, asked, "Helen Achebe", 1, agreed=None)
    row = opened(cast)
    answered(cast, row, COUNCIL, 8, said="no", words="Ring us back")
    answered(cast, row, POLICE, 7)
    answered(cast, row, SURGERY, 2, said="partly")
    settled(cast, row)
    return f"/assurance/beside/{row.partnership_id}/"


@pytest.mark.parametrize("who", ["elin", "sol"])
def test_all_agencies_stand_in_the_order_of_the_alphabet(url: str, who: str) -> None:
    page = visit(url, who)
    section = next(one for one in page.tree.iter("section") if one.get("aria-labelledby") == "heard")
    names = [" ".join("".join(one.itertext()).split()) for one in section.iter("h3")]
    assert names[0] == "All of Fairhaven"
    agencies = [one for one in names[1:] if one != "Small groups together"]
    assert agencies == sorted(agencies)
    assert len(agencies) == 9
    words = " ".join("".join(section.itertext()).split())
    assert "Not known: 7." in words
    assert "Not shown alone" in words
    assert f"2 of {len(agencies)} have submitted it. Of the others nothing is known." in page.words
    assert "15 shown here" in page.words
    assert "%" not in page.words
    for rank in ("best", "worst", "ranked", "league", "top"):
        assert rank not in page.words.lower().split()


def test_every_bar_has_its_table(url: str) -> None:
    page = visit(url, "elin")
    assert len(list(page.tree.iter("table"))) == len(themes())
    section = next(one for one in page.tree.iter("section") if one.get("aria-labelledby") == "heard")
    row = next(one for one in section.iter("tr") if COUNCIL in "".join(one.itertext()))
    cells = [" ".join("".join(one.itertext()).split()) for one in row.iter("td")]
    assert cells[2:] == ["0", "0", "8", "0", "0", "8"]
    bars = [[part.text for part in one][:2] for one in section.iter() if one.get("role") == "img"]
    assert [words for name, words in bars if name == COUNCIL] == [
        "Yes: 0, In part: 0, No: 8, I do not know, or it has not come up: 0, Left out: 0. Of 8 people."
    ]


def test_a_lead_reads_their_own_beside_the_partnership_and_no_other(cast: Cast, url: str) -> None:
    page = visit(url, cast.person(FARAH))
    assert COUNCIL in page.words
    for other in (POLICE, SURGERY, "Small groups together"):
        assert other not in page.words
    assert "15 shown here" in page.words
    page = visit(url, cast.person("Alan Whitfield"))
    assert "Not shown alone" in page.words
    assert POLICE not in page.words


def test_two_agencies_of_one_name_are_two(cast: Cast) -> None:
    other = Agency.objects.create(name=COUNCIL, kind=AgencyKind.SCHOOL)
    other.partnerships.add(Partnership.objects.get(name="Fairhaven"))
    post = add_post(agency=other, role=Role.SAFEGUARDING_LEAD, title="Lead", by=None, at=cast.at)
    hold(person=cast.person("amy"), post=post, starts=london_date(cast.at), by=None, at=cast.at)
    submitted(cast, ask(cast), FARAH, 3, agreed=False)
    row = opened(cast)
    council = Group.objects.select_related("round").exclude(agency=other).get(round=row, agency__name=COUNCIL)
    for person in people_of(council.agency_id, row.opens)[:8]:
        answer(at=cast.at, group=council, whose=str(person.pk), by_link=False, said={"heard": "no"})
    settled(cast, row)
    page = visit(f"/assurance/beside/{row.partnership_id}/", "amy")
    section = next(one for one in page.tree.iter("section") if one.get("aria-labelledby") == "heard")
    line = next(one for one in section.iter("div") if COUNCIL in "".join(one.itertext()) and one.get("class"))
    words = " ".join("".join(line.itertext()).split())
    assert words == f"{COUNCIL} Not submitted, so not known Not shown alone"


def test_a_lead_reads_what_others_say_once_it_is_agreed_and_over_and_there_are_three(cast: Cast, url: str) -> None:
    told = "At 0: "
    asked = ask(cast, "Returns again")
    for lead in ("sarah", "Wendy Park"):
        submitted(cast, asked, lead, 2, agreed=True)
    submitted(cast, asked, "ros", 2, agreed=None)
    Assessment.objects.filter(pk=asked.pk).update(deadline=london_date(cast.at) - DAY)
    farah = cast.person(FARAH)
    assert told in visit(url, "elin").words
    page = visit(url, farah)
    assert told not in page.words, "one of the three is not agreed"
    assert "once its last day is over and three other agencies are agreed" in page.words
    submitted(cast, asked, "Helen Achebe", 2, agreed=True)
    page = visit(url, farah)
    assert told in page.words
    assert "3 of 9 are agreed, and counted here. The others are not told." in page.words
    Assessment.objects.filter(pk=asked.pk).update(deadline=london_date(cast.at) + DAY)
    assert told not in visit(url, farah).words, "before the deadline an agency could wait for the others"


def test_others_do_not_read_it(cast: Cast, url: str) -> None:
    for who in ("amy", "judith", "iris"):
        visit(url, who, status=403)
    for who in ("gwen", "Meera Joshi"):
        visit(url, who if who == "gwen" else cast.person(who), status=404)


def test_it_asks_as_often_for_few_as_for_many(cast: Cast, url: str) -> None:
    few = visit(url, "elin").queries
    asked = ask(cast, "Once more")
    for lead in (FARAH, "sarah", "Wendy Park", "ros"):
        submitted(cast, asked, lead, 2, agreed=True)
    assert visit(url, "elin").queries == few <= 20
