"""Whether a change of time waits for a side's safeguarding lead: so it stands in that lead's list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("differences", "0022_pause_reminded")]

    operations = [
        migrations.AddField(model_name="difference", name="leads_asked", field=models.BooleanField(default=False)),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(
                fields=["asked_of"], condition=models.Q(leads_asked=True), name="difference_leads_asked"
            ),
        ),
    ]
