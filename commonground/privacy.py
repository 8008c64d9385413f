"""The data-protection class of every model field; ``docs/data-protection.md`` is generated from it."""

from enum import StrEnum


class Privacy(StrEnum):
    """How sensitive a field is. Logging, export, search and retention read this."""

    NONE = "none"  # keys and codes that say nothing about anybody
    INTERNAL = "internal"  # how the work stands: stages, dates, agencies
    PERSONAL = "personal"  # about a professional: name, work address, who did what
    SPECIAL = "special"  # free words that may be about a child or a family
    IDENTITY = "identity"  # which child it is: encrypted, shown on a recorded reveal only


NONE, INTERNAL, PERSONAL = Privacy.NONE, Privacy.INTERNAL, Privacy.PERSONAL
SPECIAL, IDENTITY = Privacy.SPECIAL, Privacy.IDENTITY

Classes = dict[str, Privacy]
"""A model's ``privacy`` attribute: field name to class. A test fails for a field without one."""
