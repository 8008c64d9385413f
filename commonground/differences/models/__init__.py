"""The tables of differences.

Every table but ``Settled`` is bound to a difference (a draft: to its author): forced row-level security in the
database and ``visible_to(actor)`` here. Both read ``Seat`` and nothing else. A ``Vouching`` is about no difference: it
is seen by who asked and by those who can vouch.
"""

from commonground.differences.after.models import Feedback, Thanks, WeeksAfter, WhatChanged
from commonground.differences.child_day.models import ChildDay
from commonground.differences.differing.models import Point
from commonground.differences.fresh_eyes.models import FreshEyes
from commonground.differences.meetings.models import Dissent, Invited, Meeting, Minutes, MinutesAgreed
from commonground.differences.models.apart import Call, Draft, Settled
from commonground.differences.models.children import Child, ChildName
from commonground.differences.models.difference import NOTHING_KNOWN, Difference, page_url, side_name, titled
from commonground.differences.models.references import ALPHABET, spoken
from commonground.differences.models.seat import Seat
from commonground.differences.models.sides import AgencyAction, Clock, Link, Proposal, Ring, Signature, View
from commonground.differences.models.taken import TakenRecord
from commonground.differences.models.trial import Trial
from commonground.differences.models.vouching import Vouching
from commonground.differences.numbers import models as _numbers  # noqa: F401 - Django finds the room's table here
from commonground.differences.saying_back.models import SayBack
from commonground.differences.sheets.models import SideSheet
from commonground.differences.side_views.models import SideView, SideViewDraft
from commonground.differences.thresholds import models as _thresholds  # noqa: F401 - Django finds the room's tables here
from commonground.differences.undertakings.models import Undertaking

__all__ = [
    "ALPHABET",
    "NOTHING_KNOWN",
    "AgencyAction",
    "Call",
    "Child",
    "ChildDay",
    "ChildName",
    "Clock",
    "Difference",
    "Dissent",
    "Draft",
    "Feedback",
    "FreshEyes",
    "Invited",
    "Link",
    "Meeting",
    "Minutes",
    "MinutesAgreed",
    "Point",
    "Proposal",
    "Ring",
    "SayBack",
    "Seat",
    "Settled",
    "SideSheet",
    "SideView",
    "SideViewDraft",
    "Signature",
    "TakenRecord",
    "Thanks",
    "Trial",
    "Undertaking",
    "View",
    "Vouching",
    "WeeksAfter",
    "WhatChanged",
    "page_url",
    "side_name",
    "spoken",
    "titled",
]
