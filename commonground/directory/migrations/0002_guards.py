"""A change of people and posts is written once."""

from django.db import migrations

from commonground.record.guards import stays


class Migration(migrations.Migration):
    replaces = [
        ("directory", "0010_closures"),
    ]
    dependencies = [("directory", "0001_tables"), ("record", "0002_guards")]
    operations = [
        migrations.RunSQL(stays("directory_change")),
    ]
