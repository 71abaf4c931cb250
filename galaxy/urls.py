"""Mounts each app. The only URLconf that knows them all."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from galaxy.notifications.urls import plain_urlpatterns as outbox_urlpatterns
from galaxy.portal.urls import plain_urlpatterns
from solutions.views.public import attachment, cover

handler400 = "galaxy.core.views.bad_request"
handler500 = "galaxy.core.views.server_error"

urlpatterns = [
    *plain_urlpatterns,
    path("media/files/<uuid:key>", attachment, name="attachment"),
    path("media/covers/<slug:name>.jpg", cover, name="cover"),
    *outbox_urlpatterns,
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("account/", include("accounts.urls")),
        path("account/", include("allauth.urls")),
        path("notifications/", include("galaxy.notifications.urls")),
        path("review/", include("galaxy.moderation.urls")),
        path("problem/", include("galaxy.flags.urls")),
        path("freshness/", include("galaxy.freshness.urls")),
        path("organizations/", include("partners.urls")),
        path("funding/", include("funding.urls")),
        path("", include("galaxy.library.urls")),
        path("solutions/offline/", include("solutions.imports.urls")),
        path("solutions/questions/", include("solutions.questions.urls")),
        path("solutions/", include("solutions.urls")),
        path("", include("galaxy.portal.urls")),
    ),
]
