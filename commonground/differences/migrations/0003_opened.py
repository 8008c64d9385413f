"""The second lock, as wide as before and cheaper: what somebody holds is found once, an open difference asked first."""

from typing import ClassVar

from django.db import migrations

from commonground.differences import policies


class Migration(migrations.Migration):
    """The functions and policies as they are now written. A new database has them so already, and none to drop."""

    dependencies: ClassVar = [("differences", "0002_locks")]
    operations: ClassVar = [
        migrations.RunSQL(policies.FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(
            "".join(policies.unlock(table) for table in policies.LOCKED) + policies.locks(), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            "DROP FUNCTION IF EXISTS differences_offices(), directory_posts_held(), cg_today()",
            migrations.RunSQL.noop,
        ),
    ]
