"""What is done for many with nobody waiting: each in its own transaction, and a fault in one leaves the others done."""

from collections.abc import Callable, Iterable
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction

from commonground.procedures import rules

log = structlog.get_logger()


def one_by_one(keys: Iterable[UUID], do: Callable[[UUID], bool], *, failed: str) -> int:
    """Do each; return for how many there was something to do. One that fails is logged and left for the next time."""
    done = 0
    for key in keys:
        try:
            with transaction.atomic():
                done += do(key)
        except (DatabaseError, rules.Refused, ValueError, LookupError):
            log.exception(failed, of=str(key))
    return done
