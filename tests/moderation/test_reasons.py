import pytest
from django.urls import reverse

from galaxy.moderation import services
from galaxy.moderation.models import Reason, Status
from galaxy.notifications.models import Mail
from tests.factories import in_review, make_administrator, make_moderator, make_solution, make_user

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def test_every_decision_that_takes_a_reason_has_some_ready_in_six_languages():
    ready = list(Reason.objects.all())

    assert {reason.step for reason in ready} == set(Reason.For.values)
    assert [reason.code for reason in ready for name in LANGUAGES if not getattr(reason, f"text_{name}").strip()] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Cela ne relève pas de ce que ce portail recueille."),
        ("ar", "يقع خارج ما تجمعه هذه البوابة."),
        ("zh-hans", "不属于本平台收录的范围。"),
        ("ru", "Это не относится к тому, что собирает этот портал."),
        ("es", "Está fuera de lo que recoge este portal."),
    ],
)
def test_the_author_reads_the_reason_in_the_own_language_and_then_the_words_of_the_moderator(
    desk, moderator, language, words
):
    solution = in_review(make_solution(author=make_user(language=language)), by=moderator)

    data = {"reason": "outside", "note": "Sorry.", "confirmed": "1"}
    desk.post(reverse("admin:decide", args=["solution", solution.pk, "reject"]), data)

    solution.refresh_from_db()
    assert solution.status == Status.REJECTED
    assert services.last_step(solution, "reject").note == f"{words}\n\nSorry."
    assert words in Mail.objects.filter(to=solution.author.email).latest("pk").body


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("request_changes", "figure-missing"),
        ("reject", "promotion"),
        ("withdraw", "wrong-facts"),
        ("publish", "thanks"),
        ("approve", "thanks"),
    ],
)
def test_a_ready_reason_is_enough(desk, moderator, step, code):
    solution = in_review(make_solution(), by=moderator)

    desk.post(
        reverse("admin:decide", args=["solution", solution.pk, step]), {"reason": code, "note": "", "confirmed": "1"}
    )

    assert services.last_step(solution, step).note == Reason.objects.get(code=code).text_en


def test_a_reason_of_another_decision_is_not_taken(desk, moderator):
    solution = in_review(make_solution(), by=moderator)

    answer = desk.post(
        reverse("admin:decide", args=["solution", solution.pk, "request_changes"]), {"reason": "promotion", "note": "x"}
    )

    assert answer.status_code == 422


def test_without_a_translation_it_is_english():
    reason = Reason(code="x", text_en="Too long.", text_fr="Trop long.")

    assert [reason.text_in(language) for language in ("fr", "ar", "pt", "zh-hans", "")] == [
        "Trop long.",
        "Too long.",
        "Too long.",
        "Too long.",
        "Too long.",
    ]


def test_administrators_edit_the_list_and_moderators_do_not(client):
    address = reverse("admin:moderation_reason_change", args=["outside"])
    client.force_login(make_moderator())
    assert client.get(address).status_code == 403
    client.force_login(make_administrator())
    reason = Reason.objects.get(code="outside")
    fields = {name: getattr(reason, name) for name in ("step", "position", *(f"text_{one}" for one in LANGUAGES))}

    client.post(address, {**fields, "text_en": "Not ours."})

    reason.refresh_from_db()
    assert str(reason) == "Not ours."
