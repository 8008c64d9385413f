import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("notices", "0001_initial"),
        ("notices", "0002_how_told"),
        ("notices", "0003_bounced"),
        ("notices", "0004_invitations"),
    ]

    dependencies = [
        ("directory", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HowTold",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("daily", models.BooleanField()),
                ("chosen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Summary",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("address", models.EmailField(max_length=254)),
                ("message_id", models.CharField(max_length=120, unique=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("day", models.DateField()),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["day"], name="summary_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("address"), models.F("day"), name="summary_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("address", models.EmailField(max_length=254)),
                ("message_id", models.CharField(max_length=120, unique=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("partnership_id", models.UUIDField()),
                ("subject", models.UUIDField()),
                ("reference", models.CharField(max_length=14)),
                ("kind", models.CharField(max_length=40)),
                ("urgent", models.BooleanField(default=False)),
                ("stage", models.CharField(blank=True, max_length=120)),
                ("due", models.DateTimeField(blank=True, null=True)),
                ("uid", models.CharField(blank=True, max_length=200)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("once", models.CharField(max_length=200, unique=True)),
                ("left_at", models.DateTimeField()),
                ("bounce_seen", models.BooleanField(default=False)),
                (
                    "summary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="notices.summary",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at", None)), fields=["-urgent", "left_at"], name="notice_waiting"
                    ),
                    models.Index(fields=["person_id", "-left_at"], name="notice_of_person"),
                    models.Index(
                        condition=models.Q(("bounce_seen", False), ("bounced_at__isnull", False)),
                        fields=["subject"],
                        name="notice_bounced",
                    ),
                ],
            },
        ),
    ]
