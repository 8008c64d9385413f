"""Reading a briefing: opening it, agreeing to its statement, and answering the questions until all are right."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from commonground.briefings.models import Briefing, OwnAnswers, Receipt, Recipient, Tally
from commonground.briefings.terms import WhyEnded
from commonground.directory.actions import RefusedError
from commonground.directory.models import Person
from commonground.library.questions import questions_of

WITHDRAWN = "This page was taken out of the library, so it can no longer be agreed to. There is nothing more to do."


@transaction.atomic
def open_it(*, person: Person, at: datetime, briefing: UUID) -> None:
    """Note that somebody opened what they are asked to read; only the first time counts."""
    mark(own_rows(person, briefing), "opened", at=at)


@transaction.atomic
def agree(*, person: Person, at: datetime, briefing: UUID) -> Receipt:
    """Keep what somebody agrees to: the edition, the statement and the moment. Sent twice it is kept once.

    Raises RefusedError, in words, for what was not opened, has ended, or does not ask them any more.
    """
    row = Briefing.objects.select_related("edition").get(pk=briefing)
    rows = own_rows(person, briefing)
    if found := Receipt.objects.filter(briefing=row, person=person).first():
        return found
    if reason := why_not(row, rows):
        raise RefusedError(reason)
    if not any(one.opened_at for one in rows):
        message = "Open it and read it first. Then you can say that you have."
        raise RefusedError(message)
    mark(rows, "opened", at=at)
    mark(rows, "agreed", at=at)
    return Receipt.objects.create(
        briefing=row, person=person, partnership_id=row.partnership_id, key=row.edition.key, number=row.edition.number,
        page=row.edition.title, person_name=person.name, statement=row.statement, at=at,
        works_at=", ".join(sorted({one.agency.name for one in rows}))[:300],
    )  # fmt: skip


def why_not(row: Briefing, rows: Collection[Recipient]) -> str:
    """Return why nobody can agree to a briefing now, in words; nothing where they can."""
    if row.edition.retired_at:
        return WITHDRAWN
    if row.ended_at and row.why_ended == WhyEnded.NEW_EDITION:
        return "A new edition has taken the place of this one. If it is for you too, a message has told you."
    if row.ended_at:
        return f"This has ended: {WhyEnded(row.why_ended).label}. There is nothing more to do."
    if not rows:
        return "This does not ask you any more. There is nothing more to do."
    return ""


@transaction.atomic
def answer(*, person: Person, at: datetime, briefing: UUID, chosen: Mapping[str, int]) -> frozenset[str]:
    """Keep which questions somebody got right, and return the keys of all that they have; wrong answers are not kept.

    Once all are right, what they read counts as understood.
    """
    row = Briefing.objects.select_related("edition").get(pk=briefing)
    if not Receipt.objects.filter(briefing=row, person=person).exists():
        message = "The questions come once you have read it and said so."
        raise RefusedError(message)
    rows, asked = own_rows(person, briefing), questions_of(row.edition.key)
    OwnAnswers.objects.get_or_create(briefing=row, person=person)
    own = OwnAnswers.objects.select_for_update().get(briefing=row, person=person)
    right = {*own.got_right, *(one.key for one in asked if chosen.get(one.key) == one.right)}
    own.got_right = sorted(right)
    own.save(update_fields=["got_right"])
    if asked and all(one.key in right for one in asked):
        mark([one for one in rows if one.agreed_at], "understood", at=at)
    return frozenset(right)


def own_rows(person: Person, briefing: UUID) -> list[Recipient]:
    """Return in which agencies a briefing asks somebody, locked; see ``rows_of``."""
    return rows_of([person.pk], briefing)


def rows_of(people: Collection[UUID], briefing: UUID) -> list[Recipient]:
    """Return where a briefing asks these people, locked in the order in which everybody locks them: before counts."""
    rows = Recipient.objects.there().filter(briefing=briefing, person__in=people)
    return list(rows.select_for_update(of=("self",)).select_related("agency").order_by("agency", "pk"))


def mark(rows: Collection[Recipient], what: str, *, at: datetime) -> None:
    """Note the moment of a step for those who have not taken it yet, and count it: opened, agreed, understood, talked.

    The rows are locked by the caller; the counts are, in an order that is the same for everybody.
    """
    new = [one for one in rows if not getattr(one, f"{what}_at")]
    if not new:
        return
    for one in new:
        setattr(one, f"{what}_at", at)
    Recipient.objects.filter(pk__in=[one.pk for one in new]).update(**{f"{what}_at": at})
    counted = Counter((one.briefing_id, one.agency_id, one.team_id, one.audience) for one in new)
    for there, many in sorted(counted.items(), key=str):
        briefing, agency, team, audience = there
        tally = Tally.objects.filter(briefing=briefing, agency=agency, team=team, audience=audience)
        tally.update(**{what: F(what) + many})
