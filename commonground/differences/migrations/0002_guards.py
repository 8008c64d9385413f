"""The second lock: sight as functions, and forced row-level security on every table bound to a difference."""

from django.db import migrations

from commonground.differences import policies, policies_apart, policies_hiding
from commonground.differences.after import policies as after
from commonground.differences.differing.policies import lock_lists
from commonground.differences.fresh_eyes.policies import lock_fresh_eyes
from commonground.differences.meetings.policies import lock_meetings
from commonground.differences.numbers.policies import lock_numbers
from commonground.differences.saying_back.policies import lock_said_back
from commonground.differences.side_views.policies import lock_views
from commonground.differences.thresholds.policies import lock_placements
from commonground.differences.undertakings.policies import lock_undertakings

LOCKS = (
    policies.FUNCTIONS,
    policies.locks(),
    policies.lock_calls(),
    policies_apart.let_advisers_read(),
    policies_apart.lock_passes(),
    policies.lock_actions(),
    policies.lock_rings(),
    policies.keep_out(),
    policies.lock_masks(),
    policies.lock_links(),
    policies_apart.lock_vouching(),
    policies_apart.lock_names(),
    policies_apart.lock_trials(),
    lock_undertakings(),
    policies_apart.lock_taken_records(),
    policies_apart.WIPE_TAKEN,
    lock_views(),
    lock_said_back(),
    lock_placements(),
    lock_lists(),
    after.locks(),
    lock_numbers(),
    lock_meetings(),
    policies_hiding.HIDE,
    policies_hiding.SHOW,
    lock_fresh_eyes(),
)


class Migration(migrations.Migration):
    replaces = [
        ("differences", "0043_lines_followed"),
    ]
    dependencies = [
        ("differences", "0001_tables"),
        ("directory", "0002_guards"),
        ("editions", "0002_guards"),
        ("library", "0001_tables"),
        ("notices", "0001_tables"),
        ("record", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL("".join(LOCKS)),
    ]
