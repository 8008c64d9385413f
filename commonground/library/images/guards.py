"""What holds images in the database: a trigger, as SQL that a migration runs."""

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
