import pytest

from galaxy.moderation import services
from galaxy.moderation.log import decisions_of, first_unlogged
from galaxy.search.models import IndexRequest
from partners.models import Organization, Verification
from solutions.models import Resource, Solution
from tests.factories import make_channel, make_organization, make_solution, make_user

pytestmark = pytest.mark.django_db

TEXT = "Health workers reach more peple in 12 villages, and the counties pay for it."


@pytest.fixture
def solution():
    organization = make_organization(published=True, owner=make_user(), verification=Verification.VERIFIED)
    texts = {"title": "Village wells", "results": TEXT, "what_did_not_work": "The pumps."}
    return make_solution(published=True, organization=organization, **texts)


def change(item, **fields):
    """A pending change of it, handed in; as it stands afterwards."""
    revision = services.start_revision(item, by=item.author)
    type(item).objects.filter(pk=revision.pk).update(**fields)
    return services.submit(type(item).objects.get(pk=revision.pk), by=item.author)


def again(item):
    return type(item).objects.get(pk=item.pk)


@pytest.mark.parametrize(
    "fields",
    [
        {"practice_url": "https://moved.example.org/a/long/way/from/where/it/was/before"},
        {"results": TEXT.replace("peple", "people")},
        {"practice_url": "https://moved.example.org/", "title": "Village well"},
    ],
)
def test_an_address_and_a_typing_error_are_published_at_once_and_logged(solution, fields):
    IndexRequest.objects.all().delete()

    revision = change(solution, **fields)

    now = again(solution)
    assert revision.status == "applied"
    assert {name: getattr(now, name) for name in fields} == fields
    assert IndexRequest.objects.filter(object_id=solution.pk).exists()
    last = decisions_of(solution).last()
    assert (last.step, last.from_status, last.to_status, last.by) == (
        "publish",
        "submitted",
        "applied",
        solution.author,
    )
    assert last.note == "A small change by a verified organization: published without review."
    assert first_unlogged() is None


@pytest.mark.parametrize(
    "fields",
    [
        {"results": TEXT.replace("12", "21")},
        {"results": f"{TEXT} {'It also works elsewhere. ' * 3}"},
        {"tagline": "Boats come to every school by the river now."},
        {"innovation": "New."},
        {"modality": "triangular"},
        {"provenance": {"said": "elsewhere"}},
        {"title": "Boats for every school of the country and beyond it"},
        {"practice_url": "https://moved.example.org/", "results": TEXT.replace("12", "13")},
    ],
)
def test_everything_else_waits_for_a_moderator(solution, fields):
    before = {name: getattr(solution, name) for name in fields}

    revision = change(solution, **fields)

    assert revision.status == "submitted"
    assert {name: getattr(again(solution), name) for name in fields} == before


def test_a_new_resource_waits_for_a_moderator(solution):
    revision = services.start_revision(solution, by=solution.author)
    Resource.objects.create(solution=revision, label="Report", url="https://report.example.org/")

    assert services.submit(revision, by=solution.author).status == "submitted"


def test_without_the_mark_of_verification_every_change_waits(solution):
    Organization.objects.filter(pk=solution.organization_id).update(verification=Verification.SUSPENDED)

    assert change(again(solution), practice_url="https://moved.example.org/").status == "submitted"


def test_a_first_submission_always_waits(solution):
    draft = make_solution(organization=solution.organization, author=solution.author)

    assert services.submit(draft, by=draft.author).status == "submitted"


def test_a_channel_has_the_same_way_and_an_organization_has_none(solution):
    channel = make_channel(published=True, provider_organization=solution.organization, author=solution.author)

    assert change(channel, url="https://moved.example.org/").status == "applied"
    assert change(again(solution.organization), website="https://moved.example.org/").status == "submitted"


def test_the_author_is_told_on_the_page(client, solution):
    client.force_login(solution.author)
    revision = services.start_revision(solution, by=solution.author)
    Solution.objects.filter(pk=revision.pk).update(practice_url="https://moved.example.org/")

    answer = client.post(f"/en/solutions/{solution.public_id.lower()}/edit/check/", {"different": "1"}, follow=True)

    assert "Small changes by a verified organization need no review." in answer.content.decode()
    assert again(solution).practice_url == "https://moved.example.org/"
