"""Lists of records in the administration, and the channels that are written there."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse

from funding.models import Channel
from galaxy.moderation import services
from galaxy.moderation.models import Moderated, ReviewNote, Status
from galaxy.search import adapters
from solutions.models import Solution
from tests.factories import in_review, make_administrator, make_channel, make_organization, make_solution, make_user

pytestmark = pytest.mark.django_db

CHANNELS = reverse("admin:funding_channel_changelist")


@pytest.fixture
def office(client):
    """The browser of an administrator."""
    client.force_login(make_administrator())
    return client


def row(channel, name="change"):
    return reverse(f"admin:funding_channel_{name}", args=[channel.pk])


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def found(client, words):
    page = client.get(reverse("admin:solutions_solution_changelist"), {"q": words})
    return {item.pk for item in page.context["cl"].result_list}


def test_a_record_is_found_by_its_number_with_its_changes_and_by_its_title(desk):
    solution, other = make_solution(title="Wells", published=True), make_solution(title="Boats")
    change = services.start_revision(solution, by=solution.author)

    assert found(desk, f" {solution.public_id.lower()} ") == {solution.pk, change.pk}
    assert found(desk, "boats") == {other.pk}
    assert found(desk, "SSG-S-999999") == set()


def test_what_is_ticked_in_the_list_is_published(desk, moderator):
    ready, draft = in_review(make_solution(), by=moderator), make_solution(title="Still a draft")

    answer = desk.post(
        reverse("admin:solutions_solution_changelist"),
        {"action": "publish_selected", "_selected_action": [ready.pk, draft.pk]},
        follow=True,
    )

    assert Solution.objects.get(pk=ready.pk).status == Status.PUBLISHED
    assert told(answer)[0] == "1 published."
    assert told(answer)[1].startswith("Not published: “Still a draft”")


def typed(client, address):
    """What the form of this page would send as it stands."""
    form = client.get(address).context["adminform"].form
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}


def test_an_administrator_writes_a_channel_and_sends_it_for_review(office):
    address = reverse("admin:funding_channel_add")
    provider = make_organization(published=True)
    words = {"name": "Fund of the rivers", "type": "un_trust_fund", "description": "Pays for visits."}

    office.post(address, {**typed(office, address), **words, "provider_organization": provider.pk})
    channel = Channel.objects.get()
    sent = office.post(row(channel, "submit"), follow=True)

    channel.refresh_from_db()
    assert (channel.name, channel.status) == ("Fund of the rivers", Status.SUBMITTED)
    assert told(sent)[-1] == "Sent for review. Somebody else decides."


def test_the_second_of_two_administrators_is_told_and_overwrites_nothing(office):
    channel = make_channel(name="Fund")
    sent = typed(office, row(channel))
    Channel.objects.filter(pk=channel.pk).update(version=channel.version + 1)

    late = office.post(row(channel), {**sent, "name": "Mine"})
    in_time = office.post(row(channel), {**sent, "name": "Mine", "seen_version": channel.version + 1})

    assert "Somebody else has saved this meanwhile." in late.text
    assert in_time.status_code == 302
    channel.refresh_from_db()
    assert (channel.name, channel.version) == ("Mine", 3)


def test_nobody_makes_somebody_else_the_author(office):
    channel, other = make_channel(), make_user()

    answer = office.post(row(channel), {**typed(office, row(channel)), "name": "Renamed", "author": other.pk})

    assert answer.status_code == 302
    renamed = Channel.objects.get()
    assert (renamed.name, renamed.author) == ("Renamed", channel.author)


def test_what_is_missing_is_told_when_it_is_sent(office):
    channel = make_channel(description="")

    answer = office.post(row(channel, "submit"), follow=True)

    assert told(answer) == ["Something is still missing. Say in a few sentences what it pays for."]


def test_a_public_channel_is_changed_by_a_copy(office):
    channel = make_channel(published=True)
    assert row(channel, "revise") in office.get(row(channel)).text

    answer = office.post(row(channel, "revise"), follow=True)

    copy = Channel.objects.get(revision_of=channel)
    assert answer.request["PATH_INFO"] == row(copy)
    assert row(copy, "submit") in answer.text


def test_what_is_in_review_is_neither_sent_nor_changed(office):
    channel = make_channel()
    services.submit(channel, by=channel.author)

    page, answer = office.get(row(channel)), office.post(row(channel, "submit"), follow=True)

    assert row(channel, "submit") not in page.text
    assert row(channel, "revise") not in page.text
    assert told(answer) == [f"{channel.author} was first: this is “Waiting for review” now."]


def test_a_moderator_reads_channels_and_writes_none(desk):
    channel = make_channel()

    assert row(channel, "submit") not in desk.get(row(channel)).text
    assert desk.post(row(channel, "submit")).status_code == 403


@pytest.mark.parametrize("key", ["x", "9" * 30, "a\0b", ""])
def test_an_organization_that_no_key_names_is_refused_in_words(office, key):
    answer = office.post(reverse("admin:funding_channel_add"), {"provider_organization": key})

    assert answer.status_code == 200
    assert "provider_organization" in answer.context["adminform"].form.errors


def test_a_moderated_model_without_an_adapter_stops_the_start(monkeypatch):
    monkeypatch.delitem(adapters._adapters, Channel)

    with pytest.raises(SystemCheckError, match=r"galaxy\.E001"):
        call_command("check")


def test_rows_of_the_review_name_themselves(moderator):
    solution = in_review(make_solution(), by=moderator)
    note = services.add_remark(solution, by=moderator, field="title", text="Shorter.")

    assert str(ReviewNote.objects.get(pk=note.pk)) == "Shorter."
    assert str(services.decisions_of(solution).first()).startswith("Submit")


class TestWhatEveryRecordHas:
    """The defaults of the base class, as a kind with nothing of its own has them."""

    def test_its_people_are_the_author_and_its_pages_are_its_own(self):
        solution = make_solution(published=True)
        base = {name: getattr(Moderated, name) for name in ("contributors", "missing", "region_codes", "has_conflict")}

        assert base["contributors"](solution) == [solution.author]
        assert (base["missing"](solution), base["region_codes"](solution)) == ({}, set())
        assert base["has_conflict"](solution, solution.author)
        assert Moderated.get_status_url(solution) == solution.get_absolute_url()
        assert Moderated.get_edit_url(solution, "title") == solution.get_status_url()
