from django.db import migrations

from commonground.differences.policies_searching import SAID


class Migration(migrations.Migration):
    dependencies = [("differences", "0008_sheets")]

    operations = [migrations.RunSQL(SAID)]
