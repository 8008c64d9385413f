"""What is done about a survey: an officer opens a round, says whom a link is for, and staff answer.

An answer is no form like others: it carries no form key (``record.Submission`` keeps who sent it and when), writes no
message into a session and leaves no job. The mark makes sure that it counts once.
"""

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from commonground.assurance.models import Answered, Group, Held, Round
from commonground.assurance.survey.blinding import closed, marks
from commonground.assurance.survey.queries import agencies_asked, has_answered, people_invited
from commonground.assurance.survey.rules import APART, BY_LINK, earliest_end, round_refusal
from commonground.assurance.themes import chosen
from commonground.directory.actions import RefusedError, refuse
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.storing import add
from commonground.turns import wait_for_turn


@transaction.atomic
def open_round(
    *, by: Actor, at: datetime, partnership: UUID, opens: date, closes: date, keys: Collection[str], words: str = ""
) -> Round:
    """Open a round of the survey for every agency of a partnership. Raises RefusedError, in words."""
    if by.person is None or partnership not in by.offices:
        message = "Only the officers of a partnership open its survey."
        raise RefusedError(message)
    asked = chosen(keys)
    refuse(round_refusal(opens, closes, london_date(at), len(asked)))
    wait_for_turn(f"survey of {partnership}")
    near = Round.objects.filter(partnership=partnership, closes__gt=opens - APART, opens__lt=closes + APART)
    if other := near.order_by("opens").last():
        message = (
            f"Another round is from {in_words(other.opens)} to {in_words(other.closes)}. Leave {APART.days} days "
            "between two. Set side by side, what has changed in a few weeks could tell who said it."
        )
        raise RefusedError(message)
    invited, whole = people_invited(partnership, london_date(at))
    row = Round.objects.create(
        partnership_id=partnership, opens=opens, closes=closes, asked=asked, words=words.strip(), opened_by=by.person,
        opened_at=at, invited=whole,
    )  # fmt: skip
    Group.objects.bulk_create(
        Group(round=row, agency_id=agency, token=secrets.token_urlsafe(16), invited=invited.get(agency, 0))
        for agency in agencies_asked(partnership)
    )
    return row


@transaction.atomic
def end_round(*, by: Actor, at: datetime, round_: UUID) -> Round | None:
    """End a round early; one that has not begun is withdrawn whole, and None returned.

    Raises Round.DoesNotExist, and RefusedError where it would end no earlier.
    """
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_, partnership__in=by.offices)
    today = london_date(at)
    if row.opens > today:  # nobody was asked yet
        with connection.cursor() as cursor:  # Django would look among the answers, which the web does not read
            cursor.execute("DELETE FROM assurance_group WHERE round_id = %s", [row.pk])
            cursor.execute("DELETE FROM assurance_round WHERE id = %s", [row.pk])
        return None
    closes = earliest_end(row.opens, today)
    if row.closes <= closes:
        message = f"It ends on {in_words(row.closes)} as it is: a round is open for a week at least."
        raise RefusedError(message)
    row.closes = closes
    row.save(update_fields=["closes"])
    return row


@transaction.atomic
def say_without(*, by: Actor, round_: UUID, group: UUID, people: int | None) -> Group:
    """Say for how many people without an account an agency's link is. Raises Group.DoesNotExist, and RefusedError."""
    row = Group.objects.select_related("round").get(pk=group, round=round_, round__partnership__in=by.offices)
    if row.round.settled_at:
        message = "This round is over. What stands in it stays."
        raise RefusedError(message)
    row.without = people
    row.save(update_fields=["without"])
    return row


@transaction.atomic
def answer(*, at: datetime, group: Group, whose: str, by_link: bool, said: Mapping[str, str], words: str = "") -> bool:
    """Take somebody's answers, once; return whether they are new. Raises RefusedError outside the days of the round.

    ``whose`` is the person, or for a link the key of the form: only its mark is kept. The day is asked, and not kept.
    """
    row = group.round
    if not row.open_on(london_date(at)):
        message = "This survey is not open today, so nothing was sent. Thank you all the same."
        raise RefusedError(message)
    if has_answered(row.pk, whose):
        return False
    if by_link:
        wait_for_turn(f"link of {group.pk}")
    if by_link and Answered.objects.filter(round=row, agency=group.agency_id, by_link=True).count() >= _most(group):
        message = (
            "This link has been used as often as there are people it is for. Ask your safeguarding lead: the "
            "partnership’s officer can raise the number."
        )
        raise RefusedError(message)
    mark, *_ = marks(row.pk, whose)
    told = {one.key: said.get(one.key, "") for one in row.themes}
    if not claimed(mark, group, by_link=by_link):
        return False
    whole = {"agency": str(group.agency_id), "by_link": by_link, "said": told, "words": words.strip()}
    add(Held(round=row, sealed=closed(row.pk, whole)))
    return True


def claimed(mark: str, group: Group, *, by_link: bool) -> bool:
    """Write down that this mark has answered; return False where another request has just done so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assurance_answered (mark, round_id, agency_id, by_link) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [mark, group.round_id, group.agency_id, by_link],
        )
        new: bool = cursor.rowcount == 1
        return new


def _most(group: Group) -> int:
    return BY_LINK if group.without is None else group.without
