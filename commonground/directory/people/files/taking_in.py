"""Taking a file in: reading it into a preview, confirming that, and doing it row by row in the worker.

A hundred rows are done at once, or one by one when they cannot be: each whole, or not at all. A run that was cut off
goes on where the last hundred were kept. A file taken in twice changes nothing the second time: what is right already
is left alone.
"""

import dataclasses
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.directory.actions import RefusedError, add_person, add_post, hold, leave
from commonground.directory.changes import write_down
from commonground.directory.models import Agency, Person
from commonground.directory.people.files.books import Books, Step, elsewhere
from commonground.directory.people.files.in_bulk import OvertakenError, do_all, team_of
from commonground.directory.people.files.reading import FileRead, FileRow, RowError, read
from commonground.directory.people.models import PeopleFile
from commonground.directory.queries import Actor, actor_for, kept_agencies
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role

TAKE_IN, QUEUE = "take_in_people", "people"
AT_ONCE = 100  # rows in one transaction
KEPT = timedelta(days=1)  # a file that nobody confirms
TRY_AGAIN = "It could not be done just now. Send the file once more: what is done is left alone."

log = structlog.get_logger("commonground.people")


@dataclasses.dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do, counted, with what is wrong by row and who is on the books and not in it."""

    rows: int
    new_people: int
    new_posts: int
    placed: int
    nothing: int
    errors: tuple[RowError, ...]
    leavers: tuple[Person, ...]


@transaction.atomic
def keep(*, agency: Agency, sent: bytes, by: Actor, at: datetime) -> PeopleFile:
    """Read a file and keep it for the preview, in place of an earlier one; raises UnreadableError."""
    got = read(sent, AgencyKind(agency.kind))
    waiting = PeopleFile.objects.filter(confirmed_at=None)
    waiting.filter(agency=agency).delete()
    waiting.filter(read_at__lt=at - KEPT).delete()
    return PeopleFile.objects.create(
        agency=agency,
        by=_person(by),
        read_at=at,
        rows=[_stored(row) for row in got.rows],
        errors=[[error.number, error.words] for error in got.errors],
        total=len(got.rows),
    )


def preview(file: PeopleFile, *, by: Actor, on: date) -> Preview:
    """Say what a file would do on a day, if whoever asks confirmed it."""
    got, books = _read(file), Books(file.agency, by, on)
    others = elsewhere(list(got.rows), books)
    steps = [books.step(row, others) for row in got.rows]
    wrong = [RowError(step.row.number, step.why) for step in steps if step.why]
    doing = [step for step in steps if not step.why]
    return Preview(
        rows=file.total + len(got.errors),
        new_people=len({step.row.email for step in doing if step.new_person}),
        new_posts=len({id(step.place) for step in doing if step.new_post}),
        placed=sum(1 for step in doing if not step.nothing and step.row.email),
        nothing=sum(1 for step in doing if step.nothing),
        errors=tuple(sorted((*got.errors, *wrong), key=lambda error: error.number)),
        leavers=tuple(books.leavers(list(got.rows))),
    )


@transaction.atomic
def confirm(*, file: PeopleFile, leavers: Collection[UUID], by: Actor, at: datetime) -> PeopleFile:
    """Have a file taken in by the worker, and close the accounts of those leavers who were ticked."""
    row = PeopleFile.objects.select_for_update(of=("self",)).select_related("agency").get(pk=file.pk)
    if row.confirmed_at:
        message = "This file was confirmed already."
        raise RefusedError(message)
    gone = {person.pk for person in Books(row.agency, by, london_date(at)).leavers([*_read(row).rows])}
    if not set(leavers) <= gone:
        message = "Somebody whom you ticked is not on the books any more. Look at the list again."
        raise RefusedError(message)
    row.by, row.confirmed_at, row.leavers = _person(by), at, sorted(map(str, leavers))
    row.total += len(row.leavers)
    row.save()
    job = Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=TAKE_IN, task_kwargs={"file": str(row.pk)})
    JobManager(DjangoConnector()).defer_job(job)
    return row


def take_in(file: UUID, at: datetime) -> None:
    """Do what a confirmed file says, a hundred rows at a time; the worker calls it, perhaps twice."""
    books: Books | None = None
    expected = -1
    while True:
        with transaction.atomic():
            row = PeopleFile.objects.select_for_update(of=("self",)).select_related("agency", "by").get(pk=file)
            if row.confirmed_at is None or row.finished_at:
                return
            actor = actor_for(row.by, london_date(at))
            if not kept_agencies(actor).filter(pk=row.agency_id).exists():
                _finish(row, [[0, f"{row.by} does not keep the people of {row.agency} any more."]], at)
                return
            if books is None or row.done != expected:  # somebody else went on with it meanwhile
                books = Books(row.agency, actor, london_date(at))
            books = _some(row, books, actor, at)
            expected = row.done


def _some(file: PeopleFile, books: Books, by: Actor, at: datetime) -> Books:
    """Do the next rows of a file, or its leavers, or finish it; return the books as they are then."""
    some = [_row(row) for row in file.rows[file.done : file.done + AT_ONCE]]
    if some:
        others = elsewhere(some, books)
        steps = [books.step(row, others) for row in some]
        try:
            with transaction.atomic():
                do_all(books, steps, by, at)
        except (DatabaseError, OvertakenError, RefusedError):
            books = _singly(file, some, by, at)
        else:
            file.errors += [[step.row.number, step.why] for step in steps if step.why]
        file.done += len(some)
    elif file.done < file.total:
        _leave(file, by, at)
        file.done = file.total
    else:
        _finish(file, file.errors, at)
        return books
    file.save(update_fields=["done", "errors"])
    return books


def _singly(file: PeopleFile, rows: list[FileRow], by: Actor, at: datetime) -> Books:
    """Do rows one by one, so that one that cannot be done costs no other; return the books as they are then."""
    books = Books(file.agency, by, london_date(at))
    for row in rows:
        why = _done(books, books.step(row, elsewhere([row], books)), by, at)
        if why:
            file.errors.append([row.number, why])
            books = Books(file.agency, by, london_date(at))
    return books


def _done(books: Books, step: Step, by: Actor, at: datetime) -> str:
    """Do one row whole, or not at all; return why not."""
    if step.why or step.nothing or step.place is None:
        return step.why
    try:
        with transaction.atomic():
            _do(books, step, by, at)
    except RefusedError as refusal:
        return str(refusal)
    except DatabaseError:
        log.exception("row_failed", row=step.row.number)
        return TRY_AGAIN
    return ""


def _do(books: Books, step: Step, by: Actor, at: datetime) -> None:
    row, place = step.row, step.place
    assert place is not None  # noqa: S101 as asked before
    post = place.post
    if post is None:
        post = add_post(
            agency=books.agency, role=row.role, title=row.post, team=team_of(books, row, by, at), desk=row.desk,
            starts=row.starts and min(row.starts, books.on), by=by, at=at,
        )  # fmt: skip
        place.post = post
    if not row.email:
        return
    person = step.person or books.people.get(row.email)
    if person is None:
        person = add_person(name=row.name, email=row.email, title=row.title, phone=row.phone, by=by, at=at)
        books.people[row.email] = person
    hold(person=person, post=post, deputy=row.deputy, starts=row.starts, by=by, at=at)


def _leave(file: PeopleFile, by: Actor, at: datetime) -> None:
    for person in Person.objects.filter(pk__in=file.leavers, is_active=True):
        try:
            with transaction.atomic():
                leave(person=person, by=by, at=at)
        except RefusedError as refusal:
            file.errors.append([0, str(refusal)])


def _finish(file: PeopleFile, errors: Iterable[Any], at: datetime) -> None:
    """Note that a file is done, write it down, and empty what it says of people; what went wrong stays to be read."""
    file.errors = list(errors)
    wrong = len(file.errors)
    said = f"A file was taken in. {wrong} of its rows could not be used." if wrong else "A file was taken in."
    write_down(agency=file.agency_id, sentence=said, by=actor_for(file.by, london_date(at)), at=at)
    file.rows, file.leavers, file.finished_at = [], [], at
    file.save(update_fields=["rows", "leavers", "errors", "finished_at"])


def _person(by: Actor) -> Person:
    if by.person is None:
        message = "Sign in first."
        raise RefusedError(message)
    return by.person


def _read(file: PeopleFile) -> FileRead:
    return FileRead(tuple(map(_row, file.rows)), tuple(RowError(number, words) for number, words in file.errors))


def _row(row: dict[str, Any]) -> FileRow:
    starts = row["starts"] and date.fromisoformat(row["starts"])
    return FileRow(**{**row, "role": Role(row["role"]), "starts": starts})


def _stored(row: FileRow) -> dict[str, Any]:
    return dataclasses.asdict(row) | {"starts": row.starts and row.starts.isoformat()}
