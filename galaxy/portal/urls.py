from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import path

from galaxy.portal.sitemaps import SITEMAPS
from galaxy.portal.style import style
from galaxy.portal.views import health, home, robots, search


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("soon")


app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("solutions/", search.solutions, name="solutions"),
    path("organizations/", search.organizations, name="organizations"),
    path("funding/", search.funding, name="funding"),
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
    path("about/", home.about, name="about"),
    path("style/", style, name="style"),
]
plain_urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="django.contrib.sitemaps.views.sitemap"),
]
