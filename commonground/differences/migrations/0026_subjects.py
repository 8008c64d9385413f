"""What a difference is about besides children: a family member, or how people work together."""

from django.db import migrations, models

from commonground.differences import policies

CHILDREN = (
    models.Q(subject="child", children_count__gte=1, children_count__lte=8)
    | models.Q(subject="family_member", children_count__lte=1)
    | models.Q(subject="theme", children_count=0)
)
THEME = ~models.Q(subject="theme") & models.Q(theme="", needed_by__isnull=False) | models.Q(
    subject="theme"
) & ~models.Q(theme="")


class Migration(migrations.Migration):
    dependencies = [("differences", "0025_running_clocks"), ("record", "0005_masks_waiting")]

    operations = [
        migrations.AddField(
            "difference",
            "subject",
            models.CharField(
                choices=[
                    ("child", "A child or children"),
                    ("family_member", "A family member"),
                    ("theme", "How we work together, not one child"),
                ],
                default="child",
                max_length=20,
            ),
        ),
        migrations.AddField("difference", "theme", models.CharField(blank=True, default="", max_length=80), False),
        migrations.AlterField("difference", "needed_by", models.DateField(null=True)),
        migrations.RemoveConstraint("difference", "difference_one_to_eight_children"),
        migrations.AddConstraint(
            "difference", models.CheckConstraint(condition=CHILDREN, name="difference_children_of_its_subject")
        ),
        migrations.AddConstraint(
            "difference", models.CheckConstraint(condition=THEME, name="difference_theme_is_named")
        ),
        migrations.RunSQL(policies.BEGIN, migrations.RunSQL.noop),
    ]
