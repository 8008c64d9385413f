"""What agencies and staff say, as pages are looked at: surveys that are open and over, and returns in every state."""

from datetime import timedelta

from commonground.assurance.demonstration import agency_of, tell
from commonground.assurance.models import Assessment, Group, Round
from commonground.directory.models import Partnership
from commonground.now import now
from tests.cast import Cast
from tests.pages.looking import data, empty, error


def assured() -> dict[str, str]:
    """Tell the demonstration’s surveys and returns, and return what addresses are filled with."""
    tell(now() - timedelta(hours=5))
    return told()


def told() -> dict[str, str]:
    """Return what addresses of the demonstration’s surveys and returns are filled with."""
    cast = Cast(now())
    over, is_open = Round.objects.order_by("opens")
    before, this = Assessment.objects.order_by("asked_at")
    open_link, closed_link = (
        Group.objects.get(round=one, agency__name="Harbour Road Surgery") for one in (is_open, over)
    )
    leads = {"fills": "sarah", "was_asked": "Farah Siddiqui", "waits": "Wendy Park", "waits_too": "Helen Achebe"}
    return {
        "survey_over": str(over.pk), "survey_open": str(is_open.pk), "survey_link": open_link.token,
        "survey_link_over": closed_link.token, "survey_group": str(open_link.pk), "return_before": str(before.pk),
        "return_now": str(this.pk), "its_area": str(over.partnership_id),
        "near": str(Partnership.objects.get(name="Marlow Vale").pk),
        **{name: str(agency_of(cast.actor(lead)).pk) for name, lead in leads.items()},
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
    data("/survey/by-link/thank-you/"),
    empty("/survey/by-link/{survey_link_over}/", status=410),
    data("/survey/thank-you/", "amy"),
    *(data("/assurance/", who) for who in ("elin", "sarah", "sol")),
    empty("/assurance/", "gwen"),
    data("/assurance/surveys/new/", "elin"),
    error("/assurance/surveys/new/", "elin", opens_day="32"),
    data("/assurance/surveys/{survey_open}/", "elin"),
    *(data("/assurance/surveys/{survey_over}/", who) for who in ("elin", "sarah", "sol")),
    data("/assurance/surveys/{survey_open}/end/", "elin"),
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
