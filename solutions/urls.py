from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("soon")


app_name = "solutions"
urlpatterns = [
    path("new/", soon, name="create"),
    path("<str:public_id>/edit/", soon, name="resume"),
    path("<str:public_id>/edit/<slug:step>/", soon, name="edit"),
    path("<str:public_id>/status/", soon, name="status"),
    path("<str:public_id>/preview/", soon, name="preview"),
    path("<str:public_id>/receipt/", soon, name="receipt"),
    path("<str:public_id>/<str:slug>/", soon, name="detail"),
]
