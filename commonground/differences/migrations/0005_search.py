from django.db import migrations

from commonground.differences.policies_searching import SEARCHING


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0003_may_wait"),
        ("record", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(SEARCHING),
    ]
