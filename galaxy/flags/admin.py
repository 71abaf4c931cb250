"""Reports of problems in the administration: the oldest on top, with the day until which an answer is due."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from galaxy.core.admin import ReadOnly
from galaxy.flags import services
from galaxy.flags.models import Flag, Outcome, State
from galaxy.moderation.services import StepRefused, may_review


class AnswerForm(forms.ModelForm):
    by: Any

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=[("", "–"), *Outcome.choices])
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("It goes by mail to who reported the problem, and stays in the log."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = Flag
        fields = ["outcome", "answer"]

    def clean(self) -> dict[str, Any] | None:
        if reason := services.refusal_of(self.instance, self.by):
            raise forms.ValidationError(reason)
        return super().clean()


@admin.register(Flag)
class FlagAdmin(ReadOnly, admin.ModelAdmin):
    form = AnswerForm
    for_moderators = True
    list_display = ("record", "reason", "state", "waits", "due", "wants_answer")
    list_display_links = ("reason",)
    list_filter = ("state", "reason", ("content_type", admin.RelatedOnlyFieldListFilter))
    list_per_page = 50
    show_full_result_count = False
    actions = ("release", "drop")
    fields = ("record", "reason", "text", "state", "waits", "due", "wants_answer", "outcome", "answer", "answered_by")
    told = ("record", "reason", "text", "state", "waits", "due", "wants_answer", "answered_by")

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        return Flag.objects.by_urgency().select_related("content_type", "answered_by").prefetch_related("item")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.told

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_review(request.user)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request) and (obj is None or obj.state == State.OPEN)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        said = form.cleaned_data
        services.answer(obj, by=request.user, outcome=said["outcome"], text=said["answer"])  # type: ignore[arg-type]

    def tally(self) -> list[tuple[str, int, str]]:
        """For the head of the queue: address, number and words of what waits; one query."""
        url = f"{reverse('admin:flags_flag_changelist')}?state__exact=open"
        waiting = list(Flag.objects.open().values_list("due_on", flat=True))
        late = sum(Flag(state=State.OPEN, due_on=day).is_overdue for day in waiting)
        told = [(url, len(waiting), ngettext("problem reported", "problems reported", len(waiting)))]
        return [*told, (url, late, ngettext("report overdue", "reports overdue", late))] if late else told

    @admin.display(description=gettext_lazy("record"))
    def record(self, flag: Flag) -> str:
        if flag.item is None:
            return flag.number
        return format_html('<a href="{}">{}</a> {}', flag.item.get_absolute_url(), flag.item, flag.number)

    @admin.display(description=gettext_lazy("waits for days"), ordering="created_at")
    def waits(self, flag: Flag) -> int:
        return flag.days

    @admin.display(description=gettext_lazy("answer due on"), ordering="due_on")
    def due(self, flag: Flag) -> str:
        day = date_format(flag.due_on, "SHORT_DATE_FORMAT")
        return format_html("<strong>{}</strong>", _("%(day)s, overdue") % {"day": day}) if flag.is_overdue else day

    @admin.display(description=gettext_lazy("wants an answer"), boolean=True)
    def wants_answer(self, flag: Flag) -> bool:
        return bool(flag.email)

    @admin.action(description=gettext_lazy("No spam: let it wait for an answer"), permissions=["view"])
    def release(self, request, queryset):
        self._each(request, queryset, services.release)

    @admin.action(description=gettext_lazy("Drop as spam"), permissions=["view"])
    def drop(self, request, queryset):
        self._each(request, queryset, services.drop)

    def _each(self, request: HttpRequest, queryset: Any, service: Any) -> None:
        for flag in queryset:
            try:
                service(flag, by=request.user)
                messages.success(request, _("Done: %(report)s") % {"report": flag})
            except StepRefused as refused:
                messages.error(request, f"{flag}. {refused}")
