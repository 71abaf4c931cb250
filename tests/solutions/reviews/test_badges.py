import pytest
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.search.indexing import index_item
from galaxy.search.models import Document
from solutions.models import Solution
from solutions.reviews.badges import badges_of
from tests.factories import in_review, make_moderator, make_solution, rate

pytestmark = pytest.mark.django_db


def published(**scores) -> Solution:
    """With these points."""
    moderator = make_moderator()
    item = in_review(make_solution(**scores.pop("fields", {})), by=moderator, rated=False)
    rate(item, by=moderator, **scores)
    public = moderation.publish(item, by=moderator)
    index_item(Solution, public.pk)
    return public


def badges(solution: Solution) -> list[str]:
    return [badge.value for badge in badges_of(Solution.objects.with_badges().get(pk=solution.pk))]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"level": 2}, ["good_practice"]),
        ({"level": 2, "effective": 3}, ["good_practice", "evidence_backed"]),
        ({"level": 2, "effective": 3, "fields": {"practice_url": "", "source_system": "demo"}}, ["good_practice"]),
        ({"level": 1, "is_promising": True}, ["promising"]),
        ({"level": 1, "effective": 3, "is_promising": True}, ["promising"]),
        ({"level": 3, "documented": 0, "is_promising": True}, ["promising"]),
    ],
)
def test_badges_follow_from_the_points(scores, expected):
    solution = published(**scores)

    assert badges(solution) == expected
    entry = Document.objects.get(object_id=solution.pk, kind="solution")
    facets = {facet for facet in entry.facets if facet.startswith("quality:")}
    assert facets == {f"quality:{code}" for code in expected}
    assert entry.card["badges"] == expected


def test_a_document_is_a_source_as_well():
    solution = published(level=2, effective=3, fields={"practice_url": "", "source_system": "demo"})

    solution.resources.create(label="Report", url="https://report.example.org/")

    assert badges(solution) == ["good_practice", "evidence_backed"]


def test_a_draft_has_no_badge():
    moderator = make_moderator()
    item = in_review(make_solution(), by=moderator, rated=False)
    rate(item, by=moderator, level=3)

    assert badges(item) == []


def test_badges_stand_on_the_page_in_the_list_and_in_the_filter(client):
    backed = published(level=2, effective=3)
    promising = published(level=1, is_promising=True)

    page = client.get(backed.get_absolute_url()).content.decode()
    assert "Evidence-backed" in page
    assert "17 of 24" in page
    found = client.get(reverse("portal:solutions"), {"quality": "promising"})
    assert [entry["title"] for entry in found.context["results"].entries] == [promising.title]
    assert found.context["results"].entries[0]["badges"] == [{"label": "Promising", "proven": False}]


def test_promising_ones_stand_apart_from_the_list_and_are_found_by_search(client):
    proven, promising = published(level=2), published(level=1, is_promising=True)

    def titles(name: str, **query: str) -> list[str]:
        return [entry["title"] for entry in client.get(reverse(name), query).context["results"].entries]

    assert titles("portal:solutions") == [proven.title]
    assert titles("portal:solutions", quality="good_practice") == [proven.title]
    assert titles("portal:solutions", quality="promising") == [promising.title]
    assert sorted(titles("portal:search", kind="solution")) == sorted([proven.title, promising.title])
    assert "?quality=promising" in client.get(reverse("portal:solutions")).content.decode()
    shown = client.get(reverse("portal:solutions"), {"quality": "promising"}).context["results"]
    assert [chip["label"] for chip in shown.chips] == ["Quality: Promising"]


def test_points_of_a_demonstration_record_say_so(client):
    solution = published(level=2, fields={"source_system": "demo"})

    assert "16 of 24, given for the demonstration" in client.get(solution.get_absolute_url()).content.decode()
