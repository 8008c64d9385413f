import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("day", models.DateField()),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["day"], name="summary_waiting"),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("address"), models.F("day"), name="summary_once_a_day"),
                ],
            },
        ),
        migrations.AddField("notice", "urgent", models.BooleanField(default=False)),
        migrations.AddField(
            "notice",
            "summary",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="notices.summary",
            ),
        ),
        migrations.RemoveIndex("notice", "notice_waiting"),
        migrations.AddIndex(
            "notice",
            models.Index(condition=models.Q(("sent_at", None)), fields=["-urgent", "left_at"], name="notice_waiting"),
        ),
    ]
