"""What people and agencies have undertaken to do: who, by when, what done looks like, and how one knows that it is."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences import policies
from commonground.differences.undertakings.policies import TABLE, lock_undertakings


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0026_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Undertaking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("what", models.TextField()),
                ("done_when", models.TextField()),
                ("due", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "now",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("set_aside", "Not needed any more")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("over_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
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
                    "over_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "taken_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="differences.agencyaction",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="undertaking_to_sweep"
                    ),
                    models.Index(
                        condition=models.Q(("now", "open")), fields=["owner", "due"], name="undertaking_of_person"
                    ),
                    models.Index(
                        condition=models.Q(("now", "open"), ("owner", None)),
                        fields=["agency", "due"],
                        name="undertaking_of_agency",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="undertaking_number_once"),
                    models.UniqueConstraint(models.F("taken_on"), name="undertaking_once_an_action"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("now", "open"), ("over_at", None)),
                            models.Q(models.Q(("now", "open"), _negated=True), ("over_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="undertaking_over_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(lock_undertakings(), policies.unlock(TABLE)),
    ]
