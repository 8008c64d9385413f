"""What each side places on a threshold chart: its own until it is shown."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences.thresholds import policies


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0031_saying_back"),
        ("directory", "0010_closures"),
        ("library", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("unused", models.BooleanField(default=False)),
                ("why", models.TextField(blank=True)),
                ("would_change", models.TextField(blank=True)),
                ("placed_at", models.DateTimeField(null=True)),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="differences.clock"
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
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.chartedition",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("column", models.CharField(blank=True, max_length=60)),
                ("phrase", models.CharField(max_length=200)),
                ("own", models.BooleanField(default=False)),
                ("seen", models.TextField()),
                ("seen_by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("out_at", models.DateTimeField(null=True)),
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
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="differences.placement"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                condition=models.Q(("placed_at__isnull", False), ("shown_at", None)),
                fields=["placed_at"],
                name="placement_to_show",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                models.F("difference"), models.F("side"), models.F("agency"), name="placement_once_a_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown_at", None), ("placed_at__isnull", False), _connector="OR"),
                name="placement_shown_once_placed",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("placed_at", None), ("placed_by", None)),
                    models.Q(("placed_at__isnull", False), ("placed_by__isnull", False)),
                    _connector="OR",
                ),
                name="placement_placed_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(fields=["placement", "level"], name="mark_of_placement"),
        ),
        migrations.RunSQL(policies.lock_placements(), policies.unlock_placements()),
    ]
