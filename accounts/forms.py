"""Forms of accounts: those of django-allauth in our words, the password once, and the profile."""

import struct
import time
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

SECONDS_TO_FILL = 2
STAMP_LASTS = 24 * 60 * 60
PASSWORD_HINT = _("At least 10 characters. Three or four words that only you put together are good.")


class Plain:
    """Labels of our own, the password typed once, nothing in a field that is not a value."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    missing = {
        "login": _("Enter your e-mail address."),
        "name": _("Enter your name."),
        "email": _("Enter an e-mail address."),
        "password": _("Enter your password."),
        "password1": _("Choose a password."),
        "oldpassword": _("Enter the password that you have now."),
        "code": _("Enter the code."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields.pop("password2", None)
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)
            if name in self.missing:
                field.error_messages["required"] = self.missing[name]


class LoginForm(Plain, allauth_forms.LoginForm):
    labels = {"login": _("E-mail address"), "password": _("Password")}
    hints = {"password": ""}


class SignupForm(Plain, allauth_forms.SignupForm):
    """Programs give themselves away by filling the hidden field, or by being too quick."""

    data: Any
    account_already_exists: bool

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As others will see it."),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["name", "email", "password1", "homepage", "stamp"]
    labels = {"email": _("E-mail address"), "password1": _("Password"), "homepage": _("Leave this empty")}
    hints = {
        "email": _("We send a code to it. Use the address of your organization if you have one."),
        "password1": PASSWORD_HINT,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["homepage"].widget = forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
        self.initial["stamp"] = signing.dumps(time.time(), salt="signup")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        password = self.cleaned_data.get("password1")
        if password:
            try:
                UserAttributeSimilarityValidator(["name"]).validate(password, User(name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        if not self.errors and self._seconds_open() < SECONDS_TO_FILL:
            self.add_error(None, _("That was very quick. Check what you wrote, then send it again."))
        return data

    def _seconds_open(self) -> float:
        """How long the form was open; without a true stamp it counts as opened now, and is shown again with one."""
        try:
            return time.time() - signing.loads(self.cleaned_data["stamp"], salt="signup", max_age=STAMP_LASTS)
        except signing.BadSignature:
            self.data = {**self.data.dict(), "stamp": self.initial["stamp"]}
            return 0

    def try_save(self, request: HttpRequest) -> Any:
        """Two sign-ups for one address at once make one account; the second is told by mail, as always."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:
                self.account_already_exists = True
        make_password(self.cleaned_data["password1"])  # takes as long as a new account would
        return super().try_save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class AddEmailForm(Plain, allauth_forms.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    hints = {"email": _("We send a code to it. Until you enter the code, the old address stays.")}


class ChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):
    labels = {"oldpassword": _("Current password"), "password1": _("New password")}
    hints = {"oldpassword": "", "password1": PASSWORD_HINT}


class SetPasswordForm(Plain, allauth_forms.SetPasswordForm):
    labels = {"password1": _("New password")}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(Plain, allauth_forms.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class ResetPasswordKeyForm(Plain, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password")}
    hints = {"password1": PASSWORD_HINT}


class ConfirmCodeForm(Plain, allauth_forms.ConfirmEmailVerificationCodeForm):
    labels = {"code": _("Code from the message")}


class ReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    labels = {"password": _("Password")}
    hints = {"password": ""}


class SecondStepForm(Plain, factor_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": _("From your authenticator app, or one of your recovery codes.")}


class SecondStepAgainForm(Plain, factor_forms.ReauthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": _("From your authenticator app, or one of your recovery codes.")}


class ActivateAppForm(Plain, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}


class CredentialField(forms.JSONField):
    """What a browser says of a passkey; what nests too deep to be read is as wrong as what is no JSON."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": ""}) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Never shown again: the browser makes another one."""
        return None


# What reading a made-up credential ends in: it was written for browsers that tell the truth.
MADE_UP = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


class PasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except MADE_UP:
            raise get_adapter().validation_error("incorrect_code") from None


class LoginKeyForm(PasskeyForm, webauthn_forms.LoginWebAuthnForm):
    pass


class ReauthenticateKeyForm(PasskeyForm, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class AddKeyForm(Plain, webauthn_forms.AddWebAuthnForm):
    labels = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone, without the password")}
    hints = {"name": _("So that you know it again, such as the blue one."), "passwordless": ""}

    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MADE_UP:
            raise get_adapter().validation_error("incorrect_code") from None


class NameKeyForm(Plain, webauthn_forms.EditWebAuthnForm):
    labels = {"name": _("Name of the key")}


class ProfileForm(forms.ModelForm):
    """Name and language, nothing else: role, rights and address have their own ways."""

    class Meta:
        model = User
        fields = ["name", "language"]
        help_texts = {
            "name": _("As others see it. Leave it empty to appear as a number."),
            "language": _("Messages come in this language."),
        }
