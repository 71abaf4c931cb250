"""Health checks of the containers: python -m galaxy.embedded.health web"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

BEAT_WRITES = 600.0  # seconds; it saves its timetable every three minutes


def web() -> bool:
    """Asked under a name that the portal answers to."""
    host = os.environ.get("GALAXY_ALLOWED_HOSTS", "localhost").split(",")[0]
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/livez"
    request = urllib.request.Request(url, headers={"Host": host})
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
        return bool(answer.status == 200)


def worker() -> bool:
    """It answers through the broker, so a broker that is gone shows here too."""
    ping = ["inspect", "ping", "--timeout", "8", "--destination", f"celery@{socket.gethostname()}"]
    return subprocess.run([sys.executable, "-m", "celery", "-q", "-A", "galaxy", *ping]).returncode == 0


def beat(schedule: Path = Path("/tmp/celerybeat-schedule")) -> bool:  # noqa: S108 - the container's own
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_WRITES


CHECKS = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    try:
        sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
    except OSError as problem:
        sys.exit(str(problem))
