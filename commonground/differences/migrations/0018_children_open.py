"""For how many children a difference is open stands in a column, so that lists read no situation."""

from django.db import migrations, models

SETTLED = "jsonb_array_elements(situation->'agreed') one, jsonb_array_elements(one->'children')"
OPEN = f"UPDATE differences_difference SET children_open = children_count - (SELECT COUNT(*) FROM {SETTLED})"  # noqa: S608 constants


class Migration(migrations.Migration):
    dependencies = [("differences", "0017_restricted_by")]

    operations = [
        migrations.AddField(
            "difference", "children_open", models.PositiveSmallIntegerField(default=1), preserve_default=False
        ),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
    ]
