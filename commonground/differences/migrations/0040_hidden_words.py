"""Words of meetings and numbers that are hidden in the record are hidden in the tables too."""

from django.db import migrations, models

from commonground.differences.policies_hiding import HIDE, SHOW

UNDO = "DROP FUNCTION differences_hide_words(uuid), differences_show_words(uuid);"


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0039_minutes_of_agencies"),
        ("record", "0007_masks_of_meetings"),
    ]

    operations = [
        migrations.AddField("number", "hidden", models.BooleanField(default=False)),
        migrations.RunSQL(HIDE + SHOW, UNDO),
    ]
