import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from commonground.library.pages.finding import found_by


def keep_words(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Keep what the editions are found by that stood before there was a search."""
    edition, words = apps.get_model("library", "PageEdition"), apps.get_model("library", "PageWords")
    for row in edition.objects.all():
        words.objects.create(edition=row, **found_by(row.text, row.shared, opened=row.opened is not None))


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0005_frames"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageWords",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="found_by",
                        serialize=False,
                        to="library.pageedition",
                    ),
                ),
                ("head", django.contrib.postgres.search.SearchVectorField()),
                ("body", django.contrib.postgres.search.SearchVectorField()),
                ("said", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["head"], name="page_head_words"),
                    django.contrib.postgres.indexes.GinIndex(fields=["body"], name="page_body_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Useful",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("useful", models.BooleanField()),
                ("missing", models.CharField(blank=True, max_length=300)),
                ("day", models.DateField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="library.pageedition",
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
    ]
