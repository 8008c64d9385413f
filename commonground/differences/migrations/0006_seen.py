from django.db import migrations

from commonground.differences.policies import SEEN


class Migration(migrations.Migration):
    dependencies = [("differences", "0005_search")]

    operations = [migrations.RunSQL(SEEN)]
