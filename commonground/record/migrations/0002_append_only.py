"""What is written stays: triggers refuse what models and grants refuse too."""

from django.db import migrations

TABLES = ("record_entry", "record_entrytext", "record_look")

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

STAYS = "".join(
    f"""
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""
    for table in TABLES
)

UNDO = """
DROP TRIGGER goes_forward ON record_head;
DROP TRIGGER stays ON record_head;
DROP TRIGGER stays ON record_entry;
DROP TRIGGER stays ON record_entrytext;
DROP TRIGGER stays ON record_look;
DROP FUNCTION record_head_goes_forward();
DROP FUNCTION record_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE + FORWARD + STAYS, UNDO)]
