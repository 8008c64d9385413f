"""A pass keeps for which side it lets somebody in, and no longer who gave it: nobody gives one for the other side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_promises"), ("differences", "0012_fear")]

    operations = [
        migrations.RenameField("pass", "giver_side", "side"),
        migrations.RunSQL(
            "UPDATE directory_pass p SET side = s.side FROM differences_seat s "
            "WHERE s.person_id = p.person_id AND s.capacity = 'guest'",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            "pass",
            "side",
            models.CharField(choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20),
        ),
    ]
