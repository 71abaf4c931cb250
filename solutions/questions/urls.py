from django.urls import path

from solutions.questions import views

app_name = "questions"
urlpatterns = [
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/take-back/", views.take_back, name="take_back"),
    path("<str:public_id>/ask/", views.ask, name="ask"),
]
