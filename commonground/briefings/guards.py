"""What holds briefings in the database: triggers, as SQL that migrations run.

A receipt stays as it is. Who was asked stays, and what they did is not undone: only a retention rule will ever remove
it. A briefing that has ended stays ended.
"""

STAYS = """
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON briefings_receipt
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
CREATE TRIGGER stays_asked BEFORE DELETE OR TRUNCATE ON briefings_recipient
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
CREATE FUNCTION briefings_not_undone() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (OLD.briefing_id, OLD.person_id, OLD.agency_id, OLD.added_on)
        <> (NEW.briefing_id, NEW.person_id, NEW.agency_id, NEW.added_on)
      OR OLD.opened_at IS NOT NULL AND OLD.opened_at IS DISTINCT FROM NEW.opened_at
      OR OLD.agreed_at IS NOT NULL AND OLD.agreed_at IS DISTINCT FROM NEW.agreed_at
      OR OLD.understood_at IS NOT NULL AND OLD.understood_at IS DISTINCT FROM NEW.understood_at
      OR OLD.talked_at IS NOT NULL AND OLD.talked_at IS DISTINCT FROM NEW.talked_at THEN
      RAISE EXCEPTION 'what somebody has read is not undone' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER not_undone BEFORE UPDATE ON briefings_recipient
  FOR EACH ROW EXECUTE FUNCTION briefings_not_undone();
CREATE FUNCTION briefings_ended_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'a briefing that was shared stays' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER ended_stays BEFORE UPDATE OR DELETE ON briefings_briefing
  FOR EACH ROW EXECUTE FUNCTION briefings_ended_stays();
"""
