"""What the demonstration tells of briefings: the pack was shared in Fairhaven two weeks ago, and half have read it."""

from datetime import datetime, timedelta

from commonground.briefings import actions
from commonground.briefings.actions import NewBriefing
from commonground.briefings.actions.reaching import reach
from commonground.briefings.models import Briefing, Recipient
from commonground.briefings.talking.actions import Session, hold_session, note_talk
from commonground.briefings.terms import Joining
from commonground.directory.cast import CAST
from commonground.directory.demonstration import member
from commonground.directory.models import Partnership, Person
from commonground.directory.queries import actor_for
from commonground.library.questions import questions_of
from commonground.notices.models import Notice
from commonground.now import london_date

PACK = "resolution"
SHARED, READ, HELD = timedelta(days=14), timedelta(days=9), timedelta(days=6)
"""How long ago it was shared, most readers read it, and a team talked it over."""

EVERY = 2
"""Of those who are not in the cast every other person has read it."""

UNREAD = ("amy", "hana", "sian", "zed", "sarah")
"""Who of the cast have it still before them, so that whoever picks them can read it."""

MESSAGE = (
    "I ask each of you for five minutes. When somebody challenged me last year I did not like it, and they were right: "
    "a girl is safer for it. Nobody here will lose by raising a worry honestly. I promise you that."
)


def tell(at: datetime) -> None:
    """Tell it, as on the moment of loading."""
    area = Partnership.objects.get(name="Fairhaven")
    then = at - SHARED
    elin = actor_for(member("elin"), london_date(then))
    row = actions.share(
        by=elin, at=then,
        new=NewBriefing(
            partnership=area.pk, key=PACK, joining=Joining.NOW, starts=london_date(then), required=True,
            until=london_date(at + timedelta(days=10)), message=MESSAGE,
            message_from="Margaret Ainsworth, director of children’s services",
        ),
    )  # fmt: skip
    reach(row.pk, then)
    _passed_on(row, at - READ)
    _read(row, at - READ)
    _talked_over(row, at - HELD)
    Notice.objects.filter(subject=row.pk).update(sent_at=then, answer="would have been sent")


def _passed_on(row: Briefing, at: datetime) -> None:
    ros = actor_for(member("ros"), london_date(at))
    (health,) = {post.agency_id for post in ros.posts}
    words = "On health visits we often see what nobody else sees. Please bring one question to our next meeting."
    actions.pass_on(by=ros, at=at, briefing=row.pk, agency=health, words=words)


def _read(row: Briefing, at: datetime) -> None:
    """Have some open it, some agree, and some of these get all questions right in the end."""
    unread = {CAST[name] for name in UNREAD}
    asked = Recipient.objects.filter(briefing=row).exclude(person__email__in=unread)
    people = Person.objects.filter(pk__in=asked.values("person")).order_by("email")
    right = {one.key: one.right for one in questions_of(row.edition.key)}
    for number, person in enumerate(people):
        moment = at + timedelta(minutes=11 * number)
        if number % EVERY and person.email not in CAST.values():
            continue
        actions.open_it(person=person, at=moment, briefing=row.pk)
        actions.agree(person=person, at=moment + timedelta(minutes=5), briefing=row.pk)
        if number % 3 == 0:
            actions.answer(person=person, at=moment + timedelta(minutes=9), briefing=row.pk, chosen=right)


def _talked_over(row: Briefing, at: datetime) -> None:
    cath, bob = actor_for(member("cath"), london_date(at)), member("bob")
    council = next(iter(cath.agencies))
    hold_session(
        by=cath, at=at, briefing=row.pk,
        session=Session(
            agency=council, team=next(post.team_id for post in cath.posts if post.team_id), held_on=london_date(at),
            people=(bob.pk,), others=1,
            said="Ringing first is hard while the duty line is busy. Saying the other’s worry back helped on Tuesday.",
            will_do="We ring before we write, and we note both views the same day.",
            look_again_on=london_date(at + timedelta(days=42)),
        ),
    )  # fmt: skip
    note_talk(person=bob, at=at, briefing=row.pk, elsewhere=True)
