"""The difference that a transaction has opened: the second lock lets it through, and nothing else, and no longer."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from commonground.differences import reading
from commonground.differences.models import Difference, View
from commonground.questions import KEPT
from tests.cast import Cast
from tests.connected import tell_database

AsRole = Callable[[str], AbstractContextManager[None]]


def open_now() -> str | None:
    """Return which difference the database holds to be open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_opened()::text")
        found: str | None = cursor.fetchone()[0]
    return found


def anew() -> None:
    """Have every question built anew: it is kept as it was, with the first lock in it."""
    for kept in KEPT:
        kept.forget()


def test_what_both_locks_let_through_is_open_until_somebody_else_asks(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    other = cast.raised(by="sian", raising_agency=cast.actor("sian").posts[0].agency_id)
    with as_role("app"):
        tell_database(cast.actor("amy"))
        assert open_now() is None
        assert reading.difference(cast.actor("amy"), row.reference) == row
        assert open_now() == str(row.pk)
        assert set(View.objects.values_list("difference_id", flat=True)) == {row.pk}, "and none of others"
        assert not Difference.objects.filter(pk=other.pk).exists()
        tell_database(cast.actor("zed"))
        assert open_now() is None
        assert not View.objects.exists()


@pytest.mark.parametrize("lock", ["both", "the database's alone"])
def test_what_is_not_theirs_is_never_opened(
    cast: Cast, as_role: AsRole, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    row, zed = cast.raised(), cast.actor("zed")
    if lock != "both":
        monkeypatch.setattr(type(Difference.objects.all()), "visible_to", lambda rows, _actor: rows.all())
        anew()
    try:
        with as_role("app"):
            tell_database(zed)
            with pytest.raises(Difference.DoesNotExist):
                reading.difference(zed, row.reference)
            assert open_now() is None
    finally:
        monkeypatch.undo()
        anew()
