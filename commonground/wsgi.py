"""The entrance for the web server. Refuses to start as a database role that sees too much."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from commonground.database import check_durable, check_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonground.settings")

application = get_wsgi_application()

with connection.cursor() as _cursor:
    check_role(_cursor, "app")
    check_durable(_cursor)
connection.close()
