"""What agencies and staff of Fairhaven say in the demonstration: a survey that is over, one that is open, and returns.

Everything is invented, and done through the actions: staff answer by chance, the same at each loading.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from commonground.assurance.models import Assessment, Group, OwnReturn, Round
from commonground.assurance.returns import actions
from commonground.assurance.returns.rules import version_of
from commonground.assurance.survey.actions import answer, open_round, say_without
from commonground.assurance.survey.releasing import release
from commonground.assurance.themes import themes
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor, actor_for, people_of
from commonground.now import london_date
from commonground.procedures.terms import Role

SAID = ("yes", "yes", "yes", "partly", "partly", "no", "unknown", "")
REMARKS = (
    "Tell us what came of it. We hear nothing after we have rung.",
    "It helped that my manager came to the meeting.",
    "A short talk in the team, once a term.",
    "I would ask sooner if I knew who picks up the telephone.",
)
WE_READ_IT = "Two minutes of your time. We read all of it, and say soon after what we will do."
EVIDENCE = "We asked twelve people in three teams. Nine could say what they would do first."
NEXT = "Talk it over in the two teams that have not, and ask again in spring."
ASKS = "Thank you. By the second standard I read what you say as one less. What did the three not know?"
KEYS = [one.key for one in themes()]
LARGE = 6
FORTNIGHT, SEASON = timedelta(days=14), timedelta(days=110)


@transaction.atomic
def tell(at: datetime) -> None:
    """Tell all of it, as on the moment of loading: two rounds, and the returns of last year and of this."""
    past = at - SEASON
    _answer_all(_round(past))
    release(past + FORTNIGHT + timedelta(days=1))
    _round(at)
    before, this = _return(past, "Returns of last year"), _return(at, "Returns of this year")
    for lead in ("Sarah Penrose", "Wendy Park"):
        submit(lead, before, past, figure=1, agreed=True)
    submit("Farah Siddiqui", this, at, figure=2, agreed=False)
    submit("Ros Calloway", this, at, figure=1, agreed=True)
    submit("Wendy Park", this, at, figure=2)
    submit("Helen Achebe", this, at, figure=3)
    fill_in("Sarah Penrose", this, at, figure=2, keys=KEYS[:-2])


def _round(at: datetime) -> Round:
    """Return a round that Elin opens for two weeks."""
    elin, today = _elin(at), london_date(at)
    return open_round(
        by=elin, at=at, partnership=min(elin.offices), opens=today, closes=today + FORTNIGHT, keys=KEYS,
        words=WE_READ_IT,
    )  # fmt: skip


def _answer_all(row: Round) -> None:
    """Have nearly everybody of each agency answer a round on its first day, and some by the link."""
    chance, at = random.Random(7), row.opened_at  # noqa: S311 - invented answers
    for number, group in enumerate(Group.objects.filter(round=row).select_related("round").order_by("agency__name")):
        staff = [str(one.pk) for one in people_of(group.agency_id, row.opens)]
        accounts = len(staff)
        if accounts > LARGE:
            say_without(by=_elin(at), round_=row.pk, group=group.pk, people=8)
            staff += [f"link {group.pk} {one}" for one in range(4)]
        for place, whose in enumerate(staff[: max(2, len(staff) - 1)]):
            answer(
                at=at, group=group, whose=whose, by_link=place >= accounts,
                said={key: chance.choice(SAID) for key in KEYS},
                words=REMARKS[number] if place == 0 and number < len(REMARKS) else "",
            )  # fmt: skip


def _return(at: datetime, title: str) -> Assessment:
    """Return a return that Elin asks for."""
    elin = _elin(at)
    return actions.ask(
        by=elin, at=at, partnership=min(elin.offices), title=title, deadline=london_date(at) + timedelta(days=20),
        keys=KEYS, words="Say what you have seen. It need not be long.",
    )  # fmt: skip


def fill_in(lead: str, row: Assessment, at: datetime, *, figure: int, keys: Sequence[str]) -> int:
    """Have a lead fill in some standards, at figures about this one; return the version that stands then."""
    by, version = actor_for(Person.objects.get(name=lead), london_date(at)), 0
    own = OwnReturn.objects.filter(assessment=row, agency=agency_of(by)).first()
    for number, key in enumerate(keys):
        said = {
            "figure": max(0, min(3, figure + (number % 3) - 1)), "evidence": EVIDENCE, "improvement": NEXT,
            "owner": "Deputy head of safeguarding", "by_when": london_date(at) + timedelta(days=90),
        }  # fmt: skip
        version = actions.save(
            by=by, at=at, assessment=row, agency=agency_of(by).pk, key=key, said=said,
            version=version_of(own.answers, key) if own else 0,
        ).version  # fmt: skip
    return version


def submit(lead: str, row: Assessment, at: datetime, *, figure: int, agreed: bool | None = None) -> None:
    """Have a lead submit a whole return; Elin agrees, asks, or has not answered yet."""
    version = fill_in(lead, row, at, figure=figure, keys=KEYS)
    by = actor_for(Person.objects.get(name=lead), london_date(at))
    one = actions.submit(by=by, at=at, assessment=row, agency=agency_of(by).pk, version=version)
    if agreed is not None:
        less = KEYS[1]
        figures = {key: max(0, said["figure"] - (key == less)) for key, said in one.answers.items()}
        actions.moderate(by=_elin(at), at=at, submitted=one, agreed=agreed, figures=figures, words=ASKS)


def agency_of(lead: Actor) -> Agency:
    """Return the agency that somebody leads for."""
    return Agency.objects.get(pk=min(lead.agencies_as(Role.SAFEGUARDING_LEAD)))


def _elin(at: datetime) -> Actor:
    return actor_for(member("elin"), london_date(at))
