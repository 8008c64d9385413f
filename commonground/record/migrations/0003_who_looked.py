"""A look says as what and in which agency; the name of whoever acted may be as long as its parts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only")]
    operations = [
        migrations.AddField("look", "title", models.CharField(default="", max_length=120), preserve_default=False),
        migrations.AddField("look", "agency", models.CharField(default="", max_length=120), preserve_default=False),
        migrations.AlterField("entrytext", "actor_name", models.TextField()),
    ]
