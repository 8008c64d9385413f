"""Hiding words of meetings and numbers that tables hold besides the record: as SQL that a migration runs.

What the record withholds is blank in the table too, so that nothing of the product reads it; shown again, it is written
back from the record. What is said with two numbers, of which an entry holds both, is marked as hidden instead. Either
can be asked for at any time: it does no more than the record says.
"""

WHERE = {
    "OF_MEETING": """WHERE meeting.difference_id = entry.subject
          AND meeting.number = (entry.facts -> 'meeting' ->> 'number')::integer""",
    "AND_LATEST": """AND NOT EXISTS (SELECT FROM record_entry later
            WHERE later.subject = entry.subject AND later.kind = 'step.meeting_changed' AND later.number > entry.number
              AND later.facts -> 'meeting' -> 'number' = entry.facts -> 'meeting' -> 'number')""",
    "OF_MINUTES": """FROM differences_meeting meeting
        WHERE meeting.id = minutes.meeting_id AND meeting.difference_id = entry.subject
          AND meeting.number = (entry.facts -> 'minutes' ->> 0)::integer
          AND minutes.number = (entry.facts -> 'minutes' ->> 1)::integer""",
    "OF_DISSENT": """WHERE dissent.difference_id = entry.subject AND dissent.at = entry.at
          AND dissent.agency_id = (entry.facts ->> 'agency')::uuid""",
    "OF_NUMBERS": "WHERE number.difference_id = entry.subject AND number.shown_at = entry.at",
}
"""Which rows hold the words of an entry."""

HIDE = """
-- Blank the words that a table holds of an entry whose words the record withholds.
CREATE FUNCTION differences_hide_words(one uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE entry record_entry%ROWTYPE;
  BEGIN
    SELECT found.* INTO entry FROM record_entry found JOIN record_withheld kept ON kept.entry_id = found.id
      WHERE found.id = one;
    IF entry.kind IN ('step.meeting_proposed', 'step.meeting_changed') THEN
      UPDATE differences_meeting meeting SET place = '' OF_MEETING AND_LATEST;
    END IF;
    IF entry.kind = 'step.meeting_proposed' THEN
      UPDATE differences_meeting meeting SET about = '' OF_MEETING;
    ELSIF entry.kind = 'step.meeting_held' THEN
      UPDATE differences_meeting meeting SET others = '', apologies = '',
          agenda = CASE WHEN meeting.agenda IS NOT NULL THEN '[]'::jsonb END OF_MEETING;
    ELSIF entry.kind = 'step.minutes_written' THEN
      UPDATE differences_minutes minutes SET decided_by = '', decision = '', reasons = '' OF_MINUTES;
    ELSIF entry.kind = 'step.dissented' THEN
      UPDATE differences_dissent dissent SET words = '' OF_DISSENT;
    ELSIF entry.kind = 'step.show_numbers' THEN
      UPDATE differences_number number SET hidden = true OF_NUMBERS;
    END IF;
  END $$;
"""

SHOW = """
-- Write them back, where the record has them and the table has none.
CREATE FUNCTION differences_show_words(one uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE entry record_entry%ROWTYPE; told jsonb;
  BEGIN
    SELECT text.words INTO told FROM record_entrytext text WHERE text.entry_id = one;
    IF NOT FOUND THEN
      RETURN;
    END IF;
    SELECT found.* INTO entry FROM record_entry found WHERE found.id = one;
    IF entry.kind IN ('step.meeting_proposed', 'step.meeting_changed') THEN
      UPDATE differences_meeting meeting SET place = coalesce(told ->> 'Where', '')
        OF_MEETING AND_LATEST AND meeting.place = '';
    END IF;
    IF entry.kind = 'step.meeting_proposed' THEN
      UPDATE differences_meeting meeting SET about = coalesce(told ->> 'What it is about', '')
        OF_MEETING AND meeting.about = '';
    ELSIF entry.kind = 'step.meeting_held' THEN
      UPDATE differences_meeting meeting SET others = coalesce(told ->> 'Who else was there', ''),
          apologies = coalesce(told ->> 'Who could not come', told ->> 'Apologies', ''),
          agenda = CASE WHEN meeting.agenda IS NOT NULL
            THEN to_jsonb(string_to_array(coalesce(told ->> 'What was not agreed', ''), chr(10))) END
        OF_MEETING AND meeting.others = '' AND meeting.apologies = '' AND coalesce(meeting.agenda, '[]') = '[]';
    ELSIF entry.kind = 'step.minutes_written' THEN
      UPDATE differences_minutes minutes SET decided_by = coalesce(told ->> 'Who decided', ''),
          decision = coalesce(told ->> 'The decision', ''), reasons = coalesce(told ->> 'Why', '')
        OF_MINUTES AND minutes.decision = '';
    ELSIF entry.kind = 'step.dissented' THEN
      UPDATE differences_dissent dissent SET words = coalesce(told ->> 'In their own words', '')
        OF_DISSENT AND dissent.words = '';
    ELSIF entry.kind = 'step.show_numbers' THEN
      UPDATE differences_number number SET hidden = false OF_NUMBERS;
    END IF;
  END $$;
"""

for name, rows in WHERE.items():
    HIDE, SHOW = HIDE.replace(name, rows), SHOW.replace(name, rows)
