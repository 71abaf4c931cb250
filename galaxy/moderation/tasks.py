"""What moderation does by the clock."""

from celery import shared_task
from django.apps import apps
from django.utils import timezone

from galaxy.moderation import services
from galaxy.moderation.models import Moderated


@shared_task
def publish_due() -> int:
    """Publish what was approved for a time that has come."""
    models = [model for model in apps.get_models() if issubclass(model, Moderated)]
    return sum(services.publish_due(model.objects.due_to_publish(timezone.now())) for model in models)
