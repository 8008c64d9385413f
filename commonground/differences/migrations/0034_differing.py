"""What is agreed, what is not, and what only one side says."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences.differing import policies

SIDES = [("raising", "raising side"), ("responding", "responding side")]
STANDS = [("agrees", "We agree"), ("differs", "We see it differently")]


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0033_begins_with_actions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("difference", "lines", models.PositiveSmallIntegerField(default=0)),
        migrations.CreateModel(
            "Point",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("side", models.CharField(choices=SIDES, max_length=20)),
                ("stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("came_from", models.CharField(blank=True, max_length=20)),
                ("came_from_number", models.PositiveSmallIntegerField(null=True)),
                ("came_from_row", models.CharField(blank=True, max_length=20)),
                ("came_from_side", models.CharField(blank=True, choices=SIDES, max_length=20)),
                ("raising", models.CharField(blank=True, choices=STANDS, max_length=20)),
                ("responding", models.CharField(blank=True, choices=STANDS, max_length=20)),
                ("raising_why", models.TextField(blank=True)),
                ("responding_why", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("taken_off_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "point",
            models.UniqueConstraint(models.F("difference"), models.F("number"), name="point_number_once"),
        ),
        migrations.RunSQL(policies.lock_lists(), policies.unlock_lists()),
    ]
