from django.urls import path

from galaxy.freshness import views

app_name = "freshness"
urlpatterns = [
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("<slug:kind>/<str:public_id>/still-right/", views.still_right, name="still_right"),
]
