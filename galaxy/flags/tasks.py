"""What reports need by the clock."""

from celery import shared_task

from galaxy.flags import services


@shared_task
def forget_held() -> int:
    return services.forget_held()
