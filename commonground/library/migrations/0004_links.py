"""Short addresses, one for each page and each area's library that is there."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.crypto import get_random_string

from commonground.library.pages.addresses import ALPHABET, LENGTH, WHOLE
from commonground.record.guards import stays


def give(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give each what it lacks."""
    pages, short = apps.get_model("library", "PageEdition"), apps.get_model("library", "ShortAddress")
    there = set(pages.objects.values_list("partnership", "key"))
    there |= {(area, WHOLE) for area, _ in there}
    codes = set[str]()
    while len(codes) < len(there):
        codes.add(get_random_string(LENGTH, ALPHABET))
    rows = zip(codes, there, strict=True)
    short.objects.bulk_create(short(code=code, partnership_id=area, key=key) for code, (area, key) in rows)


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_guards"), ("library", "0003_chart")]

    operations = [
        migrations.CreateModel(
            name="ShortAddress",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("key", models.SlugField(blank=True, db_index=False, max_length=60)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("partnership"), models.F("key"), name="short_address_once")
                ]
            },
        ),
        migrations.RunSQL(stays("library_shortaddress")),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
