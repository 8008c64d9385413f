"""Indexes that hold all that lists of open differences and the second lock read."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """What open differences are found by, for an agency, a person and a post."""

    dependencies: ClassVar = [
        ("differences", "0003_opened"),
    ]

    operations: ClassVar = [
        migrations.RemoveIndex(
            model_name="seat",
            name="seat_of_person",
        ),
        migrations.RemoveIndex(
            model_name="seat",
            name="seat_of_post",
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["raising_agency"], name="difference_raised_open"
            ),
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["responding_agency"], name="difference_answered_open"
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["person"],
                include=("difference", "agency"),
                name="seat_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["post"], include=("difference",), name="seat_of_post"
            ),
        ),
    ]
