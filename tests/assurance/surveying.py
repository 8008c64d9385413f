"""Rounds of the survey, opened and answered through the actions."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from commonground.assurance.models import Group, Round
from commonground.assurance.survey.actions import answer, open_round
from commonground.assurance.survey.releasing import release
from commonground.assurance.themes import Said, themes
from commonground.directory.models import Agency, Person
from commonground.directory.queries import people_of
from commonground.now import london_date
from tests.cast import Cast

COUNCIL, POLICE, HEALTH, SCHOOL, SURGERY = (
    "Fairhaven City Council",
    "Estuary Police",
    "Fairhaven Community Health Trust",
    "Oakfield Primary School",
    "Harbour Road Surgery",
)
ALL_YES = {one.key: Said.YES.value for one in themes()}
DAY = timedelta(days=1)


def opened(cast: Cast, *, days: int = 14, keys: Iterable[str] = ()) -> Round:
    """Return a round of Fairhaven that Elin opened today for some days."""
    today = london_date(cast.at)
    return open_round(
        by=cast.actor("elin"), at=cast.tick(), partnership=min(cast.actor("elin").offices), opens=today,
        closes=today + timedelta(days=days), keys=list(keys) or [one.key for one in themes()],
        words="We read all of it in January.",
    )  # fmt: skip


def group(round_: Round, agency: str) -> Group:
    """Return the group of an agency in a round."""
    return Group.objects.select_related("round", "agency").get(round=round_, agency__name=agency)


def staff(agency: str, cast: Cast) -> list[Person]:
    """Return the people of an agency, by name."""
    return people_of(Agency.objects.get(name=agency).pk, london_date(cast.at))


def answered(cast: Cast, round_: Round, agency: str, people: int, *, said: str = "yes", words: str = "") -> None:
    """Have so many of an agency answer everything alike: those with an account first, then others by the link."""
    one, by_name = group(round_, agency), staff(agency, cast)
    for number in range(people):
        account = number < len(by_name)
        whose = str(by_name[number].pk) if account else f"link {uuid4()}"
        answer(
            at=cast.at, group=one, whose=whose, by_link=not account, said=dict.fromkeys(ALL_YES, said),
            words=f"{words} {number}" if words else "",
        )  # fmt: skip


def settled(cast: Cast, round_: Round) -> Round:
    """Return a round after the night that follows its last day."""
    over = (round_.closes - london_date(cast.at)) + DAY
    release(cast.at + over)
    round_.refresh_from_db()
    return round_
