"""What holds editions in the database: triggers, as SQL that migrations run.

What was opened stays as it is, and so does what belongs to it. What is proposed stays while it is.
"""

GUARDS = """
CREATE FUNCTION editions_was_proposed(one uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM editions_milestone WHERE edition_id = one AND done = 'proposed') $$;

CREATE FUNCTION editions_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE retiring text[] := ARRAY['retired_by_id', 'retired_at', 'retired_why'];
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.opened IS NOT NULL OR NEW.proposed_at IS NOT NULL THEN
        RAISE EXCEPTION 'an edition begins as a draft' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
      IF OLD.opened IS NOT NULL OR OLD.retired_at IS NOT NULL OR editions_was_proposed(OLD.id) THEN
        RAISE EXCEPTION 'only a draft that was never proposed is deleted' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN OLD;
    END IF;
    IF OLD.retired_at IS NOT NULL
      OR (OLD.opened IS NOT NULL AND to_jsonb(NEW) - retiring <> to_jsonb(OLD) - retiring) THEN
      RAISE EXCEPTION 'an edition that was opened or retired stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.opened IS NULL AND NEW.opened IS NOT NULL AND OLD.proposed_at IS NULL THEN
      RAISE EXCEPTION 'an edition is proposed before it is opened' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.proposed_at IS NOT NULL AND NEW.proposed_at IS NOT NULL
      AND to_jsonb(NEW) - retiring - ARRAY['opened', 'approved_by_id']
        <> to_jsonb(OLD) - retiring - ARRAY['opened', 'approved_by_id'] THEN
      RAISE EXCEPTION 'an edition stays as it is while it is proposed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON editions_edition
  FOR EACH ROW EXECUTE FUNCTION editions_edition_stays();

-- What belongs to an edition: for which partnerships it is, and what was confirmed of it.
CREATE FUNCTION editions_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE one uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.edition_id ELSE NEW.edition_id END;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      RAISE EXCEPTION 'what is written in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM editions_edition
      WHERE id = one AND (opened IS NOT NULL OR proposed_at IS NOT NULL OR retired_at IS NOT NULL);
    IF FOUND OR (TG_OP = 'DELETE' AND editions_was_proposed(one)) THEN
      RAISE EXCEPTION 'what belongs to an edition stays as it is, once it is proposed'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON editions_edition_partnerships
  FOR EACH ROW EXECUTE FUNCTION editions_of_draft();
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON editions_confirmation
  FOR EACH ROW EXECUTE FUNCTION editions_of_draft();

CREATE FUNCTION editions_milestone_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' OR editions_was_proposed(OLD.edition_id) THEN
      RAISE EXCEPTION 'what is written in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON editions_milestone
  FOR EACH ROW EXECUTE FUNCTION editions_milestone_stays();
"""

TABLES = ("editions_edition", "editions_edition_partnerships", "editions_confirmation", "editions_milestone")


def guards() -> str:
    """Return all of it, for a new database."""
    whole = "".join(
        f"CREATE TRIGGER stays_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();"
        for table in TABLES
    )
    return GUARDS + whole
