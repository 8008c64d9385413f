"""The floor: the product's own settings and server, with session and sign-in only, and 25 rows by one indexed query.

Served by gunicorn as ``tests.bench.floor:application``; everything that the product adds is measured against it.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html, format_html_join

from commonground.memory import hold_apart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonground.settings")

TABLE = "bench_floor"
ROWS = 25


def make(size: int) -> None:
    """Make the floor's table: as many rows as differences, 25 to each key of its index; runs as owner."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id serial PRIMARY KEY, owner int NOT NULL, at timestamptz, words text)")
        cursor.execute(
            f"INSERT INTO {TABLE} (owner, at, words) SELECT n / {ROWS}, now(), repeat('word ', 12)"
            " FROM generate_series(0, %s) n",
            [size],
        )
        cursor.execute(f"CREATE INDEX ON {TABLE} (owner)")
        cursor.execute(f"GRANT SELECT ON {TABLE} TO app")
        cursor.execute(f"ANALYZE {TABLE}")


def floor(request: HttpRequest, owner: int) -> HttpResponse:
    """Show 25 rows to somebody who is signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, at, words FROM {TABLE} WHERE owner = %s ORDER BY id", [owner])
        rows = format_html_join("", "<tr><td>{}<td>{}<td>{}", cursor.fetchall())
    return HttpResponse(format_html("<!doctype html><title>Floor</title><table>{}</table>", rows))


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what the server itself costs."""
    return HttpResponse("")


urlpatterns = [path("floor/<int:owner>/", floor), path("empty/", empty)]

if os.environ.get("COMMONGROUND_FLOOR"):
    django.setup()
    settings.ROOT_URLCONF = "tests.bench.floor"
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    application = WSGIHandler()
    hold_apart()  # as the product does
