"""A practice from the first word to the public page, with the test client: no scripts."""

import pytest
from django.test import Client
from django.urls import reverse

from galaxy.moderation import services as moderation
from galaxy.moderation.models import Status
from solutions.models import Solution
from tests.factories import make_moderator, make_organization, make_user, rate
from tests.solutions.typing import edit_url, fill, save, start, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user()


@pytest.fixture
def ministry(author):
    return make_organization(published=True, owner=author, name="Ministry of Health")


@pytest.fixture
def writer(author, ministry):
    client = Client()
    client.force_login(author)
    return client


def test_a_practice_goes_from_the_first_word_to_the_public_page(writer, ministry):
    draft = start(writer, ministry)
    fill(writer, draft)

    receipt = writer.post(url("check", draft), follow=True)

    assert draft.public_id in receipt.content.decode()
    moderator = make_moderator()
    moderation.claim(draft, by=moderator)
    rate(draft, by=moderator)
    public = moderation.publish(Solution.objects.get(pk=draft.pk), by=moderator)
    page = Client().get(public.get_absolute_url()).content.decode()
    for text in (
        "Nurses screen newborns",
        "Turkana",
        "Village Health Fund",
        "Yearly report",
        "One nurse was not enough",
    ):
        assert text in page


def test_a_missing_field_is_named_with_the_way_to_it(writer, ministry):
    draft = start(writer, ministry)
    fill(writer, draft)
    save(writer, draft, "results", results="")

    page = writer.post(url("check", draft))

    assert [gap.field for gap in page.context["gaps"]] == ["results"]
    assert f'href="{edit_url(draft, "results")}#field-results"' in page.content.decode()
    assert Solution.objects.get(pk=draft.pk).status == Status.DRAFT


def test_a_practice_that_looks_alike_is_shown_and_sent_when_it_is_different(writer, ministry, author):
    first = start(writer, ministry)
    fill(writer, first)
    writer.post(url("check", first))
    moderator = make_moderator()
    moderation.claim(first, by=moderator)
    rate(first, by=moderator)
    moderation.publish(Solution.objects.get(pk=first.pk), by=moderator)
    second = fill(writer, start(writer, ministry, title="Nurses screen newborns again"))

    shown = writer.post(url("check", second))
    sent = writer.post(url("check", second), {"different": "1"})

    assert [each.item.pk for each in shown.context["alike"]] == [first.pk]
    assert sent.url == url("receipt", second)


def test_remarks_stand_at_the_fields_and_it_is_sent_again(writer, ministry):
    draft = fill(writer, start(writer, ministry))
    writer.post(url("check", draft))
    moderator = make_moderator()
    moderation.claim(draft, by=moderator)
    moderation.add_remark(draft, by=moderator, field="results", text="Add a figure with a source.")
    moderation.add_remark(draft, by=moderator, field="results", text="A weak one, between us.", internal=True)
    moderation.request_changes(draft, by=moderator, note="Nearly there.")

    status = writer.get(url("status", draft)).content.decode()
    step = writer.get(edit_url(draft, "results")).content.decode()
    save(writer, draft, "results", results="1,240 nurses (report 2023, page 14).")
    again = writer.post(url("check", draft))

    assert "Add a figure with a source." in status
    assert "Nearly there." in status
    assert "1,240 nurses now screen newborns." in status
    assert "Add a figure with a source." in step
    assert "between us" not in status + step
    assert again.url == url("receipt", draft)


def test_a_public_practice_stays_while_its_change_is_reviewed(writer, ministry):
    draft = fill(writer, start(writer, ministry))
    writer.post(url("check", draft))
    moderator = make_moderator()
    moderation.claim(draft, by=moderator)
    rate(draft, by=moderator)
    public = moderation.publish(Solution.objects.get(pk=draft.pk), by=moderator)
    writer.post(url("revise", public))
    save(writer, public, "results", results="Twice as many.")

    before = Client().get(public.get_absolute_url()).content.decode()
    writer.post(url("check", public))
    revision = Solution.objects.get(revision_of=public)
    moderation.claim(revision, by=moderator)
    moderation.publish(Solution.objects.get(pk=revision.pk), by=moderator)
    after = Client().get(public.get_absolute_url()).content.decode()

    assert "Twice as many." not in before
    assert "1,240 nurses now screen newborns." in before
    assert "Twice as many." in after
    assert "Turkana" in after


def test_somebody_without_an_organization_is_shown_the_way(db):
    client = Client()
    client.force_login(make_user())

    page = client.get(reverse("solutions:create")).content.decode()

    assert reverse("partners:register") in page
    assert '<form class="form"' not in page
