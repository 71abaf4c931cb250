from django.urls import path

from funding import views

app_name = "funding"
urlpatterns = [
    path("<str:public_id>/<str:slug>/", views.detail, name="detail"),
]
