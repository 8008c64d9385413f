"""Beginning says whether something about a group that is not listed may wait, so that home asks no more where not."""

from django.db import migrations

from commonground.differences import policies


class Migration(migrations.Migration):
    dependencies = [("differences", "0018_children_open")]

    operations = [
        migrations.RunSQL("DROP FUNCTION cg_begin(uuid, date);" + policies.BEGIN, migrations.RunSQL.noop),
    ]
