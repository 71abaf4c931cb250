from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("home/", views.home, name="home"),
    path("profile/", views.home, name="profile"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
]
