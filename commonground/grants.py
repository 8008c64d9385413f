"""What the roles `app` and `clock` may do to each table: what does not stand here is refused.

`bin/manage migrate` revokes everything and grants exactly this; tests/house/test_grants.py compares the
database with it. A privilege may name columns: "SELECT, UPDATE (ended)".
"""

from typing import NamedTuple

from commonground.database import Cursor

READ = "SELECT"
ADD = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"
HEAD = "SELECT, INSERT, UPDATE (size), UPDATE (digest), UPDATE (signature)"
LOST = "SELECT, INSERT, UPDATE (taken_back_at), UPDATE (confirmed_by_id), UPDATE (confirmed_at)"
MASK = "SELECT, INSERT, UPDATE (second_id), UPDATE (second_name), UPDATE (second_at), UPDATE (confirmed)"
POST = "SELECT, INSERT, UPDATE (mailbox), UPDATE (phone)"  # to lock a post takes the right to change something of it
AWAY = "SELECT, INSERT, UPDATE (ends), DELETE"
TRIED = "SELECT, UPDATE (last), UPDATE (done), UPDATE (found), UPDATE (finished_at)"
PRINTS = "SELECT, UPDATE (content), UPDATE (pdf), UPDATE (finished_at), DELETE"
TAKEN_IN = "SELECT, UPDATE (rows), UPDATE (errors), UPDATE (leavers), UPDATE (done), UPDATE (finished_at)"
RELEASED = "SELECT, INSERT, UPDATE (number), UPDATE (remark), UPDATE (released_by_id), UPDATE (released_at)"
WORKED_OUT = "SELECT, UPDATE (done), UPDATE (total), UPDATE (finished_at), UPDATE (counted_at), UPDATE (whole_year)"
MADE = (
    "SELECT, UPDATE (done), UPDATE (total), UPDATE (content), UPDATE (ods), UPDATE (csv), UPDATE (xlsx), UPDATE (pdf), "
    "UPDATE (finished_at), UPDATE (forgotten_at)"
)
WHETHER_OPENED = (
    "SELECT (id), SELECT (briefing_id), SELECT (person_id), SELECT (agency_id), SELECT (last_day), SELECT (opened_at), "
    "SELECT (ended_at)"
)
LET_IN = "SELECT, INSERT, UPDATE (tries), UPDATE (device), UPDATE (opened_at), UPDATE (ended_at), UPDATE (why_ended)"
VOUCHED = (
    "SELECT, INSERT, UPDATE (draft_id), UPDATE (came), UPDATE (agency_id), UPDATE (reason), UPDATE (decided_by_id), "
    "UPDATE (decided_at)"
)
POINT = (
    "SELECT, INSERT, UPDATE (raising), UPDATE (responding), UPDATE (raising_why), UPDATE (responding_why), "
    "UPDATE (version), UPDATE (taken_off_at)"
)
HEARD = "SELECT, INSERT, UPDATE (heard), UPDATE (missing), UPDATE (heard_by_id), UPDATE (heard_at)"
SENDER = "SELECT, INSERT, UPDATE (leased_until), UPDATE (tries), UPDATE (sent_at), UPDATE (answer), UPDATE (bounced_at)"
GATHERER = f"{SENDER}, UPDATE (summary_id), UPDATE (bounce_seen)"
BROUGHT_UP = "SELECT, UPDATE (total), UPDATE (done), UPDATE (moved), UPDATE (clocks), UPDATE (settled_at)"
DAY_OFF = f"{BROUGHT_UP}, INSERT, UPDATE (removed_at), UPDATE (removed_by_id)"
UNDERTAKEN = (
    "SELECT, INSERT, UPDATE (agency_id), UPDATE (owner_id), UPDATE (due), UPDATE (now), UPDATE (words), "
    "UPDATE (over_by_id), UPDATE (over_at), UPDATE (next_at)"
)
DAY = (
    "SELECT, INSERT, DELETE, UPDATE (answers), UPDATE (version), UPDATE (saved_by_id), UPDATE (saved_at), "
    "UPDATE (number), UPDATE (stage), UPDATE (shared_by_id), UPDATE (shared_at)"
)  # deleted while it is not shared
SHEET = DAY.replace("answers", "lines")
ROUND = "SELECT, UPDATE (answered), UPDATE (by_link), UPDATE (together), UPDATE (settled_at)"
GROUP = "SELECT, UPDATE (shown), UPDATE (by_link), UPDATE (figures)"
OWN_RETURN = "SELECT, INSERT, UPDATE (answers), UPDATE (version), UPDATE (saved_by_id), UPDATE (saved_at)"
PLACED = (
    "SELECT, INSERT, UPDATE (stage), UPDATE (clock_id), UPDATE (version), UPDATE (unused), UPDATE (why), "
    "UPDATE (would_change), UPDATE (placed_by_id), UPDATE (placed_at)"  # shown by the function below or the clock only
)
FRESH_EYES = (
    "SELECT, INSERT, UPDATE (person_id), UPDATE (agency_id), UPDATE (seat_id), UPDATE (by_when), UPDATE (now), "
    "UPDATE (asked_in), UPDATE (said_in), UPDATE (over_at), UPDATE (next_at)"
)
MEETING = (
    "SELECT, INSERT, UPDATE (state), UPDATE (starts_at), UPDATE (ends_at), UPDATE (sequence), UPDATE (place), "
    "UPDATE (read_out), UPDATE (apologies), UPDATE (others), UPDATE (held_at), UPDATE (agenda)"
)
INVITED = "SELECT, INSERT, UPDATE (asked), UPDATE (came), UPDATE (side), UPDATE (agency_id)"
CHART = (
    "SELECT, INSERT, UPDATE (opened), UPDATE (approved_by_id), UPDATE (sent_back_by_id), UPDATE (sent_back_at), "
    "UPDATE (sent_back)"
)
PAGE = (
    "SELECT, INSERT, DELETE, UPDATE (text), UPDATE (changes), UPDATE (version), UPDATE (kind), UPDATE (title), "
    "UPDATE (summary), UPDATE (changed_by_id), UPDATE (changed_at), UPDATE (proposed_by_id), UPDATE (proposed_at), "
    "UPDATE (sent_back), UPDATE (in_force), UPDATE (review_by), UPDATE (approved_by_id), UPDATE (opened), "
    "UPDATE (retired_by_id), UPDATE (retired_at), UPDATE (retired_why)"
)
SHARED = "SELECT, INSERT, UPDATE (brought_up_on), UPDATE (ended_at), UPDATE (ended_by_id), UPDATE (why_ended)"
HELD = "SELECT, INSERT, UPDATE (came_of_it), UPDATE (looked_again_on)"
GIVEN = "SELECT, INSERT, UPDATE (device), UPDATE (opened_at), UPDATE (ended_at)"
READING = (
    "SELECT, INSERT, UPDATE (opened_at), UPDATE (agreed_at), UPDATE (understood_at), UPDATE (talked_at), "
    "UPDATE (left_at), UPDATE (why_left)"
)
SAID = "SELECT, INSERT, UPDATE (right_until), UPDATE (told_at), UPDATE (ended_at), UPDATE (ended_by_id)"
THANKED = (
    "SELECT, INSERT, UPDATE (may_show), UPDATE (answered_by_id), UPDATE (answered_at), UPDATE (ended_at), "
    "UPDATE (ended_by_id)"
)
PLANNED = (
    "SELECT, INSERT, UPDATE (due_on), UPDATE (told_at), UPDATE (done_on), UPDATE (noted_by_id), UPDATE (proof), "
    "UPDATE (link), UPDATE (called_off_at)"
)
LOOKED_AT = "SELECT, UPDATE (checked_at), UPDATE (seen), UPDATE (came), UPDATE (found_at)"
IMAGE = (
    "SELECT, INSERT, DELETE, UPDATE (opened), UPDATE (hidden_by_id), UPDATE (hidden_at), UPDATE (hidden_why), "
    "UPDATE (taken_out_by_id), UPDATE (taken_out_at), UPDATE (content)"
)
DRAFT = "SELECT, INSERT, DELETE"  # deleted with a draft that was never proposed
DRAFTED = (
    f"{DRAFT}, UPDATE (text), UPDATE (digest), UPDATE (covers), UPDATE (version), UPDATE (changed_by_id), "
    "UPDATE (changed_at), UPDATE (proposed_by_id), UPDATE (proposed_at), UPDATE (in_force), UPDATE (approved_by_id), "
    "UPDATE (opened), UPDATE (retired_by_id), UPDATE (retired_at), UPDATE (retired_why)"
)


class Grant(NamedTuple):
    """The privileges of the two roles on one table; an empty text means none."""

    app: str = ""
    clock: str = ""


TABLES: dict[str, Grant] = {
    # Django and allauth: sessions, accounts, rate limits
    "django_migrations": Grant(app=READ, clock=READ),
    "django_content_type": Grant(app=READ, clock=READ),
    "auth_group": Grant(),  # Django's own permissions are not used
    "auth_group_permissions": Grant(),
    "auth_permission": Grant(),
    "django_session": Grant(app=ALL, clock="SELECT, DELETE"),
    "cache": Grant(app=ALL, clock="SELECT, DELETE"),
    "account_emailaddress": Grant(app=ALL, clock=READ),
    "account_emailconfirmation": Grant(app=ALL),
    "mfa_authenticator": Grant(app=ALL),
    "usersessions_usersession": Grant(app=ALL, clock="SELECT, DELETE"),
    "socialaccount_socialaccount": Grant(app=ADD),  # whose work account is whose: forgotten by a command only
    "socialaccount_socialapp": Grant(),  # the provider stands in the settings
    "socialaccount_socialtoken": Grant(),  # no right to ask it more is kept
    # the directory: partnerships are made by commands; the web keeps the rest; the worker takes in files of people
    "directory_partnership": Grant(app=READ, clock=READ),
    "directory_agency": Grant(app=ADD, clock=READ),
    "directory_agency_partnerships": Grant(app=ADD, clock=READ),
    "directory_team": Grant(app=ADD, clock=ADD),
    "directory_contact": Grant(app=CHANGE),
    "directory_post": Grant(app=POST, clock=POST),
    "directory_pass": Grant(app=LET_IN, clock="SELECT, UPDATE (told_at)"),
    "directory_person": Grant(app=CHANGE, clock=CHANGE),
    "directory_holding": Grant(app=ALL, clock=CHANGE),
    "directory_grouppost": Grant(app=READ),
    "directory_closure": Grant(app="SELECT, INSERT, UPDATE (ended_at)", clock=READ),
    "directory_absence": Grant(app=AWAY, clock=READ),
    "directory_invitation": Grant(app=CHANGE, clock="SELECT, UPDATE (used)"),
    "directory_change": Grant(app=ADD, clock=ADD),
    "directory_promise": Grant(app=CHANGE),
    "directory_peoplefile": Grant(app=ALL, clock=TAKEN_IN),
    "directory_lostfactor": Grant(app=LOST),
    "directory_lostfactor_agencies": Grant(app=ADD),
    # the record: written once; only the head of a chain moves on
    "record_head": Grant(app=HEAD, clock=HEAD),
    "record_entry": Grant(app=ADD, clock=ADD),
    "record_entrytext": Grant(app=ADD, clock=ADD),
    "record_mask": Grant(app=MASK, clock="SELECT, UPDATE (alarmed_at)"),
    "record_withheld": Grant(),  # words that nobody reads: only the two functions below reach them
    "record_look": Grant(app=ADD, clock=READ),
    "record_submission": Grant(app="SELECT, INSERT, UPDATE (answer)", clock="SELECT, DELETE"),
    # notices: the web leaves them, the worker gathers and sends them
    "notices_notice": Grant(app=ADD, clock=GATHERER),
    "notices_summary": Grant(clock=SENDER),
    "notices_howtold": Grant(app=CHANGE, clock=READ),
    "notices_heartbeat": Grant(app=READ, clock=CHANGE),
    # editions: officers draft and open them; triggers leave what was proposed or opened as it is
    "editions_edition": Grant(app=DRAFTED, clock=READ),
    "editions_edition_partnerships": Grant(app=DRAFT, clock=READ),
    "editions_confirmation": Grant(app=DRAFT, clock=READ),
    "editions_milestone": Grant(app=DRAFT, clock=READ),
    "editions_holiday": Grant(app=DAY_OFF, clock=BROUGHT_UP),
    "editions_compared": Grant(app=ADD, clock=READ),
    # the library: triggers leave what was published or proposed as it is; what is said of a chart is answered once
    "library_chartedition": Grant(app=CHART, clock=READ),
    "library_pageedition": Grant(app=PAGE, clock=READ),
    "library_shortaddress": Grant(app=ADD, clock=READ),
    "library_framingsite": Grant(app="SELECT, INSERT, UPDATE (ended_by_id), UPDATE (ended_at)"),
    "library_linkcheck": Grant(app=READ, clock=ALL),
    "library_pageimage": Grant(app=IMAGE, clock=READ),  # see images/guards.py
    "library_pagewords": Grant(app="SELECT, INSERT, UPDATE (head), UPDATE (body), UPDATE (said), DELETE"),
    # briefings: shared and read by the web, brought to their people by the worker; nothing of what was read is deleted
    "briefings_briefing": Grant(app=SHARED, clock=CHANGE),
    "briefings_passedon": Grant(app=ADD, clock=ADD),
    "briefings_recipient": Grant(app=READING, clock=CHANGE),
    "briefings_receipt": Grant(app=ADD, clock=READ),
    "briefings_ownanswers": Grant(app="SELECT, INSERT, UPDATE (got_right)"),
    "briefings_tally": Grant(app=CHANGE, clock=CHANGE),
    "briefings_personallink": Grant(app=GIVEN, clock=WHETHER_OPENED),
    "briefings_teamsession": Grant(app=HELD, clock="SELECT, UPDATE (told_at)"),
    "briefings_attended": Grant(app=ADD, clock=READ),
    "briefings_peertalk": Grant(app=ADD),
    "briefings_leaderwords": Grant(app=SAID, clock="SELECT, UPDATE (told_at)"),
    "briefings_leaderthanks": Grant(app=THANKED, clock="SELECT (id), SELECT (ended_at)"),
    "briefings_promotion": Grant(app=PLANNED, clock="SELECT, UPDATE (told_at)"),
    "briefings_ownpage": Grant(app="SELECT, INSERT, UPDATE (ended_at)", clock=LOOKED_AT),
    "library_useful": Grant(app=ADD),  # an answer of nobody in particular, counted for the editors
    # assurance: the web adds answers and cannot read what is held; the worker counts and deletes them
    "assurance_round": Grant(app="SELECT, INSERT, UPDATE (closes), DELETE", clock=ROUND),
    "assurance_group": Grant(app="SELECT, INSERT, UPDATE (without), DELETE", clock=GROUP),
    "assurance_answered": Grant(app=ADD, clock="SELECT, DELETE"),
    "assurance_held": Grant(app="INSERT", clock="SELECT, DELETE"),
    "assurance_remark": Grant(app=READ, clock=ADD),
    "assurance_assessment": Grant(app=ADD, clock=READ),
    "assurance_ownreturn": Grant(app=OWN_RETURN),
    "assurance_submitted": Grant(app=ADD, clock=READ),
    "assurance_moderation": Grant(app=ADD, clock=READ),
    # differences: bound rows are added and changed, never deleted; what was said is only added
    "differences_difference": Grant(app=CHANGE, clock=CHANGE),
    "differences_seat": Grant(app=CHANGE, clock=CHANGE),
    "differences_view": Grant(app=ADD, clock=ADD),
    "differences_sideview": Grant(app=ADD, clock=READ),
    "differences_sideviewdraft": Grant(app=ALL),
    "differences_point": Grant(app=POINT, clock=READ),
    "differences_sayback": Grant(app=HEARD, clock=READ),
    "differences_clock": Grant(app=CHANGE, clock=CHANGE),
    "differences_proposal": Grant(app=CHANGE, clock=ADD),
    "differences_signature": Grant(app=ADD, clock=READ),
    "differences_agencyaction": Grant(app="SELECT, INSERT, UPDATE (taken_on_by_id), UPDATE (taken_on_at)", clock=READ),
    "differences_child": Grant(app="SELECT, INSERT, UPDATE (sealed)", clock=READ),
    "differences_childname": Grant(app=ADD),  # removed by the function below only
    "differences_ring": Grant(app="SELECT, INSERT, UPDATE (spoke_by_id), UPDATE (spoke_at)", clock=READ),
    "differences_link": Grant(app="SELECT, INSERT, UPDATE (ended_at)", clock=READ),
    "differences_undertaking": Grant(app=UNDERTAKEN, clock="SELECT, UPDATE (next_at)"),
    "differences_takenrecord": Grant(app=ADD, clock=PRINTS),
    "differences_feedback": Grant(app=ADD),  # the worker reads nobody's answers
    "differences_thanks": Grant(app=ADD),
    "differences_whatchanged": Grant(app=ADD, clock=READ),
    "differences_weeksafter": Grant(app=ADD, clock=READ),
    "differences_meeting": Grant(app=MEETING, clock=READ),
    "differences_invited": Grant(app=INVITED, clock=READ),
    "differences_minutes": Grant(app=ADD, clock=READ),
    "differences_minutesagreed": Grant(app=ADD, clock=READ),
    "differences_dissent": Grant(app=ADD, clock=READ),
    "differences_fresheyes": Grant(app=FRESH_EYES, clock="SELECT, UPDATE (now), UPDATE (over_at), UPDATE (next_at)"),
    "differences_draft": Grant(app=ALL),
    "differences_vouching": Grant(app=VOUCHED),
    "differences_trial": Grant(app=ADD, clock=TRIED),
    "differences_placement": Grant(app=PLACED, clock="SELECT, UPDATE (shown_at)"),
    "differences_mark": Grant(app="SELECT, INSERT, UPDATE (out_at)", clock=READ),
    "differences_childday": Grant(app=DAY, clock=READ),
    "differences_sidesheet": Grant(app=SHEET, clock=READ),
    "differences_number": Grant(app="SELECT, INSERT", clock=READ),
    "differences_settled": Grant(app=ADD, clock=READ),
    "differences_call": Grant(app="SELECT, INSERT, UPDATE (told_in)"),
    # figures: what was counted is the worker's alone; the web reads what may be told of it
    "insight_counted": Grant(clock=ADD),
    "insight_oldlog": Grant(app=ADD),
    "insight_olddifference": Grant(app=ADD, clock=READ),
    "insight_release": Grant(app=RELEASED, clock=WORKED_OUT),
    "insight_silence": Grant(app=READ, clock=ADD),
    "insight_told": Grant(app=READ, clock=ADD),
    "insight_since": Grant(app=READ, clock=CHANGE),
    "insight_readon": Grant(app=READ, clock=CHANGE),
    "insight_evidence": Grant(app=ADD, clock=MADE),
    "insight_fetched": Grant(app=ADD),
    "insight_nudge": Grant(app=ADD, clock="SELECT, UPDATE (told), UPDATE (told_at)"),
    # procrastinate: the web leaves jobs, the worker does them
    "procrastinate_jobs": Grant(app=ALL, clock=ALL),
    "procrastinate_events": Grant(app=ADD, clock=ALL),
    "procrastinate_periodic_defers": Grant(app=READ, clock=ALL),
    "procrastinate_workers": Grant(app=READ, clock=ALL),
}

# Functions that only some roles may call, by name: the owner's SECURITY DEFINER functions belong here.
# All others in the schema are open to both roles, and none to PUBLIC.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "cg_begin": ("app",),
    "differences_seen": ("app",),
    "differences_told": ("app",),
    "differences_after_totals": ("app",),
    "differences_begun": ("app",),
    "differences_own_note": ("app",),
    "differences_opens_names": ("app",),
    "differences_wipe_names": ("app",),
    "differences_wipe_taken": ("app",),
    "differences_hide_words": ("app",),
    "differences_show_words": ("app",),
    "record_withhold": ("app",),
    "record_give_back": ("app",),
    "record_stays_unless_withheld": (),  # a trigger's: called by nobody
    "differences_barred": ("app",),
    "differences_said_back": ("app",),
    "differences_is_side": (),
    "differences_on_side": ("app",),
    "differences_speaks_for": ("app",),
    "differences_show_placements": ("app",),
    "differences_show_numbers": ("app",),
    "differences_tells_of_group": ("app",),
    "differences_found": ("app",),
    "differences_barred_stays_out": (),  # a trigger's: called by nobody
    "differences_facilitator_is_outside": (),  # a trigger's: called by nobody
    "differences_seat_asked": (),  # a trigger's: called by nobody
    "differences_seats_asked": (),  # a trigger's: called by nobody
    "insight_release_stays": (),  # a trigger's: called by nobody
    "insight_went": ("clock",),
    "differences_looks_from_outside": (),  # a trigger's: called by nobody
}


def grant(cursor: Cursor) -> None:
    """Make the database's grants those of this manifest, for the tables that exist. Run as `owner`."""
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC, app, clock")
    cursor.execute("GRANT USAGE ON SCHEMA public TO app, clock")
    for objects in ("TABLES", "SEQUENCES", "ROUTINES"):
        cursor.execute(f"REVOKE ALL ON ALL {objects} IN SCHEMA public FROM PUBLIC, app, clock")
    cursor.execute("GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO app, clock")
    for name, roles in FUNCTIONS.items():
        for signature in _signatures(cursor, name):
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM app, clock")
            for role in roles:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {role}")
    sequences = _sequences(cursor)
    for table in TABLES.keys() & tables(cursor):
        for role, privileges in TABLES[table]._asdict().items():
            if privileges:
                cursor.execute(f'GRANT {privileges} ON TABLE "{table}" TO {role}')
            if "INSERT" in privileges:
                for sequence in sequences.get(table, ()):
                    cursor.execute(f'GRANT USAGE ON SEQUENCE "{sequence}" TO {role}')


def tables(cursor: Cursor) -> set[str]:
    """Return the names of the tables and views in the product's schema."""
    cursor.execute(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
        """
    )
    return {name for (name,) in cursor.fetchall()}


def held(cursor: Cursor) -> dict[tuple[str, str], set[str]]:
    """Return what the catalogue grants: (table, role) to privileges, "UPDATE (column)" for a single one.

    Every role other than `owner` is listed, PUBLIC by that name.
    """
    cursor.execute(
        """
        SELECT a.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege
        FROM (
            SELECT c.relname, c.relowner, x.grantee, x.privilege_type AS privilege
            FROM pg_class c, aclexplode(c.relacl) x
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind <> 'S'
            UNION ALL
            SELECT c.relname, c.relowner, x.grantee, format('%s (%s)', x.privilege_type, t.attname)
            FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) x
            WHERE c.relnamespace = 'public'::regnamespace
        ) a
        LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE a.grantee <> a.relowner
        """
    )
    found: dict[tuple[str, str], set[str]] = {}
    for table, role, privilege in cursor.fetchall():
        found.setdefault((table, role), set()).add(privilege)
    return found


def _signatures(cursor: Cursor, name: str) -> list[str]:
    cursor.execute(
        """
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname = %s
        """,
        (name,),
    )
    return [signature for (signature,) in cursor.fetchall()]


def _sequences(cursor: Cursor) -> dict[str, list[str]]:
    """Return the sequences behind each table's serial columns; those of identity columns need no grant."""
    cursor.execute(
        """
        SELECT t.relname, s.relname FROM pg_depend d
        JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_class t ON t.oid = d.refobjid
        WHERE d.deptype = 'a' AND s.relnamespace = 'public'::regnamespace
        """
    )
    found: dict[str, list[str]] = {}
    for table, sequence in cursor.fetchall():
        found.setdefault(table, []).append(sequence)
    return found
