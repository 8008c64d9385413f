"""What fresh eyes are asked, and what they say, stands in the record alone, so it can be hidden too."""

from importlib import import_module

from django.db import migrations

steps = import_module("commonground.record.migrations.0006_masks_of_steps")
meetings = import_module("commonground.record.migrations.0007_masks_of_meetings")
BEFORE = (*steps.ACTS, *steps.STEPS, *meetings.MEETINGS)
FRESH_EYES = ("step.fresh_eyes_asked", "step.fresh_eyes_cannot", "step.fresh_eyes_given")


class Migration(migrations.Migration):
    dependencies = [("record", "0007_masks_of_meetings")]

    operations = [migrations.RunSQL(steps.withhold(*BEFORE, *FRESH_EYES), steps.withhold(*BEFORE))]
