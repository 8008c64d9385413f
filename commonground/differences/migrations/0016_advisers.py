"""Somebody can be asked to advise a side: they read its own notes, whichever agency they work for."""

from django.db import migrations, models

from commonground.differences import policies


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0015_which_child"),
    ]

    operations = [
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
                    ("joined", "belongs to an agency that joined"),
                    ("adviser", "asked for advice"),
                    ("barred", "takes no part"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(policies.NOTES_FOR_ADVISERS, policies.OWN_NOTES),
    ]
