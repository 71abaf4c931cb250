"""All that waits, of all kinds, in one list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from galaxy.moderation import services
from galaxy.moderation.models import Status
from galaxy.taxonomy.models import Region
from partners.models import Organization
from solutions.models import Solution
from tests.factories import in_review, make_channel, make_moderator, make_organization, make_solution

pytestmark = pytest.mark.django_db


def hand_in(item, days=0):
    """Submitted so many days ago."""
    services.submit(item, by=item.author)
    type(item).objects.filter(pk=item.pk).update(submitted_at=timezone.now() - timedelta(days=days))
    return item


def shown(client, **filters):
    page = client.get(reverse("admin:queue"), filters).context["page"]
    return [row.title for row in page.object_list]


def test_the_oldest_comes_first_whatever_its_kind(desk):
    hand_in(make_solution(title="Wells"), days=2)
    hand_in(make_organization(name="Ministry of Water"), days=9)
    hand_in(make_channel(name="Water fund"), days=5)
    make_solution(title="Still a draft")

    assert shown(desk) == ["Ministry of Water", "Water fund", "Wells"]


def test_a_line_tells_kind_owner_place_and_age(desk):
    owner = make_organization(name="Ministry of Water", published=True)
    hand_in(make_solution(title="Wells", organization=owner, gives=["KEN"], receives=["EGY"]), days=3)

    text = " ".join(desk.get(reverse("admin:queue")).content.decode().split())

    for words in ["Solution · Good practice", "Ministry of Water · Egypt and Kenya", "Waiting for review", "3 days"]:
        assert words in text


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "organization"}, ["Ministry"]),
        ({"kind": "nonsense"}, ["Wells", "Ministry", "Fund", "Boats"]),
        ({"type": "policy"}, ["Boats"]),
        ({"status": "in_review"}, ["Boats"]),
        ({"region": "arab-states"}, ["Boats"]),
        ({"country": "UGA"}, ["Wells"]),
        ({"whose": "mine"}, ["Boats"]),
        ({"whose": "free"}, ["Wells", "Ministry", "Fund"]),
        ({"kind": "solution", "country": "UGA", "whose": "mine"}, []),
    ],
)
def test_the_list_is_narrowed(desk, moderator, filters, expected):
    hand_in(make_solution(title="Wells", gives=["KEN"], receives=["UGA"]), days=4)
    hand_in(make_organization(name="Ministry"), days=3)
    hand_in(make_channel(name="Fund"), days=2)
    boats = hand_in(make_solution(title="Boats", kind="policy", gives=["EGY"], receives=["KEN"]), days=1)
    services.claim(boats, by=moderator)

    assert shown(desk, **filters) == expected


def test_a_regional_moderator_begins_with_the_own_region(client):
    arab = make_moderator()
    arab.regions.set(Region.objects.filter(code="arab-states"))
    client.force_login(arab)
    hand_in(make_solution(title="Here", gives=["EGY"]), days=3)
    hand_in(make_solution(title="Elsewhere", gives=["KEN"], receives=["UGA"]), days=2)
    hand_in(make_channel(name="Of no region"), days=1)

    assert shown(client) == ["Here", "Of no region"]
    assert shown(client, region="all") == ["Here", "Elsewhere", "Of no region"]
    assert shown(client, region="africa") == ["Here", "Elsewhere"]
    assert "Arab States" in client.get(reverse("admin:queue")).content.decode()


def test_the_totals_count_all_that_waits(desk, moderator):
    hand_in(make_solution())
    in_review(make_organization(), by=moderator)
    in_review(make_solution(), by=make_moderator())

    totals = desk.get(reverse("admin:queue"), {"kind": "organization"}).context["totals"]

    assert (totals.all, totals.mine, totals.free) == (3, 1, 1)


def test_another_moderator_sees_who_has_claimed_it(client):
    in_review(make_solution(), by=make_moderator(name="Amina Diallo"))
    client.force_login(make_moderator())

    assert "Amina Diallo" in client.get(reverse("admin:queue")).content.decode()


def test_a_change_of_a_public_record_carries_its_number(desk):
    solution = make_solution(published=True)
    hand_in(services.start_revision(solution, by=solution.author))

    page = desk.get(reverse("admin:queue")).content.decode()

    assert solution.public_id in page
    assert "change of a public record" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_queue_takes_the_same_queries_for_any_length(desk, moderator, count, django_assert_num_queries):
    for _ in range(count):
        in_review(make_solution(), by=moderator)
    in_review(make_organization(), by=moderator)
    desk.get(reverse("admin:queue"))  # fills the vocabulary

    # session and person, regions served, number, page, claimed by, totals, reports; rights of person and groups
    with django_assert_num_queries(10):
        desk.get(reverse("admin:queue"))


def test_an_empty_queue_says_so(desk):
    assert "Nothing waits." in desk.get(reverse("admin:queue")).content.decode()
    assert "Nothing that waits fits" in desk.get(reverse("admin:queue"), {"status": "approved"}).content.decode()


def test_what_is_ticked_is_published_and_the_rest_is_named(desk, moderator):
    ready = [in_review(make_solution(), by=moderator), in_review(make_organization(), by=moderator)]
    gone = in_review(make_solution(title="Withdrawn meanwhile"), by=moderator)
    services.withdraw(gone, by=gone.author, note="Not now.")
    keys = [f"{item._meta.model_name}-{item.pk}" for item in [*ready, gone]]

    answer = desk.post(reverse("admin:publish_selected"), {"item": [*keys, "solution-x"]}, follow=True)

    text = answer.content.decode()
    assert "2 published." in text
    assert f"Not published: “Withdrawn meanwhile” ({gone.public_id})" in text
    assert Organization.objects.get(pk=ready[1].pk).status == Status.PUBLISHED


def test_nothing_ticked_is_said(desk):
    answer = desk.post(reverse("admin:publish_selected"), follow=True)

    assert "Nothing was chosen." in answer.content.decode()


def test_a_kind_that_does_not_exist_is_not_found(desk):
    assert desk.post(reverse("admin:publish_selected"), {"item": "user-1"}).status_code == 404


def test_next_is_the_oldest_that_this_person_can_take_up(desk, moderator):
    own = make_solution(title="Of my own ministry", author=moderator)
    hand_in(own, days=9)
    in_review(make_solution(title="Taken"), by=make_moderator())
    Solution.objects.filter(title="Taken").update(submitted_at=timezone.now() - timedelta(days=8))
    hand_in(make_solution(title="Free"), days=7)
    mine = in_review(make_solution(), by=moderator)

    answer = desk.post(reverse("admin:decide", args=["solution", mine.pk, "publish"]), follow=True)

    assert "Next: “Free”." in answer.content.decode()
    assert answer.context["item"].title == "Free"


def test_next_stays_within_the_filters(desk, moderator):
    hand_in(make_organization(name="Ministry"), days=7)
    mine = in_review(make_solution(), by=moderator)
    desk.get(reverse("admin:queue"), {"kind": "solution"})

    answer = desk.post(reverse("admin:decide", args=["solution", mine.pk, "publish"]))

    assert answer.url == reverse("admin:queue") + "?kind=solution"
