"""Who signs in to look at the pages, as far as they have: accounts, people in every state, who is not there yet."""

from datetime import timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from commonground.directory.actions import (
    add_agency,
    add_person,
    add_post,
    create_partnership,
    hold,
    invite,
    record_absence,
)
from commonground.directory.models import Agency, Holding, Person
from commonground.directory.people.actions import confirm_people
from commonground.directory.people.files.taking_in import confirm, keep, take_in
from commonground.directory.removing import ask_removal, confirm_removal, take_back_removal
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role
from tests.cast import Cast
from tests.visiting import browser, sign_in

PASSWORD = "copper lantern winter"
PEOPLE = """Name,Work email,Post,Role
Amy Lister,amy.lister@oakfield.example,"Teacher, year 2",teacher
Nobody Known,nobody.known@oakfield.example,Gardener,gardener
"""
"""A file of people with one row that cannot be used."""

HALFWAY = "sarah, before her second step"
ENROLLING = "amy, without a second step"
POSTLESS = "Nia Price"
UNOPENED = "Hal Brandt"
PEOPLE_NAMES = ("school", "post", "holding", "person", "invited", "council", "file", "running", "finished")
"""What stands for a key in addresses of people's pages."""


def accounts(cast: Cast) -> dict[str, str]:
    """Return what the pages of accounts are opened with: Sarah has codes, Judith a passkey, others nothing."""
    sarah = cast.person("sarah")
    sarah.set_password(PASSWORD)
    sarah.save()
    TOTP.activate(sarah, generate_totp_secret())
    RecoveryCodes.activate(sarah)
    passkey = Authenticator.objects.create(
        user=cast.person("judith"), type=Authenticator.Type.WEBAUTHN, data={"name": "Telephone", "credential": {}}
    )
    school = Agency.objects.get(name="Oakfield Primary School")
    today, at = london_date(cast.at), cast.tick()
    vacancy = add_post(agency=school, role=Role.PRACTITIONER, title="Teacher, year 5", starts=today, by=None, at=at)
    link = invite(name="Ida Marsh", email="ida.marsh@oakfield.example", post=vacancy, by=None, at=at)
    add_post(agency=school, role=Role.PRACTITIONER, title="Teacher, year 6", starts=today, by=None, at=at)
    add_person(name=POSTLESS, email="nia.price@oakfield.example", title="", by=None, at=at)
    not_yet_open(cast)
    lost_second_steps(cast)
    forgetful = cast.person("Lucy Pritchard")  # who signs in nowhere else: signing in ends such a link
    forgetful.set_password(PASSWORD)
    forgetful.save()
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(forgetful)
    return {
        "invitation": link.rstrip("/").rsplit("/", 1)[-1],
        "reset": f"{user_pk_to_url_str(forgetful)}-{token}",
        "passkey": str(passkey.pk),
    }


def people(cast: Cast) -> dict[str, str]:
    """Return the keys of people's pages: Sarah's school, and files in each state; Judith is away, and so is Sarah."""
    today, at = london_date(cast.at), cast.tick()
    sarah, elin = cast.actor("sarah"), cast.actor("elin")
    school = Agency.objects.get(name="Oakfield Primary School")
    council = Agency.objects.get(name="Fairhaven City Council")
    confirm_people(agency=council, by=elin, at=at)
    for name in ("judith", "sarah"):
        record_absence(person=cast.person(name), starts=today, ends=today + timedelta(days=3), by=elin, at=at)
    held = Holding.objects.get(person=cast.person("amy"))
    gap = add_post(agency=school, role=Role.PRACTITIONER, title="Teacher, year 4", starts=today, by=None, at=at)
    invite(name="Uma Field", email="uma.field@oakfield.example", post=gap, by=sarah, at=at)
    files = {}
    for name in ("finished", "running", "file"):
        files[name] = keep(agency=school, sent=PEOPLE.encode(), by=sarah, at=cast.tick())
        if name != "file":
            confirm(file=files[name], leavers=(), by=sarah, at=cast.tick())
        if name == "finished":
            take_in(files[name].pk, cast.tick())
    return {
        "school": str(school.pk),
        "council": str(council.pk),
        "post": str(held.post_id),
        "holding": str(held.pk),
        "person": str(held.person_id),
        "invited": str(cast.person("Uma Field").pk),
        **{name: str(file.pk) for name, file in files.items()},
    }


def lost_second_steps(cast: Cast) -> None:
    """Make what Sarah may confirm, what she asked herself, what two have done, and what was taken back."""
    sarah, elin, because = cast.actor("sarah"), cast.actor("elin"), "I rang the school and know the voice."
    for name, asks, confirms in (("amy", elin, sarah), ("judith", elin, None), ("Ida Marsh", sarah, None)):
        email = cast.person(name).email
        lost = ask_removal(email=email, reason=because, by=asks, at=cast.tick())
        if confirms:
            confirm_removal(lost=lost.pk, by=confirms, at=cast.tick())
            again = ask_removal(email=email, reason=because, by=asks, at=cast.tick())
            take_back_removal(lost=again.pk, by=asks, at=cast.tick())


def not_yet_open(cast: Cast) -> None:
    """Make a partnership that has opened no procedure, with one teacher."""
    at = cast.tick()
    partnership, _ = create_partnership(
        name="Lower Vale",
        area="the lower vale",
        contact="01632 960 700",
        officer="Orla Finn",
        email="orla.finn@lowervale.example",
        by=None,
        at=at,
    )
    school = add_agency(name="Vale School", kind=AgencyKind.SCHOOL, partnerships=[partnership], by=None, at=at)
    post = add_post(agency=school, role=Role.PRACTITIONER, title="Teacher", by=None, at=at)
    person = add_person(name=UNOPENED, email="hal.brandt@vale.example", title="Teacher", by=None, at=at)
    hold(person=person, post=post, starts=london_date(at), by=None, at=at)


def signed_in(who: str) -> Client:
    """Return the browser of somebody of this world, as far as they have signed in; nobody for an empty name."""
    if who == HALFWAY:
        client = Client()
        client.post(reverse("account_login"), {"login": "sarah.penrose@oakfield.example", "password": PASSWORD})
        return client
    if who == ENROLLING:
        client = Client()
        sign_in(client, Cast(now()).person("amy"), second_factor=False)
        return client
    if " " in who:
        return browser(Person.objects.get(name=who))
    return browser(who or None)
