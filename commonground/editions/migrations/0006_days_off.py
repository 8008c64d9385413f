"""Bank holidays that an area's officers add, how far clocks were brought up to them, and years that were compared.

A holiday had its day as its key. Two areas may each add the same day, so it has a key of its own now.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OWN_KEY = """
ALTER TABLE editions_holiday DROP CONSTRAINT editions_holiday_pkey;
ALTER TABLE editions_holiday ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY;
ALTER TABLE editions_holiday ALTER COLUMN id DROP DEFAULT;
"""
BY_DAY = """
ALTER TABLE editions_holiday DROP CONSTRAINT editions_holiday_pkey;
ALTER TABLE editions_holiday DROP COLUMN id;
ALTER TABLE editions_holiday ADD PRIMARY KEY (day);
"""
SETTLED = "UPDATE editions_holiday SET settled_at = known_at WHERE known_at IS NOT NULL"


def person(null: bool) -> models.Field:  # noqa: FBT001 - as Django calls it
    """Return a reference to who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, null=null, blank=null, related_name="+"
    )


def area(null: bool) -> models.Field:  # noqa: FBT001 - as above
    """Return a reference to the area that something is for."""
    return models.ForeignKey(
        "directory.partnership", django.db.models.deletion.PROTECT, null=null, blank=null, related_name="+"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_pass_side"),
        ("editions", "0005_covers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(OWN_KEY, BY_DAY)],
            state_operations=[
                migrations.AlterField("holiday", "day", models.DateField()),
                migrations.AddField(
                    "holiday",
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.AddField("holiday", "partnership", area(null=True)),
        migrations.AddField("holiday", "source", models.CharField(blank=True, default="", max_length=300)),
        migrations.AlterField("holiday", "source", models.CharField(blank=True, max_length=300)),
        migrations.AddField("holiday", "added_by", person(null=True)),
        migrations.AddField("holiday", "removed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("holiday", "removed_by", person(null=True)),
        migrations.AddField("holiday", "total", models.PositiveIntegerField(default=0)),
        migrations.AddField("holiday", "done", models.PositiveIntegerField(default=0)),
        migrations.AddField("holiday", "moved", models.PositiveIntegerField(default=0)),
        migrations.AddField("holiday", "clocks", models.PositiveIntegerField(default=0)),
        migrations.AddField("holiday", "settled_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(SETTLED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "holiday",
            models.UniqueConstraint(
                condition=models.Q(("partnership", None), ("removed_at", None)),
                fields=("day",),
                name="holiday_once_in_england",
            ),
        ),
        migrations.AddConstraint(
            "holiday",
            models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("partnership", "day"), name="holiday_once_in_an_area"
            ),
        ),
        migrations.CreateModel(
            name="Compared",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", person(null=False)),
                ("partnership", area(null=False)),
            ],
            options={"indexes": [models.Index(fields=["partnership", "year"], name="compared_of_area")]},
        ),
    ]
