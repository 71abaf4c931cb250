"""What people are told in the portal (Notification) and by mail (Mail)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def for_inbox(self) -> "NotificationQuerySet":
        """Unread ones first, the newest on top."""
        return self.order_by(F("read_at").desc(nulls_first=True), "-pk")


class Notification(models.Model):
    """One line of a person's inbox, written in their language at the time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"], name="notifications_inbox")]

    def __str__(self) -> str:
        return self.subject


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self) -> "MailQuerySet":
        """Not sent, and not waiting for another try."""
        return self.filter(sent_at=None, next_try_at__lte=Now()).order_by("pk")


class Mail(models.Model):
    """A message to send once. The text is dropped when it has gone."""

    to = models.EmailField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(db_default=Now())
    tries_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(F("next_try_at"), name="notifications_mail_due", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        """Without the subject, which may begin with a code."""
        return f"{self.pk} → {self.to}"
