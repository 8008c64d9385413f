"""What an edition is for, as its text says: professional differences, as every one before, or conferences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0004_known_at")]

    operations = [
        migrations.AddField(
            "edition",
            "covers",
            models.CharField(
                choices=[
                    ("differences", "professional differences"),
                    ("conferences", "differences about child protection conferences"),
                ],
                default="differences",
                max_length=20,
            ),
        ),
    ]
