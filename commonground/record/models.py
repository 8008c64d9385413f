"""One chain of entries per subject, its signed head, who has looked, and form keys used once."""

import uuid
from typing import ClassVar, NoReturn, TypeVar

from django.db import models

from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes


class RewrittenError(RuntimeError):
    """Somebody tried to change or delete what is written."""


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class OnceRows(models.QuerySet[Row_co]):
    """Rows that are written once: they are added and read, and nothing else."""

    def update(self, **_kwargs: object) -> NoReturn:
        """Refuse: raises RewrittenError."""
        raise RewrittenError(self.model.__name__)

    def delete(self) -> NoReturn:
        """Refuse: raises RewrittenError."""
        raise RewrittenError(self.model.__name__)


class WrittenOnce(models.Model):
    """Something that is written once and never changed or deleted: models, triggers and grants all refuse."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Write a new row; raises RewrittenError for one that is already written."""
        if not self._state.adding:
            raise RewrittenError(type(self).__name__)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: raises RewrittenError."""
        raise RewrittenError(type(self).__name__)


class Head(models.Model):
    """The end of a subject's chain: size, digest and a signature by a key outside the database.

    Its row is the lock that keeps numbers without gaps.
    """

    subject = models.UUIDField(primary_key=True)
    partnership_id = models.UUIDField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    privacy: ClassVar[Classes] = {
        "subject": NONE,
        "partnership_id": NONE,
        "size": NONE,
        "digest": NONE,
        "signature": NONE,
    }


class Entry(WrittenOnce):
    """One entry: facts (codes, dates, figures), a commitment to the words, and the digest of all before.

    Its signature shows where a chain was written anew; it is over another text than the head's (``chain.py``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField()
    partnership_id = models.UUIDField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=64)
    side_only = models.CharField(max_length=20, blank=True)
    facts = models.JSONField()
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    objects = OnceRows["Entry"].as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "subject": NONE,
        "partnership_id": NONE,
        "number": NONE,
        "at": INTERNAL,
        "kind": INTERNAL,
        "actor": PERSONAL,
        "side_only": INTERNAL,
        "facts": INTERNAL,
        "commitment": NONE,
        "previous": NONE,
        "digest": NONE,
        "signature": NONE,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("subject", "number", name="entry_number_once_in_subject"),
        ]


class EntryText(WrittenOnce):
    """The words of an entry as they were read that day, with the salt of its commitment.

    PostgreSQL keeps beside them what they are found by, ``said``, of what both sides read: it goes with the row.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="text")
    subject = models.UUIDField(db_index=True)
    partnership_id = models.UUIDField()
    side_only = models.CharField(max_length=20, blank=True)
    salt = models.CharField(max_length=64)
    actor_name = models.TextField()
    sentence = models.TextField()
    words = models.JSONField(default=dict)
    objects = OnceRows["EntryText"].as_manager()
    privacy: ClassVar[Classes] = {
        "entry": NONE,
        "subject": NONE,
        "partnership_id": NONE,
        "side_only": INTERNAL,
        "salt": NONE,
        "actor_name": PERSONAL,
        "sentence": SPECIAL,
        "words": SPECIAL,
    }


class Mask(models.Model):
    """An entry whose words are hidden, because they were put in by mistake. The fact of the entry stays.

    Who wrote it and the sentence about it can be read on; the words are withheld. A second person confirms that, or
    has them shown again: then this row goes, and the record tells what was.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="mask")
    subject = models.UUIDField(db_index=True)
    partnership_id = models.UUIDField()
    side_only = models.CharField(max_length=20, blank=True)
    actor_name = models.TextField()
    sentence = models.TextField()
    by_id = models.UUIDField()
    by_name = models.TextField()
    why = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True)
    second_id = models.UUIDField(null=True)
    second_name = models.TextField(blank=True)
    second_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)
    privacy: ClassVar[Classes] = {
        "entry": NONE,
        "subject": NONE,
        "partnership_id": NONE,
        "side_only": INTERNAL,
        "actor_name": PERSONAL,
        "sentence": SPECIAL,
        "by_id": PERSONAL,
        "by_name": PERSONAL,
        "why": SPECIAL,
        "at": INTERNAL,
        "due_at": INTERNAL,
        "alarmed_at": INTERNAL,
        "second_id": PERSONAL,
        "second_name": PERSONAL,
        "second_at": INTERNAL,
        "confirmed": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(confirmed=None, alarmed_at=None),
                name="mask_to_alarm",
            ),
            models.Index(fields=["partnership_id"], condition=models.Q(confirmed=None), name="mask_undecided"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(second_id=None) | ~models.Q(second_id=models.F("by_id")),
                name="mask_second_person_is_another",
            ),
        ]


class Withheld(models.Model):
    """The words of a masked entry: read by nobody. Two functions of the database bring them here and back."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="+")
    salt = models.CharField(max_length=64)
    words = models.JSONField()
    privacy: ClassVar[Classes] = {"entry": NONE, "salt": NONE, "words": SPECIAL}


class Look(WrittenOnce):
    """Somebody read something: who, in which post and agency, when, which part, by which relation.

    Participants may see it. Names are kept as they were that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField()
    partnership_id = models.UUIDField()
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    title = models.CharField(max_length=120)
    agency = models.CharField(max_length=120)
    relation = models.CharField(max_length=60)
    part = models.CharField(max_length=40)
    at = models.DateTimeField()
    objects = OnceRows["Look"].as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "subject": NONE,
        "partnership_id": NONE,
        "person_id": PERSONAL,
        "person_name": PERSONAL,
        "title": PERSONAL,
        "agency": PERSONAL,
        "relation": INTERNAL,
        "part": INTERNAL,
        "at": PERSONAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "at"])]


class Submission(models.Model):
    """A form's key, minted when it was drawn: the same key again returns the first answer."""

    key = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True)
    privacy: ClassVar[Classes] = {
        "key": NONE,
        "person_id": PERSONAL,
        "at": INTERNAL,
        "answer": INTERNAL,
    }
