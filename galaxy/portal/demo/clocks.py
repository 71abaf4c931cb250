"""Two records of the demonstration whose clocks are set forward, so that their focal point has something to answer."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from galaxy.freshness import clock
from galaxy.freshness.models import Stage
from galaxy.portal.demo.records import SOURCE
from solutions.models import Solution

OWNER = "a2i-bangladesh"


@transaction.atomic
def load() -> int:
    """Of that organization's solutions the first is due in two weeks, the second has waited for three months. Once."""
    demo = Solution.objects.published().filter(source_system=SOURCE)
    if demo.exclude(clock_stage=Stage.FRESH).exists() or demo.exclude(verified_by=None).exists():
        return 0
    today = timezone.localdate()
    states = [(today + timedelta(days=14), Stage.FRESH), (today - timedelta(days=95), Stage.OVERDUE)]
    own = demo.filter(organization__provenance__slug=OWNER).order_by("pk")
    for solution, (due_on, stage) in zip(own, states, strict=False):
        Solution.objects.filter(pk=solution.pk).update(verify_due_on=due_on, clock_stage=stage)
    return clock.run(today)
