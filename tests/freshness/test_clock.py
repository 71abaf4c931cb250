import datetime
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from galaxy.freshness import clock, tasks
from galaxy.freshness.clock import Figures, NotAllowed
from galaxy.freshness.models import Stage
from galaxy.moderation import services as moderation
from galaxy.notifications.models import Mail, Notification
from galaxy.search.indexing import index_item
from galaxy.search.models import Document, IndexRequest
from solutions.models import Solution
from tests.factories import make_channel, make_moderator, make_organization, make_solution, make_user
from tests.freshness.conftest import link_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]

START = datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.UTC)
DUE = datetime.date(2027, 3, 1)


@pytest.fixture
def owner():
    return make_user(language="en")


@pytest.fixture
def solution(owner, time_machine):
    """Public since 1 March 2026, so due on 1 March 2027; nobody has been told of anything yet."""
    time_machine.move_to(START)
    organization = make_organization(published=True, owner=owner)
    solution = make_solution(published=True, organization=organization, author=owner, title="Wells")
    forget_messages()
    return solution


def forget_messages():
    Notification.objects.all().delete()
    Mail.objects.all().delete()


def on(time_machine, days):
    """So many days from the day on which it is due."""
    time_machine.move_to(datetime.datetime(2027, 3, 1, 9, tzinfo=datetime.UTC) + timedelta(days=days))
    return timezone.localdate()


def subjects(person):
    return list(Notification.objects.filter(user=person).order_by("pk").values_list("subject", flat=True))


def again(item):
    return type(item).objects.get(pk=item.pk)


def test_the_clock_begins_with_publication_and_lasts_a_year_or_half_a_year_for_funding(solution):
    channel = make_channel(published=True)

    assert (again(solution).verify_due_on, again(solution).verified_since) == (DUE, START.date())
    assert again(channel).verify_due_on == START.date() + timedelta(days=182)
    assert make_solution().verify_due_on is None


def test_a_change_that_is_published_begins_it_anew_and_a_pending_one_does_not(solution, time_machine):
    time_machine.move_to(START + timedelta(days=100))
    change = moderation.start_revision(solution, by=solution.author)
    assert (change.verify_due_on, again(solution).verify_due_on) == (None, DUE)
    moderator = make_moderator()
    moderation.submit(change, by=solution.author)
    moderation.claim(change, by=moderator)
    moderation.publish(change, by=moderator)

    assert again(solution).verify_due_on == START.date() + timedelta(days=465)


def test_owners_are_reminded_three_times_each_once_by_mail_and_in_the_portal(solution, owner, time_machine):
    told = {}
    for days in (-31, -30, -29, -1, 0, 1, 29, 30, 31, 89):
        clock.run(on(time_machine, days))
        clock.run(on(time_machine, days))
        told[days] = len(subjects(owner))

    assert told == {-31: 0, -30: 1, -29: 1, -1: 1, 0: 2, 1: 2, 29: 2, 30: 3, 31: 3, 89: 3}
    assert subjects(owner) == ["Is “Wells” still right?"] * 3
    bodies = list(Mail.objects.filter(to=owner.email).values_list("body", flat=True))
    assert len(bodies) == 3
    assert "last checked on 1 March 2026" in bodies[0]
    assert "by 1 March 2027" in bodies[0]
    assert "on 29 February 2028 it leaves the lists" in bodies[0]


def test_days_that_were_missed_bring_one_reminder_and_not_three(solution, owner, time_machine):
    clock.run(on(time_machine, -30))

    clock.run(on(time_machine, 45))

    assert (len(subjects(owner)), again(solution).clock_stage) == (2, Stage.OVERDUE)


def test_nobody_is_archived_who_was_never_reminded(solution, owner, time_machine):
    today = on(time_machine, 800)

    clock.run(today)

    late = again(solution)
    assert (late.archived_on, late.verify_due_on, late.clock_stage) == (None, today, Stage.DUE)
    assert len(subjects(owner)) == 1


def walk(time_machine, *days):
    for day in days:
        clock.run(on(time_machine, day))


def test_after_three_months_readers_are_warned_on_the_page_and_in_lists(client, solution, time_machine):
    Solution.objects.filter(pk=solution.pk).update(last_verified_on=START.date())
    walk(time_machine, -30, 89)
    index_item(Solution, solution.pk)
    page, list_page = solution.get_absolute_url(), reverse("portal:solutions")
    assert "Checked by its owner, March 2026" in client.get(page).content.decode()
    assert "Not verified since" not in client.get(list_page).content.decode()
    IndexRequest.objects.all().delete()

    walk(time_machine, 90)

    assert IndexRequest.objects.filter(object_id=solution.pk).count() == 1
    index_item(Solution, solution.pk)
    text = client.get(page).content.decode()
    assert "Not verified since 1 March 2026" in text
    assert "Checked by its owner" not in text
    assert "Not verified since March 2026" in client.get(list_page).content.decode()
    assert "stale:yes" in Document.objects.get(kind="solution").facets


def test_a_channel_warns_in_the_same_way(client, time_machine):
    time_machine.move_to(START)
    channel = make_channel(published=True, name="Water fund")
    time_machine.move_to(START + timedelta(days=182 + 91))
    index_item(type(channel), channel.pk)

    assert "Not verified since 1 March 2026" in client.get(channel.get_absolute_url()).content.decode()
    assert "Not verified since March 2026" in client.get(reverse("portal:funding")).content.decode()


def total(client):
    return client.get(reverse("portal:solutions")).context["results"].total


def test_after_a_year_it_leaves_the_lists_and_stays_at_its_address_with_a_notice(client, solution, owner, time_machine):
    walk(time_machine, -30, 0, 30, 90)
    index_item(Solution, solution.pk)
    assert total(client) == 1
    forget_messages()

    walk(time_machine, 365, 366)

    assert (again(solution).archived_on, again(solution).status) == (DUE + timedelta(days=365), "published")
    assert (total(client), Document.objects.filter(kind="solution").count()) == (0, 0)
    assert subjects(owner) == ["“Wells” has been archived"]
    text = client.get(solution.get_absolute_url()).content.decode()
    assert "Archived on 29 February 2028" in text
    assert "Nobody has confirmed it since 1 March 2026." in text
    index_item(Solution, solution.pk)  # whatever asks for it, it stays away
    assert total(client) == 0


def test_a_confirmation_brings_it_back(client, solution, owner, time_machine):
    walk(time_machine, -30, 90, 365)

    clock.confirm(solution, by=owner)

    fresh = again(solution)
    today = timezone.localdate()
    assert (fresh.archived_on, fresh.last_verified_on, fresh.verified_by) == (None, today, owner)
    assert (fresh.verify_due_on, fresh.clock_stage) == (today + timedelta(days=365), Stage.FRESH)
    index_item(Solution, solution.pk)
    assert total(client) == 1
    text = client.get(solution.get_absolute_url()).content.decode()
    assert "Archived" not in text
    assert "Checked by its owner, February 2028" in text


def test_only_its_people_may_say_so(solution):
    for somebody in (make_user(), make_moderator()):
        with pytest.raises(NotAllowed):
            clock.confirm(solution, by=somebody)

    assert again(solution).last_verified_on is None


def test_what_is_not_public_cannot_be_confirmed(solution, owner):
    moderation.withdraw(solution, by=owner, note="Over.")

    with pytest.raises(NotAllowed):
        clock.confirm(solution, by=owner)


def test_withdrawn_records_are_left_alone(solution, owner, time_machine):
    moderation.withdraw(solution, by=owner, note="Over.")
    forget_messages()

    assert clock.run(on(time_machine, 0)) == 0
    assert subjects(owner) == []


# The link in the mail


@pytest.fixture
def link(solution, owner, time_machine):
    clock.run(on(time_machine, -30))
    url = Notification.objects.get(user=owner).url
    assert url in Mail.objects.get(to=owner.email).body
    return url


def test_opening_the_link_changes_nothing_and_the_button_confirms_without_signing_in(client, solution, link, owner):
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert again(solution).last_verified_on is None
    assert "Yes, it is still right" in client.get(link).content.decode()

    answer = client.post(link, follow=True)

    assert (again(solution).last_verified_on, again(solution).verified_by) == (timezone.localdate(), owner)
    assert "This record is confirmed. We ask again before" in answer.content.decode()


def test_pressed_twice_it_counts_once(client, solution, link, time_machine):
    client.post(link)
    time_machine.move_to(timezone.now() + timedelta(days=3))

    client.post(link)

    assert again(solution).last_verified_on == timezone.localdate() - timedelta(days=3)


def test_the_link_of_somebody_who_has_left_confirms_nothing(client, solution, link, owner):
    Solution.objects.filter(pk=solution.pk).update(author=make_user())
    owner.memberships.all().delete()
    solution.organization.__class__.objects.filter(pk=solution.organization_id).update(author=make_user())

    answer = client.post(link)

    assert again(solution).last_verified_on is None
    assert "There is nothing to confirm" in answer.content.decode()


def test_the_link_ends_after_ninety_days_and_cannot_be_made_up(client, solution, link, owner, time_machine):
    token = link.rstrip("/").rpartition("/")[2]
    other = make_solution(published=True)
    for broken in (f"{token[:-2]}xx", "made-up", token.replace(":", "", 1)):
        answer = client.post(reverse("freshness:confirm", args=[broken]))
        assert answer.status_code == 410
    time_machine.move_to(timezone.now() + timedelta(days=90, seconds=1))

    answer = client.post(link)

    assert (answer.status_code, again(solution).last_verified_on) == (410, None)
    assert "This link does not work any more" in answer.content.decode()
    assert again(other).last_verified_on is None


def test_a_link_is_good_for_its_purpose_alone(client, owner):
    token = signing.dumps(["solution", 1, owner.pk, "2027-03-01"], salt="another purpose")

    assert client.get(reverse("freshness:confirm", args=[token])).status_code == 410


# "My page", and who looks after it


def test_my_page_shows_what_is_due_and_one_button_confirms_it(client, solution, owner, time_machine):
    channel = make_channel(published=True, provider_organization=solution.organization, author=owner, name="Water fund")
    client.force_login(owner)
    assert "Still right?" not in client.get(reverse("accounts:home")).content.decode()
    on(time_machine, -30)
    client.force_login(owner)

    text = client.get(reverse("accounts:home")).content.decode()
    assert text.index("Water fund") < text.index("Last checked on 1 March 2026, due on 1 March 2027")

    url = reverse("freshness:still_right", args=["solution", solution.public_id.lower()])
    assert url in text
    answer = client.post(url, follow=True).content.decode()
    assert "Thank you. “Wells” counts as checked today." in answer
    assert again(solution).last_verified_on == timezone.localdate()
    assert again(channel).last_verified_on is None


def test_the_page_that_says_where_it_stands_asks_too(client, solution, owner, time_machine):
    on(time_machine, 89)
    client.force_login(owner)
    text = client.get(solution.get_status_url()).content.decode()
    assert "Yes, it is still right" in text
    assert "Everybody finds it by search." in text

    Solution.objects.filter(pk=solution.pk).update(archived_on=timezone.localdate())
    assert (
        "Lists and search leave it out until somebody confirms it."
        in client.get(solution.get_status_url()).content.decode()
    )
    clock.confirm(solution, by=owner)

    assert "Yes, it is still right" not in client.get(solution.get_status_url()).content.decode()


def test_nobody_else_confirms_by_address(client, solution):
    url = reverse("freshness:still_right", args=["solution", solution.public_id.lower()])
    client.force_login(make_user())

    assert client.post(url).status_code == 404
    assert client.post(url.replace("/solution/", "/user/")).status_code == 404
    assert again(solution).last_verified_on is None


def test_moderators_filter_by_the_clock_and_have_figures(client, solution, time_machine):
    today = on(time_machine, 90)
    make_solution(published=True)
    link_to("https://gone.example/", failures_count=3, first_failed_at=timezone.now())

    assert clock.figures(today) == Figures(due=1, stale=1, archived=0, dead_links=1)
    client.force_login(make_moderator())
    page = reverse("admin:solutions_solution_changelist")

    def shown(value):
        return [item.title for item in client.get(f"{page}?clock={value}").context["cl"].result_list]

    assert (shown("due"), shown("stale"), shown("archived")) == (["Wells"], ["Wells"], [])
    Solution.objects.filter(pk=solution.pk).update(archived_on=today)
    assert (shown("due"), shown("stale"), shown("archived")) == ([], [], ["Wells"])
    assert clock.figures(today) == Figures(due=0, stale=0, archived=1, dead_links=1)


def test_the_task_does_what_the_day_asks(solution, time_machine):
    on(time_machine, 0)

    assert (tasks.run_clock(), tasks.run_clock()) == (1, 0)
