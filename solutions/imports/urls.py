from django.urls import path, re_path

from solutions.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.start, name="start"),
    re_path(r"^template\.(?P<kind>docx|xlsx)$", views.template, name="template"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/to-correct.xlsx", views.corrections, name="corrections"),
    path("<int:pk>/make/", views.make, name="make"),
    path("<int:pk>/place/", views.place, name="place"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/discard/", views.discard, name="discard"),
]
