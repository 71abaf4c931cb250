"""From draft to published: the base of everything that is reviewed, and the log of what was decided."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.core.models import Timestamped
from galaxy.ml.languages import detect
from galaxy.moderation.alike import Alike, named_alike
from galaxy.taxonomy.models import Language


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes asked for")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DUPLICATE = "duplicate", _("Duplicate")
    APPLIED = "applied", _("Change published")


class Step(models.TextChoices):
    SUBMIT = "submit", _("Submitted")
    RECALL = "recall", _("Taken back by the author")
    CLAIM = "claim", _("Claimed")
    RELEASE = "release", _("Released")
    REQUEST_CHANGES = "request_changes", _("Changes asked for")
    REJECT = "reject", _("Not accepted")
    APPROVE = "approve", _("Approved")
    PUBLISH = "publish", _("Published")
    WITHDRAW = "withdraw", _("Withdrawn")
    MARK_DUPLICATE = "mark_duplicate", _("Marked as duplicate")
    SPLIT = "split", _("Merge undone")
    REOPEN = "reopen", _("Reopened")
    ANSWER = "answer", _("Report answered")


# The one table of steps: from which states each starts, and where it leads.
STEPS: dict[Step, tuple[frozenset[Status], Status]] = {
    Step.SUBMIT: (frozenset({Status.DRAFT, Status.CHANGES_REQUESTED}), Status.SUBMITTED),
    Step.RECALL: (frozenset({Status.SUBMITTED}), Status.DRAFT),
    Step.CLAIM: (frozenset({Status.SUBMITTED}), Status.IN_REVIEW),
    Step.RELEASE: (frozenset({Status.IN_REVIEW}), Status.SUBMITTED),
    Step.REQUEST_CHANGES: (frozenset({Status.IN_REVIEW}), Status.CHANGES_REQUESTED),
    Step.REJECT: (frozenset({Status.IN_REVIEW}), Status.REJECTED),
    Step.APPROVE: (frozenset({Status.IN_REVIEW}), Status.APPROVED),
    Step.PUBLISH: (frozenset({Status.IN_REVIEW, Status.APPROVED}), Status.PUBLISHED),
    Step.WITHDRAW: (
        frozenset(
            {
                Status.DRAFT,
                Status.SUBMITTED,
                Status.IN_REVIEW,
                Status.CHANGES_REQUESTED,
                Status.APPROVED,
                Status.PUBLISHED,
            }
        ),
        Status.WITHDRAWN,
    ),
    Step.MARK_DUPLICATE: (frozenset({Status.IN_REVIEW, Status.PUBLISHED}), Status.DUPLICATE),
    # What was never public goes back into the queue instead.
    Step.SPLIT: (frozenset({Status.DUPLICATE}), Status.PUBLISHED),
    Step.REOPEN: (frozenset({Status.REJECTED, Status.WITHDRAWN}), Status.DRAFT),
}
# A pending change of something public ends by being applied to it.
APPLY_FROM = frozenset({Status.IN_REVIEW, Status.APPROVED})
# Small changes by a verified organization are applied as they are handed in.
APPLY_AT_ONCE_FROM = frozenset({Status.SUBMITTED})
EDITABLE = (Status.DRAFT, Status.CHANGES_REQUESTED)
WAITING = (Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED)
OPEN = (*EDITABLE, *WAITING)
ALIKE = 0.4  # titles of two records of the same practice are seldom less alike
MOST_ALIKE = 5
TELLING = 60  # letters that tell a language surely


def _transitions() -> list[tuple[str, str]]:
    steps = {(start.value, end.value) for starts, end in STEPS.values() for start in starts}
    steps |= {(start.value, Status.APPLIED.value) for start in APPLY_FROM | APPLY_AT_ONCE_FROM}
    return sorted(steps | {(Status.DUPLICATE.value, Status.SUBMITTED.value)})


@dataclass(frozen=True)
class Listing:
    """What lists of moderators show of a model, as lookups; empty where it has none."""

    title: str
    type: str
    owner: str = ""
    country: str = ""


class ModeratedQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def open(self) -> Self:
        """Still on the way: drafts, and what waits for a decision."""
        return self.filter(status__in=OPEN)

    def waiting(self) -> Self:
        """What moderators have before them, oldest first."""
        return self.filter(status__in=WAITING).order_by("submitted_at", "pk")

    def due_to_publish(self, now: Any) -> Self:
        return self.filter(status=Status.APPROVED, publish_at__lte=now)

    def titled(self, title: str) -> Self:
        """With exactly this title, in any case."""
        return self.filter(**{f"{self.model.listing.title}__iexact": title})

    def alike(self, title: str, *, least: float = ALIKE) -> Self:
        """With a title much like this one, the closest first, each with its `likeness` from 0 to 1."""
        asked: Any = Lower(Unaccent(Value(title)))
        likeness = TrigramSimilarity(Lower(Unaccent(self.model.listing.title)), asked)
        return self.annotate(likeness=likeness).filter(likeness__gte=least).order_by("-likeness", "pk")

    def by_public_id(self, public_id: str) -> Self:
        """The row of an id such as SSG-S-000123, in any case; none for an id of another kind."""
        prefix, _dash, number = public_id.upper().rpartition("-")
        if prefix != f"SSG-{self.model.public_prefix}" or not (number.isascii() and number.isdecimal()):
            return self.none()
        return self.filter(pk=min(int(number), 2**63 - 1))


class Moderated(Timestamped):
    """What an organization contributes and a moderator lets in.

    A change of something public is a second row (`revision_of`) that takes the same way and is then applied.
    """

    # Letter of the public id; reverse names of the rows that belong to an item and follow its revisions.
    public_prefix: ClassVar[str]
    listing: ClassVar[Listing]
    children: ClassVar[tuple[str, ...]] = ()
    # Whether lists and the search show it; steps that this model has no use for.
    is_searched: ClassVar[bool] = True
    unused_steps: ClassVar[frozenset[Step]] = frozenset()
    # Columns, as lookups, that name addresses outside the portal.
    addresses: ClassVar[tuple[str, ...]] = ()
    # Name of the page of the administration where several are decided at once; empty where there is none.
    together: ClassVar[str] = ""
    # Columns that are about the row and not told by its people: a revision leaves them as they are.
    stays: ClassVar[tuple[str, ...]] = ()

    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    publish_at = models.DateTimeField(_("publish on"), null=True, blank=True, editable=False)
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    revision_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, editable=False, related_name="revisions"
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="duplicates"
    )
    # Raised by each save of the form: the second of two editors is told instead of overwriting.
    version = models.PositiveIntegerField(default=1, editable=False)
    # One-time key of the form that made the row: sent twice, it is still one row.
    creation_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_system = models.CharField(_("source system"), max_length=40, blank=True, editable=False)
    provenance = models.JSONField(_("provenance"), default=dict, blank=True, editable=False, encoder=DjangoJSONEncoder)

    if TYPE_CHECKING:  # what Django adds, and what each model has
        revision_of_id: int | None
        duplicate_of_id: int | None
        objects: Any

        def get_absolute_url(self) -> str: ...

        def get_language_display(self) -> str: ...

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_has_date",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_review_has_reviewer",
                condition=~Q(status=Status.IN_REVIEW) | Q(claimed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_duplicate_has_original",
                condition=Q(status=Status.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(status=Status.DUPLICATE) & Q(duplicate_of__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_revision_is_not_public",
                condition=Q(revision_of__isnull=True, status__in=[s for s in Status if s != Status.APPLIED])
                | Q(revision_of__isnull=False, status__in=[s for s in Status if s != Status.PUBLISHED]),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_one_open_revision",
                fields=["revision_of"],
                condition=Q(status__in=OPEN),
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="legal_steps", field="status", transitions=_transitions()),
            pgtrigger.Protect(
                name="starts_as_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__in=[s.value for s in Status if s != Status.DRAFT]),
            ),
        ]

    @property
    def public_id(self) -> str:
        """The lasting id, such as SSG-S-000123; a pending change carries the id of what it changes."""
        return f"SSG-{self.public_prefix}-{self.revision_of_id or self.pk:06d}"

    @property
    def slug(self) -> str:
        return slugify(str(self), allow_unicode=True)[:80].strip("-") or "-"

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def may_be_reopened(self) -> bool:
        """Whether it can become a draft again after it was withdrawn or not accepted."""
        return Step.REOPEN not in self.unused_steps

    @property
    def is_imported(self) -> bool:
        """Came from elsewhere: what its source left out may stay out."""
        return bool(self.source_system)

    def get_status_url(self) -> str:
        """Where its people see how it stands."""
        return self.get_absolute_url()

    def get_edit_url(self, field: str = "") -> str:
        """Where its people edit it; at this field, where one is named."""
        return self.get_status_url()

    def on_publication(self) -> dict[str, Any]:
        """Columns that change when it, or a change of it, becomes public."""
        return {}

    def missing(self) -> dict[str, str]:
        """What must still be filled before it can be submitted: field name to a sentence."""
        return {}

    def unready(self) -> str:
        """Why a moderator may not say yes to it yet, in words for the moderator; empty where nothing stands against."""
        return ""

    def look_alikes(self) -> list[Alike]:
        """Public records that may be the same, the closest first; one query."""
        manager: Any = type(self)._default_manager
        public = manager.published().exclude(pk=self.revision_of_id or self.pk)
        return named_alike(public.alike(str(self))[:MOST_ALIKE])

    def spoken_language(self) -> str:
        """The language that its texts are in, where it is another than the field says; else empty."""
        fields = (field.name for field in self._meta.concrete_fields if isinstance(field, models.TextField))
        text = "\n".join(filter(None, (getattr(self, name) for name in fields)))
        found = detect(text) if len(text) >= TELLING else None
        return found if found and found != self.language else ""

    def suggested(self) -> list[Any]:
        """What its text speaks of and it is not filed under: each with `field`, `name` and `reason`."""
        return []

    def contributors(self) -> list[User]:
        """Who may edit it and is told of decisions."""
        return [self.author]

    def owner_is_verified(self) -> bool:
        """Whether small changes are published without review."""
        return False

    def region_codes(self) -> set[str]:
        """Regions whose moderators may decide; empty means any."""
        return set()

    def has_conflict(self, user: User) -> bool:
        """Whether this person may not decide, being of the owner."""
        return user in self.contributors()


def moderated_models() -> dict[str, type[Moderated]]:
    """All that takes the way of review, by the name that its addresses carry."""
    found = [model for model in apps.get_models() if issubclass(model, Moderated)]
    return {str(model._meta.model_name): model for model in found}


def label_of(model: type[Moderated], name: str) -> str:
    """What people call a field, or the rows that belong to an item; an unknown name as it is."""
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    words = field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name
    return str(words).capitalize()


class Decision(models.Model):
    """One step of one item. Append-only, and each row carries the digest of the one before."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    step = models.CharField(max_length=20, choices=Step)
    from_status = models.CharField(max_length=20, choices=Status)
    to_status = models.CharField(max_length=20, choices=Status)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="moderation_decision_item")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'The log of decisions is append-only.';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.created_at:%Y-%m-%d %H:%M}"


class Merge(models.Model):
    """One record closed in favour of another, and what was moved with it; kept so that it can be undone."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    moved = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="moderation_merged_once", fields=["content_type", "object_id"], condition=Q(undone_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id} {self.object_id}"


class Reason(models.Model):
    """A reason that moderators often give, ready in the languages of the United Nations; edited by administrators."""

    class For(models.TextChoices):
        """The decisions that take one."""

        REQUEST_CHANGES = Step.REQUEST_CHANGES.value, _("Ask for changes")
        REJECT = Step.REJECT.value, _("Do not accept")
        MARK_DUPLICATE = Step.MARK_DUPLICATE.value, _("Mark as duplicate")
        WITHDRAW = Step.WITHDRAW.value, _("Withdraw")
        PUBLISH = Step.PUBLISH.value, _("Publish")

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    step = models.CharField(_("decision"), max_length=20, choices=For)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    text_ar = models.TextField(_("Arabic"), blank=True)
    text_zh = models.TextField(_("Chinese"), blank=True)
    text_en = models.TextField(_("English"))
    text_fr = models.TextField(_("French"), blank=True)
    text_ru = models.TextField(_("Russian"), blank=True)
    text_es = models.TextField(_("Spanish"), blank=True)

    class Meta:
        verbose_name = _("ready reason")
        verbose_name_plural = _("ready reasons")
        ordering = ["step", "position", "code"]

    def __str__(self) -> str:
        return self.text_in(get_language() or "")

    def text_in(self, language: str) -> str:
        """In this language of the portal; in English where nobody has translated it."""
        return str(getattr(self, f"text_{language.partition('-')[0]}", "")) or self.text_en


class ReviewNote(models.Model):
    """A moderator's remark at one field. `sent_at` is None until changes are asked for; internal ones never leave."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    is_internal = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="moderation_note_item")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def field_label(self) -> str:
        """The name of the field in words; empty where the remark is about the record as a whole."""
        if not self.field:
            return ""
        model: Any = self.content_type.model_class()
        return label_of(model, self.field)
