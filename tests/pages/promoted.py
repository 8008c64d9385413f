"""Promoting as pages are looked at: what leaders say, thanks, a calendar with all that it holds, pages of own sites."""

from datetime import timedelta

from commonground.briefings.promoting.actions import answer_thanks, place, plan, thank
from commonground.briefings.promoting.demonstration import agency_of, tell
from commonground.briefings.promoting.models import LeaderWords, OwnPage, Promotion
from commonground.briefings.promoting.terms import Standing
from commonground.now import london_date
from tests.cast import Cast
from tests.pages.looking import data, empty, error

PROMOTED_NAMES = ("promotion_open", "promotion_gone_by", "promotion_done", "promoting_trust", "promoting_council")
"""What addresses call what is in a calendar, and the agencies that promote."""


def promoted(cast: Cast) -> dict[str, str]:
    """Tell the demonstration’s promoting, and return what addresses are filled with."""
    tell(cast.at)
    trust, on = agency_of("Owen Parry"), london_date(cast.at)
    ros = cast.actor("ros")
    gone_by = plan(
        by=ros, at=cast.tick(), agency=trust, what="A word in the newsletter", where="Staff newsletter",
        on=on - timedelta(days=3),
    )  # fmt: skip
    thanks = thank(
        by=cast.actor("owen"), at=cast.tick(), agency=trust, words="You asked once more.", whom=cast.person("amy")
    )
    answer_thanks(by=cast.actor("amy"), at=cast.tick(), thanks=thanks.pk, may_show=True)
    LeaderWords.objects.filter(by=cast.person("owen")).update(right_until=on - timedelta(days=1))
    new = place(
        by=ros, at=cast.tick(), agency=trust, address="https://new.health.fairhaven.example/", what=Standing.LINK
    )  # fmt: skip
    assert OwnPage.objects.exclude(pk=new.pk).exists()
    rows = Promotion.objects.filter(agency=trust).exclude(pk=gone_by.pk)
    return {
        "promotion_open": str(rows.filter(done_on=None)[0].pk), "promotion_gone_by": str(gone_by.pk),
        "promotion_done": str(rows.filter(done_on__isnull=False)[0].pk), "promoting_trust": str(trust),
        "promoting_council": str(agency_of("Margaret Ainsworth")),
    }  # fmt: skip


SAY, CALENDAR = "/briefings/promoting/{promoting_trust}/say/", "/briefings/calendar/"
PROMOTING = (
    data("/briefings/leaders/", "amy"),
    data("/briefings/leaders/", "elin"),
    empty("/briefings/leaders/", "gwen"),
    data("/briefings/promoting/", "owen"),
    data("/briefings/promoting/", "Margaret Ainsworth"),
    empty("/briefings/promoting/", "gwen"),
    data(f"{SAY}statement/", "owen"),
    error(f"{SAY}statement/", "owen", words=""),
    data(f"{SAY}example/", "owen"),
    error(f"{SAY}example/", "owen", words=""),
    data("/briefings/promoting/{promoting_trust}/thank/", "owen"),
    error("/briefings/promoting/{promoting_trust}/thank/", "owen", whom="person", address="nobody"),
    data(CALENDAR, "elin"),
    data(CALENDAR, "owen"),
    data(f"{CALENDAR}?agency={{promoting_council}}", "elin"),
    empty(CALENDAR, "gwen"),
    data(f"{CALENDAR}{{promoting_trust}}/plan/", "ros"),
    error(f"{CALENDAR}{{promoting_trust}}/plan/", "ros"),
    data(f"{CALENDAR}{{promotion_open}}/", "ros"),
    data(f"{CALENDAR}{{promotion_open}}/", "elin"),
    error(f"{CALENDAR}{{promotion_gone_by}}/", "owen"),
    data(f"{CALENDAR}{{promotion_done}}/", "elin"),
    data(f"{CALENDAR}{{promotion_done}}/", "ros"),
    data(f"{CALENDAR}{{promotion_open}}/move/", "ros"),
    error(f"{CALENDAR}{{promotion_open}}/move/", "ros"),
    data("/briefings/to-copy/", "amy"),
    data("/briefings/to-copy/", "ros"),
    data("/briefings/to-copy/{promoting_trust}/place/", "ros"),
    error("/briefings/to-copy/{promoting_trust}/place/", "ros"),
)
