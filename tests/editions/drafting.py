"""A draft of Fairhaven's procedure in tests, and its officers: Elin, and Una who came second."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from commonground.directory.models import Partnership, Person
from commonground.directory.queries import Actor, actor_for
from commonground.editions import actions
from commonground.editions.models import Edition
from commonground.editions.queries import live_edition, reading
from commonground.now import london_date, now
from commonground.procedures.confirming import parts
from tests.cast import Cast, another_officer

SOURCE = "Fairhaven’s procedures, section 7"


@dataclass
class Office:
    """Fairhaven's office, and what its officers do to an edition."""

    cast: Cast
    area: Partnership

    def officer(self, name: str) -> Actor:
        """Return an officer, or anybody, by first name."""
        person = Person.objects.get(name="Una Second") if name == "una" else self.cast.person(name)
        return actor_for(person, self.today)

    @property
    def today(self) -> date:
        """The day on which everything happens."""
        return london_date(now())

    @property
    def live(self) -> Edition:
        """The edition that is followed today."""
        return live_edition(self.area.pk, self.today)

    def draft(self, text: str = "", by: str = "elin") -> Edition:
        """Return a draft from the live edition, or from a text, for Fairhaven alone."""
        live = self.live
        return actions.start_draft(
            by=self.officer(by), at=now(), partnerships=[self.area], text=text or live.text, based_on=live
        )

    def changed(self, was: str = "amount = 3", now_: str = "amount = 4") -> Edition:
        """Return a draft in which one thing is changed and nothing confirmed since."""
        text = self.live.text
        assert was in text
        return self.draft(re.sub(re.escape(was), now_, text, count=1))

    def confirm(self, row: Edition, by: str = "elin") -> Edition:
        """Confirm everything in a draft."""
        procedure = reading(row.text).procedure
        assert procedure
        keys = [part.key for part in parts(procedure)]
        return actions.confirm(
            by=self.officer(by), at=now(), edition=row.pk, version=row.version, keys=keys, source=SOURCE,
            dated=self.today,
        )  # fmt: skip

    def propose(self, row: Edition, by: str = "elin", *, days: int = 0) -> Edition:
        """Propose a draft, to be followed from today or so many days later."""
        return actions.propose(
            by=self.officer(by), at=now(), edition=row.pk, version=row.version,
            in_force=self.today + timedelta(days=days),
        )  # fmt: skip

    def approve(self, row: Edition, by: str = "una") -> Edition:
        """Approve what was proposed."""
        return actions.approve(by=self.officer(by), at=now(), edition=row.pk, proposed=row.proposed_at)

    def opened(self, *, days: int = 0) -> Edition:
        """Return a changed edition that Elin proposed and Una approved."""
        return self.approve(self.propose(self.confirm(self.changed()), days=days))


@pytest.fixture
def office(cast: Cast) -> Office:
    """Give Fairhaven's office with its two officers."""
    area = Partnership.objects.get(name="Fairhaven")
    another_officer(area, cast.at)
    return Office(cast, area)
