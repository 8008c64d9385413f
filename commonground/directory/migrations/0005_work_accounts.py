import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_contacts"),
    ]

    operations = [
        migrations.AddField("holding", "group", models.CharField(blank=True, max_length=200)),
        migrations.CreateModel(
            name="GroupPost",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("group", models.CharField(max_length=200)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.post"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("group"), models.F("post"), name="group_gives_post_once"),
                ],
            },
        ),
    ]
