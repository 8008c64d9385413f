"""What invites to a meeting says which meeting, until when, and how often it was changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_bounced")]

    operations = [
        migrations.AddField("notice", "uid", models.CharField(blank=True, default="", max_length=200), False),
        migrations.AddField("notice", "sequence", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("notice", "until", models.DateTimeField(blank=True, null=True)),
    ]
