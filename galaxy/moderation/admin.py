"""Lists of moderated records: to find and to read. What happens to a record happens on its review page."""

from functools import reduce
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.permissions import is_administrator
from galaxy.core.admin import CompletingAdmin, ReadOnly
from galaxy.moderation import services
from galaxy.moderation.history import changes_of
from galaxy.moderation.models import Moderated, Reason
from galaxy.moderation.services import StepRefused
from galaxy.moderation.views import tell_outcome


class ModeratedAdmin(ReadOnly, admin.ModelAdmin):
    """Moderators and administrators read; nobody deletes, and nobody writes here."""

    list_display: tuple[str, ...] = ("number", "heading", "status", "waits", "owner", "review_link")
    list_display_links = ("heading",)
    list_per_page = 50
    actions: tuple[str, ...] = ("publish_selected",)
    change_form_template = "moderation/change_form.html"
    show_full_result_count = False

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        listing = self.model.listing
        return list(self.search_fields) or [path for path in (listing.title, listing.owner) if path]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        owner = self.model.listing.owner.rpartition("__")[0]
        found = super().get_queryset(request)
        return found.select_related(owner) if owner else found

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return ["status", self.model.listing.type, ("revision_of", admin.EmptyFieldListFilter)]

    def get_search_results(
        self, request: HttpRequest, queryset: "models.QuerySet[Any]", search_term: str
    ) -> tuple["models.QuerySet[Any]", bool]:
        """By number as well: SSG-S-000123 finds the record and its changes."""
        numbered = self.model.objects.by_public_id(search_term.strip()).values_list("pk", flat=True)
        if numbered:
            return queryset.filter(models.Q(pk__in=numbered) | models.Q(revision_of__in=numbered)), False
        return super().get_search_results(request, queryset, search_term)

    # Who may

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return services.may_review(request.user)  # type: ignore[arg-type]

    # What is shown

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.is_published else None

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, item: Moderated) -> str:
        if item.revision_of_id:
            return _("%(number)s (change)") % {"number": item.public_id}
        return item.public_id

    @admin.display(description=gettext_lazy("title"))
    def heading(self, item: Moderated) -> str:
        return str(item)

    @admin.display(description=gettext_lazy("waits for days"), ordering="submitted_at")
    def waits(self, item: Moderated) -> int | None:
        return (timezone.now() - item.submitted_at).days if item.is_waiting and item.submitted_at else None

    @admin.display(description=gettext_lazy("owner"))
    def owner(self, item: Moderated) -> str:
        path = item.listing.owner.rpartition("__")[0]
        return str(reduce(getattr, path.split("__"), item)) if path else ""

    @admin.display(description=gettext_lazy("review"))
    def review_link(self, item: Moderated) -> str:
        url = reverse("admin:review", args=[item._meta.model_name, item.pk])
        return format_html('<a href="{}">{}</a>', url, _("Review"))

    @admin.action(description=gettext_lazy("Publish what is in review by me or approved"), permissions=["view"])
    def publish_selected(self, request, queryset):
        tell_outcome(request, services.publish_many(queryset.order_by("submitted_at", "pk"), by=request.user))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the database noted of every change, whoever made it and by whatever way."""
        item = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%(title)s”") % {"title": item},
            "item": item,
            "kind": item._meta.model_name,
            "opts": self.opts,
            "changes": changes_of(item),
        }
        return TemplateResponse(request, "moderation/history.html", context)


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin):
    """What is written here stands in the lists of reasons at once. What was sent to authors stays as it was."""

    list_display = ["code", "step", "position", "text_en"]
    list_filter = ["step"]
    search_fields = ["code", "text_en", "text_fr", "text_es"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []


class DraftForm(forms.ModelForm):
    """The second of two people who edit at once is told, and nothing is overwritten."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        given = self.cleaned_data.pop("seen_version", None)
        if self.instance.pk and given != self.instance.version:
            raise forms.ValidationError(
                _("Somebody else has saved this meanwhile. Copy what you wrote, open it again and put it in there.")
            )
        return super().clean()


class AuthoredAdmin(CompletingAdmin, ModeratedAdmin):
    """For what has no form on the site: administrators write drafts here, which then take the way of all."""

    form = DraftForm
    readonly_fields = ("author",)  # who writes it; whoever could change that could decide on the own record

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user) and (obj is None or obj.is_editable)  # type: ignore[arg-type]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.version += 1
        else:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(require_POST(view)), name=self._name(name))
            for name, view in (("submit", self.submit_view), ("revise", self.revise_view))
        ]
        return own + super().get_urls()

    def submit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._step(request, pk, services.submit, _("Sent for review. Somebody else decides."))

    def revise_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._step(request, pk, services.start_revision, _("Change it here; the public page stays as it is."))

    def _step(self, request: HttpRequest, pk: int, service: Any, done: str) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        item = get_object_or_404(self.model, pk=pk)
        try:
            item = service(item, by=request.user)
            messages.success(request, done)
        except services.Incomplete as incomplete:
            messages.error(request, " ".join([str(incomplete), *incomplete.missing.values()]))
        except StepRefused as refused:
            messages.error(request, str(refused))
        return redirect(f"admin:{self._name('change')}", item.pk)

    def _name(self, step: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{step}"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        item = kwargs.get("obj")
        return super().render_change_form(request, {**context, "tools": self._tools(request, item)}, *args, **kwargs)

    def _tools(self, request: HttpRequest, item: Any) -> list[dict[str, Any]]:
        """Buttons over the form: what an administrator can do with it now."""
        if item is None or not self.has_add_permission(request):
            return []
        if item.is_editable:
            return [{"url": reverse(f"admin:{self._name('submit')}", args=[item.pk]), "label": _("Send for review")}]
        if item.is_published:
            return [{"url": reverse(f"admin:{self._name('revise')}", args=[item.pk]), "label": _("Change it")}]
        return []
