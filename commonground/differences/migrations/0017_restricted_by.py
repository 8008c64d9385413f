"""Which side restricted a difference stands in its situation, from its record: that side can take it back."""

from django.db import migrations

FROM_THE_RECORD = """
UPDATE differences_difference difference
SET situation = situation || jsonb_build_object('restricted_by', (
  SELECT jsonb_agg(DISTINCT entry.facts->'by'->>'side') FROM record_entry entry
  WHERE entry.subject = difference.id AND entry.kind = 'difference.restrict'))
WHERE restricted
"""


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0016_advisers"),
        ("record", "0004_masks"),
    ]

    operations = [migrations.RunSQL(FROM_THE_RECORD, migrations.RunSQL.noop)]
