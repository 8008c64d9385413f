"""What was said back, and which answer a later one changes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences.saying_back import policies


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0030_side_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("difference", "say_backs", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("view", "before", models.PositiveSmallIntegerField(null=True)),
        migrations.CreateModel(
            "SayBack",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("words", models.TextField()),
                ("reply", models.PositiveSmallIntegerField(null=True)),
                (
                    "heard",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "yes, that is it"),
                            ("nearly", "nearly, something is missing"),
                            ("no", "no, that is not it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("missing", models.TextField(blank=True)),
                ("heard_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            "sayback",
            models.UniqueConstraint(models.F("difference"), models.F("number"), name="say_back_number_once"),
        ),
        migrations.RunSQL(policies.lock_said_back(), policies.unlock_said_back()),
    ]
