from django.urls import path

from galaxy.flags import views

app_name = "flags"
urlpatterns = [
    path("<str:public_id>/", views.report, name="report"),
    path("<str:public_id>/thanks/", views.thanks, name="thanks"),
]
