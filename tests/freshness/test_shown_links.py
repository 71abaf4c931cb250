"""Where people see whether an address answers."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from galaxy.freshness.models import Link
from galaxy.moderation.comparison import parts
from galaxy.moderation.screening import findings
from solutions.models import Resource
from tests.factories import in_review, make_channel, make_moderator, make_organization, make_solution, make_user
from tests.freshness.conftest import check, link_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]

THEN = datetime(2026, 3, 12, 9, tzinfo=UTC)
DEAD = {"failures_count": 3, "first_failed_at": THEN, "checked_at": THEN, "status": 404}
SILENT = "This address did not answer on 12 March 2026."


def dead(url):
    return link_to(url, **DEAD)


def archive_link(url):
    return f'href="https://web.archive.org/web/2/{url}" rel="nofollow noopener">Look for it in a web archive</a>'


def test_readers_see_which_addresses_of_a_solution_do_not_answer(client, django_assert_num_queries):
    solution = make_solution(published=True, practice_url="https://gone.example/a?b=1")
    for name in ("good", "bad"):
        Resource.objects.create(solution=solution, label=name, url=f"https://{name}.example/")
    dead("https://gone.example/a?b=1")
    dead("https://bad.example/")
    link_to("https://good.example/", checked_at=THEN, answered_at=THEN)
    client.get(solution.get_absolute_url())

    with django_assert_num_queries(3):  # the solution, what is related
        text = client.get(solution.get_absolute_url()).content.decode()

    assert text.count(SILENT) == 2
    assert archive_link("https://gone.example/a?b=1") in text
    assert archive_link("https://bad.example/") in text


def test_two_failures_are_not_told_to_readers(client):
    solution = make_solution(published=True, practice_url="https://gone.example/")
    link_to("https://gone.example/", **{**DEAD, "failures_count": 2})

    assert "did not answer" not in client.get(solution.get_absolute_url()).content.decode()


def test_readers_see_it_on_the_pages_of_organizations_and_channels(client):
    organization = make_organization(published=True, website="https://ministry.example/")
    channel = make_channel(published=True, provider_organization=organization, url="https://fund.example/")
    for item in (organization, channel):
        assert SILENT not in client.get(item.get_absolute_url()).content.decode()

    dead("https://ministry.example/")
    dead("https://fund.example/")

    for item in (organization, channel):
        assert SILENT in client.get(item.get_absolute_url()).content.decode()


def test_moderators_see_what_the_check_found_at_its_field(server, client):
    moderator = make_moderator()
    solution = make_solution(practice_url=server.url("/status?code=410"))
    Resource.objects.create(solution=solution, label="Not checked yet", url="https://later.example/")
    item = in_review(solution, by=moderator)
    link_to(item.practice_url)
    check(item.practice_url)

    found = [(finding.field, finding.tone, finding.text) for finding in findings(item, parts(item))]

    day = Link.objects.get(url=item.practice_url).checked_at
    assert found == [
        (
            "practice_url",
            "bad",
            f"{item.practice_url}: did not answer on {day.day} {day:%B %Y} (the server says 410)",
        ),
    ]
    client.force_login(moderator)
    assert "the server says 410" in client.get(reverse("admin:review", args=["solution", item.pk])).content.decode()


def test_authors_see_it_on_the_page_that_says_where_it_stands(client):
    owner = make_user()
    organization = make_organization(published=True, owner=owner)
    solution = make_solution(
        published=True, organization=organization, author=owner, practice_url="https://gone.example/"
    )
    dead("https://gone.example/")
    client.force_login(owner)

    text = client.get(solution.get_status_url()).content.decode()

    assert "did not answer on 12 March 2026 (the server says 404)" in text


def test_moderators_have_the_list_with_the_records_that_name_them(client):
    solution = make_solution(published=True, practice_url="https://gone.example/", title="Wells")
    link_to("https://good.example/", checked_at=THEN, answered_at=THEN)
    link_to("https://shaky.example/", **{**DEAD, "failures_count": 1})
    dead(solution.practice_url)
    client.force_login(make_moderator())
    page = reverse("admin:freshness_link_changelist")

    def shown(query):
        return [link.url for link in client.get(f"{page}{query}").context["cl"].result_list]

    assert shown("") == ["https://gone.example/", "https://shaky.example/", "https://good.example/"]
    assert shown("?state=dead") == ["https://gone.example/"]
    assert shown("?state=fails") == ["https://gone.example/", "https://shaky.example/"]
    text = client.get(f"{page}?state=dead").content.decode()
    assert f'<a href="{solution.get_absolute_url()}">Wells</a>' in text
    assert page in client.get(reverse("admin:queue")).content.decode()
