"""What the demonstration tells of promoting: leaders who speak, their calendars, and pages of own sites."""

from datetime import datetime, timedelta
from uuid import UUID

from commonground.briefings.promoting import actions
from commonground.briefings.promoting.models import LeaderThanks, OwnPage, Promotion
from commonground.briefings.promoting.terms import Saying, Seen, Standing
from commonground.directory.demonstration import member
from commonground.directory.models import Person, Team
from commonground.directory.queries import actor_for
from commonground.notices.models import Notice
from commonground.now import london_date

BEFORE = timedelta(days=40)
"""How long ago they said it."""

STATEMENTS = {
    "Margaret Ainsworth": "When you see a child’s needs differently from us, tell us the same day. You will be asked "
    "what you saw, and we will say back what worries you. I would rather hear it ten times than miss it once.",
    "Owen Parry": "You know families in a way that nobody else does. If a decision does not fit what you have seen, "
    "say so, and ring me if it gets hard. I take your call.",
    "Angela Brooks": "Rank does not settle what a child needs. Ask my officers why, and tell them what you know. I "
    "have told them to thank you for it.",
}

EXAMPLE = (
    "A nurse told me in a full meeting that we had closed too soon. I did not like it. Then I asked her to show me the "
    "week as she had seen it, and she was right. We opened it again that day. Now each of our meetings ends with one "
    "question: who sees it differently?"
)

TOLD = (
    ("Margaret Ainsworth", "I tell new staff why challenge is welcome", "Induction day", -150, True),
    ("Margaret Ainsworth", "The pack is on the first page", "Staff pages", -96, True),
    ("Margaret Ainsworth", "Ten minutes on one question", "Heads of service", -34, True),
    ("Margaret Ainsworth", "The statement is read aloud", "Every strategy meeting, for a week", 9, False),
    ("Margaret Ainsworth", "I tell new staff why challenge is welcome", "Induction day", 41, False),
    ("Owen Parry", "Posters with the code", "All clinics", -88, True),
    ("Owen Parry", "A nurse tells her story", "Team talk", -21, True),
    ("Owen Parry", "I come to a night shift and listen", "Maternity ward", 16, False),
    ("Owen Parry", "A nurse tells her story", "Team talk", 70, False),
    ("Angela Brooks", "A card in every car", "Response teams", -9, False),
    ("Angela Brooks", "Who sees it differently? One question", "Morning briefing", 27, False),
)
"""Whose agency, what, where, on which day from the day of loading, and whether it was done."""

PROOF = "Twenty people were there. Three of them said that they had held something back before."

PAGES = (
    ("Margaret Ainsworth", "https://council.fairhaven.example/professionals", Standing.SENTENCE, Seen.FOUND, ""),
    ("Owen Parry", "https://www.health.fairhaven.example/safeguarding", Standing.PANEL, Seen.NOT_FOUND, ""),
    (
        "Owen Parry", "https://staff.health.fairhaven.example/", Standing.PANEL, Seen.CLOSED,
        "It leads to where we do not ask: inside a network, or not to a website.",
    ),
)  # fmt: skip


def agency_of(name: str) -> UUID:
    """Return the agency for which somebody leads, by their name."""
    return _leader(name).holdings.filter(deputy=False).order_by("post__title")[0].post.agency_id


def tell(at: datetime) -> None:
    """Tell it, as on the moment of loading."""
    then = at - BEFORE
    for name, words in STATEMENTS.items():
        actions.say(
            by=actor_for(_leader(name), london_date(then)),
            at=then,
            agency=agency_of(name),
            kind=Saying.STATEMENT,
            words=words,
        )
    margaret = actor_for(_leader("Margaret Ainsworth"), london_date(then))
    council = agency_of("Margaret Ainsworth")
    actions.say(by=margaret, at=then, agency=council, kind=Saying.EXAMPLE, words=EXAMPLE)
    _thank(at - BEFORE / 4)
    _calendar(at)
    for name, address, what, seen, came in PAGES:
        by = actor_for(_leader(name), london_date(then))
        row = actions.place(by=by, at=then, agency=agency_of(name), address=address, what=what)
        looked = at - timedelta(days=2)
        found = looked if seen is Seen.FOUND else None
        OwnPage.objects.filter(pk=row.pk).update(checked_at=looked, seen=seen, came=came, found_at=found)


def _thank(at: datetime) -> None:
    day = london_date(at)
    margaret, owen = (actor_for(_leader(name), day) for name in ("Margaret Ainsworth", "Owen Parry"))
    east = Team.objects.get(name="Assessment Team East")
    team = actions.thank(
        by=margaret, at=at, agency=agency_of("Margaret Ainsworth"), whom=east,
        words="You were told that a plan was too thin, and you changed it within two days. Thank you for listening.",
    )  # fmt: skip
    actions.answer_thanks(by=actor_for(member("cath"), day), at=at, thanks=team.pk, may_show=True)
    one = actions.thank(
        by=owen, at=at, agency=agency_of("Owen Parry"), whom=member("amy"),
        words="You asked us twice what we had seen at home. It helped us to look again. Thank you.",
    )  # fmt: skip
    assert LeaderThanks.objects.filter(pk=one.pk, may_show=None).exists()  # noqa: S101 hers to say
    Notice.objects.filter(subject__in=(team.pk, one.pk)).update(sent_at=at, answer="would have been sent")


def _calendar(at: datetime) -> None:
    for name, what, where, days, done in TOLD:
        when = at + timedelta(days=days)
        planned = min(at, when) - timedelta(days=14)
        by, agency = actor_for(_leader(name), london_date(planned)), agency_of(name)
        row = actions.plan(by=by, at=planned, agency=agency, what=what, where=where, on=london_date(when))
        if done:
            actions.note_done(by=by, at=when, promotion=row.pk, on=london_date(when), proof=PROOF, link="")
        Promotion.objects.filter(pk=row.pk).update(told_at=planned)


def _leader(name: str) -> Person:
    return Person.objects.get(name=name)
