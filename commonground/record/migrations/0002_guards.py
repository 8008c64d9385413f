"""What is written stays."""

from django.db import migrations

from commonground.record.guards import guards


class Migration(migrations.Migration):
    replaces = [
        ("record", "0008_masks_of_fresh_eyes"),
    ]
    dependencies = [("record", "0001_tables")]
    operations = [
        migrations.RunSQL(guards()),
    ]
