"""What was submitted, said to it or released stays as it was written."""

from django.db import migrations

from commonground.assurance.guards import guards


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_tables"), ("record", "0002_guards")]
    operations = [migrations.RunSQL(guards())]
