"""What holds the pages and charts of a library in the database: triggers, as SQL that migrations run.

What was published stays as it is, but that it is retired. What is proposed stays while it is, and a draft that was
published or retired is not deleted. An edition of a chart is answered once, by another than who wrote it.
"""

PAGES = """
CREATE FUNCTION library_page_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    retiring text[] := ARRAY['retired_by_id', 'retired_at', 'retired_why'];
    answering text[] := retiring || ARRAY['opened', 'approved_by_id'];
    back text[] := ARRAY['proposed_by_id', 'proposed_at', 'in_force', 'review_by', 'sent_back'];
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.opened IS NOT NULL OR NEW.proposed_at IS NOT NULL OR NEW.retired_at IS NOT NULL THEN
        RAISE EXCEPTION 'a page begins as a draft' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
      IF OLD.opened IS NOT NULL OR OLD.proposed_at IS NOT NULL OR OLD.retired_at IS NOT NULL THEN
        RAISE EXCEPTION 'only a draft of a page is deleted' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN OLD;
    END IF;
    IF OLD.retired_at IS NOT NULL
      OR (OLD.opened IS NOT NULL AND to_jsonb(NEW) - retiring <> to_jsonb(OLD) - retiring) THEN
      RAISE EXCEPTION 'a page that was published or retired stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.proposed_at IS NOT NULL AND NEW.proposed_at IS NOT NULL
      AND to_jsonb(NEW) - answering <> to_jsonb(OLD) - answering THEN
      RAISE EXCEPTION 'a page stays as it is while it is proposed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.proposed_at IS NOT NULL AND NEW.proposed_at IS NULL AND to_jsonb(NEW) - back <> to_jsonb(OLD) - back THEN
      RAISE EXCEPTION 'a page stays as it is when it is sent back' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.opened IS NULL AND NEW.opened IS NOT NULL AND OLD.proposed_at IS NULL AND OLD.changed_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'what somebody wrote is proposed before it is published' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON library_pageedition
  FOR EACH ROW EXECUTE FUNCTION library_page_stays();
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON library_pageedition
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""

CHARTS = """
CREATE FUNCTION library_chart_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    answer text[] := ARRAY['opened', 'approved_by_id', 'sent_back_by_id', 'sent_back_at', 'sent_back'];
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.sent_back_at IS NOT NULL OR (NEW.confirmed_by_id IS NULL) <> (NEW.opened IS NOT NULL) THEN
        RAISE EXCEPTION 'what somebody says of a chart is proposed first' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END IF;
    IF OLD.opened IS NOT NULL OR OLD.sent_back_at IS NOT NULL OR to_jsonb(NEW) - answer <> to_jsonb(OLD) - answer
      OR (NEW.opened IS NOT NULL AND NEW.approved_by_id IS NULL) THEN
      RAISE EXCEPTION 'a chart stays as it is, but that it is answered once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE ON library_chartedition
  FOR EACH ROW EXECUTE FUNCTION library_chart_stays();
CREATE TRIGGER stays_whole BEFORE DELETE OR TRUNCATE ON library_chartedition
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""

CHARTS_ANEW = """
DROP TRIGGER stays ON library_chartedition;
UPDATE library_chartedition SET opened = at;
"""
"""Before editions of charts were proposed, each stood from when it was written."""
