"""People. Which organizations they act for is told by partners.Membership."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from galaxy.core.models import Timestamped
from galaxy.taxonomy.models import Country, Region


class Role(models.TextChoices):
    """What a person may do on the portal itself; rights in an organization come from its memberships."""

    MEMBER = "member", _("Member")
    RCO = "rco", _("Resident Coordinator Office")
    MODERATOR = "moderator", _("Moderator")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with this address; without a password nobody can sign in until one is set by mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.is_superuser = user.role == Role.ADMINISTRATOR
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "role": Role.ADMINISTRATOR})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@pghistory.track(
    fields=["role", "is_active", "is_superuser", "anonymized_at"],
    model_name="RoleChange",
    obj_field=pghistory.ObjForeignKey(related_name="role_changes"),
)
class User(AbstractBaseUser, PermissionsMixin, Timestamped):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    countries = models.ManyToManyField(Country, verbose_name=_("countries served"), blank=True, related_name="+")
    regions = models.ManyToManyField(Region, verbose_name=_("regions served"), blank=True, related_name="+")
    language = models.CharField(_("language of messages"), max_length=10, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
            models.CheckConstraint(
                name="accounts_user_superuser_is_administrator",
                condition=models.Q(role=Role.ADMINISTRATOR, is_superuser=True)
                | (~models.Q(role=Role.ADMINISTRATOR) & models.Q(is_superuser=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """How others see this person; never the address."""
        if self.anonymized_at:
            return str(_("Former member"))
        return self.name or str(_("Member %(number)s") % {"number": self.pk})

    get_short_name = get_full_name

    @property
    def is_staff(self) -> bool:
        """Whether Django admin opens."""
        return self.role in {Role.MODERATOR, Role.ADMINISTRATOR}

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR
