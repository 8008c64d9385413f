"""Thanks of leaders: in which area they are read, for how long, who ends them, and what a leader learns of others."""

from datetime import timedelta

import pytest

from commonground.briefings.promoting import actions
from commonground.briefings.promoting.models import LeaderThanks
from commonground.briefings.promoting.queries import MOST_OF_EACH, what_leaders_say
from commonground.directory.actions import RefusedError
from commonground.directory.models import Holding, Team
from commonground.notices.kinds import TEMPLATES
from commonground.notices.models import Notice
from commonground.now import london_date
from tests.briefings.briefing import agency, area, pressed
from tests.briefings.test_promoting import LEADERS, MARGARET, MINE, THANKS, TRUST, thanked
from tests.briefings.test_sharing import COUNCIL
from tests.cast import Cast
from tests.visiting import browser, visit

DAY = timedelta(days=1)
POLICE, ANGELA = "Estuary Police", "Angela Brooks"
DESK = "/briefings/promoting/"


def shown(cast: Cast, whom: str = "amy") -> LeaderThanks:
    """Have Owen thank somebody, who lets others read it."""
    row = thanked(cast, whom)
    return actions.answer_thanks(by=cast.actor(whom), at=cast.tick(), thanks=row.pk, may_show=True)


def to_team(cast: Cast) -> LeaderThanks:
    """Have Margaret thank the team of Bob and Cath."""
    east = Team.objects.get(name="Assessment Team East")
    return actions.thank(by=cast.actor(MARGARET), at=cast.tick(), agency=agency(COUNCIL).pk, words=THANKS, whom=east)


def test_a_leader_of_two_areas_is_read_in_the_one_of_whoever_is_thanked(cast: Cast) -> None:
    row = actions.thank(
        by=cast.actor(ANGELA), at=cast.tick(), agency=agency(POLICE).pk, words=THANKS, whom=cast.person("gwen")
    )
    assert row.partnership == area("Marlow Vale")
    actions.answer_thanks(by=cast.actor("gwen"), at=cast.tick(), thanks=row.pk, may_show=True)
    assert THANKS in visit(LEADERS, "gwen").words
    for name in ("amy", "hana", "elin"):
        assert THANKS not in visit(LEADERS, name).words


def test_a_leader_does_not_learn_who_has_an_account_elsewhere(cast: Cast) -> None:
    owen, form = browser("owen"), f"{DESK}{agency(TRUST).pk}/thank/"
    said = []
    for address in ("nobody@nowhere.example", cast.person("gwen").email):
        page = visit(form, owen, post=pressed(whom="person", address=address, words=THANKS), status=422)
        said.append(page.words.replace(address, ""))
        assert "Nobody in the agencies of your area has this address" in page.words
    assert said[0] == said[1]


def test_thanks_are_ended_by_who_gave_them_or_an_officer_of_the_area(cast: Cast) -> None:
    row = shown(cast)
    for name in ("amy", "ros", MARGARET, "gwen"):
        with pytest.raises(RefusedError, match="officer of the area"):
            actions.end_thanks(by=cast.actor(name), at=cast.tick(), thanks=row.pk)
    for name, may in (("elin", True), ("hana", False), ("gwen", False)):
        assert ("End it" in visit(LEADERS, name).words) is may
    elin = browser("elin")
    assert elin.post(f"/briefings/thanks/{row.pk}/end/", pressed())["Location"] == LEADERS
    assert "Please tell Owen Parry why." in visit(LEADERS, elin).words
    assert THANKS not in visit(LEADERS, "hana").words + visit(MINE, "amy").words + visit(DESK, "owen").words
    with pytest.raises(RefusedError, match="Only whoever is thanked"):
        actions.answer_thanks(by=cast.actor("amy"), at=cast.tick(), thanks=row.pk, may_show=True)
    again = thanked(cast)
    assert THANKS in visit(MINE, "amy").words
    assert browser("owen").post(f"/briefings/thanks/{again.pk}/end/", pressed())["Location"] == DESK
    assert THANKS not in visit(MINE, "amy").words


def test_thanks_are_read_for_a_year_and_by_others_while_who_is_thanked_works_there(cast: Cast) -> None:
    shown(cast)
    team = to_team(cast)
    assert THANKS in visit(LEADERS, "hana").words
    Holding.objects.filter(person=cast.person("amy")).update(ends=london_date(cast.at) - DAY)
    assert THANKS not in visit(LEADERS, "hana").words, "she has left, and can say no more"
    assert THANKS in visit(MINE, "bob").words
    LeaderThanks.objects.filter(pk=team.pk).update(at=cast.at - 366 * DAY)
    assert THANKS not in visit(MINE, "bob").words, "whoever joins a team years later does not read it"


def test_one_agency_that_thanks_often_takes_no_place_of_another(cast: Cast) -> None:
    row = shown(cast)
    cath, council = cast.person("cath"), agency(COUNCIL)
    LeaderThanks.objects.bulk_create(
        LeaderThanks(
            partnership=row.partnership, agency=council, by=cast.person(MARGARET), person=cath, words="Once more.",
            at=cast.at + timedelta(minutes=number), may_show=True, answered_by=cath, answered_at=cast.at,
        )
        for number in range(30)
    )  # fmt: skip
    heard = {one.agency.name: one.thanks for one in what_leaders_say(cast.actor("hana"), cast.at, london_date(cast.at))}
    assert heard[TRUST] == (row,)
    assert len(heard[COUNCIL]) == MOST_OF_EACH
    assert heard[COUNCIL][0].at == cast.at + timedelta(minutes=29), "the newest first"
    assert visit(LEADERS, "hana").words.count("Once more.") == MOST_OF_EACH


def test_a_team_is_told_the_truth_about_who_reads_it(cast: Cast) -> None:
    to_team(cast)
    kind = Notice.objects.values_list("kind", flat=True).distinct().get()
    assert "only if your manager agrees" in TEMPLATES[kind].says
    assert "unless you agree" in TEMPLATES["leader_thanks"].says


def test_a_leader_cannot_tell_a_no_from_no_answer(cast: Cast) -> None:
    row = thanked(cast)
    before = visit(DESK, "owen").words
    actions.answer_thanks(by=cast.actor("amy"), at=cast.tick(), thanks=row.pk, may_show=False)
    assert visit(DESK, "owen").words == before
    actions.answer_thanks(by=cast.actor("amy"), at=cast.tick(), thanks=row.pk, may_show=True)
    assert "Others may read it." in visit(DESK, "owen").words


def test_a_leader_thanks_a_few_times_a_day(cast: Cast) -> None:
    for _ in range(actions.MOST_THANKS):
        thanked(cast)
    with pytest.raises(RefusedError, match="tomorrow"):
        thanked(cast)
    cast.at += DAY
    thanked(cast)
