"""Changing editions and holidays: every verb. Nothing is deleted but a draft that was never proposed."""

from commonground.editions.actions.confirming import confirm, fill_in
from commonground.editions.actions.drafting import SavedMeanwhileError, discard_draft, save_draft, start_draft
from commonground.editions.actions.holidays import proclaim_holiday
from commonground.editions.actions.opening import approve, propose, retire, send_back, take_back

__all__ = [
    "SavedMeanwhileError",
    "approve",
    "confirm",
    "discard_draft",
    "fill_in",
    "proclaim_holiday",
    "propose",
    "retire",
    "save_draft",
    "send_back",
    "start_draft",
    "take_back",
]
