from django.urls import path, re_path

from solutions.adaptations.views import adapt
from solutions.views import blocks, export, form, public, reviews, status

app_name = "solutions"
urlpatterns = [
    path("new/", form.create, name="create"),
    path("criteria/", reviews.criteria, name="criteria"),
    path("peer-review/<str:token>/", reviews.peer_review, name="peer_review"),
    path("<str:public_id>/edit/", form.resume, name="resume"),
    path("<str:public_id>/edit/check/", form.check, name="check"),
    path("<str:public_id>/edit/<slug:step>/", form.edit, name="edit"),
    path("<str:public_id>/preview/", form.preview, name="preview"),
    path("<str:public_id>/receipt/", status.receipt, name="receipt"),
    path("<str:public_id>/status/", status.status, name="status"),
    path("<str:public_id>/adapt/", adapt, name="adapt"),
    path("<str:public_id>/recall/", status.recall, name="recall"),
    path("<str:public_id>/withdraw/", status.withdraw, name="withdraw"),
    path("<str:public_id>/reopen/", status.reopen, name="reopen"),
    path("<str:public_id>/revise/", status.revise, name="revise"),
    re_path(r"^(?P<public_id>[^/]+)/export/(?P<kind>docx|pdf|poster|ris|bib|json|txt)/$", export.export, name="export"),
    path("blocks/<str:public_id>/use/", blocks.use, name="use-block"),
    path("blocks/<str:public_id>/<str:slug>/", blocks.detail, name="block"),
    path("<str:public_id>/<str:slug>/", public.detail, name="detail"),
]
