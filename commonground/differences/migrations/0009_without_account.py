"""Without an account: who said what was recorded for a side, guests in the second lock, and the policy on passes."""

from django.db import migrations, models

from commonground.differences import policies, policies_apart


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0008_told_half"),
        ("directory", "0007_passes"),
    ]

    operations = [
        migrations.AddField(model_name="view", name="told", field=models.CharField(blank=True, max_length=400)),
        migrations.AlterField(
            model_name="seat",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("raiser", "raised it"),
                    ("answering", "acts for a side at a stage"),
                    ("guest", "let in by a pass"),
                    ("lead", "safeguarding lead of a side"),
                    ("told", "told about it"),
                    ("facilitating", "facilitates at the last stage"),
                    ("officer", "partnership officer"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(policies.FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(policies_apart.lock_passes(), policies.unlock("directory_pass")),
    ]
