"""The people and records of tests/test_access.py: one organization with all that it has, and everybody else."""

from copy import deepcopy
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.admin.sites import site
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.test import Client
from django.utils import timezone

from galaxy.flags import services as flags
from galaxy.freshness.clock import token_for as confirmation_token
from galaxy.moderation import services as moderation
from galaxy.moderation.models import Moderated, ReviewNote
from galaxy.notifications.models import Notification
from partners import services as partners
from partners.models import Membership, MembershipRole, MembershipState, Organization
from solutions import services
from solutions.imports.models import Import, ImportRow, RowState, Stage
from solutions.models import PeerInvitation, Solution
from solutions.questions.models import Question
from solutions.reviews import peers
from tests import factories
from tests.library import samples as library
from tests.partners import samples as organizations

PEOPLE = ("nobody", "member", "other", "contributor", "owner", "moderator", "administrator")


class World:
    """`samples` are the arguments of addresses, by the names that the table uses."""

    def __init__(self) -> None:
        self.owner = factories.make_user()
        self.organization = factories.make_organization(published=True, owner=self.owner, name="Ministry of Rain")
        self.contributor = self.joined(MembershipRole.CONTRIBUTOR).user
        self.other = factories.make_user()
        factories.make_organization(published=True, owner=self.other, name="Ministry of Sun")
        self.member = factories.make_user()
        self.moderator = factories.make_moderator()
        self.administrator = factories.make_administrator()
        self.keys = {name: self.signed_in(name) for name in PEOPLE}
        self.samples = {
            "-": [],
            **self.words(),
            **self.states(),
            **self.people(),
            **self.desk(),
            **self.parts(),
            **self.files(),
            **self.asked(),
            **library.samples(self),
            **organizations.samples(self),
            **self.rows(),
        }

    def signed_in(self, name: str) -> SimpleCookie[str]:
        client = Client()
        if name != "nobody":
            client.force_login(getattr(self, name))
        return client.cookies

    def client(self, name: str, **options: Any) -> Client:
        """A browser of this person, as fresh as at the first visit."""
        client = Client(**options)
        client.cookies = deepcopy(self.keys[name])
        return client

    def joined(self, role: str, state: str = MembershipState.ACTIVE) -> Membership:
        user = factories.make_user()
        return Membership.objects.create(organization=self.organization, user=user, role=role, state=state)

    def solution(self, **fields: Any) -> Solution:
        return factories.make_solution(organization=self.organization, author=self.owner, **fields)

    # The arguments

    def words(self) -> dict[str, list[Any]]:
        return {
            "section": ["records"],
            "picture": ["none"],
            "mail": ["none.eml"],
            "goal": [3],
            "theme": ["health"],
            "region": ["arab-states"],
            "group": ["ldc"],
            "country": ["KEN"],
            "key": ["1", "set-password"],
            "one": [1],
            "app": ["solutions"],
            "path": ["nowhere"],
        }

    def states(self) -> dict[str, list[Any]]:
        """Of solutions, and of other records where their pages differ."""
        self.draft, pending, claimed = self.solution(), self.solution(), self.solution()
        moderation.submit(pending, by=self.owner)
        factories.in_review(claimed, by=factories.make_moderator())
        rejected = factories.in_review(self.solution(), by=self.moderator)
        moderation.reject(rejected, by=self.moderator, note="Not this.")
        self.public = self.solution(published=True)
        withdrawn = self.solution(published=True)
        moderation.withdraw(withdrawn, by=self.owner, note="Over.")
        hidden = factories.make_organization(owner=self.owner, name="Office of Rain")
        channel = factories.make_channel(published=True, provider_organization=self.organization)
        planned = factories.make_channel(provider_organization=self.organization)
        items = {
            "draft": self.draft,
            "pending": pending,
            "claimed": claimed,
            "rejected": rejected,
            "public": self.public,
            "withdrawn": withdrawn,
            "organization": self.organization,
            "hidden-organization": hidden,
            "channel": channel,
            "hidden-channel": planned,
        }
        self.pending = pending
        pages = {f"{name}-page": [number(item), item.slug] for name, item in items.items()}
        steps = {f"{name}-step": [number(item), "story"] for name, item in items.items()}
        files = {f"{name}-docx": [number(item), "docx"] for name, item in items.items()}
        return {**files, **{name: [number(item)] for name, item in items.items()}, **pages, **steps}

    def people(self) -> dict[str, list[Any]]:
        asking = self.joined(MembershipRole.VIEWER, MembershipState.REQUESTED)
        viewer = self.joined(MembershipRole.VIEWER)
        invitation = partners.invite(
            self.organization, email="guest@example.org", role=MembershipRole.VIEWER, by=self.owner
        )
        office = factories.make_organization(name="Rain, Kisumu", parent=self.organization)
        line = Notification.objects.create(user=self.owner, kind="x", subject="x", body="x")
        own = number(self.organization)
        return {
            "asking": [own, asking.pk],
            "viewer": [own, viewer.pk],
            "invitation": [own, invitation.pk],
            "token": [signing.dumps(invitation.pk, salt=partners.SALT)],
            "confirmation": [confirmation_token(self.public, self.owner)],
            "fresh": ["solution", number(self.public)],
            "office": [own, number(office)],
            "line": [line.pk],
        }

    def parts(self) -> dict[str, list[Any]]:
        """Building blocks and files of a public solution and of a draft."""
        found: dict[str, list[Any]] = {}
        for name, solution in (("public", self.public), ("draft", self.draft)):
            block = factories.make_block(solution)
            found[f"{name}-block"] = [block.public_id.lower()]
            found[f"{name}-block-page"] = [block.public_id.lower(), block.slug]
            found[f"{name}-file"] = [factories.make_file(solution).key]
        return found

    def desk(self) -> dict[str, list[Any]]:
        remark = ReviewNote.objects.create(
            content_type=ContentType.objects.get_for_model(Solution), object_id=self.pending.pk, text="x", by=self.owner
        )
        services.record_suggestions(self.pending, [("goals", "3", 0.5, "sdg-1 both")])
        item = ["solution", self.pending.pk]
        invitation = PeerInvitation.objects.create(
            solution=self.pending,
            email="peer@university.example.org",
            name="Wanjiru Kamau",
            by=self.moderator,
            expires_at=timezone.now() + peers.VALID_FOR,
        )
        return {
            "pending-row": [self.pending.pk],
            "peer": [self.pending.pk, invitation.pk],
            "peer-token": [peers.token_of(invitation)],
            "review": item,
            "claim": [*item, "claim"],
            "remark": [*item, remark.pk],
            "channel-row": [factories.make_channel().pk],
            "on-site": [ContentType.objects.get_for_model(Organization).pk, self.organization.pk],
        }

    def files(self) -> dict[str, list[Any]]:
        """Brought in by the owner: a table and a Word document."""
        table = Import.objects.create(by=self.owner, file_name="x.xlsx", stage=Stage.CHECKED)
        document = Import.objects.create(by=self.owner, file_name="x.docx", stage=Stage.CHECKED, is_document=True)
        for batch in (table, document):
            ImportRow.objects.create(batch=batch, number=1, state=RowState.WRONG)
        return {"import": [table.pk], "document-import": [document.pk], "template": ["xlsx"]}

    def asked(self) -> dict[str, list[Any]]:
        """A public question of the member on the public solution, and a report of a problem with it."""
        question = Question.objects.create(solution=self.public, text="Who paid for it?", author=self.member)
        factories.publish(question, by=self.moderator)
        flags.report(self.public, reason="outdated", text="It ended.")
        return {"question": [question.pk]}

    def rows(self) -> dict[str, list[Any]]:
        """The first row of each model of the administration, by the name of its addresses."""
        found: dict[str, list[Any]] = {}
        for model in site._registry:
            row = model._default_manager.first()
            found[f"{model._meta.app_label}_{model._meta.model_name}"] = [row.pk if row else 1]
        return found


def number(item: Moderated) -> str:
    return item.public_id.lower()
