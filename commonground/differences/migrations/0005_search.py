from django.db import migrations

from commonground.differences.policies_searching import SEARCHING


class Migration(migrations.Migration):
    dependencies = [
        ("differences", "0004_day"),
        ("record", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(SEARCHING),
    ]
