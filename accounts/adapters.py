"""The seams of django-allauth, each with a reason. Mail leaves through galaxy.notifications.adapters."""

import base64
import hashlib
import logging
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts.models import User
from galaxy.core.http import client_address

logger = logging.getLogger("galaxy.security")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address and password do not fit together. Check both and try again."),
        "incorrect_code": _("This is not the code. Copy it from the newest message and try again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "duplicate_email": _("This is your address already."),
        "rate_limited": _("That was quick. Wait a little, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """A header counts only behind a proxy that the settings trust."""
        return client_address(request)

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this portal; other hosts of ALLOWED_HOSTS and full addresses are refused too."""
        return url.startswith("/") and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a client that meets the limit once a minute, not at each try."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            address = client_address(request)
            if cache.add(f"accounts:limit-logged:{address}", 1, 60):
                logger.warning("Sign-in limit reached from %s", address)
            raise

    def new_user(self, request: HttpRequest) -> User:
        """Messages come in the language that the person signed up in."""
        return User(language=request.LANGUAGE_CODE)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """With the configured address, whatever Host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL.rstrip("/") + path.replace("UID-KEY", key)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Hands the person on, so that the mail is in their language."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code. Wait for the next one in your app and try again."),
        "cannot_delete_authenticator": _("Your role needs a second step: add another one before you remove this."),
    }

    def encrypt(self, text: str) -> str:
        """Secrets of authenticator apps are unreadable in a copy of the database alone."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """On white ground, so that it can be scanned from a dark page as well."""
        buffer = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(buffer)
        return buffer.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Those who must have a second step keep at least one."""
        if not (settings.REQUIRE_SECOND_FACTOR and authenticator.user.is_staff):
            return True
        others = authenticator.user.authenticator_set.exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The passkey carries the name of the site, not its host."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}


def _fernet() -> MultiFernet:
    """Bound to SECRET_KEY; former keys still open what they closed."""
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"galaxy second factor" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
