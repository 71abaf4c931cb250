"""People in the administration: roles and what they look after; nobody is ever deleted."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401 - these four register what is taken away below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import services
from accounts.models import User

# Roles take the place of groups; addresses, keys and sessions are each person's own.
admin.site.unregister([Group, EmailAddress, Authenticator, UserSession])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Changes of role go through the service, so that the rules hold here as well."""

    list_display = ["email", "name", "role", "is_active", "created_at", "last_login"]
    list_filter = ["role", "is_active", "language"]
    search_fields = ["email", "name"]
    ordering = ["-created_at"]
    fields = [
        "email",
        "name",
        "role",
        "regions",
        "countries",
        "language",
        "is_active",
        "created_at",
        "last_login",
        "anonymized_at",
    ]
    readonly_fields = ["email", "name", "language", "is_active", "created_at", "last_login", "anonymized_at"]
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    actions = ["end_sessions", "remove_second_step", "close_accounts", "reopen_accounts", "anonymize"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People open their accounts themselves, so that the address is theirs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody changes their own role."""
        own = ["role"] if obj == request.user else []
        return [*self.readonly_fields, *own]

    def save_model(self, request: Any, obj: User, form: forms.ModelForm, change: bool) -> None:
        if "role" in form.changed_data:
            services.change_role(obj, form.cleaned_data["role"], by=request.user)

    @admin.action(permissions=["change"], description=gettext_lazy("Sign out everywhere"))
    def end_sessions(self, request: HttpRequest, people: QuerySet[User]) -> None:
        count = sum(services.end_sessions(person) for person in people)
        self.message_user(request, ngettext("%d session ended.", "%d sessions ended.", count) % count)

    @admin.action(permissions=["change"], description=gettext_lazy("Remove the second step (lost telephone)"))
    def remove_second_step(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, services.remove_second_step)

    @admin.action(permissions=["change"], description=gettext_lazy("Close the accounts"))
    def close_accounts(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, services.close)

    @admin.action(permissions=["change"], description=gettext_lazy("Open the accounts again"))
    def reopen_accounts(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, services.reopen)

    @admin.action(permissions=["change"], description=gettext_lazy("Make anonymous for good"))
    def anonymize(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        """Asks first, and names the people: it cannot be undone."""
        if request.POST.get("confirmed"):
            self._each(request, people, services.anonymize)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Make anonymous for good"),
            "people": people,
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "accounts/admin_anonymize.html", context)

    def _each(self, request: HttpRequest, people: QuerySet[User], service: Any) -> None:
        """One by one: what is refused is named, the rest is done."""
        done = 0
        for person in people:
            try:
                service(person, by=request.user)
                done += 1
            except services.Refused as refusal:
                details = {"email": person.email, "reason": str(refusal)}
                self.message_user(request, _("Not done for %(email)s. %(reason)s") % details, messages.WARNING)
        self.message_user(request, ngettext("Done for %d person.", "Done for %d people.", done) % done)
