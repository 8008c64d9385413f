"""Words put in by mistake can be hidden, in one way only."""

import django.db.models.deletion
from django.db import migrations, models

MASKING = """
-- Words leave the record only for where masked ones are kept.
CREATE FUNCTION record_stays_unless_withheld() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM record_withheld WHERE entry_id = OLD.entry_id) THEN
      RAISE EXCEPTION 'what is written in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END $$;
DROP TRIGGER stays ON record_entrytext;
CREATE TRIGGER stays BEFORE UPDATE OR TRUNCATE ON record_entrytext
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
CREATE TRIGGER stays_unless_withheld BEFORE DELETE ON record_entrytext
  FOR EACH ROW EXECUTE FUNCTION record_stays_unless_withheld();

-- Hide the words of an entry that was masked. What was promised or moved anything has no way in here, whoever asks.
CREATE FUNCTION record_withhold(one uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO record_withheld (entry_id, salt, words)
      SELECT text.entry_id, text.salt, text.words FROM record_entrytext text
      JOIN record_mask mask ON mask.entry_id = text.entry_id AND mask.confirmed IS NULL
        AND (mask.subject, mask.partnership_id, mask.side_only, mask.actor_name, mask.sentence)
          = (text.subject, text.partnership_id, text.side_only, text.actor_name, text.sentence)
      JOIN record_entry entry ON entry.id = text.entry_id
        AND entry.kind IN ('difference.note', 'difference.question', 'difference.remember')
      WHERE text.entry_id = one;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'this entry cannot be masked' USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM record_entrytext WHERE entry_id = one;
  END $$;

-- Show them again, once a second person has said so; the mask is gone, and the record tells that it was.
CREATE FUNCTION record_give_back(one uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO record_entrytext (entry_id, subject, partnership_id, side_only, salt, actor_name, sentence, words)
      SELECT mask.entry_id, mask.subject, mask.partnership_id, mask.side_only, kept.salt, mask.actor_name,
        mask.sentence, kept.words
      FROM record_mask mask JOIN record_withheld kept ON kept.entry_id = mask.entry_id
      WHERE mask.entry_id = one AND NOT mask.confirmed AND mask.second_id <> mask.by_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'nobody has said that these words are to be shown again' USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM record_withheld WHERE entry_id = one;
    DELETE FROM record_mask WHERE entry_id = one;
  END $$;
"""

UNDO = """
DROP FUNCTION record_give_back(uuid), record_withhold(uuid);
DROP TRIGGER stays_unless_withheld ON record_entrytext;
DROP TRIGGER stays ON record_entrytext;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON record_entrytext
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
DROP FUNCTION record_stays_unless_withheld();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0003_who_looked"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withheld",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="record.entry",
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                ("words", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Mask",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mask",
                        serialize=False,
                        to="record.entry",
                    ),
                ),
                ("subject", models.UUIDField(db_index=True)),
                ("partnership_id", models.UUIDField()),
                ("side_only", models.CharField(blank=True, max_length=20)),
                ("actor_name", models.TextField()),
                ("sentence", models.TextField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.TextField()),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("alarmed_at", models.DateTimeField(null=True)),
                ("second_id", models.UUIDField(null=True)),
                ("second_name", models.TextField(blank=True)),
                ("second_at", models.DateTimeField(null=True)),
                ("confirmed", models.BooleanField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("alarmed_at", None), ("confirmed", None)),
                        fields=["due_at"],
                        name="mask_to_alarm",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_id", None),
                            models.Q(("second_id", models.F("by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="mask_second_person_is_another",
                    )
                ],
            },
        ),
        migrations.RunSQL(MASKING, UNDO),
    ]
