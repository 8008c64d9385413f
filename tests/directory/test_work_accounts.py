"""Signing in at one's organisation: who gets in, who does not and what they are told, and whose posts follow groups."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as live
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonground import provider as naming
from commonground.directory.actions import RefusedError, accept_invitation, add_post, end_holding, hold, invite, leave
from commonground.directory.middleware import BEGAN, FACTOR
from commonground.directory.models import GroupPost, Holding, Invitation, Person
from commonground.directory.work_accounts import give_group
from commonground.now import london_date, now
from commonground.procedures.terms import Role
from commonground.provider import Provider
from tests.directory.conftest import PASSWORD, Town
from tests.directory.provider import ANOTHER_KEY, CLIENT, SECRET, TENANT, Stub, serving
from tests.visiting import Visited, problems

THERE, BACK = "/work-account/", "/work-account/back/"
ENROL = "/second-step/"
ELSEWHERE = {"amr": ["pwd", "mfa"]}


@pytest.fixture(scope="module")
def serves() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


@pytest.fixture
def stub(serves: Stub, settings: Settings, town: Town) -> Stub:  # noqa: ARG001 - the people it signs in
    """Give a provider that the product takes, which says that Amy signs in."""
    cache.clear()
    serves.__init__(port=serves.port)  # type: ignore[misc]
    settings.WORK_PROVIDER = Provider(
        issuer=serves.issuer, client=CLIENT, secret=SECRET, domains=frozenset({"work.example"}), tenant=TENANT,
        name="your council account",
    )  # fmt: skip
    serves.says("amy@work.example")
    return serves


def there(client: Client, onward: str = "") -> str:
    """Begin to sign in; return where a browser is led."""
    answer = client.post(THERE, {"next": onward} if onward else {})
    assert answer.status_code == 302, answer.content[:1000]
    return str(answer.headers["Location"])


def comes_back(led: str) -> str:
    """Go to the provider as a browser does; return the address that it leads back to."""
    answer = requests.get(led, allow_redirects=False, timeout=5)
    location = answer.headers["Location"]
    assert location.startswith(live.BASE_URL + BACK)
    return location.removeprefix(live.BASE_URL)


def sign_in(client: Client, onward: str = "") -> HttpResponse:
    """Sign in at the provider and come back; return the answer."""
    return client.get(comes_back(there(client, onward)))  # type: ignore[return-value]


def who(client: Client) -> str:
    """Return who is signed in, with whatever factors."""
    return str(client.session.get("_auth_user_id", ""))


def refusal(client: Client, status: int = 409) -> str:
    """Sign in, and return the words of the refusal; hold that nobody is signed in and the page is a good one."""
    answer = sign_in(client)
    page = Visited(answer.content.decode(), answer.status_code, 0)
    assert (page.status, who(client)) == (status, ""), page.words
    assert problems(page.tree) == []
    assert "You are not signed in" in page.words
    return page.words


def test_without_a_provider_there_is_nothing_to_see(town: Town) -> None:  # noqa: ARG001
    client = Client()
    assert (client.post(THERE).status_code, client.get(BACK).status_code) == (404, 404)
    page = client.get(reverse("account_login"))
    assert b"work-account" not in page.content
    assert "form-action 'self'" in page.headers["Content-Security-Policy"].split("; "), "and to nowhere else"


def test_somebody_on_the_books_signs_in_and_is_asked_for_our_own_second_step(stub: Stub, town: Town) -> None:
    client = Client()
    page = client.get(reverse("account_login"))
    assert b"Sign in with your council account" in page.content
    answer = sign_in(client, "/differences/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/differences/")
    assert who(client) == str(town.amy.pk)
    assert FACTOR not in client.session
    assert BEGAN in client.session
    assert client.get("/differences/").headers["Location"] == ENROL
    (asked,) = stub.asked
    assert asked["redirect_uri"] == live.BASE_URL + BACK
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (town.amy, stub.issuer, "subject of amy@work.example")
    assert account.extra_data == {}, "what the provider said of her is not kept"

    Authenticator.objects.create(user=town.amy, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    again = Client()
    assert sign_in(again).headers["Location"] == reverse("mfa_authenticate")
    assert who(again) == "", "half signed in is not signed in"
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("own_factor", [False, True])
def test_the_provider_s_second_step_counts_only_where_that_is_set_and_it_was_shown(
    stub: Stub, town: Town, settings: Settings, own_factor: bool  # noqa: FBT001
) -> None:  # fmt: skip
    if own_factor:
        Authenticator.objects.create(user=town.amy, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    for counts, amr, enough in ((False, ELSEWHERE, False), (True, {}, False), (True, {"amr": "mfa"}, False),
                                (True, ELSEWHERE, True)):  # fmt: skip
        settings.WORK_PROVIDER = Provider(
            issuer=stub.issuer, client=CLIENT, secret=SECRET, domains=frozenset({"work.example"}),
            counts_second_step=counts,
        )  # fmt: skip
        stub.says("amy@work.example", **amr)
        client = Client()
        answer = sign_in(client)
        assert (client.session.get(FACTOR) == str(town.amy.pk)) is enough
        assert (client.get("/your-account/").status_code == 200) is enough
        assert (answer.headers["Location"] == reverse("mfa_authenticate")) is (own_factor and not enough)


def test_nobody_gets_an_account_by_signing_in(stub: Stub) -> None:
    before = Person.objects.count()
    stub.says("new@work.example")
    said = refusal(Client())
    assert "Nobody with the address new@work.example has an account here." in said
    assert "Ask the safeguarding lead of your agency" in said
    assert Person.objects.count() == before
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("email", "more", "says"),
    [
        (None, {"preferred_username": "amy@work.example"}, "sent no email address"),
        ("", {}, "sent no email address"),
        ("amy@work.example", {"email_verified": False}, "cannot vouch for"),
        ("amy@work.example", {"xms_edov": "0"}, "cannot vouch for"),
        ("elin@office.example", {}, "cannot vouch for"),
        ("amy@work.example.evil.example", {}, "cannot vouch for"),
        ("amy@evil.example@work.example", {}, "Nobody with the address"),
        ("bob@work.example", {"tid": "another"}, "another organisation"),
        ("bob@work.example", {"tid": None}, "another organisation"),
        ("b\u00f6b@work.example", {}, "Nobody with the address"),
        (["amy@work.example"], {}, "sent no email address"),
    ],
)
def test_only_an_address_that_the_provider_can_vouch_for_is_believed(
    stub: Stub,
    email: Any,  # noqa: ANN401 whatever a provider may send
    more: dict[str, Any],
    says: str,
) -> None:
    stub.says(email, **more)
    said = refusal(Client())
    assert says.replace("cannot vouch for", "is not an address that this sign-in can vouch for") in said
    assert not SocialAccount.objects.exists()


def test_an_address_that_only_looks_alike_is_nobody_s(stub: Stub, town: Town) -> None:
    """PostgreSQL's upper case of the dotless i is I: without a second look ı would be i."""
    lookalike = Person.objects.filter(pk=town.amy.pk)
    lookalike.update(email="mimi@work.example")
    stub.says("m\u0131m\u0131@work.example")
    assert "Nobody with the address" in refusal(Client())


def test_the_case_of_an_address_does_not_matter(stub: Stub, town: Town) -> None:
    stub.says("Amy@Work.Example")
    client = Client()
    sign_in(client)
    assert who(client) == str(town.amy.pk)


def test_a_closed_account_stays_closed(stub: Stub, town: Town) -> None:  # noqa: ARG001
    client = Client()
    sign_in(client)
    leave(person=town.amy, by=None, at=now())
    assert client.get(ENROL).status_code == 302, "the session is over as well"
    assert "This account is closed. Ask your safeguarding lead." in refusal(Client())


def test_another_subject_for_the_same_address_is_refused_and_logged(
    stub: Stub, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(Client())
    stub.says("amy@work.example", sub="somebody who was given her address")
    with caplog.at_level(logging.WARNING):
        said = refusal(Client())
    assert "is not the one that did before, so nobody is signed in" in said
    assert "address came with another work account" in caplog.text
    assert SocialAccount.objects.get().uid == "subject of amy@work.example"
    call_command("work_accounts", "forget", "amy@work.example", stdout=StringIO())
    client = Client()
    sign_in(client)
    assert who(client) == str(town.amy.pk)


def test_the_same_subject_with_another_address_is_refused_and_logged(
    stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    sign_in(Client())
    stub.says("bob@work.example", sub="subject of amy@work.example")
    with caplog.at_level(logging.WARNING):
        assert "signed in here before with another address" in refusal(Client())
    assert "work account came with another address" in caplog.text


def forged(stub: Stub, how: str) -> None:
    """Have the provider's token be one that it should not be."""
    stub.says("amy@work.example")
    match how:
        case "another's key":
            stub.key = ANOTHER_KEY
        case "no signature":
            stub.key, stub.algorithm = None, "none"
        case "the client's secret":
            stub.key, stub.algorithm = SECRET.ljust(32), "HS256"
        case "another name":
            stub.calls_itself = "https://evil.example"
        case _:
            name, _, value = how.partition("=")
            stub.claims[name] = {"1": 1, "": None}.get(value, value)


@pytest.mark.parametrize(
    "how",
    [
        "another's key", "no signature", "the client's secret", "another name", "iss=https://evil.example",
        "aud=another-product", "azp=another-product", "nonce=of another sign-in", "nonce=", "exp=1", "sub=",
    ],
)  # fmt: skip
def test_a_token_that_is_not_the_provider_s_for_this_sign_in_opens_nothing(
    stub: Stub, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    forged(stub, how)
    client = Client()
    with caplog.at_level(logging.WARNING):
        led = client.post(THERE)
        answer = led if led.status_code != 302 else client.get(comes_back(str(led.headers["Location"])))
    assert (answer.status_code, who(client)) in {(400, ""), (409, "")}
    assert (b"did not work" in answer.content) is (answer.status_code == 400)
    assert "amy@" not in caplog.text
    assert not SocialAccount.objects.exists()


def test_the_way_back_works_once_and_only_in_the_browser_that_went(stub: Stub) -> None:  # noqa: ARG001
    first, thief = Client(), Client()
    address = comes_back(there(first))
    assert thief.get(address).status_code == 400, "another browser has no such state"
    assert first.get(address).status_code == 302
    assert first.get(address).status_code == 400, "it is used up"
    code = dict(parse_qsl(urlsplit(address).query))["code"]
    victim = Client()
    led = dict(parse_qsl(urlsplit(there(victim)).query))
    assert victim.get(f"{BACK}?code={code}&state={led['state']}").status_code == 400, "a code of another sign-in"
    assert (who(thief), who(victim)) == ("", "")


def test_a_change_of_mind_leads_back_to_sign_in(stub: Stub) -> None:
    stub.refuses = "access_denied"
    client = Client()
    answer = sign_in(client)
    assert answer.headers["Location"] == reverse("account_login")
    assert b"You did not sign in with your work account." in client.get(reverse("account_login")).content
    stub.refuses = "server_error"
    assert "did not work" in refusal(client, 400)


def test_a_provider_that_is_away_or_talks_nonsense_is_said_in_words(stub: Stub, settings: Settings) -> None:
    client = Client()
    address = comes_back(there(client))
    stub.claims = {"aud": {"not": "an audience"}}
    assert client.get(address).status_code == 400
    cache.clear()
    settings.WORK_PROVIDER = Provider(
        issuer="http://127.0.0.1:9/", client=CLIENT, secret=SECRET, domains=frozenset({"work.example"})
    )
    answer = client.post(THERE)
    assert answer.status_code == 400
    assert b"sign in with your password" in answer.content


def test_nobody_is_led_to_another_site(stub: Stub) -> None:  # noqa: ARG001
    for onward in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert sign_in(Client(), onward).headers["Location"] == "/"


def test_it_begins_with_a_form_of_ours(stub: Stub) -> None:  # noqa: ARG001
    assert Client().get(THERE).status_code == 405
    assert Client(enforce_csrf_checks=True).post(THERE).status_code == 403


@pytest.mark.parametrize(
    "header",
    ["REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_X_FORWARDED_EMAIL",
     "HTTP_X_AUTH_REQUEST_EMAIL", "HTTP_X_MS_CLIENT_PRINCIPAL_NAME", "HTTP_X_MS_CLIENT_PRINCIPAL",
     "HTTP_X_MS_TOKEN_AAD_ID_TOKEN", "HTTP_OIDC_CLAIM_EMAIL", "HTTP_AUTHORIZATION"],
)  # fmt: skip
def test_no_header_says_who_somebody_is(stub: Stub, header: str) -> None:  # noqa: ARG001
    client = Client()
    client.defaults[header] = "amy@work.example"
    for url in ("/", "/your-account/", BACK):
        client.get(url)
        assert who(client) == ""
    assert client.get("/your-account/").headers["Location"].startswith(reverse("account_login"))


def test_where_it_leads_back_to_is_no_matter_of_the_request(stub: Stub, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "evil.example"]
    Client().post(THERE, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert stub.asked == []
    answer = Client().post(THERE, headers={"host": "evil.example"})
    assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["redirect_uri"] == live.BASE_URL + BACK


# Links by which an account is set up


def test_who_signed_in_at_work_is_not_set_up_again_by_a_link(stub: Stub, town: Town) -> None:
    link = invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())
    stub.says("cath@work.example")
    client = Client()
    sign_in(client)
    cath = Person.objects.get(email="cath@work.example")
    assert who(client) == str(cath.pk)
    assert not Invitation.objects.filter(person=cath, used=None).exists()
    with pytest.raises(RefusedError, match="used already"):
        accept_invitation(token=link.split("/")[-2], password=PASSWORD, at=now())
    with pytest.raises(RefusedError, match="belongs to an account"):
        invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())


def test_nor_by_a_forgotten_password_that_they_never_had(
    stub: Stub, town: Town, mailoutbox: list[object]
) -> None:  # fmt: skip
    reset = reverse("account_reset_password")
    town.amy.set_unusable_password()
    town.amy.save()
    sign_in(Client())
    Client().post(reset, {"email": "amy@work.example"})
    assert mailoutbox == []
    stub.says("bob@work.example")
    sign_in(Client())
    Client().post(reset, {"email": "bob@work.example"})
    assert len(mailoutbox) == 1, "Bob has a password beside it"


def test_who_has_no_factor_here_shows_the_provider_s_again_for_what_matters_most(
    stub: Stub, town: Town, settings: Settings
) -> None:
    settings.WORK_PROVIDER = Provider(
        issuer=stub.issuer, client=CLIENT, secret=SECRET, domains=frozenset({"work.example"}), counts_second_step=True
    )
    town.sarah.set_unusable_password()
    town.sarah.save()
    stub.says("sarah@work.example", **ELSEWHERE)
    client = Client()
    sign_in(client)
    page = client.get(reverse("directory:lost")).content.decode()
    found = re.search(r'name="submission" value="([^"]+)"', page)
    assert found
    form = {"submission": found[1], "email": "amy@work.example", "reason": "I rang her."}
    session = client.session
    session[BEGAN] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()
    answer = client.post(reverse("directory:lost"), form)
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert client.get("/your-account/").status_code == 302


# Groups


def posts_of(person: Person) -> dict[str, str]:
    """Return the posts that somebody holds today, with the group that gave each."""
    today = london_date(now())
    held = Holding.objects.filter(person=person, starts__lte=today).exclude(ends__lt=today)
    return dict(held.values_list("post__title", "group"))


def test_groups_give_posts_while_the_provider_says_so(stub: Stub, town: Town) -> None:
    at = now() - timedelta(days=3)
    desk = add_post(agency=town.council, role=Role.PRACTITIONER, title="Duty desk", desk=True, by=None, at=at)
    for group, post in (("duty", desk), ("managers", town.cath_post), ("night duty", desk)):
        give_group(group=group, post=post, by=None, at=now())
    stub.says("bob@work.example", groups=["duty", "managers", "unknown", 7])
    sign_in(Client())
    bob = {"Practitioner": "", "Duty desk": "duty", "Team manager": "managers"}
    assert posts_of(town.bob) == bob
    sign_in(Client())
    assert posts_of(town.bob) == bob
    Holding.objects.exclude(group="").update(starts=london_date(at))

    stub.says("bob@work.example", groups=["night duty"])
    sign_in(Client())
    assert posts_of(town.bob) == {"Practitioner": "", "Duty desk": "duty"}, "by another group the desk is still theirs"

    stub.says("bob@work.example", hasgroups=True)
    sign_in(Client())
    stub.says("bob@work.example", _claim_names={"groups": "src1"})
    sign_in(Client())
    assert "Duty desk" in posts_of(town.bob), "too many groups to list are not none"

    stub.says("bob@work.example")
    sign_in(Client())
    assert posts_of(town.bob) == {"Practitioner": ""}
    stub.says("bob@work.example", groups=["duty"])
    sign_in(Client())
    assert posts_of(town.bob) == {"Practitioner": "", "Duty desk": "duty"}
    assert Holding.objects.filter(post=desk, person=town.bob).count() == 2, "it was held twice, with a day between"


def test_who_comes_and_goes_and_comes_again_in_one_day_holds_it_once(stub: Stub, town: Town) -> None:
    give_group(group="managers", post=town.cath_post, by=None, at=now())
    for groups in (["managers"], [], ["managers"]):
        stub.says("bob@work.example", groups=groups)
        sign_in(Client())
    (held,) = Holding.objects.filter(person=town.bob, post=town.cath_post)
    assert (held.ends, held.group) == (None, "managers")


def test_a_group_takes_no_post_from_whoever_holds_it(
    stub: Stub, town: Town, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    hold(person=town.amy, post=town.cath_post, by=None, at=now())
    give_group(group="managers", post=town.cath_post, by=None, at=now())
    stub.says("bob@work.example", groups=["managers"])
    client = Client()
    with caplog.at_level(logging.WARNING):
        sign_in(client)
    assert who(client) == str(town.bob.pk)
    assert posts_of(town.bob) == {"Practitioner": ""}
    assert "post of a group is held" in caplog.text


def test_what_a_colleague_gave_or_ended_is_theirs_to_give_and_end(stub: Stub, town: Town) -> None:
    hold(person=town.bob, post=town.cath_post, by=None, at=now())
    give_group(group="managers", post=town.cath_post, by=None, at=now())
    stub.says("bob@work.example", groups=["managers"])
    sign_in(Client())
    stub.says("bob@work.example", groups=[])
    sign_in(Client())
    assert posts_of(town.bob)["Team manager"] == ""
    ended = Holding.objects.get(person=town.bob, post=town.cath_post)
    end_holding(holding=ended, last_day=london_date(now()), by=None, at=now())


def test_a_group_gives_no_post_of_the_partnership(town: Town) -> None:
    post = Holding.objects.get(person=town.elin).post
    with pytest.raises(RefusedError, match="A person gives it, not a group"):
        give_group(group="officers", post=post, by=None, at=now())
    assert not GroupPost.objects.exists()


def command(*words: str) -> str:
    """Run the command; return what it said."""
    said = StringIO()
    call_command("work_accounts", *words, stdout=said)
    return said.getvalue().strip()


def test_the_command_says_and_keeps_which_group_gives_which_post(town: Town) -> None:  # noqa: ARG001
    assert command("list") == "No group gives a post."
    assert "holds the post of Team manager, Town Council" in command("give", "g1", "Town Council", "Team manager")
    assert command("list") == "g1  Team manager, Town Council"
    assert "any more" in command("take", "g1", "Town Council", "Team manager")
    assert command("list") == "No group gives a post."
    for words, says in (
        (("take", "g1", "Town Council", "Team manager"), "does not give"),
        (("give", "g1", "Town Council", "Mayor"), "There is no post called Mayor"),
        (("give", " ", "Town Council", "Team manager"), "Name the group"),
        (("forget", "amy@work.example"), "Nobody signed in with a work account"),
    ):
        with pytest.raises(CommandError, match=says):
            command(*words)


# What the environment says

NAMED = {
    "COMMONGROUND_OIDC_ISSUER": "https://login.example/t/v2.0",
    "COMMONGROUND_OIDC_CLIENT": "c",
    "COMMONGROUND_OIDC_SECRET": "s",
    "COMMONGROUND_OIDC_DOMAINS": "Council.example health.example",
}


def test_the_environment_names_it_whole_or_not_at_all(tmp_path: Any) -> None:  # noqa: ANN401 pytest's
    assert naming.read({}, unsafe=False) is None
    found = naming.read({**NAMED, "COMMONGROUND_OIDC_ORIGINS": "https://adfs.example"}, unsafe=False)
    assert found
    assert found.domains == {"council.example", "health.example"}
    assert found.origins == ("https://login.example", "https://adfs.example")
    assert (found.counts_second_step, found.name) == (False, "your work account")
    secret = tmp_path / "secret"
    secret.write_text("from a file\n", encoding="ascii")
    secret.chmod(0o400)
    by_file = {**NAMED, "COMMONGROUND_OIDC_SECRET": "", "COMMONGROUND_OIDC_SECRET_FILE": str(secret)}
    kept = naming.read(by_file, unsafe=False)
    assert kept
    assert kept.secret == "from a file"
    secret.chmod(0o440)
    for wrong, says in (
        ({**NAMED, "COMMONGROUND_OIDC_DOMAINS": ""}, "not COMMONGROUND_OIDC_DOMAINS"),
        ({**NAMED, "COMMONGROUND_OIDC_SECRET": ""}, "COMMONGROUND_OIDC_SECRET_FILE"),
        ({**NAMED, "COMMONGROUND_OIDC_ISSUER": "http://login.example"}, "must begin with https"),
        (by_file, "may be read by others"),
    ):
        with pytest.raises(ImproperlyConfigured, match=says):
            naming.read(wrong, unsafe=False)


def test_a_token_is_made_as_real_ones_are(stub: Stub) -> None:
    """What the stub signs, another reader verifies: so what it signs wrongly is refused for that and nothing else."""
    led = there(Client())
    location = requests.get(led, allow_redirects=False, timeout=5).headers["Location"]
    code = dict(parse_qsl(urlsplit(location).query))["code"]
    assert stub.token({"code": code}) is None, "PKCE, client and secret are asked for"
    assert jwt.PyJWKSet.from_dict(stub.keys())["first"].algorithm_name == "RS256"
