"""Entry point for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "galaxy.settings")

application = get_wsgi_application()

from galaxy.search import querylog  # noqa: E402 - only now are the apps ready

querylog.start()
