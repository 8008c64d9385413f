"""What each side sees: shared, and as a private draft."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences.side_views import policies

SIDES = [("raising", "raising side"), ("responding", "responding side")]


def bound() -> list[tuple[str, models.Field]]:
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("side", models.CharField(choices=SIDES, max_length=20)),
        ("facts", models.JSONField()),
        ("answers", models.JSONField()),
        (
            "difference",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="differences.difference"
            ),
        ),
        (
            "partnership",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
            ),
        ),
    ]


def person() -> models.Field:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0029_taken_records"),
        ("directory", "0007_passes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("difference", "side_views", models.PositiveSmallIntegerField(default=0)),
        migrations.CreateModel(
            "SideView",
            [
                *bound(),
                ("number", models.PositiveSmallIntegerField()),
                ("stage", models.PositiveSmallIntegerField()),
                ("by", person()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "SideViewDraft",
            [
                *bound(),
                ("author", person()),
                ("version", models.PositiveIntegerField()),
                ("goes_on_from", models.PositiveSmallIntegerField()),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            "sideview",
            models.UniqueConstraint(models.F("difference"), models.F("number"), name="side_view_number_once"),
        ),
        migrations.AddConstraint(
            "sideviewdraft",
            models.UniqueConstraint(models.F("difference"), models.F("author"), name="side_view_draft_once"),
        ),
        migrations.RunSQL(policies.lock_views(), policies.unlock_views()),
    ]
