"""More than two: how many children a difference is about stands in its situation, so that they can end differently."""

from typing import ClassVar

from django.db import migrations

COUNTED = """
UPDATE differences_difference SET situation = situation || jsonb_build_object('children', children_count)
"""


class Migration(migrations.Migration):
    """Say how many children each difference is about, where the rules read it."""

    dependencies: ClassVar = [("differences", "0012_fear")]
    operations: ClassVar = [migrations.RunSQL(COUNTED, migrations.RunSQL.noop)]
