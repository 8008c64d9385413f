"""What is done about returns: an officer asks for them, a lead fills one in and submits it, the officer answers."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from commonground.assurance.models import Assessment, Moderation, OwnReturn, Submitted
from commonground.assurance.returns.queries import stands
from commonground.assurance.returns.rules import FIGURES, OPEN, Now, asking_refusal, lacking, version_of
from commonground.assurance.survey.queries import agencies_asked, led
from commonground.assurance.themes import chosen
from commonground.directory.actions import RefusedError, refuse
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor
from commonground.now import london_date


class MeanwhileError(RefusedError):
    """Somebody else of the agency saved the return after the page was drawn."""


@transaction.atomic
def ask(
    *, by: Actor, at: datetime, partnership: UUID, title: str, deadline: date, keys: Collection[str], words: str = ""
) -> Assessment:
    """Ask every agency of a partnership for a return. Raises RefusedError, in words."""
    person = _officer(by, partnership)
    standards = chosen(keys)
    refuse(asking_refusal(deadline, london_date(at), title, len(standards)))
    return Assessment.objects.create(
        partnership_id=partnership, title=title.strip(), deadline=deadline, standards=standards, words=words.strip(),
        asked_by=person, asked_at=at,
    )  # fmt: skip


@transaction.atomic
def save(
    *, by: Actor, at: datetime, assessment: Assessment, agency: UUID, key: str, version: int, said: Mapping[str, Any]
) -> OwnReturn:
    """Save what an agency says by one standard, as far as it is written. Raises RefusedError, and MeanwhileError.

    ``version`` is that of the standard as it was drawn (``version_of``), not of the whole return.
    """
    person, row = _filling(by, at, assessment, agency)
    if key not in {one.key for one in assessment.themes}:
        message = "This return does not ask that."
        raise RefusedError(message)
    if version_of(row.answers, key) != version:
        message = f"{row.saved_by} saved this return meanwhile. Read what stands there, then save yours again."
        raise MeanwhileError(message)
    kept = {name: one.isoformat() if isinstance(one, date) else one for name, one in said.items()}
    row.answers = row.answers | {key: kept | {"version": version + 1}}
    row.version, row.saved_by, row.saved_at = row.version + 1, person, at
    row.save(update_fields=["answers", "version", "saved_by", "saved_at"])
    return row


@transaction.atomic
def submit(*, by: Actor, at: datetime, assessment: Assessment, agency: UUID, version: int) -> Submitted:
    """Submit the return of an agency as it was read. It stays as it is. Raises RefusedError, and MeanwhileError."""
    person, row = _filling(by, at, assessment, agency)
    if row.version != version:
        message = f"{row.saved_by} saved this return meanwhile. Read it again before you submit it."
        raise MeanwhileError(message)
    if missing := lacking(assessment.themes, row.answers):
        message = f"Something is missing still: {', '.join(one.name for one in missing)}."
        raise RefusedError(message)
    number = Submitted.objects.filter(assessment=assessment, agency=agency).count() + 1
    asked = {one.key for one in assessment.themes}
    return Submitted.objects.create(
        assessment=assessment, agency_id=agency, number=number,
        answers={key: said for key, said in row.answers.items() if key in asked}, submitted_by=person, submitted_at=at,
    )  # fmt: skip


@transaction.atomic
def moderate(
    *, by: Actor, at: datetime, submitted: Submitted, agreed: bool, figures: Mapping[str, int], words: str
) -> Moderation:
    """Agree with a return, or ask about it, with one's own figure beside each of the agency's. Raises RefusedError."""
    assessment = submitted.assessment
    person = _officer(by, assessment.partnership_id)
    keys = {one.key for one in assessment.themes}
    if set(figures) != keys or any(one not in FIGURES for one in figures.values()):
        message = "Give each standard your own figure, from 0 to 3."
        raise RefusedError(message)
    differs = any(figures[key] != submitted.answers[key]["figure"] for key in keys)
    if not words.strip() and (differs or not agreed):
        message = "Say in words what you ask, or why your figure is another."
        raise RefusedError(message)
    try:
        with transaction.atomic():
            return Moderation.objects.create(
                submitted=submitted, agreed=agreed, words=words.strip(), figures=dict(figures), by=person, at=at
            )
    except IntegrityError as error:
        message = "Another officer has answered this return meanwhile. Read what they said."
        raise RefusedError(message) from error


def _filling(by: Actor, at: datetime, assessment: Assessment, agency: UUID) -> tuple[Person, OwnReturn]:
    """Return who fills a return in, and what they have so far, locked against others. Raises RefusedError."""
    if by.person is None or agency not in led(by) or agency not in agencies_asked(assessment.partnership_id):
        message = "The safeguarding lead of an agency fills in its return."
        raise RefusedError(message)
    OwnReturn.objects.bulk_create(
        [OwnReturn(assessment=assessment, agency_id=agency, saved_by=by.person, saved_at=at)], ignore_conflicts=True
    )
    rows = OwnReturn.objects.select_for_update(of=("self",)).select_related("saved_by")
    row = rows.get(assessment=assessment, agency=agency)
    now = stands(assessment, Agency.objects.get(pk=agency)).now
    if now not in OPEN:
        message = {
            Now.SUBMITTED: "It was submitted, and waits for an officer’s answer. Until then it stays as it is.",
            Now.AGREED: "It was agreed. It stays as it is, and you can say what has changed in the next one.",
        }[now]
        raise RefusedError(message)
    return by.person, row


def _officer(by: Actor, partnership: UUID) -> Person:
    if by.person is None or partnership not in by.offices:
        message = "Only the officers of a partnership ask for returns and answer them."
        raise RefusedError(message)
    return by.person
