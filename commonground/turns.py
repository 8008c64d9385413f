"""Waiting for one's turn where there is no row to lock: it is not there yet, or whoever acts may not change it."""

from django.db import connection


def wait_for_turn(what: str) -> None:
    """Have whoever else does the same wait until this transaction ends, and so find what it wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
