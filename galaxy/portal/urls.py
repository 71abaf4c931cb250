"""Addresses of the portal's own pages; `plain_urlpatterns` stand outside the languages."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from galaxy.portal.sitemaps import SITEMAPS
from galaxy.portal.style import style
from galaxy.portal.views import browse, health, home, robots, search, suggest, think_tanks

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest/", suggest.suggest, name="suggest"),
    path("solutions/", search.solutions, name="solutions"),
    path("organizations/", search.organizations, name="organizations"),
    path("funding/", search.funding, name="funding"),
    path("publications/", search.publications, name="publications"),
    path("think-tanks/", think_tanks.think_tanks, name="think_tanks"),
    path("goals/", browse.goals, name="goals"),
    path("goals/<int:number>/", browse.goal, name="goal"),
    path("themes/", browse.themes, name="themes"),
    path("themes/<slug:code>/", browse.theme, name="theme"),
    path("regions/", browse.regions, name="regions"),
    path("regions/<slug:code>/", browse.region, name="region"),
    path("groups/", browse.groups, name="groups"),
    path("groups/<slug:code>/", browse.group, name="group"),
    path("countries/", browse.countries, name="countries"),
    path("countries/<str:iso3>/", browse.country, name="country"),
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
