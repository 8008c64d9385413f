"""Few people are never told apart: small teams stand together as small agencies do, on pages and in files."""

from datetime import timedelta

import pytest

from commonground.briefings.models import Tally
from commonground.briefings.talking.actions import Session, hold_session
from commonground.briefings.terms import Audience
from commonground.directory.models import Team
from commonground.insight.evidence.models import Evidence, Purpose
from commonground.insight.evidence.parts import how_far, sessions
from commonground.insight.how_far import queries
from commonground.insight.how_far.presenting import HEADS, numbers, rows_of, steps_of
from commonground.insight.how_far.telling import FEWEST
from commonground.insight.presenting import KEPT_BACK
from commonground.notices.models import Notice
from commonground.now import london_date, now
from tests.briefings.briefing import agency, area, shared
from tests.cast import Cast
from tests.visiting import visit

SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"
UNDERSTOOD = HEADS.index("Understood")


@pytest.fixture(autouse=True)
def today(cast: Cast) -> None:
    """Tell what follows from now on, with nothing left to be sent."""
    cast.at = now()
    Notice.objects.all().delete()


def asked(cast: Cast, by: str, of: str | None = None) -> Evidence:
    """Return evidence of today as it is asked for; nothing of it is made."""
    return Evidence(
        partnership=area(), agency=agency(of) if of else None, purpose=Purpose.OWN, since=london_date(cast.at),
        until=london_date(cast.at), asked_by=cast.person(by), asked_at=cast.at,
    )  # fmt: skip


def test_teams_in_which_few_are_asked_stand_together(cast: Cast) -> None:
    row, council = shared(cast), agency(COUNCIL)
    north = Team.objects.create(agency=council, name="Assessment Team North")
    Tally.objects.create(
        briefing=row, agency=council, team=north, audience=Audience.PRACTITIONERS, reached=12, opened=9, agreed=8,
        understood=5,
    )  # fmt: skip
    found = queries.how_far_in_agency(row, council)
    assert [one.name for one in found.lines] == ["Assessment Team North", queries.TEAMS_TOGETHER]
    assert all(one.reached >= FEWEST for one in found.lines)
    assert sum(one.reached for one in found.lines) == found.whole.reached
    assert "Front Door" in found.lines[-1].those
    page = visit(f"/how-far/{row.pk}/", cast.person("Farah Siddiqui"))
    assert 'role="rowheader">Front Door' not in page.markup
    assert 'role="rowheader">Smaller teams together' in page.markup
    sheet = how_far(asked(cast, "Farah Siddiqui", COUNCIL))
    assert [line[5].partition(" (")[0] for line in sheet[1:]] == [
        "Assessment Team North", queries.TEAMS_TOGETHER, "All",
    ]  # fmt: skip


def test_how_many_of_very_few_understood_it_is_kept_back(cast: Cast) -> None:
    row = shared(cast)
    Tally.objects.filter(briefing=row, agency__name__in=(SCHOOL, COUNCIL)).update(understood=1)
    school, council = (queries.how_far_in_agency(row, agency(name)).whole for name in (SCHOOL, COUNCIL))
    assert school.reached < FEWEST <= council.reached
    assert numbers(school)[UNDERSTOOD] == KEPT_BACK
    assert (steps_of(school)[UNDERSTOOD].number, steps_of(school)[UNDERSTOOD].bar) == (KEPT_BACK, 0)
    assert numbers(council)[UNDERSTOOD] == str(council.counts["understood"])


@pytest.mark.parametrize(("reached", "lengths"), [(6, [15.0, 5.0, 10.0]), (40, [7.5, 2.5, 90.0])])
def test_a_bar_of_few_people_is_no_share_of_them(reached: int, lengths: list[float]) -> None:
    counts = {"reached": reached, "opened": 4, "agreed": 3, "understood": 0, "talked": 0, "gone": 0}
    line = queries.Line("A team", counts)
    (row,) = rows_of(queries.HowFar(line, [line]), london_date(now()))
    assert [one.width for one in row.parts] == lengths
    assert steps_of(line)[0].bar == round(sum(lengths))


def test_sessions_of_small_agencies_stand_together_in_an_areas_file(cast: Cast) -> None:
    row = shared(cast)
    for by, where in (("cath", COUNCIL), ("sarah", SCHOOL)):
        session = Session(
            agency=agency(where).pk, team=None, held_on=london_date(cast.at), people=(), others=1, said="Words.",
            will_do="We ring before we write.", look_again_on=london_date(cast.at) + timedelta(days=42),
        )  # fmt: skip
        hold_session(by=cast.actor(by), at=cast.tick(), briefing=row.pk, session=session)
    _, council, together = sessions(asked(cast, "elin"))
    assert council == [COUNCIL, "1", "2", "0"]
    assert together[1:] == ["1", "2", "0"]
    assert together[0].startswith(queries.TOGETHER)
    assert "Little Acorns Nursery" in together[0], "all small agencies are named, whichever held one"
    assert len(sessions(asked(cast, "sarah", SCHOOL))) == 2, "their own lead reads each"
