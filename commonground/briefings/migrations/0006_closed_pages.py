from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0005_promoting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ownpage",
            name="seen",
            field=models.CharField(
                blank=True,
                choices=[
                    ("found", "found"),
                    ("not_found", "not found"),
                    ("not_fetched", "could not be fetched"),
                    ("closed", "closed to us"),
                ],
                max_length=12,
            ),
        ),
    ]
