import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from commonground.library.guards import CHARTS, CHARTS_ANEW


def somebody() -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0002_pages"),
    ]

    operations = [
        migrations.AddField("chartedition", "opened", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("chartedition", "approved_by", somebody()),
        migrations.AddField("chartedition", "sent_back_by", somebody()),
        migrations.AddField("chartedition", "sent_back_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("chartedition", "sent_back", models.CharField(blank=True, default="", max_length=300)),
        migrations.AlterField("chartedition", "sent_back", models.CharField(blank=True, max_length=300)),
        migrations.RunSQL(CHARTS_ANEW),
        migrations.AddConstraint(
            "chartedition",
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | models.Q(~models.Q(approved_by=models.F("confirmed_by")), opened__isnull=False),
                name="chart_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            "chartedition",
            models.CheckConstraint(
                condition=models.Q(sent_back_by=None, sent_back_at=None, sent_back="")
                | models.Q(sent_back_by__isnull=False, sent_back_at__isnull=False, opened=None),
                name="chart_sent_back_by_somebody_or_opened",
            ),
        ),
        migrations.AddConstraint(
            "chartedition",
            models.UniqueConstraint(
                models.F("partnership"),
                condition=models.Q(opened=None, sent_back_at=None),
                name="chart_one_proposal",
            ),
        ),
        migrations.RunSQL(CHARTS),
    ]
