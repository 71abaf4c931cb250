from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("soon")


app_name = "funding"
urlpatterns = [
    path("<str:public_id>/<str:slug>/", soon, name="detail"),
]
