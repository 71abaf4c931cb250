"""Every type of page, with records that fill it: what the tests of looks, access and weight visit."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Browser, BrowserContext

from funding.models import Channel
from galaxy.freshness.models import Host, Link, Stage
from galaxy.library.models import Publication
from galaxy.moderation import services as moderation
from galaxy.portal.demo import invented, records
from galaxy.search.services import rebuild
from partners.models import Organization
from solutions.imports import services as imports
from solutions.imports.models import Import
from solutions.imports.work import work_on
from solutions.models import Solution
from solutions.questions import services as questions
from tests import factories
from tests.access import World, number
from tests.accounts.signing import confirm_password
from tests.solutions.exchange.files import own_document, practice, upload, workbook

LANGUAGES = ("en", "ar")

# Name of the address with its query, then what stands in it, by the names of Gallery.samples; {name} in a query is the
# last argument of that sample.
PUBLIC = """
portal:home                      -
portal:search                    -
portal:search?q=health&goal=3&region=africa -
portal:search?q=unfindablewords&goal=3 -
portal:solutions                 -
portal:organizations             -
portal:funding                   -
portal:publications              -
portal:think_tanks               -
portal:goals                     -
portal:goal                      goal
portal:themes                    -
portal:theme                     theme
portal:regions                   -
portal:region                    region
portal:groups                    -
portal:group                     group
portal:countries                 -
portal:country                   country
portal:about                     -
solutions:detail                 richest-solution
partners:detail                  richest-organization
funding:detail                   richest-channel
library:detail                   richest-publication
solutions:detail                 public-page
solutions:detail                 withdrawn-page
solutions:block                  public-block-page
portal:goal                      nowhere
partners:register                -
portal:suggest?q=health          -
flags:thanks                     public
solutions:detail                 adapted-page
solutions:criteria               -
"""
# Who sees it first. `sent` stands for what the page says after its form was sent empty.
OTHER = """
nobody        account_login                -
nobody        account_login                -                    sent
nobody        account_signup               -
nobody        account_signup               -                    sent
nobody        account_reset_password       -
nobody        account_reset_password_done  -
nobody        account_reset_password_from_key_done -
nobody        account_inactive             -
nobody        partners:accept_invitation   token
nobody        freshness:confirm            confirmation
nobody        freshness:confirm            over
nobody        solutions:detail             forgotten-page
owner         solutions:status             forgotten
nobody        solutions:peer_review        peer-token
nobody        outbox                       -
nobody        flags:report                 public
nobody        flags:report                 public               sent
member        questions:ask                public
member        questions:ask                public               sent
owner         questions:answer             question
owner         questions:answer             question             sent
owner         solutions:adapt              public
owner         solutions:adapt              public               sent
member        accounts:home                -
member        partners:register            -
member        partners:register            -                    sent
member        partners:join                organization
member        solutions:create             -
member        admin:queue                  -
member        partners:accept_invitation   token
owner         accounts:home                -
owner         accounts:profile             -
owner         accounts:data                -
owner         accounts:leave               -
owner         account_email                -
owner         account_change_password      -
owner         account_reauthenticate       -
owner         account_logout               -
owner         mfa_index                    -
owner         mfa_activate_totp            -
owner         mfa_generate_recovery_codes  -
owner         mfa_list_webauthn            -
owner         mfa_add_webauthn             -
owner         usersessions_list            -
owner         notifications:inbox          -
owner         partners:status              organization
owner         partners:edit                organization
owner         partners:members             organization
owner         partners:handover            organization
owner         solutions:create             -
owner         solutions:create             -                    sent
owner         solutions:edit               asked-basics
owner         solutions:edit               asked-story
owner         solutions:edit               asked-results
owner         solutions:edit               asked-blocks
owner         solutions:edit               asked-partners
owner         solutions:edit               asked-goals
owner         solutions:edit               asked-time
owner         solutions:edit               asked-links
owner         solutions:edit               bare-partners        sent
owner         solutions:check              asked
owner         solutions:check              bare
owner         solutions:check              alike
owner         solutions:preview            asked
owner         solutions:receipt            pending
owner         solutions:status             pending
owner         solutions:status             asked
owner         solutions:withdraw           pending
owner         partners:offices             organization
owner         partners:offices             organization         sent
contributor   partners:successor           silent
contributor   partners:successor           silent               sent
owner         library:create               -
owner         library:create               -                    sent
owner         library:status               publication
owner         library:edit                 publication
owner         library:withdraw             publication
owner         library:calls                think-tank
owner         library:calls                think-tank           sent
owner         library:change_call          call
owner         imports:start                -
owner         imports:start                -                    sent
owner         imports:detail               checked-table
owner         imports:detail               made-table
owner         imports:detail               own-document
owner         solutions:use-block          their-block
owner         solutions:use-block          their-block          sent
member        solutions:use-block          public-block
moderator     admin:queue                  -
moderator     admin:review                 mine
moderator     admin:review                 change
moderator     admin:review                 again
moderator     admin:review                 taken
moderator     admin:review                 asked-question
administrator admin:freshness_link_changelist -
moderator     admin:dashboard              -
moderator     admin:solutions_solution_together?pk={mine}&pk={change} -
administrator admin:index                  -
administrator admin:solutions_solution_changelist -
administrator admin:solutions_solution_change     solutions_solution
administrator admin:solutions_solution_history    solutions_solution
administrator admin:flags_flag_changelist         -
administrator admin:flags_flag_change             flags_flag
administrator admin:accounts_user_change          accounts_user
administrator admin:search_synonymgroup_changelist -
administrator admin:search_synonymgroup_add       -
administrator admin:search_failedsearch_changelist -
administrator admin:partners_organization_changelist -
administrator admin:partners_succession_changelist -
administrator admin:library_publication_changelist -
administrator admin:taxonomy_theme_changelist     -
"""

Page = tuple[str, str, str, str]


def page_types() -> list[Page]:
    """Who, name, sample and act of each."""
    return [*public_pages(), *((*line.split(), "")[:4] for line in OTHER.strip().splitlines())]


def public_pages() -> list[Page]:
    return [("nobody", *line.split(), "") for line in PUBLIC.strip().splitlines()]


def ident(page: Page) -> str:
    return " ".join(part for part in page if part not in ("", "-"))


class Gallery(World):
    """The people and records of the access table beside the whole demonstration, committed and indexed."""

    def __init__(self) -> None:
        records.load(lambda line: None)
        invented.load(lambda line: None)
        super().__init__()
        self.owner.emailaddress_set.create(email=self.owner.email, verified=True, primary=True)
        parts = [self.fullest(), self.written(), self.reviewed(), self.brought(), self.forgotten(), self.dialogue()]
        self.samples |= {name: sample for part in parts for name, sample in part.items()}
        self.samples |= {"nowhere": [99], "over": ["over"]}
        rebuild()

    def signed_in(self, name: str) -> Any:
        """Signed in so lately that no page asks for the password again, however long the tests take."""
        client = Client()
        if name != "nobody":
            client.force_login(getattr(self, name))
            confirm_password(client)
            session = client.session
            session["account_authentication_methods"][-1]["at"] += 3600
            session.save()
        return client.cookies

    def window(self, browser: Browser, name: str, home: str) -> BrowserContext:
        context = browser.new_context(base_url=home, reduced_motion="reduce")
        if name != "nobody":
            cookie = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": cookie, "value": self.keys[name][cookie].value, "url": home}])
        return context

    def path(self, page: Page, language: str) -> str:
        name, _mark, query = page[1].partition("?")
        query = query.format_map({name: values[-1] for name, values in self.samples.items() if values})
        with translation.override(language):
            return reverse(name, args=self.samples[page[2]]) + (f"?{query}" if query else "")

    def fullest(self) -> dict[str, list[Any]]:
        """The public records with most to show."""
        solution = max(Solution.objects.published(), key=lambda one: len(one.summary) + 500 * one.country_links.count())
        organization = max(
            Organization.objects.published(), key=lambda one: Solution.objects.filter(organization=one).count()
        )
        channel = max(Channel.objects.published(), key=lambda one: len(one.description))
        publication = max(Publication.objects.published(), key=lambda one: len(one.authors) + one.countries.count())
        found = {
            "richest-publication": publication,
            "richest-solution": solution,
            "richest-organization": organization,
            "richest-channel": channel,
        }
        return {name: [number(item), item.slug] for name, item in found.items()}

    def written(self) -> dict[str, list[Any]]:
        """A draft with nothing but a title, and one that came back with remarks."""
        bare = Solution.objects.create(title="Rain", organization=self.organization, author=self.owner)
        asked = self.claimed(targets=["3.8"], practice_url="https://rain.example.org/")
        for solution in (asked, self.public):
            factories.make_metrics(solution)
        theirs = factories.make_block(factories.make_solution(published=True))
        for field in ("results", "country_links", "organization_links", "goals", "practice_url", ""):
            moderation.add_remark(asked, by=self.moderator, field=field, text="Say more.")
        moderation.request_changes(asked, by=self.moderator, note="Nearly there.")
        steps = ("basics", "story", "results", "blocks", "partners", "goals", "time", "links")
        samples = {f"asked-{step}": [number(asked), step] for step in steps}
        public = Solution.objects.published().filter(country_links__isnull=False).latest("pk")
        alike = self.solution(title=f"{public.title}, again", summary=public.summary, language="fr")
        return {
            **samples,
            "alike": [number(alike)],
            "asked": [number(asked)],
            "their-block": [theirs.public_id.lower()],
            "bare": [number(bare)],
            "bare-partners": [number(bare), "partners"],
        }

    def forgotten(self) -> dict[str, list[Any]]:
        """A record whose owner never answered, with an address that does not answer either; and one that is due."""
        then = timezone.now() - timedelta(days=800)
        solution = self.solution(published=True, practice_url="https://gone.example.org/rain")
        clock = {"verify_due_on": then, "clock_stage": Stage.ARCHIVED, "archived_on": timezone.localdate()}
        Solution.objects.filter(pk=solution.pk).update(**clock)
        Solution.objects.filter(pk=self.public.pk).update(verify_due_on=timezone.localdate())
        host = Host.objects.create(name="gone.example.org")
        Link.objects.create(
            url=solution.practice_url,
            host=host,
            failures_count=4,
            first_failed_at=then,
            checked_at=then,
            status=404,
            next_check_at=timezone.now() + timedelta(days=7),
        )
        return {"forgotten-page": [number(solution), solution.slug], "forgotten": [number(solution)]}

    def reviewed(self) -> dict[str, list[Any]]:
        mine = self.claimed(
            title="Rain for all",
            summary="Write to rain@example.org or call +254 700 123456. Rain falls where it falls. " * 8,
        )
        moderation.add_remark(mine, by=self.moderator, field="summary", text="No addresses here.", internal=True)
        change = moderation.start_revision(self.public, by=self.owner)
        Solution.objects.filter(pk=change.pk).update(title="Rain for everybody")
        factories.in_review(change, by=self.moderator)
        taken = factories.in_review(self.solution(), by=self.administrator)
        again = self.claimed(title=f"{self.public.title}, again", practice_url=self.public.practice_url)
        reviewed = {"mine": mine, "change": change, "taken": taken, "again": again}
        return {name: ["solution", item.pk] for name, item in reviewed.items()}

    def brought(self) -> dict[str, list[Any]]:
        """A table with what is wrong, one whose drafts are made, and a Word document with parts to place."""
        rows = [practice(1), {**practice(2), "countries.1.country": "Atlantis", "budget_amount": "much"}]
        checked, made = (self.batch(workbook(rows, self.owner), "practices.xlsx") for _time in range(2))
        imports.start(made)
        work_on(made.pk)
        document = self.batch(own_document(), "midwives.docx")
        return {"checked-table": [checked.pk], "made-table": [made.pk], "own-document": [document.pk]}

    def batch(self, content: bytes, name: str) -> Import:
        file = upload(content, name)
        usual = {"language": "en", "organization": str(self.organization.pk)}
        batch = imports.receive(file, name=name, size=len(content), usual=usual, by=self.owner)
        work_on(batch.pk)
        return Import.objects.get(pk=batch.pk)

    def dialogue(self) -> dict[str, list[Any]]:
        """A practice that was adapted twice and has an answered question, and a question that waits."""
        adapted = self.solution(published=True, title="Rain for the highlands")
        for parent in (adapted, self.public):
            factories.make_solution(published=True, adapted_from=parent, adaptation_note="Wells instead of tanks.")
        told = {"language": "en", "by": self.member}
        answered = questions.ask(adapted, text="Who digs the wells?", key=uuid.uuid4(), **told)
        moderation.publish(moderation.claim(answered, by=self.moderator), by=self.moderator)
        questions.answer(answered, text="The villages.", by=self.owner)
        waiting = questions.ask(self.public, text="How deep are they?", key=uuid.uuid4(), **told)
        return {"adapted-page": [number(adapted), adapted.slug], "asked-question": ["question", waiting.pk]}

    def claimed(self, **fields: Any) -> Solution:
        return factories.in_review(self.solution(**fields), by=self.moderator)
