from django.db import migrations

from commonground.differences.policies_apart import TELL_OF_LIBRARIES


class Migration(migrations.Migration):
    dependencies = [("differences", "0006_seen")]

    operations = [migrations.RunSQL(TELL_OF_LIBRARIES)]
