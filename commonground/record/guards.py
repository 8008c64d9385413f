"""What holds the record in the database: triggers and functions, as SQL that migrations run.

What is written stays: triggers refuse what models and grants refuse too. Words put in by mistake can be hidden, in one
way only.
"""

REFUSE = """
CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'what is written in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$;
"""

FORWARD = """
CREATE FUNCTION record_head_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.size <> OLD.size + 1 OR (NEW.subject, NEW.partnership_id) <> (OLD.subject, OLD.partnership_id) THEN
      RAISE EXCEPTION 'a head goes forward, one entry at a time' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER goes_forward BEFORE UPDATE ON record_head
  FOR EACH ROW EXECUTE FUNCTION record_head_goes_forward();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON record_head
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""

UNLESS_WITHHELD = """
-- Words leave the record only for where masked ones are kept.
CREATE FUNCTION record_stays_unless_withheld() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM record_withheld WHERE entry_id = OLD.entry_id) THEN
      RAISE EXCEPTION 'what is written in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER stays BEFORE UPDATE OR TRUNCATE ON record_entrytext
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
CREATE TRIGGER stays_unless_withheld BEFORE DELETE ON record_entrytext
  FOR EACH ROW EXECUTE FUNCTION record_stays_unless_withheld();

"""

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

GIVE_BACK = """
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

MASKED = (
    *("difference.note", "difference.question", "difference.remember"),
    *("step.still_sees", "step.entry_agreed", "step.entry_otherwise", "step.corrected"),
    *("step.meeting_proposed", "step.meeting_set", "step.meeting_changed", "step.meeting_cancelled"),
    *("step.meeting_held", "step.minutes_written", "step.dissented", "step.show_numbers"),
    *("step.fresh_eyes_asked", "step.fresh_eyes_cannot", "step.fresh_eyes_given"),
)
"""The kinds of entries whose words stand in the record alone, and promised or moved nothing. A migration that adds
to them runs ``withhold`` again."""


def withhold(*kinds: str) -> str:
    """Return the SQL of hiding the words of entries of these kinds."""
    return WITHHOLD.replace("{kinds}", ", ".join(f"'{kind}'" for kind in kinds))


def guards() -> str:
    """Return all of it, for a new database."""
    return (
        REFUSE
        + FORWARD
        + stays("record_entry")
        + stays("record_look")
        + UNLESS_WITHHELD
        + withhold(*MASKED)
        + GIVE_BACK
    )


def stays(table: str) -> str:
    """Return the SQL that refuses any change of what is written in a table."""
    return f"""
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""
