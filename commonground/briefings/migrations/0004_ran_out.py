from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0003_told_to_look_again"),
    ]

    operations = [
        migrations.AlterField(
            model_name="recipient",
            name="why_left",
            field=models.CharField(
                blank=True,
                choices=[
                    ("left", "left the agency"),
                    ("moved", "is no longer among those it goes to"),
                    ("named_out", "asked no longer: their link was taken back"),
                    ("ran_out", "asked no longer: their link ran out before they read it"),
                ],
                max_length=10,
            ),
        ),
    ]
