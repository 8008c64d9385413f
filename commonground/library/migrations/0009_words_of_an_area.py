"""What search finds an edition by says whose it is, and is forgotten once that is retired: search joins nothing."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

AREA = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "directory.partnership"}


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Say of each whose it is, and forget those of what is retired."""
    edition, words = apps.get_model("library", "PageEdition"), apps.get_model("library", "PageWords")
    words.objects.filter(edition__retired_at__isnull=False).delete()
    words.objects.update(partnership=Subquery(edition.objects.filter(pk=OuterRef("edition")).values("partnership")))


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_guards"),
        ("library", "0008_images_taken_out"),
    ]

    operations = [
        migrations.AddField("pagewords", "partnership", models.ForeignKey(null=True, db_index=False, **AREA)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("pagewords", "partnership", models.ForeignKey(db_index=False, **AREA)),
    ]
