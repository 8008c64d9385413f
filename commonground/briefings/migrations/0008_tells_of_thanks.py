from django.db import migrations

from commonground.briefings.guards import TELLS_OF_THANKS


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0007_thanks_of_an_area"),
        ("differences", "0012_surveys"),
    ]

    operations = [migrations.RunSQL(TELLS_OF_THANKS, "DROP POLICY app_tells_of_thanks ON notices_notice")]
