"""All that the page of one item shows to a moderator."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.forms import Form
from django.utils import timezone

from accounts.models import User
from galaxy.moderation import services, steps
from galaxy.moderation.comparison import Part, parts
from galaxy.moderation.forms import RemarkForm
from galaxy.moderation.log import decisions_of
from galaxy.moderation.models import Decision, Moderated, Reason, ReviewNote, Status
from galaxy.moderation.panels import Panel, panels_of
from galaxy.moderation.queue import choice_label
from galaxy.moderation.screening import Finding, findings


@dataclass(frozen=True)
class Section:
    """One field with what was remarked at it."""

    part: Part
    remarks: list[ReviewNote]
    findings: list[Finding]
    form: RemarkForm


@dataclass
class Review:
    """Read by moderation/review.html. `bound` holds the forms that came back with errors, by step."""

    item: Moderated
    user: User
    bound: dict[str, Form] = field(default_factory=dict)

    @cached_property
    def refusal(self) -> str:
        return services.refusal(self.item, self.user)

    @property
    def is_mine(self) -> bool:
        return self.item.status == Status.IN_REVIEW and self.item.claimed_by_id == self.user.pk

    @property
    def is_taken(self) -> bool:
        return self.item.status == Status.IN_REVIEW and not self.is_mine

    @property
    def may_remark(self) -> bool:
        return self.is_mine and not self.refusal

    @cached_property
    def unready(self) -> str:
        """What a moderator has to do before it can be published."""
        return self.item.unready()

    @property
    def kind(self) -> str:
        return str(self.item._meta.model_name)

    @property
    def kind_label(self) -> str:
        return str(self.item._meta.verbose_name)

    @property
    def type_label(self) -> str:
        name = self.item.listing.type
        return choice_label(type(self.item), name, getattr(self.item, name))

    @property
    def days(self) -> int | None:
        """How long it has waited; None where it does not wait."""
        if not (self.item.is_waiting and self.item.submitted_at):
            return None
        return (timezone.now() - self.item.submitted_at).days

    @cached_property
    def options(self) -> list[dict[str, Any]]:
        ready = list(Reason.objects.all())
        return [
            {"option": option, "form": self.bound.get(option.step) or steps.form_of(option, self.item, ready=ready)}
            for option in steps.offered(self.item, self.user)
        ]

    @cached_property
    def decisions(self) -> list[Decision]:
        return list(decisions_of(self.item).order_by("-pk"))

    @cached_property
    def remarks(self) -> dict[str, list[ReviewNote]]:
        by_field: dict[str, list[ReviewNote]] = defaultdict(list)
        for remark in services.remarks_of(self.item):
            by_field[remark.field].append(remark)
        return by_field

    @cached_property
    def parts(self) -> list[Part]:
        return parts(self.item)

    @cached_property
    def findings(self) -> list[Finding]:
        return findings(self.item, self.parts)

    @cached_property
    def look_alikes(self) -> list[Any]:
        return self.item.look_alikes()

    @cached_property
    def suggested(self) -> list[Any]:
        return self.item.suggested()

    @cached_property
    def panels(self) -> list[Panel]:
        """What the app of the record adds."""
        return panels_of(self)

    @cached_property
    def sections(self) -> list[Section]:
        """What is filled, and what is empty but spoken of."""
        spoken_of = {*self.remarks, *(finding.field for finding in self.findings)}
        return [self._section(part) for part in self.parts if not part.is_empty or part.name in spoken_of]

    @property
    def changed(self) -> list[Section]:
        return [section for section in self.sections if section.part.is_changed]

    @property
    def unchanged(self) -> list[Section]:
        return [section for section in self.sections if not section.part.is_changed]

    @property
    def general(self) -> Section:
        """The item as a whole."""
        return self._section(Part("", "", []))

    def _section(self, part: Part) -> Section:
        form = RemarkForm(initial={"field": part.name}, auto_id=f"remark_{part.name}_%s")
        findings = [finding for finding in self.findings if part.name and finding.field == part.name]
        return Section(part, self.remarks.get(part.name, []), findings, form)
