"""An action knows which line of an agreement it follows up, so that nobody has to tell by its words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("differences", "0042_meetings_of_sides")]

    operations = [
        migrations.AddField(
            "undertaking",
            "agreement",
            models.ForeignKey("differences.proposal", models.PROTECT, null=True, related_name="+"),
        ),
        migrations.AddField("undertaking", "line", models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint(
            "undertaking", models.UniqueConstraint("agreement", "line", name="undertaking_once_a_line")
        ),
        migrations.AddConstraint(
            "undertaking",
            models.CheckConstraint(
                condition=models.Q(agreement=None, line=None) | models.Q(agreement__isnull=False, line__isnull=False),
                name="undertaking_of_whole_line",
            ),
        ),
    ]
