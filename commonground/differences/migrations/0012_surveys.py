from django.db import migrations

from commonground.differences.policies import BEGIN


class Migration(migrations.Migration):
    dependencies = [("differences", "0011_reads"), ("assurance", "0001_tables")]

    operations = [migrations.RunSQL(BEGIN)]
