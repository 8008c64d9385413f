"""The entrance for the web server. Refuses to start as a database role that sees too much.

Every page's code is loaded before the first request, so that nobody waits for it.
"""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from commonground.database import check_durable, check_role
from commonground.memory import hold_apart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonground.settings")

application = get_wsgi_application()

with connection.cursor() as _cursor:
    check_role(_cursor, "app")
    check_durable(_cursor)
connection.close()

import_module(settings.ROOT_URLCONF)
hold_apart()
