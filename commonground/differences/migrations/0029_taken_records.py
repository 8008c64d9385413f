"""The whole record, taken as a PDF: theirs who asked, printed by the worker, gone after a day."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences import policies, policies_apart


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0028_agreement_parts"),
        ("record", "0006_masks_of_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("notes", models.JSONField(default=list)),
                ("content", models.JSONField(null=True)),
                ("pdf", models.BinaryField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
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
            options={"indexes": [models.Index(fields=["asked_at"], name="taken_record_to_forget")]},
        ),
        migrations.RunSQL(policies_apart.lock_taken_records(), policies.unlock("differences_takenrecord")),
        migrations.RunSQL(policies_apart.WIPE_TAKEN, "DROP FUNCTION differences_wipe_taken(uuid);"),
    ]
