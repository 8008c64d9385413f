from django.db import migrations

from commonground.briefings.guards import STAYS


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_tables"), ("record", "0002_guards")]

    operations = [migrations.RunSQL(STAYS)]
