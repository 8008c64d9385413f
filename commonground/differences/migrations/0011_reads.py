from django.db import migrations

from commonground.differences.policies import BEGIN


class Migration(migrations.Migration):
    dependencies = [("differences", "0010_waiting"), ("briefings", "0001_tables")]

    operations = [migrations.RunSQL(BEGIN)]
