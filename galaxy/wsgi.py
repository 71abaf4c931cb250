"""Entry point for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "galaxy.settings")

application = get_wsgi_application()

# Only now are the settings read and the apps ready; pages are served meanwhile.
from galaxy.core.mapped import keep_little  # noqa: E402
from galaxy.ml.embedding import warm  # noqa: E402
from galaxy.search import querylog  # noqa: E402

keep_little()
warm()
querylog.start()
