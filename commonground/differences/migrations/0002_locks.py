"""The second lock: sight as functions, and forced row-level security on every bound table."""

from typing import ClassVar

from django.db import migrations

from commonground.differences import policies


class Migration(migrations.Migration):
    """Row-level security on the tables of differences, and on those of record and notices bound to them."""

    dependencies: ClassVar = [
        ("differences", "0001_initial"),
        ("directory", "0001_initial"),
        ("notices", "0001_initial"),
        ("record", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(policies.FUNCTIONS, policies.DROP_FUNCTIONS),
        migrations.RunSQL(policies.locks(), "".join(policies.unlock(table) for table in policies.LOCKED)),
    ]
