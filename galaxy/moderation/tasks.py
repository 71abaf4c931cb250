"""What moderation does by the clock."""

from celery import shared_task
from django.utils import timezone

from galaxy.moderation import services
from galaxy.moderation.models import moderated_models


@shared_task
def publish_due() -> int:
    """Publish what was approved for a time that has come; how many."""
    now = timezone.now()
    due = [item for model in moderated_models().values() for item in model.objects.due_to_publish(now)]
    return sum(services.publish_if_due(item) for item in due)
