"""What those who keep an agency's people change besides who has which post: days away, desks, the yearly word.

The verbs for single posts and people stand in ``directory.actions``.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from commonground.directory.actions import RefusedError, end_holding, hold, refuse
from commonground.directory.changes import on_days, write_down
from commonground.directory.models import Absence, Agency, Holding, Person, Post
from commonground.directory.people import rules
from commonground.directory.queries import Actor, kept_agencies
from commonground.govuk.dates import in_words
from commonground.now import london_date

ONE_DAY = timedelta(days=1)


@transaction.atomic
def hand_over(*, holding: Holding, to: Person, first_day: date, by: Actor | None, at: datetime) -> Holding:
    """Hand a post over from one person to another on a day, whose deputising for it then ends."""
    post = Post.objects.select_for_update().get(pk=holding.post_id)
    if holding.deputy:
        message = f"{holding.person} only stands in for {post}. Name another deputy instead."
        raise RefusedError(message)
    if to == holding.person:
        message = f"{to} has this post already. Choose who takes it over."
        raise RefusedError(message)
    last_day = first_day - ONE_DAY
    standing_in = Holding.objects.filter(post=post, person=to, deputy=True, starts__lte=last_day)
    for deputy in standing_in.exclude(ends__lte=last_day):
        end_holding(holding=deputy, last_day=last_day, by=by, at=at)
    end_holding(holding=holding, last_day=last_day, by=by, at=at)
    return hold(person=to, post=post, starts=first_day, by=by, at=at)


@transaction.atomic
def take_back_holding(*, holding: Holding, by: Actor | None, at: datetime) -> None:
    """Have somebody not get a post after all that they were to have from a later day."""
    post = Post.objects.select_for_update().get(pk=holding.post_id)
    refuse(rules.filling(by, post))
    if holding.starts <= london_date(at):
        message = f"{holding.person} has {post} already. End it on a day."
        raise RefusedError(message)
    said = f"{holding.person} does not get {post} on {in_words(holding.starts)} after all."
    Holding.objects.filter(pk=holding.pk).delete()
    write_down(agency=post.agency_id, sentence=said, by=by, at=at)


@transaction.atomic
def take_back_absence(*, absence: Absence, by: Actor | None, at: datetime) -> None:
    """Have somebody not be away after all: from today on, when it has begun. What is over stays as it was."""
    today = london_date(at)
    person = absence.person
    refuse(rules.excusing(by, person, today))
    row = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if row is None or row.ends < today:
        message = "These days are over, or were taken back already."
        raise RefusedError(message)
    if row.starts < today:
        row.ends = today - ONE_DAY
        row.save(update_fields=["ends"])
        said = f"{person} is back from {in_words(today)}."
    else:
        said = f"{person} is not away {on_days(row.starts, row.ends)} after all."
        row.delete()
    for agency in rules.agencies_of(person, today):
        write_down(agency=agency.pk, sentence=said, by=by, at=at)


@transaction.atomic
def set_reach(*, post: Post, mailbox: str, phone: str, by: Actor | None, at: datetime) -> None:
    """Set the mailbox and the telephone number of a post or desk."""
    refuse(rules.shaping(by, post.agency))
    post.mailbox, post.phone = mailbox, phone
    post.save(update_fields=["mailbox", "phone"])
    parts = [f"the mailbox {mailbox}" if mailbox else "no mailbox", f"the number {phone}" if phone else "no number"]
    write_down(agency=post.agency_id, sentence=f"{post} has {' and '.join(parts)}.", by=by, at=at)


@transaction.atomic
def confirm_people(*, agency: Agency, by: Actor, at: datetime) -> None:
    """Have somebody who keeps an agency's people say that the whole list is still right."""
    if not kept_agencies(by).filter(pk=agency.pk).exists():
        message = f"Only a safeguarding lead of {agency} or the partnership’s office can say this."
        raise RefusedError(message)
    said = "The whole list was looked through, and is right."
    write_down(agency=agency.pk, sentence=said, by=by, at=at, confirms=True)
