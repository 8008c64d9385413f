"""Changing editions and holidays: every verb. Nothing is deleted but a draft that was never proposed."""

from commonground.editions.actions.confirming import confirm, fill_in
from commonground.editions.actions.drafting import SavedMeanwhileError, discard_draft, save_draft, start_draft
from commonground.editions.actions.holidays import add_holiday, compare_year, proclaim_holiday, remove_holiday
from commonground.editions.actions.opening import approve, propose, retire, send_back, take_back

__all__ = [
    "SavedMeanwhileError",
    "add_holiday",
    "approve",
    "compare_year",
    "confirm",
    "discard_draft",
    "fill_in",
    "proclaim_holiday",
    "propose",
    "remove_holiday",
    "retire",
    "save_draft",
    "send_back",
    "start_draft",
    "take_back",
]
