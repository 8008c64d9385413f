"""Is everything well: the one page for machines that watch the product."""

from datetime import timedelta
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from commonground.permissions import Permission, allow

WORKER_SILENCE = timedelta(seconds=30)  # the worker marks itself every few seconds


@allow(Permission.OPEN)
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - every view takes it
    """Answer 200 when database, migrations and worker are well, else 503; version and what is amiss."""
    try:
        amiss = _amiss()
    except DatabaseError:
        amiss = ["database"]
    return JsonResponse({"version": settings.VERSION, "well": not amiss, "amiss": amiss}, status=503 if amiss else 200)


def _amiss() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        recorded = set(cursor.fetchall())
    amiss = []
    if not _newest_migrations() <= recorded:
        amiss.append("migrations")
    heartbeat = apps.get_model("notices", "Heartbeat")
    if not heartbeat._default_manager.filter(name="worker", at__gte=timezone.now() - WORKER_SILENCE).exists():  # noqa: SLF001
        amiss.append("worker")
    return amiss


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app, read from the code once per process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
