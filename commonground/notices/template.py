"""What a kind of notice says: a fixed template, see ``kinds``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """What a kind of notice is called in the subject line, what it says, what its date means, and if it is urgent."""

    title: str
    says: str
    due: str = "The clock runs to"
    urgent: bool = False
