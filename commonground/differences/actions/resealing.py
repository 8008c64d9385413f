"""Sealing everything anew after a new field key: which child, what is being written, and second factors."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from commonground.differences.models import Child, ChildName, Draft
from commonground.directory.signing_in import Factors
from commonground.sealing import seal_anew

SECRETS = ("secret", "seed")
"""What allauth keeps encrypted of a factor: of one-time codes, and of recovery codes."""


def seal_all_anew() -> int:
    """Seal all that is sealed under the newest field key, row by row under its lock; return how many rows.

    Run as owner, by a process that has started with the new key. Raises SealError at a row that no key opens; those
    before it are done, and doing it again does no harm.
    """
    kinds: tuple[QuerySet[Any], ...] = (
        Child.objects.all(),
        ChildName.objects.all(),
        Draft.objects.all(),
        Authenticator.objects.all(),
    )
    return sum(_each(rows) for rows in kinds)


def _each(rows: QuerySet[Any]) -> int:
    done = 0
    for key in rows.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = rows.select_for_update().filter(pk=key).first()
            if row is None:
                continue  # sent or thrown away meanwhile
            if isinstance(row, Authenticator):
                row.data |= {name: Factors.seal_anew(row.data[name]) for name in SECRETS if name in row.data}
                row.save(update_fields=["data"])
            else:
                row.sealed = seal_anew(bytes(row.sealed), row.sealed_as)
                row.save(update_fields=["sealed"])
            done += 1
    return done
