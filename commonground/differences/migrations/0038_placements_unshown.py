"""A side adds no placement that is shown already: both sides’ are shown by one function, or by the clock."""

from django.db import migrations

from commonground.differences.thresholds import policies


class Migration(migrations.Migration):
    dependencies = [("differences", "0037_meetings")]

    operations = [
        migrations.RunSQL(policies.added_unshown(), policies.added_unshown(also="")),
    ]
