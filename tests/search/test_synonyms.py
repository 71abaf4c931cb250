import csv

import pytest
from django.urls import reverse

from galaxy.search import synonyms, version
from galaxy.search.models import SynonymGroup
from galaxy.search.sheets import DATA
from galaxy.search.synonyms import expand, kept_synonyms
from galaxy.taxonomy.models import DataFile
from galaxy.taxonomy.services import load
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db
ADD = "admin:search_synonymgroup_add"


@pytest.fixture(autouse=True)
def fresh():
    kept_synonyms.clear()
    yield
    kept_synonyms.clear()


@pytest.fixture
def admin(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(make_administrator())
    return client


@pytest.mark.parametrize(
    ("words", "added"),
    [
        ("SSC", "South-South cooperation"),
        ("ssc in agriculture", "coopération Sud-Sud"),
        ("cooperation sud sud", "التعاون فيما بين بلدان الجنوب"),
        ("COOPERACIÓN SUR-SUR", "南南合作"),
        ("南南合作经验", "South-South cooperation"),
        ("ТрехСтороннее сотрудничество", "triangular cooperation"),
        ("трёхстороннее сотрудничество", "triangular cooperation"),
        ("وفيات الأمهات", "maternal mortality"),
        ("وفيات الامهات", "maternal mortality"),
        ("DRR", "Снижение риска бедствий".lower()),
        ("TIC", "information and communication technology"),
    ],
)
def test_a_phrase_of_the_field_brings_what_means_the_same(words, added):
    assert added in expand(words)


@pytest.mark.parametrize(
    "words", ["", "clinics in villages", "-SSC water", '"SSC"', "sscs", 'water -"triangular cooperation"']
)
def test_other_words_bring_nothing(words):
    assert expand(words) == []


def test_what_is_there_already_is_not_added():
    assert "SSC" not in expand("SSC South-South cooperation")


def test_the_longest_phrase_counts_and_not_its_parts():
    SynonymGroup.objects.create(code="a", words_en="blue; azure")
    SynonymGroup.objects.create(code="b", words_en="blue economy; ocean economy")

    assert expand("blue economy") == ["ocean economy"]
    assert expand("blue water") == ["azure"]


@pytest.mark.parametrize("words", ["e" + "\u0301" * 300, "a\0b", "x" * 50_000, "\u202eSSC\u202c", "؟؟", "& | ! ( )"])
def test_odd_words_are_borne(words):
    assert isinstance(expand(words), list)


def test_a_changed_row_counts_after_seconds_and_at_once_under_a_new_mark(monkeypatch):
    expand("zebu", mark=1)
    SynonymGroup.objects.create(code="zebu", words_en="zebu; Bos indicus")

    assert expand("zebu", mark=1) == []
    assert expand("zebu", mark=2) == ["Bos indicus"]

    SynonymGroup.objects.filter(code="zebu").update(words_en="zebu; humped cattle")
    assert expand("zebu") == ["Bos indicus"]
    clock = synonyms.kept_synonyms._found[0] + synonyms.SECONDS + 1
    monkeypatch.setattr("time.monotonic", lambda: clock)
    assert expand("zebu") == ["humped cattle"]


def test_synonyms_are_expanded_from_memory(django_assert_num_queries):
    expand("SSC")

    with django_assert_num_queries(0):
        expand("triangular cooperation and maternal mortality")


def test_an_administrator_adds_words_that_count_at_once(admin, django_capture_on_commit_callbacks):
    expand("zebu")
    before = version.current()

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse(ADD), {"code": "zebu", "words_en": "zebu; Bos indicus"})

    assert expand("zebu") == ["Bos indicus"]
    assert version.current() != before


def test_what_an_administrator_deletes_counts_no_more(admin, django_capture_on_commit_callbacks):
    group = SynonymGroup.objects.create(code="own-words", words_en="pump; borehole")
    other = SynonymGroup.objects.create(code="other-words", words_en="hoe; spade")
    before = version.current()

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("admin:search_synonymgroup_delete", args=[group.pk]), {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
        admin.post(reverse("admin:search_synonymgroup_changelist"), chosen)

    assert expand("pump hoe") == []
    assert version.current() != before


def test_a_word_alone_means_the_same_as_nothing(admin):
    page = admin.post(reverse(ADD), {"code": "zebu", "words_en": "zebu ; ; "}).content.decode()

    assert "Write at least two words or phrases that mean the same." in page
    assert not SynonymGroup.objects.filter(code="zebu").exists()


def test_loading_again_keeps_what_people_edited_and_deleted():
    SynonymGroup.objects.filter(code="ict").update(words_en="ICT; gadgets")
    SynonymGroup.objects.filter(code="malaria").delete()
    DataFile.objects.filter(name="synonyms.csv").update(sha256="")

    [loaded] = load()

    assert (loaded.name, loaded.written, loaded.kept) == ("synonyms.csv", 0, 0)
    assert SynonymGroup.objects.get(code="ict").words_en == "ICT; gadgets"
    assert not SynonymGroup.objects.filter(code="malaria").exists()


def test_every_shipped_group_has_words_in_the_six_languages():
    lines = (DATA / "synonyms.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines[1:]))
    empty = [(row["code"], name) for row in rows for name in row if not row[name]]

    assert lines[0].startswith("# source: ")
    assert empty == []
    assert [row["code"] for row in rows] == sorted({row["code"] for row in rows})
    assert max(len(text) for row in rows for text in row.values()) <= 300
