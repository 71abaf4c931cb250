"""Who may enter which page of an organization, and what hostile input does."""

import html
import re
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from partners import services
from partners.models import Invitation, Membership, MembershipRole, Organization
from tests.factories import make_administrator, make_membership, make_moderator, make_organization, make_user, publish
from tests.partners.answers import answers

pytestmark = pytest.mark.django_db

PEOPLE = ["visitor", "stranger", "viewer", "contributor", "editor", "owner", "moderator"]
LOGIN, GONE, REFUSED, OPEN, DONE = 302, 404, 403, 200, 302


def everybody(organization: Organization) -> dict:
    return {
        "visitor": None,
        "stranger": make_user(),
        "viewer": make_membership(organization, role=MembershipRole.VIEWER).user,
        "contributor": make_membership(organization, role=MembershipRole.CONTRIBUTOR).user,
        "editor": make_membership(organization, role=MembershipRole.EDITOR).user,
        "owner": organization.author,
        "moderator": make_moderator(),
    }


def enter(client, user, method, url, data=None) -> int:
    client.logout()
    if user is not None:
        client.force_login(user)
    return getattr(client, method)(url, data).status_code


def path(name, organization, *more):
    return reverse(f"partners:{name}", args=[organization.public_id.lower(), *more])


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("status", [LOGIN, GONE, OPEN, OPEN, OPEN, OPEN, GONE]),
        ("members", [LOGIN, GONE, OPEN, OPEN, OPEN, OPEN, GONE]),
        ("edit", [LOGIN, GONE, REFUSED, REFUSED, OPEN, OPEN, GONE]),
        ("leave", [LOGIN, GONE, OPEN, OPEN, OPEN, OPEN, GONE]),
        ("handover", [LOGIN, GONE, REFUSED, REFUSED, REFUSED, OPEN, GONE]),
    ],
)
def test_pages_of_an_organization(client, published, name, expected):
    organization = make_organization(published=published, owner=make_user())
    people = everybody(organization)

    found = [enter(client, people[who], "get", path(name, organization)) for who in PEOPLE]

    assert dict(zip(PEOPLE, found, strict=True)) == dict(zip(PEOPLE, expected, strict=True))


def test_the_page_to_join_is_for_who_is_signed_in(client):
    organization = make_organization(published=True, owner=make_user())
    people = everybody(organization)

    found = [enter(client, people[who], "get", path("join", organization)) for who in PEOPLE]

    assert found == [LOGIN, OPEN, DONE, DONE, DONE, DONE, OPEN]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("invite", [LOGIN, GONE, REFUSED, REFUSED, DONE, DONE, GONE]),
        ("resend", [LOGIN, GONE, REFUSED, REFUSED, DONE, DONE, GONE]),
        ("revoke", [LOGIN, GONE, REFUSED, REFUSED, DONE, DONE, GONE]),
        ("answer", [LOGIN, GONE, REFUSED, REFUSED, DONE, DONE, GONE]),
        ("change_role", [LOGIN, GONE, REFUSED, REFUSED, REFUSED, DONE, GONE]),
        ("remove", [LOGIN, GONE, REFUSED, REFUSED, REFUSED, DONE, GONE]),
        ("confirm_office", [LOGIN, GONE, REFUSED, REFUSED, DONE, GONE, GONE]),
    ],
)
def test_acts_of_an_organization(client, act, expected):
    organization = make_organization(published=True, owner=make_user())
    people = everybody(organization)
    target, data = case(act, organization)

    found = [enter(client, people[who], "post", target, data) for who in PEOPLE]

    assert dict(zip(PEOPLE, found, strict=True)) == dict(zip(PEOPLE, expected, strict=True))


def case(act: str, organization: Organization) -> tuple[str, dict]:
    """The address of an act with something to act on, and what the form sends."""
    if act == "invite":
        return path("invite", organization), {"email": "new@example.org", "role": "viewer"}
    if act in {"resend", "revoke"}:
        invitation = services.invite(organization, email="a@example.org", role="viewer", by=organization.author)
        return path(act, organization, invitation.pk), {}
    if act == "answer":
        asked = services.ask_to_join(organization, position="x", by=make_user())
        return path(act, organization, asked.pk), {"role": "viewer", "reason": "No"}
    if act == "confirm_office":
        office = make_organization(published=True, parent=organization)
        return path(act, organization, office.public_id.lower()), {}
    member = make_membership(organization, role=MembershipRole.VIEWER)
    return path(act, organization, member.pk), {"role": "contributor"}


@pytest.mark.parametrize("act", ["invite", "resend", "revoke", "answer", "change_role", "confirm_office"])
def test_nothing_changes_by_looking(client, act):
    organization = make_organization(published=True, owner=make_user())
    target, _data = case(act, organization)
    client.force_login(organization.author)

    assert client.get(target).status_code == 405


@pytest.mark.parametrize("act", ["resend", "revoke", "answer", "change_role", "remove", "confirm_office"])
def test_ids_of_another_organization_look_missing(client, act):
    mine = make_organization(published=True, owner=make_user())
    theirs = make_organization(published=True, owner=make_user())
    target, data = case(act, theirs)
    client.force_login(mine.author)

    answer = client.post(target.replace(theirs.public_id.lower(), mine.public_id.lower()), data)

    assert answer.status_code == 404
    assert Membership.objects.filter(organization=mine).count() == 1
    assert Invitation.objects.filter(organization=mine).count() == 0


@pytest.mark.parametrize("name", ["status", "edit", "members", "join", "leave", "handover"])
@pytest.mark.parametrize("public_id", ["ssg-o-999999", "ssg-s-000001", "ssg-o-", "x", "1"])
def test_ids_of_nothing_look_missing(client, name, public_id):
    client.force_login(make_administrator())

    assert client.get(reverse(f"partners:{name}", args=[public_id])).status_code == 404


def test_an_act_without_the_token_of_the_form_is_refused():
    organization = make_organization(published=True, owner=make_user())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(organization.author)

    answer = strict.post(path("invite", organization), {"email": "new@example.org", "role": "viewer"})

    assert answer.status_code == 403
    assert list(Invitation.objects.all()) == []


def test_who_was_removed_sees_nothing_any_more(client):
    organization = make_organization(owner=make_user())
    gone = make_membership(organization, role=MembershipRole.EDITOR)
    services.remove(gone, by=organization.author)

    found = [enter(client, gone.user, "get", path(name, organization)) for name in ("status", "edit", "members")]

    assert found == [GONE, GONE, GONE]


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<style>*{display:none}</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "<!--><img src=x onerror=alert(1)>-->",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<object data='data:text/html,x'></object>",
    "[x](javascript:alert(1))",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_is_shown_as_it_was_typed_and_never_runs(client, payload):
    owner = make_user(name=payload[:120])
    head = make_organization(published=True, owner=make_user(), name=payload)
    client.force_login(owner)
    data = answers(name=payload, acronym=payload[:30], description=payload, position=payload[:120], parent=head.pk)
    seen = client.post(reverse("partners:register"), data)
    if seen.status_code == 200:
        assert_harmless(seen.content.decode(), payload)
        client.post(reverse("partners:register"), {**data, "seen": seen.context["seen"]})
    organization = Organization.objects.get(author=owner)
    services.moderation.recall(organization, by=owner)
    organization = publish(organization)
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True)
    services.invite(head, email=owner.email, role="viewer", by=head.author)
    services.ask_to_join(organization, position=payload[:120], by=make_user(name=payload[:120]))

    pages = [
        client.get(url).content.decode()
        for url in (
            organization.get_absolute_url(),
            organization.get_status_url(),
            organization.get_edit_url(),
            path("members", organization),
            path("leave", organization),
            path("handover", organization),
            path("join", head),
            reverse("accounts:home"),
            reverse("partners:register"),
        )
    ]

    for page in pages:
        assert_harmless(page, payload)
    assert html.escape(payload.strip()) in pages[0] or html.escape(" ".join(payload.split())) in pages[0]


class Living(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag in {"iframe", "style", "object", "math", "noscript"} or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name.startswith("on")]
        for name in names.keys() & {"href", "src", "action", "formaction"}:
            address = re.sub(r"[\s\x00-\x1f]", "", names[name] or "").lower()
            self.found += [address] if address.startswith(("javascript:", "data:")) else []


def assert_harmless(page: str, payload: str) -> None:
    parser = Living()
    parser.feed(page)
    assert parser.found == [], payload
