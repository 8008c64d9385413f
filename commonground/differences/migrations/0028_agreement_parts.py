"""An agreement in parts: what comes of it, who does what, the child's better day, and when both look again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("differences", "0027_undertakings")]

    operations = [
        migrations.AddField("proposal", "decision", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "proposal",
            "outcome",
            models.CharField(
                blank=True,
                choices=[
                    ("as_asked", "What was asked will happen"),
                    ("in_part", "Part of what was asked will happen"),
                    ("something_else", "Something else will happen"),
                    ("look_again", "Both will look again"),
                    ("each_goes_on", "Each goes on with what they do"),
                ],
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField("proposal", "doing", models.JSONField(default=list)),
        migrations.AddField(
            "proposal", "tells_family", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField("proposal", "better_day", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("proposal", "known_by", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("proposal", "check_on", models.DateField(null=True)),
    ]
