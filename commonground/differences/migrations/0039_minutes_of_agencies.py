"""Minutes are agreed for an agency, dissent is from what was read, and a meeting keeps what it was about when held.

What stood here before is filled in from the record, which has it all but the lists as they were.
"""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE differences_minutesagreed agreed SET agency_id = coalesce(
  (SELECT (entry.facts ->> 'agency')::uuid FROM record_entry entry
    WHERE entry.subject = agreed.difference_id AND entry.kind = 'step.minutes_agreed' AND entry.at = agreed.at
      AND entry.facts -> 'by' ->> 'side' = agreed.side ORDER BY entry.number LIMIT 1),
  (SELECT CASE agreed.side WHEN 'raising' THEN one.raising_agency_id ELSE one.responding_agency_id END
    FROM differences_difference one WHERE one.id = agreed.difference_id));
UPDATE differences_dissent dissent SET read = (SELECT coalesce(max(minutes.number), 0)
  FROM differences_minutes minutes WHERE minutes.meeting_id = dissent.meeting_id AND minutes.at <= dissent.at);
UPDATE differences_meeting meeting SET held_at = (SELECT max(entry.at) FROM record_entry entry
    WHERE entry.subject = meeting.difference_id AND entry.kind = 'step.meeting_held'
      AND (entry.facts -> 'meeting' ->> 'number')::integer = meeting.number)
  WHERE meeting.state = 'held';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0038_placements_unshown"),
        ("directory", "0010_closures"),
        ("record", "0006_masks_of_steps"),
    ]

    operations = [
        migrations.AddField("dissent", "read", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("meeting", "held_at", models.DateTimeField(null=True)),
        migrations.AddField("meeting", "agenda", models.JSONField(null=True)),
        migrations.AddField(
            "minutesagreed",
            "agency",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "minutesagreed",
            "agency",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"),
        ),
        migrations.RemoveConstraint("minutesagreed", "minutes_agreed_once_a_side"),
        migrations.AddConstraint(
            "minutesagreed",
            models.UniqueConstraint(
                models.F("minutes"), models.F("side"), models.F("agency"), name="minutes_agreed_once_an_agency"
            ),
        ),
    ]
