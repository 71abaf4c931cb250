from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("invitations/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("<str:public_id>/status/", views.status, name="status"),
    path("<str:public_id>/edit/", views.edit, name="edit"),
    path("<str:public_id>/offices/", views.offices, name="offices"),
    path("<str:public_id>/headquarters/answer/", views.answer_claim, name="answer_claim"),
    path("<str:public_id>/offices/<str:office_id>/confirm/", views.confirm_office, name="confirm_office"),
    path("<str:public_id>/join/", views.join, name="join"),
    path("<str:public_id>/members/", views.members, name="members"),
    path("<str:public_id>/members/invite/", views.invite, name="invite"),
    path("<str:public_id>/members/leave/", views.leave, name="leave"),
    path("<str:public_id>/members/handover/", views.hand_over, name="handover"),
    path("<str:public_id>/members/<int:pk>/role/", views.change_role, name="change_role"),
    path("<str:public_id>/members/<int:pk>/remove/", views.remove, name="remove"),
    path("<str:public_id>/members/<int:pk>/answer/", views.answer, name="answer"),
    path("<str:public_id>/successor/", views.successor, name="successor"),
    path("<str:public_id>/invitations/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("<str:public_id>/invitations/<int:pk>/resend/", views.resend, name="resend"),
    path("<str:public_id>/<str:slug>/", views.detail, name="detail"),
]
