from django.db import migrations

from commonground.insight.counting import WENT_FUNCTION
from commonground.insight.policies import locks


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_tables"), ("differences", "0009_said")]

    operations = [migrations.RunSQL(WENT_FUNCTION), migrations.RunSQL(locks())]
