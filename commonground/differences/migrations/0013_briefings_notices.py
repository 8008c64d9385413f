from django.db import migrations

from commonground.differences.policies_apart import TELL_OF_BRIEFINGS


class Migration(migrations.Migration):
    dependencies = [("differences", "0012_surveys"), ("briefings", "0007_thanks_of_an_area")]

    operations = [migrations.RunSQL(TELL_OF_BRIEFINGS)]
