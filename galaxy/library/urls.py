from django.urls import path

from galaxy.library.views import calls, public, writing

app_name = "library"
urlpatterns = [
    path("publications/new/", writing.create, name="create"),
    path("publications/<str:public_id>/status/", writing.status, name="status"),
    path("publications/<str:public_id>/edit/", writing.edit, name="edit"),
    path("publications/<str:public_id>/withdraw/", writing.withdraw, name="withdraw"),
    path("publications/<str:public_id>/citation/<slug:kind>/", public.cite, name="cite"),
    path("publications/<str:public_id>/<str:slug>/", public.detail, name="detail"),
    path("think-tanks/<str:public_id>/calls/", calls.calls, name="calls"),
    path("think-tanks/<str:public_id>/calls/<int:pk>/edit/", calls.change_call, name="change_call"),
    path("think-tanks/<str:public_id>/calls/<int:pk>/remove/", calls.take_down, name="take_down_call"),
]
