import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.record.guards import stays


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("library", "0001_initial"),
    ]

    dependencies = [
        ("directory", "0001_tables"),
        ("record", "0002_guards"),
        ("directory", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChartEdition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("address", models.URLField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("published", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charts", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("partnership"), models.F("number"), name="chart_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("text", ""), _negated=True), ("address", "")),
                            models.Q(models.Q(("address", ""), _negated=True), ("text", "")),
                            _connector="OR",
                        ),
                        name="chart_here_or_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None), ("published", None)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("published__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="chart_confirmed_by_somebody_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), ("confirmed_by__isnull", False), _connector="OR"),
                        name="chart_elsewhere_is_said_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(stays("library_chartedition")),
    ]
