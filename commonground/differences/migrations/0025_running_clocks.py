"""Running clocks of an area are found by when they are due: a new bank holiday dates them anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0024_conferences"),
        ("editions", "0006_days_off"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["partnership", "due_at"], name="clock_running"
            ),
        ),
    ]
