"""What agencies and staff say, as pages are looked at: surveys to come, open and over, and returns in every state."""

import random
from datetime import timedelta

from commonground.assurance.models import Assessment, Group, Round
from commonground.assurance.returns import actions
from commonground.assurance.survey.actions import answer, open_round, say_without
from commonground.assurance.survey.releasing import release
from commonground.assurance.themes import themes
from commonground.directory.models import Agency
from commonground.directory.queries import people_of
from commonground.now import london_date, now
from tests.cast import Cast
from tests.pages.looking import data, empty, error

SAID = ("yes", "yes", "yes", "partly", "partly", "no", "unknown", "")
REMARKS = (
    "Tell us what came of it. We hear nothing after we have rung.",
    "It helped that my manager came to the meeting.",
    "A short talk in the team, once a term.",
)
EVIDENCE = "We asked twelve people in three teams. Nine could say what they would do first."
NEXT = "Talk it over in the two teams that have not, and ask again in spring."
KEYS = [one.key for one in themes()]


def surveyed(cast: Cast, past: Cast, closes: int = 14) -> tuple[Round, Round]:
    """Return a round that is over, which most agencies answered, and one that is open."""
    chance, today = random.Random(7), london_date(past.at)  # noqa: S311 - invented answers
    area = min(past.actor("elin").offices)
    over = open_round(
        by=past.actor("elin"), at=past.tick(), partnership=area, opens=today, closes=today + timedelta(days=closes),
        keys=KEYS, words="We read all of it in January, and say then what we will do.",
    )  # fmt: skip
    for group in Group.objects.filter(round=over).select_related("round", "agency").order_by("agency__name"):
        staff = [str(one.pk) for one in people_of(group.agency_id, today)]
        if len(staff) > 6:
            say_without(by=past.actor("elin"), round_=over.pk, group=group.pk, people=8)
            staff += [f"link {group.pk} {number}" for number in range(4)]
        for number, whose in enumerate(staff[: max(2, len(staff) - 1)]):
            answer(
                at=past.at, group=group, whose=whose, by_link="link" in whose,
                said={key: chance.choice(SAID) for key in KEYS}, words=chance.choice(REMARKS) if number == 0 else "",
            )  # fmt: skip
    release(past.at + timedelta(days=closes + 1))
    first = london_date(cast.at)
    is_open = open_round(
        by=cast.actor("elin"), at=cast.tick(), partnership=area, opens=first, closes=first + timedelta(days=14),
        keys=KEYS, words="Two minutes of your time. We read all of it, and say in spring what we will do.",
    )  # fmt: skip
    release(cast.at)
    return over, is_open


def returned(cast: Cast, past: Cast) -> tuple[Assessment, Assessment]:
    """Return a return of last year, which two agencies submitted, and one of now in every state."""
    area = min(cast.actor("elin").offices)
    asked = [
        actions.ask(
            by=one.actor("elin"), at=one.tick(), partnership=area, title=title, keys=KEYS,
            deadline=london_date(one.at) + timedelta(days=20), words="Say what you have seen. It need not be long.",
        )
        for one, title in ((past, "Returns of last year"), (cast, "Returns of this year"))
    ]  # fmt: skip
    before, this = asked
    for lead, agreed in (("sarah", True), ("Wendy Park", True)):
        submitted(past, before, lead, 1, agreed=agreed)
    submitted(cast, this, "Farah Siddiqui", 2, agreed=False)
    submitted(cast, this, "ros", 1, agreed=True)
    submitted(cast, this, "Wendy Park", 2, agreed=None)
    submitted(cast, this, "Helen Achebe", 3, agreed=None)
    filled(cast, this, "sarah", 2, KEYS[:-2])
    return before, this


def filled(cast: Cast, row: Assessment, lead: str, figure: int, keys: list[str], *, version: int = 0) -> int:
    """Have a lead fill in some standards; return the version that stands then."""
    agency = agency_of(cast, lead)
    for number, key in enumerate(keys):
        said = {
            "figure": max(0, min(3, figure + (number % 3) - 1)), "evidence": EVIDENCE, "improvement": NEXT,
            "owner": "Deputy head of safeguarding", "by_when": london_date(cast.at) + timedelta(days=90),
        }  # fmt: skip
        version = actions.save(
            by=cast.actor(lead), at=cast.tick(), assessment=row, agency=agency.pk, key=key, version=version, said=said
        ).version
    return version


def submitted(cast: Cast, row: Assessment, lead: str, figure: int, *, agreed: bool | None) -> None:
    """Have a lead submit a whole return; Elin agrees, asks, or has not answered yet (None)."""
    version = filled(cast, row, lead, figure, KEYS)
    one = actions.submit(
        by=cast.actor(lead), at=cast.tick(), assessment=row, agency=agency_of(cast, lead).pk, version=version
    )
    if agreed is not None:
        less = KEYS[1]
        figures = {key: max(0, said["figure"] - (key == less)) for key, said in one.answers.items()}
        actions.moderate(
            by=cast.actor("elin"), at=cast.tick(), submitted=one, agreed=agreed, figures=figures,
            words="Thank you. By the second standard I read what you say as one less. What did the three not know?",
        )  # fmt: skip


def agency_of(cast: Cast, lead: str) -> Agency:
    """Return the agency that somebody leads for."""
    return Agency.objects.get(posts__role="safeguarding_lead", posts__holdings__person=cast.person(lead),
                              posts__holdings__deputy=False)  # fmt: skip


def assured() -> dict[str, str]:
    """Return what addresses of assurance are filled with."""
    past, cast = Cast(now() - timedelta(days=60)), Cast(now() - timedelta(hours=5))
    over, is_open = surveyed(cast, past)
    before, this = returned(cast, past)
    surgery = Group.objects.get(round=is_open, agency__name="Harbour Road Surgery")
    closed = Group.objects.get(round=over, agency__name="Harbour Road Surgery")
    return {
        "survey_over": str(over.pk), "survey_open": str(is_open.pk), "survey_link": surgery.token,
        "survey_link_over": closed.token, "survey_group": str(surgery.pk), "return_before": str(before.pk),
        "return_now": str(this.pk), "fills": str(agency_of(cast, "sarah").pk),
        "was_asked": str(agency_of(cast, "Farah Siddiqui").pk), "waits": str(agency_of(cast, "Wendy Park").pk),
        "waits_too": str(agency_of(cast, "Helen Achebe").pk), "its_area": str(over.partnership_id),
        "near": str(min(cast.actor("gwen").offices)),
    }  # fmt: skip


ASSURED_NAMES = (
    *("survey_over", "survey_open", "survey_link", "survey_link_over", "survey_group", "return_before", "return_now"),
    *("fills", "was_asked", "waits", "waits_too", "its_area", "near"),
)
"""What stands for a key in addresses of assurance."""

FILLS = "/assurance/returns/{return_now}/{fills}/"
ASSURED = (
    data("/survey/", "elin"),
    data("/survey/{survey_open}/", "amy"),
    error("/survey/{survey_open}/", "amy"),
    empty("/survey/{survey_over}/", "amy", status=404),
    data("/survey/by-link/{survey_link}/"),
    error("/survey/by-link/{survey_link}/"),
    data("/survey/by-link/{survey_link}/?said=yes"),
    empty("/survey/by-link/{survey_link_over}/", status=410),
    data("/survey/thank-you/", "amy"),
    *(data("/assurance/", who) for who in ("elin", "sarah", "sol")),
    empty("/assurance/", "gwen"),
    data("/assurance/surveys/new/", "elin"),
    error("/assurance/surveys/new/", "elin", opens_day="32"),
    data("/assurance/surveys/{survey_open}/", "elin"),
    *(data("/assurance/surveys/{survey_over}/", who) for who in ("elin", "sarah", "sol")),
    data("/assurance/surveys/{survey_open}/without/{survey_group}/", "elin"),
    error("/assurance/surveys/{survey_open}/without/{survey_group}/", "elin", people="a few"),
    data("/assurance/returns/new/", "elin"),
    error("/assurance/returns/new/", "elin", title=""),
    data("/assurance/returns/{return_now}/", "elin"),
    data("/assurance/returns/{return_now}/", "sol"),
    data(FILLS, "sarah"),
    data(FILLS, "elin"),
    data("/assurance/returns/{return_now}/{was_asked}/", "Farah Siddiqui"),
    data("/assurance/returns/{return_now}/{waits}/", "Wendy Park"),
    data(f"{FILLS}by/heard/", "sarah"),
    data(f"{FILLS}by/wanted/", "sarah"),
    error(f"{FILLS}by/heard/", "sarah", by_when_day="32"),
    data("/assurance/returns/{return_now}/{waits}/submitted/1/", "elin"),
    error("/assurance/returns/{return_now}/{waits}/submitted/1/", "elin"),
    data("/assurance/returns/{return_now}/{was_asked}/submitted/1/", "Farah Siddiqui"),
    *(data("/assurance/beside/{its_area}/", who) for who in ("elin", "sarah", "sol", "Farah Siddiqui")),
    empty("/assurance/beside/{near}/", "gwen"),
)
