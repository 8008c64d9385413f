"""When a bank holiday was put on record, so that it can be said what clocks counted by at any time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0003_lives")]

    operations = [migrations.AddField("holiday", "known_at", models.DateTimeField(null=True, blank=True))]
