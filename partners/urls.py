from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("soon")


app_name = "partners"
urlpatterns = [
    path("register/", soon, name="register"),
    path("<str:public_id>/status/", soon, name="status"),
    path("<str:public_id>/edit/", soon, name="edit"),
    path("<str:public_id>/members/", soon, name="members"),
    path("<str:public_id>/join/", soon, name="join"),
    path("invitations/<str:token>/", soon, name="accept_invitation"),
    path("<str:public_id>/<str:slug>/", soon, name="detail"),
]
