"""Fresh eyes: who looks at a difference for neither side. Beginning says whether an office is to find somebody."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences import policies
from commonground.differences.fresh_eyes.policies import lock_fresh_eyes, unlock_fresh_eyes


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0040_hidden_words"),
        ("directory", "0010_closures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="seat",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("raiser", "raised it"),
                    ("answering", "acts for a side at a stage"),
                    ("guest", "let in by a pass"),
                    ("lead", "safeguarding lead of a side"),
                    ("checking", "looks at it for a side"),
                    ("told", "told about it"),
                    ("chaired", "chaired the conference that it is about"),
                    ("helping", "helps both sides beside the stages"),
                    ("facilitating", "facilitates at the last stage"),
                    ("officer", "partnership officer"),
                    ("joined", "belongs to an agency that joined"),
                    ("adviser", "asked for advice"),
                    ("fresh_eyes", "looks at it with fresh eyes"),
                    ("barred", "takes no part"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="FreshEyes",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_when", models.DateField()),
                (
                    "now",
                    models.CharField(
                        choices=[
                            ("sought", "The partnership’s office is asked to find somebody"),
                            ("asked", "They are asked, and have not said yet whether they can"),
                            ("looking", "They look at it now"),
                            ("given", "They have said what they see"),
                            ("cannot", "Nobody could look"),
                            ("taken_back", "It was taken back"),
                            ("over", "The look ended before anybody said what they see"),
                        ],
                        max_length=20,
                    ),
                ),
                ("asked_in", models.PositiveIntegerField(default=0)),
                ("said_in", models.PositiveIntegerField(default=0)),
                ("over_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
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
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="differences.seat"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="fresh_eyes_to_sweep"
                    ),
                    models.Index(
                        condition=models.Q(("now__in", ("asked", "looking"))),
                        fields=["person"],
                        name="fresh_eyes_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("now", "sought")), fields=["partnership"], name="fresh_eyes_to_find"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="fresh_eyes_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("now__in", ("sought", "asked", "looking"))),
                        fields=("difference", "side"),
                        name="fresh_eyes_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("now__in", ("sought", "asked", "looking")), ("over_at", None)),
                            models.Q(
                                ("next_at", None),
                                ("now__in", ("given", "cannot", "taken_back", "over")),
                                ("over_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="fresh_eyes_over_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(lock_fresh_eyes(), unlock_fresh_eyes()),
        migrations.RunSQL(policies.BEGIN, migrations.RunSQL.noop),
    ]
