from galaxy.freshness.models.clock import BEGINS, CLOCK_FIELDS, Stage, Verified, VerifiedQuerySet
from galaxy.freshness.models.link import FAILURES_UNTIL_DEAD, Host, Link, LinkQuerySet, LinkState

__all__ = [
    "BEGINS",
    "CLOCK_FIELDS",
    "FAILURES_UNTIL_DEAD",
    "Host",
    "Link",
    "LinkQuerySet",
    "LinkState",
    "Stage",
    "Verified",
    "VerifiedQuerySet",
]
