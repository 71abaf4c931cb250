import pytest
from django.test import RequestFactory
from django.utils import translation

from galaxy.core.context_processors import ACCOUNT, FOOT, MENU, site


def frame(address, language="en"):
    request = RequestFactory().get(address)
    with translation.override(language):
        return site(request)


def test_languages_stand_in_the_order_of_the_united_nations():
    assert [language["name"] for language in frame("/en/")["languages"]] == [
        "عربي",
        "中文",
        "English",
        "Français",
        "Русский",
        "Español",
    ]


def test_another_language_keeps_the_page_and_its_query():
    languages = {language["code"]: language for language in frame("/en/search/?q=water&page=2")["languages"]}

    assert languages["ar"]["url"] == "/ar/search/?q=water&page=2"
    assert languages["ar"]["path"] == "/ar/search/"
    assert [code for code, language in languages.items() if language["current"]] == ["en"]


def test_chinese_addresses_keep_their_longer_prefix():
    languages = {language["code"]: language for language in frame("/zh-hans/goals/3/", "zh-hans")["languages"]}

    assert languages["fr"]["url"] == "/fr/goals/3/"


def test_from_an_address_without_language_one_comes_to_the_start_page():
    languages = {language["code"]: language for language in frame("/nothing/here/")["languages"]}

    assert languages["es"]["url"] == "/es/"


def test_the_menu_marks_the_page_and_the_part_one_is_in():
    on_list = {str(link["label"]): link["current"] for link in frame("/en/solutions/")["navigation"]["menu"]}
    on_record = {str(link["label"]): link["current"] for link in frame("/en/solutions/x/")["navigation"]["menu"]}

    assert (on_list["Solutions"], on_list["Organizations"]) == ("page", "")
    assert on_record["Solutions"] == "true"


def test_every_entry_of_the_navigation_leads_somewhere():
    navigation = frame("/en/")["navigation"]

    assert len(navigation["menu"]) == len(MENU)
    assert len(navigation["account"]) == len(ACCOUNT)
    assert [len(column["links"]) for column in navigation["foot"]] == [len(links) for _title, links in FOOT]


def test_an_entry_that_is_not_mounted_is_left_out(settings):
    settings.ROOT_URLCONF = "tests.core.no_urls"

    navigation = frame("/en/")["navigation"]

    assert (navigation["menu"], navigation["home"], navigation["share"]) == ([], "/", "")


@pytest.mark.parametrize("own", ["", "Run for training only."])
def test_the_site_says_what_it_is_unless_its_operator_says_otherwise(settings, own):
    settings.SITE_DISCLAIMER = own

    disclaimer = str(frame("/en/")["portal"]["disclaimer"])

    assert disclaimer == own or "not an official website of the United Nations" in disclaimer
