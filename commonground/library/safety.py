"""What is said first of a child's safety: each sentence stands here alone, for pages and for papers alike."""

from collections.abc import Mapping

SAFETY: Mapping[str, str] = {
    "danger": "In danger now: ring 999.",
    "hurt": "Hurt, or you think harmed: ring children’s social care (your area’s front door) now.",
    "injury": (
        "A bruise or any injury on a baby who does not yet roll or crawl, or on a child who cannot move by themselves: "
        "ring children’s social care now and refer it, even if the reason sounds right. Do not fill in a day first."
    ),
    "tells": "If a child tells you of harm, put this away. Listen, ask no more, note their own words and refer.",
    "at_home": (
        "Might someone at home be harming the child? Refer before you talk to them or to the child, and ask the front "
        "door who may be told what."
    ),
    "ask_first": "If harm is being looked into, ask social care or the police first.",
    "no_inquiry": (
        "This is not for asking a child about abuse. If the police or social care look into harm, ask them before you "
        "talk to the child."
    ),
}
"""The sentences by name: a template says ``{% safety "danger" %}``, and a paper is given them all."""
