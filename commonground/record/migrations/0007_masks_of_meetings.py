"""Words of meetings and of numbers can be hidden too."""

import importlib

from django.db import migrations

before = importlib.import_module("commonground.record.migrations.0006_masks_of_steps")
MEETINGS = (
    "step.meeting_proposed",
    "step.meeting_set",
    "step.meeting_changed",
    "step.meeting_cancelled",
    "step.meeting_held",
    "step.minutes_written",
    "step.dissented",
    "step.show_numbers",
)


class Migration(migrations.Migration):
    dependencies = [("record", "0006_masks_of_steps")]

    operations = [
        migrations.RunSQL(
            before.withhold(*before.ACTS, *before.STEPS, *MEETINGS), before.withhold(*before.ACTS, *before.STEPS)
        )
    ]
