import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("record", "0001_initial"),
        ("record", "0002_append_only"),
        ("record", "0003_who_looked"),
        ("record", "0004_masks"),
        ("record", "0005_masks_waiting"),
        ("record", "0006_masks_of_steps"),
        ("record", "0007_masks_of_meetings"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.UUIDField()),
                ("partnership_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=60)),
                ("actor", models.CharField(max_length=64)),
                ("side_only", models.CharField(blank=True, max_length=20)),
                ("facts", models.JSONField()),
                ("commitment", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("subject"), models.F("number"), name="entry_number_once_in_subject"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("subject", models.UUIDField(primary_key=True, serialize=False)),
                ("partnership_id", models.UUIDField()),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.UUIDField()),
                ("partnership_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("person_name", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=120)),
                ("agency", models.CharField(max_length=120)),
                ("relation", models.CharField(max_length=60)),
                ("part", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "at"], name="record_look_subject_384ff2_idx")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="EntryText",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="record.entry",
                    ),
                ),
                ("subject", models.UUIDField(db_index=True)),
                ("partnership_id", models.UUIDField()),
                ("side_only", models.CharField(blank=True, max_length=20)),
                ("salt", models.CharField(max_length=64)),
                ("actor_name", models.TextField()),
                ("sentence", models.TextField()),
                ("words", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mask",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mask",
                        serialize=False,
                        to="record.entry",
                    ),
                ),
                ("subject", models.UUIDField(db_index=True)),
                ("partnership_id", models.UUIDField()),
                ("side_only", models.CharField(blank=True, max_length=20)),
                ("actor_name", models.TextField()),
                ("sentence", models.TextField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.TextField()),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("alarmed_at", models.DateTimeField(null=True)),
                ("second_id", models.UUIDField(null=True)),
                ("second_name", models.TextField(blank=True)),
                ("second_at", models.DateTimeField(null=True)),
                ("confirmed", models.BooleanField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("alarmed_at", None), ("confirmed", None)),
                        fields=["due_at"],
                        name="mask_to_alarm",
                    ),
                    models.Index(
                        condition=models.Q(("confirmed", None)), fields=["partnership_id"], name="mask_undecided"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_id", None),
                            models.Q(("second_id", models.F("by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="mask_second_person_is_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Withheld",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="record.entry",
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                ("words", models.JSONField()),
            ],
        ),
    ]
