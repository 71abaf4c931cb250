import stat
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from funding.models import Channel
from galaxy.flags.models import Flag
from galaxy.freshness.models import Stage
from galaxy.library.models import Publication, ResearchCall
from galaxy.moderation.log import decisions_of
from galaxy.portal.demo import clocks, people, points, records
from galaxy.search.models import Document
from partners.models import Organization
from solutions.models import BuildingBlock, Solution
from solutions.questions.models import Question


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, loaded once for all tests of this file; taken back afterwards."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=folder), transaction.atomic():
        call_command("seed_demo", verbosity=0)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db, settings):
    settings.DATA_DIR = loaded
    return loaded


def counts():
    return {
        model.__name__: model.objects.published().count() for model in (Organization, Channel, Solution, Publication)
    }


def test_the_demonstration_is_brought_in_once(demo):
    first = counts()

    call_command("seed_demo", verbosity=0)

    assert first == counts() == {"Organization": 119, "Channel": 23, "Solution": 70, "Publication": 7}
    assert Document.objects.count() == 219 + BuildingBlock.objects.published().count() == 229


def test_its_focal_point_has_a_record_to_confirm_and_one_that_was_forgotten(demo):
    owner = User.objects.get(email="focalpoint@galaxy.example")

    stages = list(
        Solution.objects.exclude(clock_stage=Stage.FRESH).values_list("clock_stage", flat=True).order_by("pk")
    )

    assert stages == [Stage.SOON, Stage.STALE]
    assert owner.notifications.filter(kind="freshness.reminder").count() == 1
    assert clocks.load() == 0


def test_its_records_took_the_way_of_every_record(demo):
    solution = Solution.objects.published().first()

    assert [decision.step for decision in decisions_of(solution)] == ["submit", "claim", "publish"]


def test_what_is_invented_says_so(demo, client):
    for publication in Publication.objects.all():
        assert publication.url.startswith("https://shared-rivers.example/")
        assert "Invented for the demonstration" in client.get(publication.get_absolute_url()).content.decode()
    assert ResearchCall.objects.open().count() == 2


def test_some_have_points_that_say_they_are_invented(demo, client):
    rated = Solution.objects.filter(reviews__isnull=False)
    assert rated.count() == len(points.POINTS) + len(points.PROMISING)

    page = client.get(Solution.objects.get(provenance__slug="human-milk-banks-network").get_absolute_url())

    assert "given for the demonstration" in page.content.decode()
    badges = [facet for document in Document.objects.all() for facet in document.facets if facet.startswith("quality:")]
    assert Counter(badges) == {
        "quality:good_practice": 10,
        "quality:evidence_backed": 6,
        "quality:promising": 2,
        "quality:adapted": 2,
    }


def test_its_records_name_their_source_and_keep_their_facts(demo):
    facts = {item["slug"]: item for item in records.read("solutions")}

    for solution in Solution.objects.exclude(source_system="invented"):
        item = facts[solution.provenance["slug"]]
        assert solution.source_system == "demo"
        assert solution.provenance["source_url"] == item["source_url"]
        assert (solution.title, solution.summary, solution.practice_url) == (
            item["title"],
            item["summary"],
            item["url"],
        )


def test_there_is_a_person_for_each_role_and_only_the_owner_reads_the_passwords(demo):
    file = demo / people.FILE
    text = file.read_text()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for person in people.PEOPLE:
        line = next(line for line in text.splitlines() if line.startswith(person.email))
        user = User.objects.get(email=person.email)
        assert user.check_password(line.split()[1])
        assert user.role == person.role


def test_passwords_stay_while_the_file_is_there_and_change_when_it_is_gone(demo, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    file = people.load()
    before = file.read_text()
    people.load()
    assert file.read_text() == before

    file.unlink()
    people.load()

    assert file.read_text() != before


def test_invented_adaptations_questions_and_reports_show_how_it_looks_and_say_that_they_are_invented(demo, client):
    parent = Solution.objects.get(provenance__slug="bangladesh-digital-centres")

    page = client.get(parent.get_absolute_url())
    child = client.get(page.context["family"]["branches"][0]["url"])

    assert [row["level"] for row in page.context["family"]["branches"]] == [1, 2, 1]
    assert [bool(row["answer"]) for row in page.context["questions"]] == [False, True, True]
    assert b"Invented for the demonstration" in child.content
    assert Question.objects.waiting().count() == 1
    assert Flag.objects.open().count() == 2
