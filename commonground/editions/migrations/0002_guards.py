"""England’s bank holidays to 2036, as rows; those of later years say that they are computed. What was opened stays."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonground.editions.guards import guards
from commonground.editions.holidays import england_holidays


def add(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    Holiday = apps.get_model("editions", "Holiday")
    Holiday.objects.bulk_create(
        Holiday(day=one.day, name=one.name, proclaimed=one.proclaimed) for one in england_holidays()
    )


def remove(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("editions", "Holiday").objects.all().delete()


class Migration(migrations.Migration):
    replaces = [
        ("editions", "0006_days_off"),
    ]
    dependencies = [("editions", "0001_tables"), ("record", "0002_guards")]
    operations = [
        migrations.RunPython(add, remove),
        migrations.RunSQL(guards()),
    ]
