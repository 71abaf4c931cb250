"""The Celery app and the timetable of periodic tasks."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "galaxy.settings")

app = Celery("galaxy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # The rows say what is left to do; these sweeps find what a lost message left behind.
    "index-what-waits": {"task": "galaxy.search.tasks.index_waiting", "schedule": 5.0},
    "embed-what-waits": {"task": "galaxy.search.tasks.embed_waiting", "schedule": 30.0},
    "mail-what-waits": {"task": "galaxy.notifications.tasks.send_waiting", "schedule": 15.0},
    "spell-by-the-index": {"task": "galaxy.search.tasks.rebuild_terms", "schedule": 120.0},
    "forget-old-searches": {"task": "galaxy.search.tasks.forget_searches", "schedule": crontab(hour=3, minute=20)},
    "forget-held-reports": {"task": "galaxy.flags.tasks.forget_held", "schedule": crontab(hour=3, minute=40)},
    "forget-files-without-a-row": {"task": "solutions.tasks.sweep_files", "schedule": crontab(hour=3, minute=50)},
    "import-what-waits": {"task": "solutions.imports.tasks.resume", "schedule": 15.0},
    "check-links": {"task": "galaxy.freshness.tasks.check_links", "schedule": 30.0},
    "collect-links": {"task": "galaxy.freshness.tasks.collect_links", "schedule": crontab(minute=40)},
    "run-the-clock-of-records": {"task": "galaxy.freshness.tasks.run_clock", "schedule": crontab(minute=10)},
    "name-successors": {"task": "partners.tasks.look_for_successors", "schedule": crontab(hour=4, minute=10)},
    "publish-what-is-due": {"task": "galaxy.moderation.tasks.publish_due", "schedule": 30.0},
}


@worker_process_init.connect
def load_embedder(**kwargs: object) -> None:
    """In each child: the parent must not fork while a thread loads. In the background: Celery waits only 4 seconds."""
    from galaxy.ml.embedding import warm  # noqa: PLC0415 - the settings are read only now

    warm()
