"""The number that each side may give: its own until both are shown."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences.numbers import policies


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0035_after"),
        ("directory", "0010_closures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Number",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("figure", models.PositiveSmallIntegerField()),
                ("why", models.TextField(blank=True)),
                ("moves", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("difference"), models.F("side"), models.F("agency"), name="number_once_a_side"
                    ),
                    models.CheckConstraint(condition=models.Q(("figure__lte", 10)), name="number_from_0_to_10"),
                ],
            },
        ),
        migrations.RunSQL(policies.lock_numbers(), policies.unlock_numbers()),
    ]
