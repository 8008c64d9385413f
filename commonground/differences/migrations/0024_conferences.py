"""A dissent from what a conference decided: kept on record only, or answered with what comes of it; and who chaired."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0023_leads_asked"),
        ("editions", "0005_covers"),
    ]

    operations = [
        migrations.AddField(
            model_name="view",
            name="effect",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "The decision stands"),
                    ("early_review", "The review conference is held earlier"),
                    ("reconvene", "The conference meets again"),
                ],
                max_length=20,
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="difference",
            name="end",
            field=models.CharField(
                blank=True,
                choices=[
                    ("resolved", "resolved"),
                    ("withdrawn", "withdrawn"),
                    ("redirected", "redirected"),
                    ("not_resolved", "recorded as not resolved"),
                    ("kept_on_record", "kept on record only"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="seat",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("raiser", "raised it"),
                    ("answering", "acts for a side at a stage"),
                    ("guest", "let in by a pass"),
                    ("lead", "safeguarding lead of a side"),
                    ("checking", "looks at it for a side"),
                    ("told", "told about it"),
                    ("chaired", "chaired the conference that it is about"),
                    ("helping", "helps both sides beside the stages"),
                    ("facilitating", "facilitates at the last stage"),
                    ("officer", "partnership officer"),
                    ("joined", "belongs to an agency that joined"),
                    ("adviser", "asked for advice"),
                    ("barred", "takes no part"),
                ],
                max_length=20,
            ),
        ),
    ]
