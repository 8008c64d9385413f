"""A meeting says for which side its times were proposed; the record knows it of those that stand."""

from django.db import migrations, models

FILL = """
UPDATE differences_meeting meeting SET by_side = coalesce((SELECT entry.facts -> 'by' ->> 'side'
  FROM record_entry entry WHERE entry.subject = meeting.difference_id AND entry.kind = 'step.meeting_proposed'
    AND (entry.facts -> 'meeting' ->> 'number')::integer = meeting.number ORDER BY entry.number LIMIT 1), '');
"""


class Migration(migrations.Migration):
    dependencies = [("differences", "0041_fresh_eyes")]

    operations = [
        migrations.AddField(
            "meeting",
            "by_side",
            models.CharField(
                blank=True,
                choices=[("raising", "raising side"), ("responding", "responding side")],
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
