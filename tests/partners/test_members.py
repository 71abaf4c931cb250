"""The page of people, invitations and requests as they are used."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.personal import holders, obstacles
from partners import services
from partners.models import Invitation, Membership, MembershipRole, MembershipState
from tests.factories import make_membership, make_moderator, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user(name="Amina")


@pytest.fixture
def organization(owner):
    return make_organization(published=True, owner=owner, name="Water Board")


def url(name, organization, *more):
    return reverse(f"partners:{name}", args=[organization.public_id.lower(), *more])


def messages(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_the_page_shows_members_and_never_their_addresses(client, organization, owner):
    member = make_membership(organization, make_user(name="Bao", email="bao@example.org"), MembershipRole.VIEWER)
    client.force_login(owner)

    page = client.get(url("members", organization)).content.decode()

    assert "Amina" in page
    assert member.user.name in page
    assert "bao@example.org" not in page


def test_a_viewer_looks_and_changes_nothing(client, organization):
    viewer = make_membership(organization, role=MembershipRole.VIEWER).user
    client.force_login(viewer)

    page = client.get(url("members", organization))

    assert page.context["manages"] is False
    assert "Send invitation" not in page.content.decode()


def test_inviting_from_the_page(client, organization, owner):
    client.force_login(owner)

    page = client.post(url("invite", organization), {"email": "new@example.org", "role": "editor"}, follow=True)

    assert messages(page) == ["An invitation is on its way to new@example.org."]
    assert Invitation.objects.get().role == MembershipRole.EDITOR


@pytest.mark.parametrize(
    "data",
    [
        {"email": "", "role": "editor"},
        {"email": "a\nBcc: b@example.org", "role": "editor"},
        {"email": "new@example.org", "role": "owner"},
        {"email": "new@example.org", "role": "administrator"},
    ],
)
def test_an_invitation_with_wrong_words_is_not_sent(client, organization, owner, data):
    client.force_login(owner)

    page = client.post(url("invite", organization), data)

    assert page.context["form"].errors
    assert list(Invitation.objects.all()) == []


def test_inviting_a_member_says_so_and_keeps_what_was_typed(client, organization, owner):
    member = make_membership(organization, role=MembershipRole.VIEWER).user
    client.force_login(owner)

    page = client.post(url("invite", organization), {"email": member.email, "role": "editor"})

    assert page.context["form"].non_field_errors() == ["This person is a member already."]
    assert member.email in page.content.decode()


def test_sending_again_and_taking_back(client, organization, owner):
    invitation = services.invite(organization, email="new@example.org", role="viewer", by=owner)
    client.force_login(owner)

    again = client.post(url("resend", organization, invitation.pk), follow=True)
    fresh = Invitation.objects.open().get()
    back = client.post(url("revoke", organization, fresh.pk), follow=True)

    assert (messages(again), messages(back)) == (
        ["The invitation was sent again."],
        ["The invitation was taken back."],
    )
    assert list(Invitation.objects.open()) == []


def test_sending_again_what_was_taken_back_says_why_not(client, organization, owner):
    invitation = services.invite(organization, email="new@example.org", role="viewer", by=owner)
    services.revoke(invitation, by=owner)
    client.force_login(owner)

    page = client.post(url("resend", organization, invitation.pk), follow=True)

    assert messages(page) == ["This invitation was used or taken back."]


def test_an_invited_visitor_is_led_to_an_account_and_back(client, organization, owner):
    address = services.invitation_url(services.invite(organization, email="new@example.org", role="viewer", by=owner))

    page = client.get(address).content.decode()

    assert f"/en/account/signup/?next={address}" in page.replace("%3A", ":")
    assert "Amina invites you to join with the role: Viewer." in page


def test_an_invited_person_accepts(client, organization, owner):
    user = make_user(email="new@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    address = services.invitation_url(services.invite(organization, email=user.email, role="viewer", by=owner))
    client.force_login(user)

    page = client.post(address, follow=True)

    assert messages(page) == ["You belong to Water Board now."]
    assert Membership.objects.get(user=user).is_active


def test_somebody_else_is_told_that_it_is_not_theirs(client, organization, owner):
    stranger = make_user(email="other@example.org")
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
    address = services.invitation_url(services.invite(organization, email="new@example.org", role="viewer", by=owner))
    client.force_login(stranger)

    page = client.post(address).content.decode()

    assert "You are signed in as other@example.org." in page
    assert "new@example.org" not in page
    assert list(Membership.objects.filter(user=stranger)) == []


@pytest.mark.parametrize("end", ["used", "revoked", "forged"])
def test_a_dead_invitation_says_why(client, organization, owner, end):
    user = make_user(email="new@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    invitation = services.invite(organization, email=user.email, role="viewer", by=owner)
    address = services.invitation_url(invitation)
    if end == "used":
        services.accept_invitation(invitation, by=user)
    if end == "revoked":
        services.revoke(invitation, by=owner)
    if end == "forged":
        address = address[:-3] + "x/"

    answer = client.get(address)

    words = {"used": "accepted already", "revoked": "taken back", "forged": "older than 14 days"}
    assert answer.status_code == 410
    assert words[end] in answer.content.decode()


def test_asking_to_join(client, organization, owner):
    user = make_user(name="Bao")
    client.force_login(user)

    page = client.post(url("join", organization), {"position": "Engineer"}, follow=True).content.decode()

    assert "You have asked to join" in page
    assert Membership.objects.get(user=user).state == MembershipState.REQUESTED


def test_asking_too_many_says_so(client, organization, monkeypatch):
    monkeypatch.setattr(services, "OPEN_REQUESTS", 0)
    client.force_login(make_user())

    page = client.post(url("join", organization), {"position": "Engineer"})

    assert "wait for their answers" in page.context["form"].non_field_errors()[0]


def test_a_member_who_asks_is_led_to_the_people(client, organization, owner):
    client.force_login(owner)

    assert client.get(url("join", organization)).url == url("members", organization)


def test_a_draft_of_others_cannot_be_joined(client):
    client.force_login(make_user())

    assert client.post(url("join", make_organization()), {"position": "x"}).status_code == 404


def test_letting_in_and_declining_from_the_page(client, organization, owner):
    first = services.ask_to_join(organization, position="Engineer", by=make_user(name="Bao"))
    second = services.ask_to_join(organization, position="Driver", by=make_user(name="Chen"))
    client.force_login(owner)

    let_in = client.post(url("answer", organization, first.pk), {"accept": "1", "role": "editor"}, follow=True)
    declined = client.post(
        url("answer", organization, second.pk), {"role": "contributor", "reason": "Who are you?"}, follow=True
    )

    assert (messages(let_in), messages(declined)) == (
        ["Bao is a member now."],
        ["The request was declined and Chen is told why."],
    )
    assert Membership.objects.get(pk=first.pk).role == MembershipRole.EDITOR


def test_a_role_that_nobody_gives_is_refused(client, organization, owner):
    asked = services.ask_to_join(organization, position="Engineer", by=make_user())
    member = make_membership(organization, role=MembershipRole.VIEWER)
    client.force_login(owner)

    answers = [
        client.post(url("answer", organization, asked.pk), {"accept": "1", "role": "owner"}, follow=True),
        client.post(url("change_role", organization, member.pk), {"role": "owner"}, follow=True),
    ]

    assert [messages(answer) for answer in answers] == [["Choose a role from the list."]] * 2
    assert list(Membership.objects.owners().filter(organization=organization).values_list("user", flat=True)) == [
        owner.pk
    ]


def test_a_moderator_lets_in_the_first_focal_point(client):
    organization = make_organization(published=True, author=make_user())
    asked = services.ask_to_join(organization, position="Director", by=make_user())
    client.force_login(make_moderator())

    page = client.get(url("members", organization)).content.decode()
    client.post(url("answer", organization, asked.pk), {"accept": "1", "role": "owner"})

    assert '<option value="owner">Focal point</option>' in page
    assert Membership.objects.get(pk=asked.pk).is_owner


def test_changing_a_role_and_removing(client, organization, owner):
    member = make_membership(organization, make_user(name="Bao"), MembershipRole.VIEWER)
    client.force_login(owner)

    changed = client.post(url("change_role", organization, member.pk), {"role": "editor"}, follow=True)
    question = client.get(url("remove", organization, member.pk)).content.decode()
    removed = client.post(url("remove", organization, member.pk), follow=True)

    assert messages(changed) == ["The role of Bao was changed."]
    assert "Remove Bao from the organization?" in question
    assert messages(removed) == ["Bao is not a member any more."]


def test_leaving(client, organization):
    member = make_membership(organization, role=MembershipRole.VIEWER)
    client.force_login(member.user)

    question = client.get(url("leave", organization)).content.decode()
    answer = client.post(url("leave", organization))

    assert "Leave Water Board?" in question
    assert answer.url == reverse("accounts:home")
    member.refresh_from_db()
    assert member.state == MembershipState.REMOVED


def test_the_focal_point_is_told_to_hand_over_first(client, organization, owner):
    client.force_login(owner)

    page = client.post(url("leave", organization), follow=True)

    assert messages(page) == ["You are the focal point. Hand over to a colleague first, then you can leave."]


def test_handing_over(client, organization, owner):
    member = make_membership(organization, make_user(name="Bao"), MembershipRole.VIEWER)
    client.force_login(owner)

    form = client.get(url("handover", organization)).content.decode()
    page = client.post(url("handover", organization), {"to": member.pk}, follow=True)

    assert "Bao" in form
    assert messages(page) == ["Bao is the focal point now. You stay as an editor."]


def test_handing_over_to_somebody_outside_is_refused(client, organization, owner):
    foreign = make_membership(make_organization(), role=MembershipRole.VIEWER)
    client.force_login(owner)

    page = client.post(url("handover", organization), {"to": foreign.pk})

    assert list(page.context["form"].errors) == ["to"]


def test_alone_one_cannot_hand_over(client, organization, owner):
    client.force_login(owner)

    page = client.get(url("handover", organization)).content.decode()

    assert "There is nobody to hand over to yet." in page


def test_my_page_shows_organizations_invitations_and_requests(client, organization, owner):
    other = make_organization(published=True, owner=make_user(), name="Roads Board")
    services.invite(other, email=owner.email, role="viewer", by=other.author)
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True)
    services.ask_to_join(organization, position="Engineer", by=make_user(name="Bao"))
    client.force_login(owner)

    page = client.get(reverse("accounts:home")).content.decode()

    for words in ("Water Board", "Focal point · Published", "Roads Board", "Bao", "Engineer"):
        assert words in page


def test_my_page_of_somebody_new_leads_to_registration(client):
    client.force_login(make_user())

    page = client.get(reverse("accounts:home")).content.decode()

    assert reverse("partners:register") in page
    assert "Invitations" not in page


def test_my_page_of_a_moderator_shows_requests_that_nobody_else_answers(client, organization):
    lonely = make_organization(published=True, author=make_user(), name="Lonely Board")
    services.ask_to_join(lonely, position="Director", by=make_user(name="Bao"))
    services.ask_to_join(organization, position="Director", by=make_user(name="Chen"))
    moderator = make_moderator()
    client.force_login(moderator)

    page = client.get(reverse("accounts:home")).content.decode()

    assert "Bao" in page
    assert "Chen" not in page


def test_the_focal_point_hands_over_before_closing_the_account(organization, owner):
    assert obstacles(owner) == ["You are the focal point of Water Board. Hand over to a colleague first."]


def test_who_closes_the_account_leaves_no_membership_and_no_invitation(organization):
    member = make_membership(organization, role=MembershipRole.VIEWER)
    other = make_organization(published=True, owner=make_user())
    services.invite(other, email=member.user.email, role="viewer", by=other.author)

    for holder in holders():
        holder.forget(member.user)

    member.refresh_from_db()
    assert member.state == MembershipState.REMOVED
    assert list(Invitation.objects.all()) == []


def test_an_invitation_reads_as_address_and_organization(organization, owner):
    invitation = services.invite(organization, email="new@example.org", role="viewer", by=owner)

    assert str(invitation) == f"new@example.org → {organization.pk}"
