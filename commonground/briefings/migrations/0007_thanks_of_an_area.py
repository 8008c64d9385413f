import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce

SHARED = """
UPDATE briefings_leaderthanks thanks SET partnership_id = (
  SELECT area.id FROM directory_partnership area
    JOIN directory_agency_partnerships its ON its.partnership_id = area.id AND its.agency_id = thanks.agency_id
  ORDER BY EXISTS (
    SELECT 1 FROM directory_agency_partnerships theirs
    WHERE theirs.partnership_id = area.id AND theirs.agency_id IN (
      SELECT agency_id FROM directory_team WHERE id = thanks.team_id
      UNION ALL
      SELECT post.agency_id FROM directory_holding held JOIN directory_post post ON post.id = held.post_id
        WHERE held.person_id = thanks.person_id)
  ) DESC, area.name LIMIT 1)
"""
"""An area that the leader’s agency shares with whoever was thanked, as it was found when they were."""


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0006_closed_pages"),
        ("directory", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="leaderthanks",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.partnership",
            ),
        ),
        migrations.RunSQL(SHARED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="leaderthanks",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.partnership",
            ),
        ),
        migrations.AddField(
            model_name="leaderthanks",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="leaderthanks",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="leaderwords",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="leaderthanks",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="thanks_ended_by_somebody",
            ),
        ),
        migrations.RemoveIndex(
            model_name="leaderthanks",
            name="thanks_that_others_read",
        ),
        migrations.AddIndex(
            model_name="leaderthanks",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("may_show", True)),
                fields=["partnership", "-at"],
                name="thanks_that_others_read",
            ),
        ),
        migrations.AddIndex(
            model_name="promotion",
            index=models.Index(
                models.F("agency"),
                Coalesce("done_on", "due_on"),
                condition=models.Q(("called_off_at", None)),
                name="promotion_on_its_day",
            ),
        ),
    ]
