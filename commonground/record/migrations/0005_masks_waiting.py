"""Masks on which nobody has decided are found without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0004_masks")]

    operations = [
        migrations.AddIndex(
            "mask",
            models.Index(condition=models.Q(confirmed=None), fields=["partnership_id"], name="mask_undecided"),
        ),
    ]
