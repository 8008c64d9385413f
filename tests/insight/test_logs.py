"""An older log comes in once, row by row, without a name or a word, and is counted by itself."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from commonground.directory.actions import RefusedError
from commonground.insight.counting import counted
from commonground.insight.logs.taking_in import take_in
from commonground.insight.models import OldDifference, OldLog
from commonground.insight.periods import Period
from commonground.spreadsheets import UnreadableError
from tests.cast import Cast
from tests.insight.making import LOG, fairhaven, worked_out
from tests.visiting import browser, visit

WHEN = Period.of(date(2025, 2, 3))


def taken(cast: Cast, sent: bytes = LOG.encode()) -> OldLog:
    return take_in(by=cast.actor("elin"), at=cast.tick(), partnership=fairhaven().pk, sent=sent)


def test_good_rows_land_bad_ones_come_back_and_the_same_file_again_changes_nothing(cast: Cast) -> None:
    first, second = taken(cast), taken(cast)
    assert (first.new, first.known, len(first.errors)) == (3, 0, 3)
    assert (second.new, second.known) == (0, 3)
    assert OldDifference.objects.count() == 3
    assert [number for number, _ in first.errors] == [5, 6, 7]
    assert "Nowhere School" in first.errors[0][1]
    assert "is not a day" in first.errors[1][1]
    assert "makes it a formula" in first.errors[2][1]


def test_nothing_of_a_child_comes_in(cast: Cast) -> None:
    taken(cast)
    with connection.cursor() as cursor:
        for table in ("insight_oldlog", "insight_olddifference"):
            cursor.execute(f"SELECT string_agg(one::text, ' ') FROM {table} one")  # noqa: S608 constants
            assert "Tom" not in cursor.fetchone()[0]


def test_it_is_counted_beside_the_rest(cast: Cast) -> None:
    cast.resolved()
    taken(cast)
    numbers = counted(fairhaven().pk, WHEN)
    for subject, number in (("raised_log", 3), ("ended_log", 1), ("raised", 0), ("ended", 0)):
        for table, rows in numbers[subject].items():
            assert sum(sum(of.values()) for of in rows.values()) == number, (subject, table)
    assert numbers["ended_log"]["days"]["fortnight"]


def test_rows_of_a_time_that_is_worked_out_are_said_to_be_in_none_of_its_numbers(cast: Cast) -> None:
    worked_out(cast, WHEN)
    assert taken(cast).late == 3


def test_a_row_that_ended_in_such_a_time_is_said_to_miss_it_too(cast: Cast) -> None:
    worked_out(cast, WHEN)
    sent = LOG.splitlines()[0] + "\n03/12/2024,School,Council,,,17/02/2025,resolved,\n"
    assert taken(cast, sent.encode()).late == 1


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (LOG.encode("utf-16"), "not text in UTF-8"),
        ("Raised on,Raised by,Raised with\n03/02/2025,École,Council\n".encode("latin-1"), "not text in UTF-8"),
        (b"Raised on,Raised by\n", "must name the column “Raised with”"),
        (b"Raised on,Raised by,Raised with\n", "no rows below its first"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(cast: Cast, sent: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        taken(cast, sent)
    assert not OldLog.objects.exists()


def test_only_its_office_takes_a_log_in_and_reads_what_came_of_it(cast: Cast) -> None:
    area, log = fairhaven(), taken(cast)
    for other in ("gwen", "ros", "sol"):
        with pytest.raises(RefusedError):
            take_in(by=cast.actor(other), at=cast.at, partnership=area.pk, sent=LOG.encode())
    visit(f"/figures/older-logs/{area.pk}/{log.pk}/", "gwen", status=404)
    visit(f"/figures/older-logs/{area.pk}/{log.pk}/", "sol", status=403)
    file = SimpleUploadedFile("log.csv", LOG.encode())
    answer = browser("elin").post(f"/figures/older-logs/{area.pk}/", {"file": file})
    assert answer.status_code == 400, "a form that was drawn carries its key"
    page = visit(f"/figures/older-logs/{area.pk}/{log.pk}/", "elin")
    assert "3 rows are new." in page.words
    assert "Row 5:" in page.words
