"""What holds images in the database: a trigger, as SQL that migrations run."""

IMAGES = """
CREATE FUNCTION library_image_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF OLD.opened IS NOT NULL OR to_jsonb(NEW) - 'opened' <> to_jsonb(OLD) - 'opened' THEN
        RAISE EXCEPTION 'an image stays as it is' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END IF;
    IF OLD.opened IS NOT NULL OR EXISTS (SELECT FROM library_pageedition WHERE partnership_id = OLD.partnership_id
      AND position('(image:' || OLD.key || ')' IN text) > 0) THEN
      RAISE EXCEPTION 'an image that an edition names is not deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON library_pageimage
  FOR EACH ROW EXECUTE FUNCTION library_image_stays();
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON library_pageimage
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""

TAKEN_OUT = """
CREATE OR REPLACE FUNCTION library_image_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    hiding text[] := ARRAY['hidden_by_id', 'hidden_at', 'hidden_why'];
    taking text[] := ARRAY['taken_out_by_id', 'taken_out_at', 'content'];
    before jsonb;
    after jsonb;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.opened IS NOT NULL OR NEW.hidden_at IS NOT NULL OR NEW.taken_out_at IS NOT NULL THEN
        RAISE EXCEPTION 'an image begins unseen' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    ELSIF TG_OP = 'UPDATE' THEN
      before := to_jsonb(OLD);
      after := to_jsonb(NEW);
      IF NEW.taken_out_at IS NOT NULL THEN
        taking := taking || 'hidden_why'::text;
      END IF;
      IF OLD.taken_out_at IS NOT NULL OR after - 'opened' - hiding - taking <> before - 'opened' - hiding - taking
        OR (OLD.opened IS NOT NULL AND NEW.opened IS DISTINCT FROM OLD.opened)
        OR (OLD.hidden_at IS NOT NULL AND NEW.hidden_at IS NOT NULL
          AND after - 'opened' - taking <> before - 'opened' - taking) THEN
        RAISE EXCEPTION 'an image stays as it is' USING ERRCODE = 'restrict_violation';
      END IF;
      IF NEW.taken_out_at IS NULL AND NEW.content <> OLD.content
        OR NEW.taken_out_at IS NOT NULL AND (length(NEW.content) > 0 OR after - taking <> before - taking) THEN
        RAISE EXCEPTION 'an image stays as it is until it is taken out' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END IF;
    IF OLD.opened IS NOT NULL OR OLD.taken_out_at IS NOT NULL
      OR EXISTS (SELECT FROM library_pageedition WHERE partnership_id = OLD.partnership_id
        AND position('(image:' || OLD.key || ')' IN text) > 0) THEN
      RAISE EXCEPTION 'an image that an edition names is not deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END $$;
DROP TRIGGER stays ON library_pageimage;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON library_pageimage
  FOR EACH ROW EXECUTE FUNCTION library_image_stays();
"""
"""From then on one that two editors take out loses its content, and none comes in that is open already.

Whoever takes it out may word the reason anew; nothing follows.
"""
