"""Scripts in every text that people write, on every page that shows it: nothing runs, nothing is asked of others."""

from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext

from galaxy.moderation import services as moderation
from galaxy.moderation.models import Moderated
from galaxy.search.indexing import index_item
from partners import services as partners
from solutions.models import OrganizationRole, Resource, Solution, SolutionOrganization
from tests import factories
from tests.core.test_html import PAYLOADS

pytestmark = pytest.mark.usefixtures("committed_db")

MORE = ["</script><script>alert(1)</script>", "<!--", "{{7*7}}{% debug %}", '"><script>alert(1)</script>', "</title>"]
ALL = [*PAYLOADS, *MORE]
EVERYTHING = "\n\n".join(ALL)


def poison(row: models.Model, first: int = 0) -> None:
    """All payloads in each longer text, and as many as there is room for in each line, straight into the database."""
    fields = [field for field in row._meta.concrete_fields if takes_text(field)]
    for number, field in enumerate(fields):
        line = " ".join([*ALL[first + number :], *ALL])
        setattr(row, field.name, line[: field.max_length] if field.max_length else EVERYTHING)
    row.save(update_fields=[field.name for field in fields])


def takes_text(field: Any) -> bool:
    is_line = type(field) is models.CharField and not field.choices and field.max_length > 60
    return is_line or type(field) is models.TextField


def published(item: Moderated) -> Any:
    poison(item, item.pk)
    return factories.publish(item)


class Poisoned:
    """Records, people and messages with scripts in all that anybody writes."""

    def __init__(self) -> None:
        self.administrator = factories.make_administrator(name=ALL[0])
        self.owner = factories.make_user(name=ALL[1])
        self.organization = published(factories.make_organization(owner=self.owner))
        self.solutions = [self.solution() for _ in range(5)]
        self.public = published(self.solutions[0])
        self.channel = published(factories.make_channel(provider_organization=self.organization))
        self.returned, self.claimed = self.solutions[1], self.solutions[2]
        self.review()
        partners.ask_to_join(self.organization, position=" ".join(ALL)[:120], by=factories.make_user(name=ALL[2]))
        withdrawn = published(self.solutions[3])
        moderation.withdraw(withdrawn, by=self.administrator, note=EVERYTHING)

    def solution(self) -> Solution:
        made = factories.make_solution(organization=self.organization, author=self.owner)
        poison(made, made.pk)
        link = SolutionOrganization(solution=made, name="x", role=OrganizationRole.FUNDER)
        resource = Resource(solution=made, label="x", url="https://example.org/\"'><script>alert(1)</script>")
        for row in (link, resource, made.country_links.first()):
            row.save()
            poison(row)
        return made

    def review(self) -> None:
        for item in (self.returned, self.claimed):
            factories.in_review(item, by=self.administrator)
            for field in ("title", "summary", ""):
                moderation.add_remark(item, by=self.administrator, field=field, text=EVERYTHING)
        self.returned = moderation.request_changes(self.returned, by=self.administrator, note=EVERYTHING)

    def reader(self) -> list[str]:
        return [
            "/en/",
            f"{reverse('portal:search')}?q={ALL[0]}",
            *[reverse(f"portal:{name}") for name in ("solutions", "organizations", "funding")],
            *[item.get_absolute_url() for item in (self.public, self.organization, self.channel)],
            "/en/goals/3/",
            "/ar/countries/KEN/",
        ]

    def member(self) -> list[str]:
        number, mine = self.returned.public_id.lower(), self.organization.public_id.lower()
        steps = ("basics", "story", "results", "partners", "goals", "time", "links")
        return [
            *[reverse("solutions:edit", args=[number, step]) for step in steps],
            *[reverse(f"solutions:{name}", args=[number]) for name in ("check", "preview", "status", "withdraw")],
            *[reverse(f"partners:{name}", args=[mine]) for name in ("status", "edit", "members", "handover")],
            *[reverse(name) for name in ("accounts:home", "accounts:profile", "notifications:inbox")],
        ]

    def desk(self) -> list[str]:
        lists = [(item._meta.app_label, item._meta.model_name) for item in (self.public, self.organization)]
        return [
            reverse("admin:queue"),
            *[reverse("admin:review", args=["solution", item.pk]) for item in (self.claimed, self.returned)],
            *[reverse(f"admin:{app}_{model}_changelist") for app, model in [*lists, ("accounts", "user")]],
            *[reverse(f"admin:solutions_solution_{page}", args=[self.public.pk]) for page in ("history", "change")],
            reverse("admin:accounts_user_change", args=[self.owner.pk]),
            reverse("admin:notifications_mail_changelist"),
        ]


@pytest.fixture
def poisoned() -> Poisoned:
    made = Poisoned()
    for item in (made.public, made.organization, made.channel):
        index_item(type(item), item.pk)
    return made


@pytest.fixture
def dialogs(context: BrowserContext) -> list[str]:
    """What scripts said in a dialog; the fixtures of every page watch the content policy and other hosts."""
    said: list[str] = []
    context.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    return said


def sign_in(context: BrowserContext, user: Any, url: str) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


@pytest.mark.parametrize("who", ["reader", "member", "desk"])
def test_no_script_that_somebody_wrote_runs_on_any_page(page, context, portal, poisoned, dialogs, who):
    user = {"member": poisoned.owner, "desk": poisoned.administrator}.get(who)
    if user:
        sign_in(context, user, portal.url)

    shown = []
    for path in getattr(poisoned, who)():
        answer = page.goto(path)
        shown.append((path, answer.status, "alert(1)" in page.content()))

    assert [(path, status) for path, status, _has in shown if status != 200] == []
    assert sum(has for _path, _status, has in shown) > len(shown) / 2
    assert dialogs == []


def test_no_script_that_somebody_wrote_runs_in_the_pages_of_mails(page, portal, poisoned, dialogs):
    portal.wait_until(lambda: len(portal.mails()) >= 3)

    page.goto("/outbox/")
    for link in page.locator("main a[href*='.eml']").evaluate_all("links => links.map(link => link.href)"):
        page.goto(link)
        assert page.locator("main").count() == 1

    assert any("alert(1)" in mail for mail in portal.mails())
    assert dialogs == []


def test_a_visitor_who_does_not_sign_in_gets_no_cookie(page, context, poisoned):
    for path in poisoned.reader():
        page.goto(path)

    assert context.cookies() == []
