import uuid

import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import commonground.differences.models.references
import commonground.procedures.meetings
import commonground.procedures.terms
import commonground.procedures.undertakings


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("differences", "0001_initial"),
        ("differences", "0002_locks"),
        ("differences", "0003_opened"),
        ("differences", "0004_indexes"),
        ("differences", "0005_calls"),
        ("differences", "0006_restricted"),
        ("differences", "0007_advice"),
        ("differences", "0008_told_half"),
        ("differences", "0009_without_account"),
        ("differences", "0010_joined"),
        ("differences", "0011_by_both_sides"),
        ("differences", "0012_fear"),
        ("differences", "0013_more_than_two"),
        ("differences", "0014_not_listed"),
        ("differences", "0015_which_child"),
        ("differences", "0016_advisers"),
        ("differences", "0017_restricted_by"),
        ("differences", "0018_children_open"),
        ("differences", "0019_begins_with_groups"),
        ("differences", "0020_trials"),
        ("differences", "0021_beside_the_stages"),
        ("differences", "0022_pause_reminded"),
        ("differences", "0023_leads_asked"),
        ("differences", "0024_conferences"),
        ("differences", "0025_running_clocks"),
        ("differences", "0026_subjects"),
        ("differences", "0027_undertakings"),
        ("differences", "0028_agreement_parts"),
        ("differences", "0029_taken_records"),
        ("differences", "0030_side_views"),
        ("differences", "0031_saying_back"),
        ("differences", "0032_thresholds"),
        ("differences", "0033_begins_with_actions"),
        ("differences", "0034_differing"),
        ("differences", "0035_after"),
        ("differences", "0036_numbers"),
        ("differences", "0037_meetings"),
        ("differences", "0038_placements_unshown"),
        ("differences", "0039_minutes_of_agencies"),
        ("differences", "0040_hidden_words"),
        ("differences", "0041_fresh_eyes"),
        ("differences", "0042_meetings_of_sides"),
    ]

    dependencies = [
        ("directory", "0001_tables"),
        ("directory", "__first__"),
        ("editions", "0001_tables"),
        ("library", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(
                        default=commonground.differences.models.references.mint_reference, max_length=10, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("threshold", "Level of need or risk"),
                            ("referral_outcome", "A referral not accepted, or not made"),
                            ("no_reply", "No reply to a referral or a question"),
                            ("enquiry", "Whether to hold a strategy discussion, enquiry or conference"),
                            ("assessment", "What an assessment found or missed"),
                            ("plan_drift", "A plan that drifts"),
                            ("step_down_close", "Closing or stepping down"),
                            ("roles", "Who does what"),
                            ("information", "Sharing or not sharing information"),
                            ("service", "A service refused, delayed or absent"),
                            ("injury", "Whether an injury is abusive"),
                            ("adults_unseen", "Adults nobody has met"),
                            ("victim_or_offender", "A child who harms or is exploited"),
                            ("conference", "A child protection conference decision"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("child", "A child or children"),
                            ("family_member", "A family member"),
                            ("theme", "How we work together, not one child"),
                        ],
                        default=commonground.procedures.terms.Subject["CHILD"],
                        max_length=20,
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("children_count", models.PositiveSmallIntegerField()),
                ("children_open", models.PositiveSmallIntegerField()),
                ("raised_at", models.DateTimeField()),
                ("needed_by", models.DateField(null=True)),
                ("meanwhile", models.TextField()),
                ("situation", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("stage", models.PositiveSmallIntegerField()),
                (
                    "turn",
                    models.CharField(
                        blank=True,
                        choices=[("raising", "raising side"), ("responding", "responding side")],
                        max_length=20,
                    ),
                ),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "resolved"),
                            ("withdrawn", "withdrawn"),
                            ("redirected", "redirected"),
                            ("not_resolved", "recorded as not resolved"),
                            ("kept_on_record", "kept on record only"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("paused_until", models.DateTimeField(null=True)),
                (
                    "asked_of",
                    models.CharField(
                        blank=True,
                        choices=[("raising", "raising side"), ("responding", "responding side")],
                        max_length=20,
                    ),
                ),
                ("leads_asked", models.BooleanField(default=False)),
                ("officer_told", models.BooleanField(default=False)),
                ("in_court", models.BooleanField(default=False)),
                ("asked_after_at", models.DateTimeField(null=True)),
                (
                    "still_asked",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("raising", "raising side"),
                            ("responding", "responding side"),
                            ("both", "both sides"),
                        ],
                        max_length=20,
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("side_views", models.PositiveSmallIntegerField(default=0)),
                ("say_backs", models.PositiveSmallIntegerField(default=0)),
                ("lines", models.PositiveSmallIntegerField(default=0)),
                (
                    "contacts_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.partnership",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="editions.edition"
                    ),
                ),
                (
                    "handed_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "picked_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "raising_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "raising_team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.team"
                    ),
                ),
                (
                    "responding_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "responding_team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.team"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("leads_asked", True)), fields=["asked_of"], name="difference_leads_asked"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["raising_agency"], name="difference_raised_open"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["responding_agency"],
                        name="difference_answered_open",
                    ),
                    models.Index(
                        models.F("partnership"),
                        models.OrderBy(models.F("due_at"), nulls_last=True),
                        models.F("id"),
                        condition=models.Q(("ended_at", None), ("officer_told", True)),
                        name="difference_told_open",
                    ),
                    models.Index(
                        models.F("partnership"),
                        models.OrderBy(models.F("raised_at"), descending=True),
                        models.F("id"),
                        condition=models.Q(("officer_told", True)),
                        name="difference_told_all",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("ended_at__isnull", False),
                            models.Q(
                                ("asked_after_at", None), ("asked_after_at__lt", models.F("ended_at")), _connector="OR"
                            ),
                        ),
                        fields=["ended_at"],
                        name="difference_to_ask_after",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage",
                                django.db.models.functions.comparison.Cast(
                                    django.db.models.fields.json.KeyTextTransform("stage", "situation"),
                                    models.IntegerField(),
                                ),
                            )
                        ),
                        name="difference_stage_as_situation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "end",
                                django.db.models.functions.comparison.Coalesce(
                                    django.db.models.fields.json.KeyTextTransform("end", "situation"), models.Value("")
                                ),
                            )
                        ),
                        name="difference_end_as_situation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", ""), ("ended_at", None)),
                            models.Q(models.Q(("ended_at__isnull", False)), models.Q(("end", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="difference_ended_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("officer_told", True), ("restricted", True), _negated=True),
                        name="difference_restricted_is_told_to_no_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("children_count__gte", 1),
                                ("children_count__lte", 8),
                                ("subject", commonground.procedures.terms.Subject["CHILD"]),
                            ),
                            models.Q(
                                ("children_count__lte", 1),
                                ("subject", commonground.procedures.terms.Subject["FAMILY_MEMBER"]),
                            ),
                            models.Q(
                                ("children_count", 0), ("subject", commonground.procedures.terms.Subject["THEME"])
                            ),
                            _connector="OR",
                        ),
                        name="difference_children_of_its_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("subject", commonground.procedures.terms.Subject["THEME"]), _negated=True),
                                ("needed_by__isnull", False),
                                ("theme", ""),
                            ),
                            models.Q(
                                ("subject", commonground.procedures.terms.Subject["THEME"]),
                                models.Q(("theme", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="difference_theme_is_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=120)),
                ("stage", models.PositiveSmallIntegerField()),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("shortened", models.BooleanField(default=False)),
                ("paused_until", models.DateTimeField(null=True)),
                ("told_pause", models.BooleanField(default=False)),
                ("sum", models.JSONField()),
                ("next_at", models.DateTimeField(null=True)),
                ("told_half", models.BooleanField(default=False)),
                ("told_before", models.BooleanField(default=False)),
                ("told_ran_out", models.BooleanField(default=False)),
                ("told_after", models.BooleanField(default=False)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None), ("next_at__isnull", False)),
                        fields=["next_at"],
                        name="clock_to_sweep",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["partnership", "due_at"], name="clock_running"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("difference"),
                        models.F("stage"),
                        models.F("key"),
                        models.F("started_at"),
                        name="clock_once_a_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildName",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="child_name_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                ("named", models.BooleanField(default=False)),
                ("name_wiped_at", models.DateTimeField(null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="child_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("saved_at", models.DateTimeField()),
                ("advice_at", models.DateTimeField(null=True)),
                (
                    "advice_agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "advice_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                (
                    "heard",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=20),
                ),
                (
                    "child",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=20),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partnership"], name="feedback_of_area")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("difference"), models.F("by"), models.F("ended_at"), name="feedback_once_an_end"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="differences.difference"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="link_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("difference", "other"),
                        name="link_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Times are proposed"),
                            ("set", "The time is set"),
                            ("held", "It was held"),
                            ("cancelled", "It is cancelled"),
                        ],
                        default=commonground.procedures.meetings.Meets["PROPOSED"],
                        max_length=20,
                    ),
                ),
                ("times", models.JSONField()),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("place", models.TextField()),
                ("about", models.TextField(blank=True)),
                (
                    "by_side",
                    models.CharField(
                        blank=True,
                        choices=[("raising", "raising side"), ("responding", "responding side")],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("read_out", models.BooleanField(null=True)),
                ("apologies", models.TextField(blank=True)),
                ("others", models.TextField(blank=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("agenda", models.JSONField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="meeting_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("proposed", "cancelled")),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("raising", "raising side"), ("responding", "responding side")],
                        max_length=20,
                    ),
                ),
                ("asked", models.BooleanField(default=True)),
                ("came", models.BooleanField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invited", to="differences.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("meeting"), models.F("person"), name="invited_once")],
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("read", models.PositiveSmallIntegerField(default=0)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dissents", to="differences.meeting"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("decided_by", models.TextField()),
                ("decision", models.TextField()),
                ("reasons", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="differences.meeting"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("meeting"), models.F("number"), name="minutes_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesAgreed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreed", to="differences.minutes"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("minutes"), models.F("side"), models.F("agency"), name="minutes_agreed_once_an_agency"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("figure", models.PositiveSmallIntegerField()),
                ("why", models.TextField(blank=True)),
                ("moves", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                ("hidden", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("difference"), models.F("side"), models.F("agency"), name="number_once_a_side"
                    ),
                    models.CheckConstraint(condition=models.Q(("figure__lte", 10)), name="number_from_0_to_10"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("unused", models.BooleanField(default=False)),
                ("why", models.TextField(blank=True)),
                ("would_change", models.TextField(blank=True)),
                ("placed_at", models.DateTimeField(null=True)),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="differences.clock"
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.chartedition",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("placed_at__isnull", False), ("shown_at", None)),
                        fields=["placed_at"],
                        name="placement_to_show",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("difference"), models.F("side"), models.F("agency"), name="placement_once_a_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shown_at", None), ("placed_at__isnull", False), _connector="OR"),
                        name="placement_shown_once_placed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("placed_at", None), ("placed_by", None)),
                            models.Q(("placed_at__isnull", False), ("placed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="placement_placed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("column", models.CharField(blank=True, max_length=60)),
                ("phrase", models.CharField(max_length=200)),
                ("own", models.BooleanField(default=False)),
                ("seen", models.TextField()),
                ("seen_by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("out_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="differences.placement"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["placement", "level"], name="mark_of_placement")],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("came_from", models.CharField(blank=True, max_length=20)),
                ("came_from_number", models.PositiveSmallIntegerField(null=True)),
                ("came_from_row", models.CharField(blank=True, max_length=20)),
                (
                    "came_from_side",
                    models.CharField(
                        blank=True,
                        choices=[("raising", "raising side"), ("responding", "responding side")],
                        max_length=20,
                    ),
                ),
                (
                    "raising",
                    models.CharField(
                        blank=True,
                        choices=[("agrees", "We agree"), ("differs", "We see it differently")],
                        max_length=20,
                    ),
                ),
                (
                    "responding",
                    models.CharField(
                        blank=True,
                        choices=[("agrees", "We agree"), ("differs", "We see it differently")],
                        max_length=20,
                    ),
                ),
                ("raising_why", models.TextField(blank=True)),
                ("responding_why", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("taken_off_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="point_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("decision", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("as_asked", "What was asked will happen"),
                            ("in_part", "Part of what was asked will happen"),
                            ("something_else", "Something else will happen"),
                            ("look_again", "Both will look again"),
                            ("each_goes_on", "Each goes on with what they do"),
                        ],
                        max_length=20,
                    ),
                ),
                ("doing", models.JSONField(default=list)),
                ("tells_family", models.TextField(blank=True)),
                ("better_day", models.TextField(blank=True)),
                ("known_by", models.TextField(blank=True)),
                ("check_on", models.DateField(null=True)),
                ("declined_why", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="proposal_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyAction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("what", models.TextField()),
                ("taken_on_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "taken_on_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="differences.proposal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("proposal"), models.F("agency"), name="action_once_an_agency")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ring",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("phone", models.CharField(max_length=40)),
                ("when", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("spoke_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "spoke_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="ring_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SayBack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("words", models.TextField()),
                ("reply", models.PositiveSmallIntegerField(null=True)),
                (
                    "heard",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "yes, that is it"),
                            ("nearly", "nearly, something is missing"),
                            ("no", "no, that is not it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("missing", models.TextField(blank=True)),
                ("heard_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="say_back_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("raising", "raising side"), ("responding", "responding side")],
                        max_length=20,
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("raiser", "raised it"),
                            ("answering", "acts for a side at a stage"),
                            ("guest", "let in by a pass"),
                            ("lead", "safeguarding lead of a side"),
                            ("checking", "looks at it for a side"),
                            ("told", "told about it"),
                            ("chaired", "chaired the conference that it is about"),
                            ("helping", "helps both sides beside the stages"),
                            ("facilitating", "facilitates at the last stage"),
                            ("officer", "partnership officer"),
                            ("joined", "belongs to an agency that joined"),
                            ("adviser", "asked for advice"),
                            ("fresh_eyes", "looks at it with fresh eyes"),
                            ("barred", "takes no part"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("practitioner", "practitioner"),
                            ("line_manager", "line manager"),
                            ("safeguarding_lead", "safeguarding lead"),
                            ("senior_manager", "senior manager"),
                            ("executive_lead", "executive lead"),
                            ("safeguarding_partner", "safeguarding partner"),
                            ("partnership_officer", "partnership officer"),
                            ("library_editor", "library editor"),
                            ("partnership_chair", "partnership chair"),
                            ("facilitator", "facilitator"),
                            ("conference_chair", "conference chair"),
                            ("reviewing_officer", "reviewing officer"),
                            ("scrutineer", "independent scrutineer"),
                        ],
                        max_length=30,
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.post"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["person"],
                        include=("difference", "agency"),
                        name="seat_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["post"],
                        include=("difference",),
                        name="seat_of_post",
                    ),
                    models.Index(
                        condition=models.Q(("capacity", "barred"), ("ended_at", None)),
                        fields=["person"],
                        include=("difference",),
                        name="seat_barred",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("post__isnull", False)),
                            models.Q(("person__isnull", False), ("post", None)),
                            _connector="OR",
                        ),
                        name="seat_is_a_person_or_a_post",
                    ),
                    models.UniqueConstraint(
                        models.F("difference"),
                        models.F("capacity"),
                        models.F("side"),
                        models.F("stage"),
                        models.F("person"),
                        models.F("post"),
                        condition=models.Q(("ended_at", None)),
                        name="seat_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FreshEyes",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_when", models.DateField()),
                (
                    "now",
                    models.CharField(
                        choices=[
                            ("sought", "The partnership’s office is asked to find somebody"),
                            ("asked", "They are asked, and have not said yet whether they can"),
                            ("looking", "They look at it now"),
                            ("given", "They have said what they see"),
                            ("cannot", "Nobody could look"),
                            ("taken_back", "It was taken back"),
                            ("over", "The look ended before anybody said what they see"),
                        ],
                        max_length=20,
                    ),
                ),
                ("asked_in", models.PositiveIntegerField(default=0)),
                ("said_in", models.PositiveIntegerField(default=0)),
                ("over_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="differences.seat"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="fresh_eyes_to_sweep"
                    ),
                    models.Index(
                        condition=models.Q(("now__in", ("asked", "looking"))),
                        fields=["person"],
                        name="fresh_eyes_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("now", "sought")), fields=["partnership"], name="fresh_eyes_to_find"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="fresh_eyes_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("now__in", ("sought", "asked", "looking"))),
                        fields=("difference", "side"),
                        name="fresh_eyes_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("now__in", ("sought", "asked", "looking")), ("over_at", None)),
                            models.Q(
                                ("next_at", None),
                                ("now__in", ("given", "cannot", "taken_back", "over")),
                                ("over_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="fresh_eyes_over_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settled",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("threshold", "Level of need or risk"),
                            ("referral_outcome", "A referral not accepted, or not made"),
                            ("no_reply", "No reply to a referral or a question"),
                            ("enquiry", "Whether to hold a strategy discussion, enquiry or conference"),
                            ("assessment", "What an assessment found or missed"),
                            ("plan_drift", "A plan that drifts"),
                            ("step_down_close", "Closing or stepping down"),
                            ("roles", "Who does what"),
                            ("information", "Sharing or not sharing information"),
                            ("service", "A service refused, delayed or absent"),
                            ("injury", "Whether an injury is abusive"),
                            ("adults_unseen", "Adults nobody has met"),
                            ("victim_or_offender", "A child who harms or is exploited"),
                            ("conference", "A child protection conference decision"),
                        ],
                        max_length=30,
                    ),
                ),
                ("saved_stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "other_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "own_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SideView",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("facts", models.JSONField()),
                ("answers", models.JSONField()),
                ("number", models.PositiveSmallIntegerField()),
                ("stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="side_view_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SideViewDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("facts", models.JSONField()),
                ("answers", models.JSONField()),
                ("version", models.PositiveIntegerField()),
                ("goes_on_from", models.PositiveSmallIntegerField()),
                ("saved_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("author"), name="side_view_draft_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="differences.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("proposal"), models.F("side"), name="signature_once_a_side")
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("notes", models.JSONField(default=list)),
                ("content", models.JSONField(null=True)),
                ("pdf", models.BinaryField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["asked_at"], name="taken_record_to_forget")],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("words", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("since", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("last", models.UUIDField(null=True)),
                ("found", models.JSONField(default=dict)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="editions.edition"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["edition", "-asked_at"], name="trial_latest")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("edition"),
                        models.F("partnership"),
                        condition=models.Q(("finished_at", None)),
                        name="trial_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Undertaking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("what", models.TextField()),
                ("done_when", models.TextField()),
                ("due", models.DateField()),
                ("at", models.DateTimeField()),
                ("line", models.PositiveSmallIntegerField(null=True)),
                (
                    "now",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("set_aside", "Not needed any more")],
                        default=commonground.procedures.undertakings.Now["OPEN"],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("over_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="differences.proposal",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "over_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
                (
                    "taken_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="differences.agencyaction",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="undertaking_to_sweep"
                    ),
                    models.Index(
                        condition=models.Q(("now", "open")), fields=["owner", "due"], name="undertaking_of_person"
                    ),
                    models.Index(
                        condition=models.Q(("now", "open"), ("owner", None)),
                        fields=["agency", "due"],
                        name="undertaking_of_agency",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="undertaking_number_once"),
                    models.UniqueConstraint(models.F("taken_on"), name="undertaking_once_an_action"),
                    models.UniqueConstraint(models.F("agreement"), models.F("line"), name="undertaking_once_a_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreement", None), ("line", None)),
                            models.Q(("agreement__isnull", False), ("line__isnull", False)),
                            _connector="OR",
                        ),
                        name="undertaking_of_whole_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("now", "open"), ("over_at", None)),
                            models.Q(models.Q(("now", "open"), _negated=True), ("over_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="undertaking_over_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("worry", models.TextField(blank=True)),
                ("tried", models.TextField(blank=True)),
                ("ask", models.TextField(blank=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("yes_if", "Yes, if"), ("no_because", "No, because")],
                        max_length=20,
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "The decision stands"),
                            ("early_review", "The review conference is held earlier"),
                            ("reconvene", "The conference meets again"),
                        ],
                        max_length=20,
                    ),
                ),
                ("told", models.CharField(blank=True, max_length=400)),
                ("before", models.PositiveSmallIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("difference"), models.F("number"), name="view_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Vouching",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("council", "Council"),
                            ("police", "Police"),
                            ("health_trust", "Health trust"),
                            ("health_board", "Integrated care board"),
                            ("general_practice", "General practice"),
                            ("school", "School"),
                            ("early_years", "Early years setting"),
                            ("voluntary", "Voluntary group"),
                            ("probation", "Probation"),
                            ("housing", "Housing"),
                            ("partnership", "Partnership office"),
                        ],
                        max_length=20,
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=120)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("phone", models.CharField(max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("lets_in", models.BooleanField(default=False)),
                ("does", models.CharField(blank=True, max_length=120)),
                ("knows_them", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("office_only", models.BooleanField(default=False)),
                (
                    "came",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "They vouched for it"),
                            ("listed", "It was listed already"),
                            ("no", "They did not vouch for it"),
                            ("taken_back", "It was taken back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="differences.draft",
                    ),
                ),
                (
                    "own_agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("came", "")), fields=["partnership", "asked_at"], name="vouching_waits"
                    ),
                    models.Index(
                        condition=models.Q(("draft__isnull", False)), fields=["asked_by"], name="vouching_of_draft"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("came", "")), fields=("draft",), name="vouching_waits_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency", None), ("came", ""), ("decided_at", None)),
                            models.Q(
                                ("agency__isnull", False),
                                ("came__in", ("yes", "listed")),
                                ("decided_by__isnull", False),
                            ),
                            models.Q(
                                ("agency", None), ("came__in", ("no", "taken_back")), ("decided_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="vouching_came_to_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("came", "taken_back"),
                            ("asked_by", None),
                            ("decided_by", None),
                            models.Q(("asked_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="vouching_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeeksAfter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("weeks", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partnership", "-at"], name="weeks_after_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weeks__gte", 4), ("weeks__lte", 6)), name="weeks_after_four_to_six"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WhatChanged",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("raising", "raising side"), ("responding", "responding side")], max_length=20
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "helped",
                    models.CharField(
                        choices=[
                            ("helped", "Yes, it has helped"),
                            ("too_early", "It is too early to say"),
                            ("not_helped", "No, it has not helped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("learn", models.BooleanField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "difference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="differences.difference",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partnership"], name="what_changed_of_area"),
                    models.Index(
                        condition=models.Q(("learn", True)), fields=["partnership", "-at"], name="what_changed_to_learn"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("line", models.UUIDField()),
                ("whom", models.CharField(max_length=250)),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("no_answer", "No answer"),
                            ("rings_back", "They will ring back"),
                            ("acts", "They will act"),
                            ("refuses", "They will not act"),
                            ("talked", "We talked and still differ"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("told_in", models.UUIDField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.partnership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["by", "at"], name="call_of_person")],
            },
        ),
    ]
