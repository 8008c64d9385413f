"""The invented partnerships, agencies and people of the demonstration, built through the actions.

They stand in demonstration.toml. Posts and holdings begin long before the day of loading, so that stories may
be told back from it.
"""

import tomllib
import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from commonground.directory.actions import (
    accept_invitation,
    add_agency,
    add_person,
    add_post,
    add_team,
    create_partnership,
    hold,
    record_absence,
)
from commonground.directory.cast import CAST
from commonground.directory.contacts.actions import ContactWords, keep_contact
from commonground.directory.models import Agency, ContactKind, Hours, Partnership, Person, Post, Team
from commonground.directory.people.promises import USUAL, promise
from commonground.directory.queries import actor_for
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role

FILE = Path(__file__).with_name("demonstration.toml")
BEGAN = timedelta(days=800)  # how long before the day of loading everybody took up their posts


def member(first_name: str) -> Person:
    """Return one of the cast by first name: ``member("amy")``."""
    return Person.objects.get(email=CAST[first_name])


@transaction.atomic
def build_organisations(at: datetime) -> None:
    """Make all organisations and people, as on the day of ``at``."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    _Building(at).everything(told)


class _Building:
    """One building of it: what was made so far, by name."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.began: date = london_date(at - BEGAN)
        self.partnerships: dict[str, Partnership] = {}
        self.people: dict[str, Person] = {}

    def everything(self, told: dict[str, Any]) -> None:
        for partnership in told["partnership"]:
            self.partnership(partnership)
        for office in told["office"]:
            partnership = self.partnerships[office["partnership"]]
            agency = partnership.agencies.get(kind=AgencyKind.PARTNERSHIP)
            mail = next(p["mail"] for p in told["partnership"] if p["name"] == partnership.name)
            self.staff(agency, {**office, "mail": mail}, partnership)
        for agency in told["agency"]:
            self.agency(agency)
        today = london_date(self.at)
        for absence in told["absence"]:
            record_absence(
                person=self.people[absence["person"]],
                starts=today + timedelta(days=absence["from"]),
                ends=today + timedelta(days=absence["to"]),
                by=None,
                at=self.at,
            )
        everybody = [person.pk for person in self.people.values()]
        Person.objects.filter(pk__in=everybody).update(last_login=self.at - BEGAN)  # each has set up their account

    def partnership(self, told: dict[str, Any]) -> None:
        """Make a partnership as its office would be made: the officer was invited and has accepted."""
        began = self.at - BEGAN
        partnership, link = create_partnership(
            name=told["name"],
            area=told["area"],
            contact=told["contact"],
            officer=told["officer"],
            email=address(told["officer"], told["mail"]),
            by=None,
            at=began,
        )
        officer = accept_invitation(token=link.rstrip("/").rsplit("/", 1)[-1], password="", at=began)
        officer.set_unusable_password()
        officer.save(update_fields=["password"])
        self.people[officer.name] = officer
        self.partnerships[partnership.name] = partnership
        self.contacts(officer, partnership, told["contacts"])

    def contacts(self, officer: Person, partnership: Partnership, told: list[dict[str, Any]]) -> None:
        """Put the area's numbers on its page, as its officer does; ``checked`` is how many days ago."""
        by = actor_for(officer, london_date(self.at))
        for one in told:
            words = ContactWords(
                kind=ContactKind(one["kind"]), name=one["name"], phone=one["phone"], form=one.get("form", ""),
                hours=Hours(one["hours"]), opens=one.get("opens"), closes=one.get("closes"),
            )  # fmt: skip
            checked = self.at - timedelta(days=one["checked"])
            keep_contact(by=by, at=checked, partnership=partnership.pk, words=words)

    def agency(self, told: dict[str, Any]) -> None:
        partnerships = [self.partnerships[name] for name in told["partnerships"]]
        kind = AgencyKind(told["kind"])
        agency = add_agency(name=told["name"], kind=kind, partnerships=partnerships, by=None, at=self.at)
        self.staff(agency, told, None)
        if given := told.get("promise"):
            backer = Post.objects.get(agency=agency, title=given["backer"])
            words, leader = given.get("words", USUAL), given["leader"]
            promise(agency=agency, words=words, leader=leader, backer=backer, by=None, at=self.at)

    def staff(self, agency: Agency, told: dict[str, Any], partnership: Partnership | None) -> None:
        """Make an agency's teams, people and posts, and put the people in the posts."""
        teams: dict[str, Team] = {
            name: add_team(agency=agency, name=name, by=None, at=self.at) for name in told.get("teams", ())
        }
        for name, title in told["people"].items():
            email = address(name, told["mail"])
            self.people[name] = add_person(name=name, email=email, title=title, by=None, at=self.at)
        for post in told["post"]:
            made = add_post(
                agency=agency,
                role=Role(post["role"]),
                title=post["title"],
                team=teams[post["team"]] if "team" in post else None,
                partnership=partnership,
                desk=post.get("desk", False),
                mailbox=post.get("mailbox", ""),
                phone=post.get("phone", ""),
                starts=self.began,
                by=None,
                at=self.at,
            )
            for deputy, names in ((False, post["holders"]), (True, post.get("deputies", ()))):
                for name in names:
                    person = self.people[name]
                    hold(person=person, post=made, deputy=deputy, starts=self.began, by=None, at=self.at)


def address(name: str, mail: str) -> str:
    """Return somebody's work address: name with dots, in plain letters."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "")).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@{mail}"
