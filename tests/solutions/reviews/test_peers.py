from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import personal
from accounts.services import anonymize
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Mail, Notification
from solutions.models import OrganizationRole, PeerInvitation, QualityReview, SolutionOrganization
from solutions.reviews import peers, ratings
from solutions.reviews.criteria import CODES
from tests.factories import make_moderator, make_organization, make_solution, make_user, marks

pytestmark = pytest.mark.django_db
GUEST = {"email": "guest@university.example.org", "name": "Wanjiru Kamau", "language": "en"}
LEVELS = dict.fromkeys(CODES, "2")


@pytest.fixture
def invitation(claimed, moderator) -> PeerInvitation:
    return peers.invite(claimed, by=moderator, **GUEST)


def url(invitation: PeerInvitation) -> str:
    return reverse("solutions:peer_review", args=[peers.token_of(invitation)])


def test_the_person_is_mailed_an_address_in_the_chosen_language(claimed, moderator):
    peers.invite(claimed, by=moderator, **{**GUEST, "language": "fr"})

    mail = Mail.objects.get(to=GUEST["email"])
    assert "/fr/solutions/peer-review/" in mail.body
    assert "Wells with sun power" in mail.subject
    assert mail.language == "fr"


def test_only_who_has_claimed_it_invites(claimed):
    with pytest.raises(StepRefused, match="has claimed this record"):
        peers.invite(claimed, by=make_moderator(), **GUEST)


def test_nobody_of_an_organization_that_takes_part_is_asked(claimed, moderator):
    helper = make_organization(published=True, website="https://www.pumps.example.net/")
    SolutionOrganization.objects.create(solution=claimed, organization=helper, role=OrganizationRole.IMPLEMENTER)
    refused = [claimed.author.email, "somebody@water.example.org", "Somebody@PUMPS.example.net"]

    for email in refused:
        with pytest.raises(StepRefused, match="Ask somebody else"):
            peers.invite(claimed, by=moderator, **{**GUEST, "email": email})

    assert not PeerInvitation.objects.exists()
    assert not Mail.objects.filter(subject__startswith="Would you look").exists()


def test_a_public_mail_service_is_no_conflict(moderator, claimed):
    claimed.organization.email_domains = ["gmail.com"]
    claimed.organization.save()

    assert peers.invite(claimed, by=moderator, **{**GUEST, "email": "somebody@gmail.com"}).is_open


def test_the_same_person_is_asked_once_and_five_people_at_most(claimed, moderator):
    for number in range(5):
        peers.invite(claimed, by=moderator, **{**GUEST, "email": f"guest{number}@university.example.org"})

    with pytest.raises(StepRefused, match="asked already"):
        peers.invite(claimed, by=moderator, **{**GUEST, "email": "Guest1@university.example.org"})
    with pytest.raises(StepRefused, match="Five reviewers"):
        peers.invite(claimed, by=moderator, **GUEST)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerInvitation.objects.create(
            solution=claimed,
            email="guest1@university.example.org",
            name="x",
            by=moderator,
            expires_at=timezone.now(),
        )


def test_the_reviewer_reads_the_record_and_gives_points_without_an_account(client, invitation, claimed, moderator):
    page = client.get(url(invitation))
    assert page.status_code == 200
    assert claimed.approach.strip() in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"

    said = {**LEVELS, "remark_effective": "Say where the figure is from.", "is_free": "on"}
    answer = client.post(url(invitation), said)

    assert "Your answer is kept" in answer.content.decode()
    review = QualityReview.objects.get()
    assert (review.total, review.by, review.invitation) == (16, None, invitation)
    assert review.remarks == {"effective": "Say where the figure is from."}
    assert Notification.objects.get(user=moderator, kind="solutions.peer_answered").subject.startswith("Wanjiru Kamau")


def test_points_of_a_guest_decide_nothing(client, invitation, claimed):
    client.post(url(invitation), {**LEVELS, "is_free": "on"})

    assert ratings.unready(claimed) != ""


@pytest.mark.parametrize(
    ("left_out", "words"), [("is_free", "Confirm it, or decline below."), ("effective", "Choose a level.")]
)
def test_without_a_level_or_the_word_that_one_is_free_nothing_is_kept(client, invitation, left_out, words):
    said = {**LEVELS, "is_free": "on"}
    del said[left_out]

    answer = client.post(url(invitation), said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not QualityReview.objects.exists()


def test_the_address_works_once(client, invitation):
    client.post(url(invitation), {**LEVELS, "is_free": "on"})

    again = client.post(url(invitation), {**LEVELS, "is_free": "on"})

    assert again.status_code == 410
    assert "You have answered already" in again.content.decode()
    assert QualityReview.objects.count() == 1
    with pytest.raises(StepRefused, match="used, taken back or is too old"):
        peers.answer(invitation, marks())


def test_who_took_part_declines_with_a_reason(client, invitation, moderator):
    client.post(url(invitation), {"decline": "1", "reason": "I know them."})

    invitation.refresh_from_db()
    assert invitation.declined == "I know them."
    assert not QualityReview.objects.exists()
    assert "I know them." in Notification.objects.get(user=moderator, kind="solutions.peer_answered").body
    assert client.get(url(invitation)).status_code == 410


def test_too_late_taken_back_or_made_up_addresses_show_nothing_of_the_record(client, invitation, claimed, moderator):
    address = url(invitation)
    PeerInvitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    late = client.get(address)
    PeerInvitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() + timedelta(days=1))
    peers.revoke(invitation, by=moderator)
    revoked = client.get(address)
    made_up = client.get(reverse("solutions:peer_review", args=["made:up:token"]))

    for page in (late, revoked, made_up):
        assert page.status_code == 410
        assert claimed.title not in page.content.decode()
    assert "taken back" in revoked.content.decode()


def test_what_was_answered_is_not_taken_back(invitation, moderator):
    peers.answer(invitation, marks())

    with pytest.raises(StepRefused, match="has answered already"):
        peers.revoke(invitation, by=moderator)


def test_the_moderator_invites_from_the_review_page_and_sees_the_answer(desk, claimed, moderator):
    page = reverse("admin:review", args=["solution", claimed.pk])
    desk.post(reverse("admin:solutions_solution_invite", args=[claimed.pk]), GUEST)
    assert "asked, may answer until" in desk.get(page).content.decode()
    guest = Client()
    guest.post(url(PeerInvitation.objects.get()), {**LEVELS, "is_free": "on", "remark_replicable": "Costs?"})

    shown = desk.get(page).content.decode()

    assert "Wanjiru Kamau" in shown
    assert "Costs?" in shown
    assert (
        "it has none yet"
        in desk.post(
            reverse("admin:decide", args=["solution", claimed.pk, "publish"]), {"note": ""}, follow=True
        ).content.decode()
    )


def test_a_wrong_address_comes_back_on_the_page(desk, claimed):
    answer = desk.post(reverse("admin:solutions_solution_invite", args=[claimed.pk]), {**GUEST, "email": "nobody"})

    assert answer.status_code == 422
    assert "Enter a valid email address." in answer.content.decode()


def test_an_invitation_of_another_record_is_not_taken_back_here(desk, invitation):
    other = make_solution(published=True, author=make_user())

    assert desk.post(reverse("admin:solutions_solution_uninvite", args=[other.pk, invitation.pk])).status_code == 404
    invitation.refresh_from_db()
    assert invitation.is_open


def test_the_language_of_the_page_is_that_of_the_address(client, invitation):
    with translation.override("ar"):
        address = url(invitation)

    assert 'dir="rtl"' in client.get(address).content.decode()


def test_who_leaves_the_portal_is_no_longer_named_among_reviewers_and_the_points_stay(invitation, moderator):
    guest = make_user(email=GUEST["email"], name=GUEST["name"])
    peers.answer(invitation, marks())
    assert personal.copy_of(guest)["tables"]["solutions.peer_invitations"][0]["name"] == GUEST["name"]

    anonymize(guest, by=guest)

    invitation.refresh_from_db()
    assert (invitation.name, invitation.email) == ("–", "")
    assert invitation.review.total == 16
