"""What a difference asks of each seat in it: kept beside the seat by the database, whatever changes either of them.

Every page counts what waits for its reader, and home lists it. So each reads the reader's own seats and no more; the
rule stands here alone. What time does (past its time, coming up) is told from ``due_at`` when it is read.
"""

WAITING = """
-- What this seat is asked for, as things stand: see Todo. Nothing, when the difference has ended and asks no more.
CREATE FUNCTION differences_todo(seat differences_seat, it differences_difference) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE
    WHEN it.ended_at IS NOT NULL THEN CASE  -- what has changed for the child, some weeks after the end
      WHEN it.asked_after_at >= it.ended_at AND it.still_asked IN (seat.side, 'both')
        AND (seat.capacity = 'raiser' OR seat.capacity = 'answering' AND seat.stage = it.stage) THEN 'changed'
      ELSE '' END
    WHEN seat.capacity = 'fresh_eyes' THEN 'look'
    WHEN seat.capacity = 'helping' THEN 'decide'  -- to help both to talk
    WHEN seat.capacity = 'checking' AND seat.stage = it.stage THEN 'decide'  -- to look at it for their own side
    WHEN seat.capacity = 'lead' AND it.leads_asked AND seat.side = it.asked_of THEN 'decide'  -- the edition asks leads
    WHEN seat.capacity IN ('raiser', 'answering') AND seat.stage = it.stage AND (seat.side = it.turn
      OR seat.side = it.asked_of AND NOT it.leads_asked)
    THEN CASE WHEN seat.side = 'responding' AND it.turn = 'responding' AND it.situation->'proposal' = 'null'
      THEN 'answer' ELSE 'decide' END
    ELSE 'other' END
$$;

-- Whether whoever holds it can move an open difference on once its clock has run out: as raiser, at its stage, or at
-- the end.
CREATE FUNCTION differences_moves(seat differences_seat, it differences_difference) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT it.ended_at IS NULL AND (seat.capacity IN ('raiser', 'facilitating')
    OR seat.capacity = 'answering' AND seat.stage = it.stage)
$$;

-- A seat that is new, or that is changed itself.
CREATE FUNCTION differences_seat_asked() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE it differences_difference;
  BEGIN
    SELECT * INTO it FROM differences_difference WHERE id = NEW.difference_id;
    IF FOUND THEN  -- it comes after its first seats
      NEW.todo := differences_todo(NEW, it);
      NEW.moves := differences_moves(NEW, it);
      NEW.due_at := it.due_at;
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER seat_asked BEFORE INSERT OR UPDATE OF difference_id, side, capacity, stage ON differences_seat
  FOR EACH ROW EXECUTE FUNCTION differences_seat_asked();

-- The seats of a difference that is new, or that has moved.
CREATE FUNCTION differences_seats_asked() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    UPDATE differences_seat seat
    SET todo = differences_todo(seat, NEW), moves = differences_moves(seat, NEW), due_at = NEW.due_at
    WHERE seat.difference_id = NEW.id AND seat.ended_at IS NULL AND (seat.todo, seat.moves, seat.due_at)
      IS DISTINCT FROM (differences_todo(seat, NEW), differences_moves(seat, NEW), NEW.due_at);
    RETURN NULL;
  END $$;
CREATE TRIGGER seats_asked AFTER INSERT OR UPDATE ON differences_difference
  FOR EACH ROW EXECUTE FUNCTION differences_seats_asked();
"""

FILLED = """
UPDATE differences_seat seat
SET todo = differences_todo(seat, it), moves = differences_moves(seat, it), due_at = it.due_at
FROM differences_difference it WHERE it.id = seat.difference_id;
"""
