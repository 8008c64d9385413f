"""Beginning says whether an action of one's own may wait, so that home asks no more where none does."""

from django.db import migrations

from commonground.differences import policies


class Migration(migrations.Migration):
    dependencies = [("differences", "0032_thresholds")]

    operations = [
        migrations.RunSQL("DROP FUNCTION cg_begin(uuid, date);" + policies.BEGIN, migrations.RunSQL.noop),
    ]
