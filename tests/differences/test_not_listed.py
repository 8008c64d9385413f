"""A group that is not listed: prepare and print at once; sending waits until somebody vouches for it."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from commonground.differences import actions
from commonground.differences.models import Difference, Seat, Vouching
from commonground.directory.actions import RefusedError
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Partnership, Person, Post
from commonground.directory.people.models import Change
from commonground.directory.people.vouching import list_group
from commonground.directory.queries import NOBODY, actor_for
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.rules import Refused
from commonground.procedures.terms import AgencyKind, Vouched
from tests.connected import tell_database
from tests.differences.raising import (
    WORRY,
    Browser,
    acting,
    agency,
    amy,
    answered,
    answers,
    begun,
    built,
    check,
    errors,
    fairhaven,
    fresh,
    kept,
    owning,
    step,
    words,
)
from tests.pdf import said

__all__ = ["amy", "built", "fairhaven"]

GROUP = {
    "name": "Harbour Young Carers",
    "kind": "voluntary",
    "area": "Eastmere",
    "person": "Tess Marlow, project worker",
    "phone": "01632 960 555",
    "email": "tess@harbourcarers.example",
}


def not_listed(draft: UUID) -> str:
    return reverse("differences:not_listed", args=[draft])


def written(browser: Browser) -> UUID:
    """Answer everything, with a group that is not listed; return the draft."""
    draft = begun(browser)
    browser.sends(not_listed(draft), GROUP)
    for name, sent in answers().items():
        if name not in {"danger", "agency", "team"}:
            browser.sends(step(draft, name), sent)
    return draft


def asked(browser: Browser) -> tuple[UUID, Vouching]:
    """Write everything and ask that somebody vouch; return the draft and what was asked."""
    draft = written(browser)
    browser.sends(reverse("differences:ask_to_vouch", args=[draft]))
    with owning():
        return draft, Vouching.objects.select_related("partnership", "asked_by").get()


def page_of(row: Vouching) -> str:
    return reverse("differences:vouching", args=[row.pk])


def says(browser: Browser, row: Vouching, **answer: str) -> str:
    return browser.sends(page_of(row), answer | fresh())


def again(row: Vouching) -> Vouching:
    with owning():
        return Vouching.objects.select_related("agency", "decided_by").get(pk=row.pk)


def test_the_list_of_agencies_leads_to_a_group_that_is_not_in_it(amy: Browser) -> None:
    draft = begun(amy)
    page = amy.page(step(draft, "agency"))
    assert "They are not in this list" in page
    assert not_listed(draft) in page
    assert amy.sends(not_listed(draft), GROUP) == step(draft, "kind"), "there is no team to choose"
    assert kept(draft).group == actions.Group(**GROUP)
    assert "You wrote that it is Harbour Young Carers" in words(amy.page(step(draft, "agency")))
    assert "Harbour Young Carers’s reference for the child" in amy.page(step(draft, "children"))
    assert "Harbour Young Carers" in amy.page(reverse("differences:start"))


def test_what_is_missing_is_said_and_nothing_is_lost(amy: Browser) -> None:
    draft = begun(amy)
    page = amy.fails(not_listed(draft), GROUP | {"name": "", "phone": "", "email": "tess"})
    assert errors(page) == [
        "Tell us what the group is called",
        "Tell us a number on which they answer",
        "Write an e-mail address in full, like name@example.org",
    ]
    assert "Tess Marlow, project worker" in page
    assert kept(draft).group is None


def test_check_says_that_sending_waits_who_can_vouch_and_whom_to_ring(amy: Browser) -> None:
    draft = written(amy)
    page = words(amy.page(check(draft)))
    assert "Sending waits until somebody vouches for this group" in page
    for shown in (
        "Elin",
        "Sarah Penrose",
        "01632 960 555",
        "Fairhaven emergency duty team",
        "Prepare and print",
        "Ask to vouch",
    ):
        assert shown in page, shown
    assert "Send it" not in page
    page = words(amy.fails(check(draft), status=409))
    assert "Nobody has vouched for Harbour Young Carers yet, so it cannot be sent here." in page
    with owning():
        assert not Difference.objects.exists()


def test_a_first_name_stands_on_no_paper(amy: Browser) -> None:
    draft = written(amy)
    born = {"no_number": "name", "first_name": "Tomasz", "birth_date_day": "12", "birth_date_month": "3"}
    sent = {f"child-1-{name}": text for name, text in (born | {"birth_date_year": "2019", "initials": "TR"}).items()}
    amy.sends(step(draft, "children"), {"rows": "1", **sent})
    paper = " ".join(said(amy.get(reverse("differences:draft_pdf", args=[draft])).content).split())
    assert "TR; Born 2019; First name and date of birth: ring for them" in paper
    assert "Tomasz" not in paper
    assert "12 March" not in paper


def test_it_is_printed_at_once_whole_and_nothing_is_kept_of_that(amy: Browser) -> None:
    draft = written(amy)
    answer = amy.get(reverse("differences:draft_pdf", args=[draft]))
    assert answer.headers["Content-Type"] == "application/pdf"
    paper = " ".join(said(answer.content).split())
    for shown in (
        WORRY, "Harbour Young Carers", "Tess Marlow", "01632 960 555", "See him this week.", "JS", "Born 2019",
        "Known to Harbour Young Carers as: LA-4471", "999", "Amy Lister", "It was not sent by Common Ground",
    ):  # fmt: skip
        assert shown in paper, shown
    half = begun(amy)
    amy.sends(not_listed(half), GROUP)
    assert amy.led(reverse("differences:draft_pdf", args=[half])) == step(half, "kind")
    for other, status in (("sarah", 404), ("elin", 403)):
        assert Browser(member(other)).get(reverse("differences:draft_pdf", args=[draft])).status_code == status


def test_what_is_asked_holds_the_group_and_nothing_of_the_child_or_the_worry(amy: Browser) -> None:
    draft, row = asked(amy)
    with owning():
        values = " ".join(str(value) for value in Vouching.objects.values_list().get())
    for kept_out in (WORRY, "LA-4471", "JS", "See him this week.", "step_down_close", "2019"):
        assert kept_out not in values
    assert (row.name, row.phone, row.asked_by, row.draft_id) == (GROUP["name"], GROUP["phone"], member("amy"), draft)
    assert "You asked on" in amy.page(check(draft))
    with owning():
        told = {notice.address: notice for notice in Notice.objects.filter(kind="vouching_asked")}
    assert {member("elin").email, member("sarah").email} <= told.keys()
    assert member("amy").email not in told
    assert {(notice.reference, notice.stage) for notice in told.values()} == {("", "")}


@pytest.mark.parametrize("who", ["elin", "sarah"])
def test_an_officer_or_a_lead_vouches_and_it_is_sent_in_the_usual_way(amy: Browser, who: str) -> None:
    draft, row = asked(amy)
    voucher = Browser(member(who))
    home = words(voucher.page("/"))
    assert "Groups that are not listed 1" in home
    assert "Nothing waits for you now." not in home
    page = words(voucher.page(page_of(row)))
    assert "Harbour Young Carers" in page
    for kept_out in (WORRY, "LA-4471", "Closing or stepping down"):
        assert kept_out not in page
    assert says(voucher, row, says="yes", desk="on") == "/"
    assert "Groups that are not listed" not in voucher.page("/")

    found = again(row)
    assert (found.came, found.decided_by) == (Vouched.YES, member(who))
    assert found.agency is not None
    assert (found.agency.kind, list(found.agency.partnerships.all())) == ("voluntary", [row.partnership])
    desk = Post.objects.get(agency=found.agency)
    assert (desk.desk, desk.phone, desk.mailbox) == (True, GROUP["phone"], GROUP["email"])
    assert Change.objects.filter(agency=found.agency, by=member(who)).count() == 2
    with owning():
        assert Notice.objects.filter(kind="vouching_answered", person_id=member("amy").pk).count() == 1
    assert "Somebody vouched for Harbour Young Carers. You can send it now" in words(amy.page("/"))

    page = words(amy.page(check(draft)))
    assert "Send it" in page
    assert "Who will see this" in page
    where = amy.sends(check(draft))
    difference = Difference.objects.visible_to(acting("amy")).get()
    assert where == reverse("differences:sent", args=[difference.reference])
    assert difference.responding_agency == found.agency
    with owning():
        over = Seat.objects.filter(difference=difference, side="responding", ended_at=None)
        assert {seat.agency for seat in over} != {found.agency}, "nobody is there, so the office is asked"
    assert "You can send it now" not in amy.page("/")


def test_they_may_be_listed_already_under_another_name(amy: Browser) -> None:
    draft, row = asked(amy)
    elin = Browser(member("elin"))
    council = agency("Fairhaven City Council")
    school = agency("Oakfield Primary School")
    assert school not in elin.page(page_of(row)), "it is the agency of whoever asks"
    assert errors(elin.fails(page_of(row), {"says": "listed", "agency": school} | fresh())) == [
        "Choose one of the answers shown"
    ]
    says(elin, row, says="listed", agency=council)
    found = again(row)
    assert (found.came, str(found.agency_id)) == (Vouched.LISTED, council)
    assert Agency.objects.filter(name=GROUP["name"]).count() == 0
    page = words(amy.page(check(draft)))
    assert "Fairhaven City Council" in page
    assert "Sending waits" not in page
    assert "Harbour Young Carers" not in words(amy.page(check(draft))), "once what was asked has been said"
    amy.sends(check(draft))


def test_a_no_has_a_reason_and_leaves_ways_on(amy: Browser) -> None:
    draft, row = asked(amy)
    elin = Browser(member("elin"))
    assert errors(elin.fails(page_of(row), {"says": "no"} | fresh())) == ["Tell us why you cannot vouch for them"]
    assert errors(elin.fails(page_of(row), fresh())) == ["Choose an answer to “Do you vouch for them?”"]
    says(elin, row, says="no", reason="Nobody answers that number.")
    assert not Agency.objects.filter(name=GROUP["name"]).exists()
    assert "Nobody vouched for Harbour Young Carers yet" in words(amy.page("/"))
    page = words(amy.page(check(draft)))
    assert "did not vouch for them: “Nobody answers that number.”" in page
    amy.sends(not_listed(draft), GROUP | {"phone": "01632 960 556"})
    assert "did not vouch for them" not in amy.page(check(draft))
    assert "Nobody vouched" not in amy.page("/")
    amy.sends(reverse("differences:ask_to_vouch", args=[draft]))
    with owning():
        assert set(Vouching.objects.values_list("came", "phone")) == {("no", "01632 960 555"), ("", "01632 960 556")}


def test_it_is_asked_once_and_answered_once(amy: Browser) -> None:
    draft = written(amy)
    ask, form = reverse("differences:ask_to_vouch", args=[draft]), fresh()
    for _ in range(2):
        assert amy.sends(ask, form) == check(draft)
    amy.sends(ask)
    with owning():
        row = Vouching.objects.get()
    sarah, elin = Browser(member("sarah")), Browser(member("elin"))
    form = {"says": "yes"} | fresh()
    for _ in range(2):
        assert sarah.sends(page_of(row), form) == "/"
    page = words(elin.fails(page_of(row), {"says": "no", "reason": "I do not know them."} | fresh(), 409))
    assert "Sarah Penrose has answered this already: they vouched for it." in page
    assert Agency.objects.filter(name=GROUP["name"]).count() == 1
    assert again(row).came == Vouched.YES


def test_a_name_that_is_there_is_refused_in_words(amy: Browser) -> None:
    draft = begun(amy)
    amy.sends(not_listed(draft), GROUP | {"name": "FAIRHAVEN city council"})
    for name, sent in answers().items():
        if name not in {"danger", "agency", "team"}:
            amy.sends(step(draft, name), sent)
    amy.sends(reverse("differences:ask_to_vouch", args=[draft]))
    with owning():
        row = Vouching.objects.get()
    page = words(Browser(member("elin")).fails(page_of(row), {"says": "yes"} | fresh(), 409))
    assert (
        "There is an agency called FAIRHAVEN city council here already. Say that they are listed as that one." in page
    )
    assert "Do you vouch for them?" in page, "it can still be answered"


def test_nobody_vouches_for_what_they_asked_themself(amy: Browser) -> None:
    sarah = Browser(member("sarah"))
    _, row = asked(sarah)
    assert "Groups that are not listed" not in sarah.page("/")
    page = words(sarah.fails(page_of(row), {"says": "yes"} | fresh(), 409))
    assert "You asked for this yourself" in page
    assert "Groups that are not listed 1" in words(Browser(member("elin")).page("/"))
    tell_database(acting("sarah"))
    with pytest.raises(Refused, match="yourself"), transaction.atomic():
        actions.vouch(by=acting("sarah"), at=now(), vouching=row.pk)
    with owning(), pytest.raises(IntegrityError), transaction.atomic():
        Vouching.objects.filter(pk=row.pk).update(came="no", decided_by=member("sarah"), decided_at=now())
    assert amy.get(page_of(row)).status_code == 403


@pytest.mark.parametrize("full", ["Farah Siddiqui", "Wendy Park", "gwen"])
def test_leads_of_other_agencies_and_other_offices_see_nothing_of_it(amy: Browser, full: str) -> None:
    _, row = asked(amy)
    person = member(full) if full == "gwen" else Person.objects.get(name=full)
    other = Browser(person)
    assert "Groups that are not listed" not in other.page("/")
    assert other.get(page_of(row)).status_code == 404
    assert other.post(page_of(row), {"says": "yes"} | fresh()).status_code == 404
    who = actor_for(person, london_date(now()))
    tell_database(who)
    assert not Vouching.objects.exists(), "the database alone"
    with owning():
        assert not Vouching.objects.visible_to(who).exists(), "the filter alone"
    assert again(row).came == ""


def test_the_web_sees_none_without_somebody_signed_in(amy: Browser) -> None:
    asked(amy)
    tell_database(NOBODY)
    assert not Vouching.objects.exists()


def test_a_lead_vouches_only_in_a_partnership_of_her_own() -> None:
    other = Partnership.objects.exclude(agencies__name="Oakfield Primary School").first()
    assert other is not None
    for who in ("sarah", "elin", "amy"):
        with pytest.raises(RefusedError, match="only for groups in a partnership"), transaction.atomic():
            list_group(name="A group", kind=AgencyKind.VOLUNTARY, partnership=other, by=acting(who), at=now())


def test_a_lead_who_is_too_close_is_not_asked(amy: Browser) -> None:
    draft = written(amy)
    amy.sends(reverse("differences:own_line", args=[draft]), {"too_close": str(member("sarah").pk)})
    page = words(amy.page(check(draft)))
    assert "Sarah Penrose" not in page.split("Who can vouch")[1]
    amy.sends(reverse("differences:ask_to_vouch", args=[draft]))
    with owning():
        row = Vouching.objects.get()
        assert not Notice.objects.filter(person_id=member("sarah").pk).exists()
    assert row.office_only
    sarah = Browser(member("sarah"))
    assert "Groups that are not listed" not in sarah.page("/")
    assert sarah.get(page_of(row)).status_code == 404
    tell_database(acting("sarah"))
    assert not Vouching.objects.exists(), "the database alone"
    with owning():
        assert not Vouching.objects.visible_to(acting("sarah")).exists(), "the filter alone"


def test_saying_so_after_asking_asks_anew(amy: Browser) -> None:
    draft, row = asked(amy)
    amy.sends(reverse("differences:own_line", args=[draft]), {"too_close": str(member("sarah").pk)})
    assert again(row).came == Vouched.TAKEN_BACK
    assert "Groups that are not listed" not in Browser(member("sarah")).page("/")


@pytest.mark.parametrize("how", ["another", "thrown away"])
def test_what_is_no_longer_needed_is_taken_back(amy: Browser, how: str) -> None:
    draft, row = asked(amy)
    if how == "another":
        amy.sends(step(draft, "agency"), answers()["agency"])
        assert kept(draft).group is None
    else:
        amy.sends(reverse("differences:throw_away", args=[draft]))
    found = again(row)
    assert (found.came, found.draft_id) == (Vouched.TAKEN_BACK, None)
    elin = Browser(member("elin"))
    assert "Groups that are not listed" not in elin.page("/")
    page = words(elin.fails(page_of(row), {"says": "yes"} | fresh(), 409))
    assert "This was taken back by whoever asked." in page
    assert not Agency.objects.filter(name=GROUP["name"]).exists()


def test_only_the_author_asks_for_a_draft(amy: Browser) -> None:
    draft = written(amy)
    judith = Browser(member("judith"))
    for name in ("not_listed", "draft_pdf"):
        assert judith.get(reverse(f"differences:{name}", args=[draft])).status_code == 404
    assert judith.post(reverse("differences:ask_to_vouch", args=[draft]), fresh()).status_code == 404
    listed = answered(amy)
    assert amy.sends(reverse("differences:ask_to_vouch", args=[listed])) == check(listed)
    with owning():
        assert not Vouching.objects.exists()
    assert amy.get(reverse("differences:vouching", args=[uuid4()])).status_code == 403
