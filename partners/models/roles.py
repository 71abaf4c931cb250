"""What a person may do in an organization, and how the membership stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MembershipRole(models.TextChoices):
    OWNER = "owner", _("Focal point")
    EDITOR = "editor", _("Editor")
    CONTRIBUTOR = "contributor", _("Contributor")
    VIEWER = "viewer", _("Viewer")


class MembershipState(models.TextChoices):
    REQUESTED = "requested", _("Asked to join")
    ACTIVE = "active", _("Active")
    REMOVED = "removed", _("Removed")


MANAGING_ROLES = (MembershipRole.OWNER, MembershipRole.EDITOR)
GIVEN_ROLES = (MembershipRole.EDITOR, MembershipRole.CONTRIBUTOR, MembershipRole.VIEWER)
EDITING_ROLES = (MembershipRole.OWNER, MembershipRole.EDITOR, MembershipRole.CONTRIBUTOR)
