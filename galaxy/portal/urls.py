from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("soon")


app_name = "portal"
urlpatterns = [
    path("", soon, name="home"),
    path("search/", soon, name="search"),
    path("solutions/", soon, name="solutions"),
    path("organizations/", soon, name="organizations"),
    path("funding/", soon, name="funding"),
    path("goals/", soon, name="goals"),
    path("goals/<int:number>/", soon, name="goal"),
    path("themes/", soon, name="themes"),
    path("themes/<slug:code>/", soon, name="theme"),
    path("regions/", soon, name="regions"),
    path("regions/<slug:code>/", soon, name="region"),
    path("groups/", soon, name="groups"),
    path("groups/<slug:code>/", soon, name="group"),
    path("countries/", soon, name="countries"),
    path("countries/<str:iso3>/", soon, name="country"),
    path("about/", soon, name="about"),
    path("style/", soon, name="style"),
]
plain_urlpatterns = [
    path("livez", soon, name="livez"),
    path("readyz", soon, name="readyz"),
    path("robots.txt", soon, name="robots"),
    path("sitemap.xml", soon, name="sitemap"),
]
