"""Briefings as pages are looked at: to be read, read, read again in a new edition, ended, and by a personal link."""

from datetime import timedelta

from commonground.briefings import actions
from commonground.briefings.actions import LinkTo, NewBriefing
from commonground.briefings.actions.reaching import reach
from commonground.briefings.models import Briefing
from commonground.briefings.sweeping import see_to_briefings
from commonground.briefings.talking.actions import Session, hold_session, look_again
from commonground.briefings.talking.models import TeamSession
from commonground.briefings.terms import To
from commonground.directory.guests.actions import link as link_of
from commonground.directory.models import Agency, Partnership
from commonground.library.pages import actions as library
from commonground.now import london_date
from tests.cast import Cast
from tests.pages.looking import SEND, Visit, data, empty, error

BRIEFING_NAMES = (
    "briefing", "briefing_again", "briefing_ended", "briefing_coming", "briefing_health", "session_due",
    "session_looked",
)  # fmt: skip
"""What addresses call a briefing in each state."""

MESSAGE = (
    "I ask each of you for five minutes. When somebody challenged me last year I did not like it, and they were right: "
    "a girl was safer for it."
)


def _shared(cast: Cast, key: str = "resolution", by: str = "elin", **more: object) -> Briefing:
    area = Partnership.objects.get(name="Fairhaven")
    new = NewBriefing(partnership=area.pk, key=key, starts=london_date(cast.at), **more)  # type: ignore[arg-type]
    row = actions.share(by=cast.actor(by), at=cast.tick(), new=new)
    reach(row.pk, cast.at)
    return Briefing.objects.get(pk=row.pk)


def briefed(cast: Cast) -> dict[str, str]:
    """Return briefings in every state that looks different, and links to one, by what addresses call them."""
    today, amy, bob = london_date(cast.at), cast.person("amy"), cast.person("bob")
    row = _shared(
        cast, required=True, until=today + timedelta(days=21), message=MESSAGE,
        message_from="Margaret Ainsworth, director of children’s services",
    )  # fmt: skip
    (school,) = cast.actor("sarah").agencies
    actions.pass_on(
        by=cast.actor("sarah"), at=cast.tick(), briefing=row.pk, agency=school, words="We talk about it on Thursday."
    )
    actions.open_it(person=bob, at=cast.tick(), briefing=row.pk)
    actions.agree(person=bob, at=cast.tick(), briefing=row.pk)
    before = _shared(cast, "the-panel", to=To.NAMED, people=(amy.pk, bob.pk))
    actions.open_it(person=amy, at=cast.tick(), briefing=before.pk)
    actions.agree(person=amy, at=cast.tick(), briefing=before.pk)
    _new_edition(cast, "the-panel")
    see_to_briefings(cast.at)
    again = Briefing.objects.get(after=before)
    reach(again.pk, cast.at)
    coming = _shared(cast, "working-together", to=To.NAMED, people=(amy.pk,))
    Briefing.objects.filter(pk=coming.pk).update(ready_at=None, done=1, total=9)
    links = {}
    for name, asks in (("link", "Wilf Grant"), ("link_ended", "Wyn Hale")):
        to = LinkTo(asks, "Volunteer reader", f"{name}@postbox.example", Agency.objects.get(pk=school).pk)
        made = actions.give_link(by=cast.actor("sarah"), at=cast.tick(), briefing=row.pk, to=to)
        links[f"personal_{name}"] = link_of(made.person_id, of="briefings").rstrip("/").rpartition("/")[2]
    actions.take_link_back(by=cast.actor("sarah"), at=cast.tick(), link=made.pk)
    (health,) = cast.actor("ros").agencies
    own = _shared(cast, by="ros", agency=health)
    due, looked = (_held(cast, row) for _ in range(2))
    TeamSession.objects.filter(pk=due.pk).update(held_on=today - timedelta(days=43), look_again_on=today)
    look_again(by=cast.actor("cath"), at=cast.tick(), session=looked.pk, came_of_it="Two of us rang first.")
    rows = zip(BRIEFING_NAMES, (row, again, before, coming, own, due, looked), strict=True)
    others = {"health": str(health), "edition_shared": str(row.edition_id)}
    return {name: str(one.pk) for name, one in rows} | links | others


def _held(cast: Cast, row: Briefing) -> TeamSession:
    (council,) = {post.agency_id for post in cast.actor("cath").posts}
    told = Session(
        agency=council, team=None, held_on=london_date(cast.at), people=(cast.person("bob").pk,), others=2,
        said="Ringing first is hard while the line is busy.", will_do="We ring before we write.",
        look_again_on=london_date(cast.at) + timedelta(days=42),
    )  # fmt: skip
    return hold_session(by=cast.actor("cath"), at=cast.tick(), briefing=row.pk, session=told)


def _new_edition(cast: Cast, key: str) -> None:
    area, iris, today = Partnership.objects.get(name="Fairhaven").pk, cast.actor("iris"), london_date(cast.at)
    row = library.start_draft(by=iris, at=cast.at, partnership=area, key=key)
    row = library.save_draft(
        by=iris, at=cast.tick(), edition=row.pk, version=row.version, changes="The first line is plainer.",
        text=f"{row.text.rstrip()}\n\nRead it with a colleague.\n",
    )  # fmt: skip
    row = library.propose(
        by=iris, at=cast.tick(), edition=row.pk, version=row.version, in_force=today,
        review_by=today + timedelta(days=300), changes="The first line is plainer.",
    )  # fmt: skip
    library.approve(by=cast.actor("elin"), at=cast.tick(), edition=row.pk, version=row.version)


ONE, LINK = "/briefings/{briefing}/", "/briefings/link/{personal_link}/"
BRIEFINGS = (
    data("/briefings/", "amy"),
    data("/briefings/", "elin"),
    empty("/briefings/", "gwen"),
    data(ONE, "amy"),
    error(ONE, "amy"),
    data(ONE, "cath"),
    data(ONE, "bob"),
    data(f"{ONE}receipt/", "bob"),
    data(f"{ONE}questions/", "bob"),
    Visit("data", f"{ONE}questions/", "bob", SEND, {"ring_first": "0"}),
    data("/briefings/{briefing_again}/", "amy"),
    data("/briefings/{briefing_ended}/", "bob"),
    empty(ONE, "gwen", status=404),
    data("/briefings/share/", "elin"),
    data("/briefings/share/", "sarah"),
    empty("/briefings/share/", "gwen"),
    data("/briefings/share/new/", "elin"),
    error("/briefings/share/new/", "elin"),
    data("/briefings/share/new/", "ros"),
    error("/briefings/share/new/", "ros", to="named"),
    data(f"{ONE}shared/", "elin"),
    data(f"{ONE}shared/", "sarah"),
    data(f"{ONE}shared/", "ros"),
    data("/briefings/{briefing_ended}/shared/", "elin"),
    data("/briefings/{briefing_coming}/shared/", "elin"),
    data("/briefings/{briefing_health}/shared/", "ros"),
    data(f"{ONE}pass-on/{{health}}/", "ros"),
    error(f"{ONE}pass-on/{{health}}/", "ros", words="Bring it to our meeting. " * 30),
    data(f"{ONE}stop/", "elin"),
    data(f"{ONE}give-link/", "elin"),
    error(f"{ONE}give-link/", "sarah"),
    data("/briefings/sessions/", "cath"),
    empty("/briefings/sessions/", "sarah"),
    data(f"{ONE}session/", "cath"),
    data(f"{ONE}held/", "cath"),
    error(f"{ONE}held/", "cath"),
    data("/briefings/sessions/{session_due}/", "cath"),
    error("/briefings/sessions/{session_due}/", "cath"),
    data("/briefings/sessions/{session_looked}/", "cath"),
    data("/briefings/a-colleague-comes-with-a-worry/", "cath"),
    data(f"{ONE}talked/", "bob"),
    data(f"{ONE}talked/?noted=yes", "bob"),
    data(LINK),
    empty("/briefings/link/made-up/", status=404),
    empty("/briefings/link/{personal_link_ended}/", status=410),
    empty(f"{LINK}receipt/"),
    empty(f"{LINK}questions/"),
)
