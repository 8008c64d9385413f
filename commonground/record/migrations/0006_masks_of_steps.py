"""Words that stand in the record alone can be hidden too: what was said of an entry, and beside an agreement."""

from django.db import migrations

WITHHOLD = """
-- Hide the words of an entry that was masked. What was promised or moved anything has no way in here, whoever asks.
CREATE OR REPLACE FUNCTION record_withhold(one uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO record_withheld (entry_id, salt, words)
      SELECT text.entry_id, text.salt, text.words FROM record_entrytext text
      JOIN record_mask mask ON mask.entry_id = text.entry_id AND mask.confirmed IS NULL
        AND (mask.subject, mask.partnership_id, mask.side_only, mask.actor_name, mask.sentence)
          = (text.subject, text.partnership_id, text.side_only, text.actor_name, text.sentence)
      JOIN record_entry entry ON entry.id = text.entry_id
        AND entry.kind IN ({kinds})
      WHERE text.entry_id = one;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'this entry cannot be masked' USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM record_entrytext WHERE entry_id = one;
  END $$;
"""
ACTS = ("difference.note", "difference.question", "difference.remember")
STEPS = ("step.still_sees", "step.entry_agreed", "step.entry_otherwise", "step.corrected")


def withhold(*kinds: str) -> str:
    """Return the SQL of hiding the words of entries of these kinds."""
    return WITHHOLD.replace("{kinds}", ", ".join(f"'{kind}'" for kind in kinds))


class Migration(migrations.Migration):
    dependencies = [("record", "0005_masks_waiting")]

    operations = [migrations.RunSQL(withhold(*ACTS, *STEPS), withhold(*ACTS))]
