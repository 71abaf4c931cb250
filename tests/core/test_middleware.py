import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from galaxy.core.middleware import SafeRequestMiddleware
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "BREW"])
def test_methods_that_no_page_has_are_refused(client, method):
    answer = client.generic(method, LOGIN)

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/en/solu\0tions/", "/en/solutions/%00/"])
def test_a_nul_in_the_path_is_refused(path):
    assert Client().generic("GET", path).status_code in {400, 404}


def test_a_nul_in_the_query_is_refused(client):
    assert client.get("/en/account/login/?next=%00").status_code == 400


@pytest.mark.parametrize(
    ("length", "status"), [("12582913", 413), ("99999999999999999999", 413), ("12", 200), ("x", 200)]
)
def test_a_body_over_the_limit_is_refused_before_it_is_read(length, status):
    request = RequestFactory().get("/", CONTENT_LENGTH=length)

    assert SafeRequestMiddleware(lambda request: HttpResponse())(request).status_code == status


def test_every_answer_has_the_headers(client):
    headers = client.get(LOGIN).headers

    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_pages_of_somebody_who_is_signed_in_are_kept_by_nobody(client):
    client.force_login(make_user())

    headers = client.get(reverse("portal:about")).headers

    assert "no-store" in headers["Cache-Control"]
    assert "Cookie" in headers["Vary"]


def test_the_address_alone_says_the_language(client):
    client.cookies["django_language"] = "fr"

    answer = client.get("/ar/account/login/", headers={"accept-language": "ru"})

    assert '<html lang="ar" dir="rtl">' in answer.text


@pytest.mark.parametrize(("accepts", "language"), [("ar,fr;q=0.5", "ar"), ("tlh", "en"), ("zh-CN", "zh-hans")])
def test_an_address_without_language_asks_the_browser(client, accepts, language):
    answer = client.get("/account/login/", headers={"accept-language": accepts}, follow=False)

    assert answer.url == f"/{language}/account/login/"
