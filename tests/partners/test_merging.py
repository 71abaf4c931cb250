"""Two records of one organization become one: people, records and offices follow, and every address leads on."""

import pytest

from funding.models import Channel
from galaxy.library.models import Publication
from galaxy.moderation import services as moderation
from galaxy.moderation.log import decisions_of
from galaxy.moderation.services import StepRefused
from galaxy.notifications.models import Notification
from galaxy.search.models import Document, IndexRequest
from galaxy.search.tasks import index_waiting
from partners import offices
from partners.models import Membership, MembershipRole, MembershipState, Organization
from solutions.models import OrganizationRole, Solution, SolutionOrganization
from tests.factories import (
    make_channel,
    make_membership,
    make_moderator,
    make_organization,
    make_publication,
    make_solution,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_moderator()


@pytest.fixture
def twin():
    return make_organization(published=True, owner=make_user(name="Tina"), name="Ministry of Rain (old)")


@pytest.fixture
def stays():
    return make_organization(published=True, owner=make_user(name="Stan"), name="Ministry of Rain")


def merge(twin, stays, by):
    return moderation.mark_duplicate(twin, of=stays, by=by, note="The same ministry.")


def people(organization):
    active = Membership.objects.active().filter(organization=organization)
    return dict(active.order_by("user__name").values_list("user__name", "role"))


def test_the_old_address_leads_to_the_one_that_stays_in_one_step(client, twin, stays, moderator):
    oldest = make_organization(published=True, name="Rain Office")
    merge(oldest, twin, moderator)

    merge(twin, stays, moderator)

    for gone in (oldest, twin):
        answer = client.get(gone.get_absolute_url())
        assert (answer.status_code, answer.url) == (301, stays.get_absolute_url())


def test_its_people_belong_to_the_one_that_stays_with_one_focal_point(twin, stays, moderator):
    both = make_user(name="Bo")
    make_membership(twin, both, MembershipRole.EDITOR)
    make_membership(stays, both, MembershipRole.VIEWER)
    make_membership(twin, make_user(name="Una"), MembershipRole.CONTRIBUTOR)

    merge(twin, stays, moderator)

    assert people(stays) == {"Bo": "viewer", "Stan": "owner", "Tina": "editor", "Una": "contributor"}
    assert people(twin) == {}


def test_its_focal_point_stays_one_where_there_is_none(twin, moderator):
    stays = make_organization(published=True)

    merge(twin, stays, moderator)

    assert people(stays) == {"Tina": "owner"}


def test_who_asked_to_join_the_one_that_stays_is_in(twin, stays, moderator):
    asking = make_user(name="Ada")
    make_membership(twin, asking, MembershipRole.CONTRIBUTOR)
    request = make_membership(stays, asking, MembershipRole.VIEWER)
    Membership.objects.filter(pk=request.pk).update(state=MembershipState.REQUESTED)

    merge(twin, stays, moderator)

    assert people(stays)["Ada"] == "contributor"


def test_its_people_are_told(twin, stays, moderator):
    merge(twin, stays, moderator)

    [line] = Notification.objects.filter(kind="partners.merged")
    assert line.user.name == "Tina"
    assert line.subject == "Ministry of Rain (old) is part of Ministry of Rain now"


def test_solutions_publications_and_channels_follow_and_are_found_there(client, twin, stays, moderator):
    solution = make_solution(published=True, organization=twin)
    draft = make_solution(organization=twin)
    partner = make_solution(published=True)
    SolutionOrganization.objects.create(solution=partner, organization=twin, role=OrganizationRole.FUNDER)
    publication = make_publication(published=True, organization=twin)
    channel = make_channel(published=True, provider_organization=twin, manager_organization=twin)

    merge(twin, stays, moderator)
    gone = Document.objects.filter(kind="organization", object_id=twin.pk).exists()
    index_waiting()

    assert not gone
    assert list(Solution.objects.filter(organization=stays).order_by("pk")) == [solution, draft]
    assert Publication.objects.get(organization=stays) == publication
    assert Channel.objects.get(provider_organization=stays, manager_organization=stays) == channel
    found = Document.objects.filter(facets__contains=[f"organization:{stays.pk}"])
    assert sorted(found.values_list("kind", "object_id")) == sorted(
        [("solution", solution.pk), ("solution", partner.pk), ("publication", publication.pk), ("channel", channel.pk)]
    )
    assert not Document.objects.filter(facets__contains=[f"organization:{twin.pk}"]).exists()
    assert not IndexRequest.objects.exists()
    assert stays.name in client.get(solution.get_absolute_url()).content.decode()


def test_a_role_that_both_have_in_a_solution_is_told_once(twin, stays, moderator):
    solution = make_solution(published=True)
    for organization in (twin, stays):
        SolutionOrganization.objects.create(solution=solution, organization=organization, role=OrganizationRole.FUNDER)

    merge(twin, stays, moderator)

    assert [link.organization for link in solution.organization_links.all()] == [stays]


def test_offices_follow_with_the_word_of_their_headquarters(client, twin, stays, moderator):
    office = make_organization(published=True, name="Rain, Kisumu", parent=twin)
    offices.confirm(office, by=twin.author)

    merge(twin, stays, moderator)

    office.refresh_from_db()
    assert (office.parent, office.is_parent_confirmed) == (stays, True)
    assert "Rain, Kisumu" in client.get(stays.get_absolute_url()).content.decode()


def test_an_office_is_merged_into_its_headquarters(client, twin, stays, moderator):
    Organization.objects.filter(pk=twin.pk).update(parent=stays, confirmed_parent=stays)

    merge(twin, stays, moderator)

    assert client.get(twin.get_absolute_url()).url == stays.get_absolute_url()
    assert twin.name not in client.get(stays.get_absolute_url()).content.decode()


def test_the_log_tells_who_and_why(twin, stays, moderator):
    merge(twin, stays, moderator)

    last = list(decisions_of(twin))[-1]
    assert (last.step, last.by, last.note) == ("mark_duplicate", moderator, "The same ministry.")


def test_no_organization_is_merged_into_itself_its_office_or_a_merged_one(twin, stays, moderator):
    office = make_organization(published=True, parent=twin)
    other = make_organization(published=True)
    merge(other, stays, moderator)

    with pytest.raises(StepRefused, match="Choose another record"):
        merge(twin, twin, moderator)
    with pytest.raises(StepRefused, match="not merged into their own office"):
        merge(twin, office, moderator)
    with pytest.raises(StepRefused, match="Choose another record"):
        merge(twin, other, moderator)
    twin.refresh_from_db()
    assert twin.is_published
    assert people(twin) == {"Tina": "owner"}


def test_only_a_moderator_without_a_stake_merges(twin, stays):
    partial = make_moderator()
    make_membership(twin, partial, MembershipRole.VIEWER)

    for person in (twin.author, partial):
        with pytest.raises(StepRefused):
            merge(twin, stays, person)


def test_a_merge_that_was_wrong_is_undone_with_all_that_followed(client, twin, stays, moderator):
    both = make_user(name="Bo")
    make_membership(twin, both, MembershipRole.EDITOR)
    make_membership(stays, both, MembershipRole.VIEWER)
    office = make_organization(published=True, parent=twin)
    offices.confirm(office, by=twin.author)
    solution = make_solution(published=True, organization=twin)
    shared = make_solution(published=True)
    for organization in (twin, stays):
        SolutionOrganization.objects.create(solution=shared, organization=organization, role=OrganizationRole.FUNDER)
    publication = make_publication(published=True, organization=twin)
    channel = make_channel(published=True, provider_organization=twin)
    merge(twin, stays, moderator)

    moderation.split(Organization.objects.get(pk=twin.pk), by=moderator, note="They are two.")

    for row in (office, solution, publication, channel):
        row.refresh_from_db()
    assert people(twin) == {"Bo": "editor", "Tina": "owner"}
    assert people(stays) == {"Bo": "viewer", "Stan": "owner"}
    assert (office.parent, office.is_parent_confirmed) == (twin, True)
    assert {solution.organization, publication.organization, channel.provider_organization} == {twin}
    assert shared.organization_links.count() == 2
    assert client.get(twin.get_absolute_url()).status_code == 200


def test_who_left_meanwhile_does_not_come_back(twin, stays, moderator):
    merge(twin, stays, moderator)
    Membership.objects.filter(user=twin.author).update(state=MembershipState.REMOVED)

    moderation.split(Organization.objects.get(pk=twin.pk), by=moderator, note="They are two.")

    assert people(twin) == {}
