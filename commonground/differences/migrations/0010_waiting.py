from django.conf import settings
from django.db import migrations, models

from commonground.differences.policies_waiting import FILLED, WAITING


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0009_said"),
        ("directory", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="difference",
            name="difference_leads_asked",
        ),
        migrations.RemoveIndex(
            model_name="difference",
            name="difference_may_wait",
        ),
        migrations.AddField(
            model_name="seat",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="seat",
            name="moves",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="seat",
            name="todo",
            field=models.CharField(
                blank=True,
                choices=[
                    ("answer", "Answer"),
                    ("look", "Look"),
                    ("decide", "Decide"),
                    ("changed", "Changed"),
                    ("other", "Other"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(
                condition=models.Q(models.Q(("todo", ""), _negated=True), ("ended_at", None)),
                fields=["person", "agency"],
                name="seat_asked_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(
                condition=models.Q(models.Q(("todo", ""), _negated=True), ("ended_at", None)),
                fields=["post"],
                name="seat_asked_of_post",
            ),
        ),
        migrations.RunSQL(WAITING),
        migrations.RunSQL(FILLED),
    ]
