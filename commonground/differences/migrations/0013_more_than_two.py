import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.differences import policies

COUNTED = """
UPDATE differences_difference SET situation = situation || jsonb_build_object('children', children_count)
"""
"""How many children a difference is about stands where the rules read it, so that they can end differently."""


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0012_fear"),
        ("directory", "0007_passes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="difference",
            name="contacts_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.partnership",
            ),
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="differences.difference"
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
            model_name="link",
            constraint=models.UniqueConstraint(models.F("difference"), models.F("number"), name="link_number_once"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("difference", "other"), name="link_once_at_a_time"
            ),
        ),
        migrations.RunSQL(policies.lock_links(), policies.unlock("differences_link")),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
