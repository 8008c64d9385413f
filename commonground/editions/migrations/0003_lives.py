"""An edition has a life: drafted, proposed, approved by another, retired. What was opened stays as it is."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was opened before was opened in code only, each part by every officer: the first of them counts as who proposed
# it, another as who approved it.
BEFORE = """
UPDATE editions_edition edition SET
  proposed_at = opened,
  proposed_by_id = (
    SELECT by_id FROM editions_confirmation WHERE edition_id = edition.id ORDER BY at, by_id LIMIT 1),
  approved_by_id = (
    SELECT max(by_id::text)::uuid FROM editions_confirmation WHERE edition_id = edition.id AND by_id <> (
      SELECT by_id FROM editions_confirmation WHERE edition_id = edition.id ORDER BY at, by_id LIMIT 1))
WHERE opened IS NOT NULL;
UPDATE editions_confirmation SET part = regexp_replace(part, '^stage ([0-9]+): .*$', 'stage:\\1');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

GUARDS = """
CREATE FUNCTION editions_was_proposed(one uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM editions_milestone WHERE edition_id = one AND done = 'proposed') $$;

CREATE FUNCTION editions_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE retiring text[] := ARRAY['retired_by_id', 'retired_at', 'retired_why'];
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.opened IS NOT NULL OR NEW.proposed_at IS NOT NULL THEN
        RAISE EXCEPTION 'an edition begins as a draft' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
      IF OLD.opened IS NOT NULL OR OLD.retired_at IS NOT NULL OR editions_was_proposed(OLD.id) THEN
        RAISE EXCEPTION 'only a draft that was never proposed is deleted' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN OLD;
    END IF;
    IF OLD.retired_at IS NOT NULL
      OR (OLD.opened IS NOT NULL AND to_jsonb(NEW) - retiring <> to_jsonb(OLD) - retiring) THEN
      RAISE EXCEPTION 'an edition that was opened or retired stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.opened IS NULL AND NEW.opened IS NOT NULL AND OLD.proposed_at IS NULL THEN
      RAISE EXCEPTION 'an edition is proposed before it is opened' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.proposed_at IS NOT NULL AND NEW.proposed_at IS NOT NULL
      AND to_jsonb(NEW) - retiring - ARRAY['opened', 'approved_by_id']
        <> to_jsonb(OLD) - retiring - ARRAY['opened', 'approved_by_id'] THEN
      RAISE EXCEPTION 'an edition stays as it is while it is proposed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON editions_edition
  FOR EACH ROW EXECUTE FUNCTION editions_edition_stays();

-- What belongs to an edition: for which partnerships it is, and what was confirmed of it.
CREATE FUNCTION editions_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE one uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.edition_id ELSE NEW.edition_id END;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      RAISE EXCEPTION 'what is written in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM editions_edition
      WHERE id = one AND (opened IS NOT NULL OR proposed_at IS NOT NULL OR retired_at IS NOT NULL);
    IF FOUND OR (TG_OP = 'DELETE' AND editions_was_proposed(one)) THEN
      RAISE EXCEPTION 'what belongs to an edition stays as it is, once it is proposed'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON editions_edition_partnerships
  FOR EACH ROW EXECUTE FUNCTION editions_of_draft();
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON editions_confirmation
  FOR EACH ROW EXECUTE FUNCTION editions_of_draft();

CREATE FUNCTION editions_milestone_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' OR editions_was_proposed(OLD.edition_id) THEN
      RAISE EXCEPTION 'what is written in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON editions_milestone
  FOR EACH ROW EXECUTE FUNCTION editions_milestone_stays();
"""

TABLES = ("editions_edition", "editions_edition_partnerships", "editions_confirmation", "editions_milestone")
WHOLE = "".join(
    f"CREATE TRIGGER stays_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();"
    for table in TABLES
)
UNDO = (
    "".join(f"DROP TRIGGER stays_whole ON {table}; DROP TRIGGER stays ON {table};" for table in TABLES)
    + """
DROP FUNCTION editions_milestone_stays(), editions_of_draft(), editions_edition_stays(), editions_was_proposed(uuid);
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_pass_side"),
        ("editions", "0002_holidays"),
        ("record", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "done",
                    models.CharField(
                        choices=[
                            ("started", "Draft started"),
                            ("proposed", "Proposed"),
                            ("taken_back", "Taken back"),
                            ("sent_back", "Sent back"),
                            ("approved", "Approved"),
                            ("retired", "Retired"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("words", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name="confirmation",
            name="dated",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="says",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="editions.edition",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="drafted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="proposed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="retired_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="retired_why",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="edition",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="confirmation",
            name="part",
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name="edition",
            name="in_force",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened", None), ("proposed_at", None), ("proposed_by", None)),
                    models.Q(
                        ("in_force__isnull", False), ("proposed_at__isnull", False), ("proposed_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="edition_proposed_by_somebody_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by", None), ("opened", None)),
                    models.Q(
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        ("approved_by__isnull", False),
                        ("opened__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="edition_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at", None), ("retired_by", None), ("retired_why", "")),
                    models.Q(
                        models.Q(("retired_why", ""), _negated=True),
                        ("retired_at__isnull", False),
                        ("retired_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="edition_retired_by_somebody_for_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="milestones", to="editions.edition"
            ),
        ),
        migrations.RunSQL(GUARDS + WHOLE, UNDO),
    ]
