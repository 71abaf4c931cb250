import pytest

from galaxy.ml.languages import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Clean water for schools", "en"),
        ("De l’eau potable pour les écoles", "fr"),
        ("Agua limpia para las escuelas", "es"),
        ("Água limpa para as escolas", "pt"),
        ("Чистая вода для школ", "ru"),
        ("مياه نظيفة للمدارس", "ar"),
        ("学校清洁水", "zh"),
        ("GESTION DES CATASTROPHES", "fr"),
        ("UNDP 支持农村学校的清洁饮用水项目", "zh"),
        ("", None),
        ("12 345 %", None),
        ("😀 \x00 \ud800", None),
        ("ไทยแลนด์ประเทศไทย", None),
        ("x" * 100_000, "en"),
    ],
)
def test_the_language_of_a_text_is_told(text, language):
    assert detect(text) == language


def test_only_letters_of_the_text_itself_count():
    assert detect("Проект (UNDP) по доступу к воде в сельских школах") == "ru"
