from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("home/", views.home, name="home"),
    path("profile/", views.profile, name="profile"),
    path("data/", views.data, name="data"),
    path("data/export/", views.export, name="export"),
    path("data/leave/", views.leave, name="leave"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
]
