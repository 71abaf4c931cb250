import datetime

import pytest
from django.utils.translation import override

from galaxy.search.models import Document
from galaxy.taxonomy.labels import vocabulary
from tests.factories import make_channel, make_organization, make_solution
from tests.search.entries import make_entry, search, statements_for_meaning, titles, values

pytestmark = pytest.mark.django_db


def labels(results, name):
    return [
        each["label"]
        for facet in results.facets
        if facet["name"] == name
        for each in [*facet["values"], *facet["rest"]]
        if each["count"]
    ]


# Filters


def test_several_values_of_a_facet_mean_either_and_facets_combine():
    make_entry("Both", "goal:3", "region:africa")
    make_entry("Other goal", "goal:4", "region:africa")
    make_entry("Other region", "goal:3", "region:arab-states")
    make_entry("Neither", "goal:5", "region:africa")

    assert sorted(titles("goal=3&goal=4&region=africa")) == ["Both", "Other goal"]


def test_a_facet_counts_without_its_own_filter():
    make_entry("A", "goal:3", "region:africa")
    make_entry("B", "goal:4", "region:africa")
    make_entry("C", "goal:4", "region:arab-states")

    results = search("goal=3&region=africa")

    assert results.total == 1
    assert values(results, "goal") == {"3": 1, "4": 1}
    assert values(results, "region") == {"africa": 1}


def test_unknown_names_and_values_are_left_out():
    make_entry("A", "goal:3")

    results = search("goal=99&goal=x&colour=red&country=ZZZ&year=20&organization=abc&since=abc&language=xx")

    assert (results.total, results.chips, results.canonical) == (1, [], "")


def test_three_hundred_values_are_bounded():
    make_entry("A", "country:KEN")
    codes = list(vocabulary().countries)
    address = "&".join(f"country={code}" for code in (codes * 2)[:300])

    results = search(address)

    assert len(results.chips) == 50


@pytest.mark.parametrize(
    ("address", "facet"),
    [
        ("goal=3", "goal:3"),
        ("target=3.1", "target:3.1"),
        ("theme=health", "theme:health"),
        ("region=africa", "region:africa"),
        ("country=KEN", "country:KEN"),
        ("gives=KEN", "gives:KEN"),
        ("receives=KEN", "receives:KEN"),
        ("group=ldc", "country:UGA"),
        ("group=ldc", "eligible_group:ldc"),
        ("type=policy", "type:policy"),
        ("modality=triangular", "modality:triangular"),
        ("status=ongoing", "status:ongoing"),
        ("organization_type=foundation", "organization_type:foundation"),
        ("organization=17", "organization:17"),
        ("channel_type=foundation", "channel_type:foundation"),
        ("year=2019", "year:2019"),
    ],
)
def test_each_filter_finds_its_facet(address, facet):
    make_entry("Found", facet)
    make_entry("Not found", "country:FRA")

    assert titles(address) == ["Found"]


def test_kind_and_language_are_filters_too():
    make_entry("Texte", language="fr")
    make_organization(published=True, name="Ministry of Water")

    assert titles("language=fr") == ["Texte"]
    assert titles("kind=organization") == ["Ministry of Water"]


def test_years_have_a_beginning_and_an_end():
    for year in (2014, 2016, 2018):
        make_entry(str(year), f"year:{year}", year=year)

    results = search("since=2015&until=2017")

    assert [entry["title"] for entry in results.entries] == ["2016"]
    assert values(results, "year") == {"2018": 1, "2016": 1, "2014": 1}
    assert [chip["label"] for chip in results.chips] == ["From year 2015", "To year 2017"]


def test_a_group_of_countries_means_its_members_of_today(time_machine):
    make_entry("Nepal", "country:NPL")
    time_machine.move_to(datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC), tick=False)
    before = search("group=ldc")
    time_machine.move_to(datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC), tick=False)

    after = search("group=ldc")

    assert (before.total, after.total) == (1, 0)


def test_a_document_with_two_members_of_a_group_counts_once():
    make_entry("A", "country:UGA", "country:RWA", "country:KEN")

    assert values(search(), "group")["ldc"] == 1


def test_what_a_page_presets_cannot_be_changed_by_the_address():
    make_entry("A", "goal:3", "theme:health")
    make_entry("B", "goal:4", "theme:health")

    results = search("goal=4&theme=health", goal=["3"])

    assert [entry["title"] for entry in results.entries] == ["A"]
    assert [chip["label"] for chip in results.chips] == ["Theme: Health"]
    assert "goal" not in {facet["name"] for facet in results.facets}


# What a person sees


def test_what_real_items_are_found_by():
    make_solution(
        published=True, title="Village clinics", gives=["KEN"], receives=["UGA"], goals=[3], themes=["health"]
    )

    results = search(kind=["solution"])

    assert {facet["name"]: labels(results, facet["name"]) for facet in results.facets} == {
        "goal": ["Good health and well-being"],
        "theme": ["Health"],
        "region": ["Africa"],
        "country": ["Kenya", "Uganda"],
        "gives": ["Kenya"],
        "receives": ["Uganda"],
        "group": labels(results, "group"),
        "type": ["Good practice"],
        "modality": ["South-South"],
        "status": ["Ongoing"],
        "quality": ["Reviewed good practice"],
        "lessons": ["Says what did not work"],
        "organization_type": ["Government ministry"],
        "organization": [Document.objects.get(kind="organization").title],
        "year": ["2019"],
        "language": ["English"],
    }
    assert "Least developed countries" in labels(results, "group")


def test_kinds_are_mixed_and_named():
    make_channel(published=True, name="Fund")
    make_solution(published=True)

    assert sorted(entry["kind"] for entry in search().entries) == [
        "Funding",
        "Good practice",
        "Organization",
        "Organization",
    ]


def test_a_text_in_another_language_says_so():
    make_entry("Une école", language="fr")
    make_entry("A school")

    with override("fr"):
        french = {entry["title"]: entry.get("foreign", "") for entry in search().entries}
    english = {entry["title"]: entry.get("language") for entry in search().entries}

    assert french["Une école"] == ""
    assert french["A school"] != ""
    assert english == {"Une école": "fr", "A school": None}


def test_a_chip_removes_its_value_alone():
    make_entry("A", "goal:3", "region:africa")

    chips = search("q=a&goal=3&goal=4&region=africa&page=2").chips

    assert {chip["label"]: chip["url"] for chip in chips} == {
        "Goal: Good health and well-being": "?q=a&goal=4&region=africa",
        "Goal: Quality education": "?q=a&goal=3&region=africa",
        "Region: Africa": "?q=a&goal=3&goal=4",
    }


def test_targets_are_offered_for_the_goals_in_force_alone():
    make_entry("A", "goal:3", "target:3.1")
    make_entry("B", "goal:4", "target:4.1")

    assert values(search(), "target") == {}
    assert values(search("goal=3"), "target") == {"3.1": 1}
    assert values(search(goal=["4"]), "target") == {"4.1": 1}


def test_zero_is_shown_for_the_short_lists():
    make_entry("A", "region:africa")

    regions = next(facet for facet in search().facets if facet["name"] == "region")

    assert [each["count"] for each in regions["values"]] == [1, 0, 0, 0, 0]


def test_more_than_eight_values_are_folded_away_and_very_many_are_on_a_page_of_their_own():
    for code in list(vocabulary().countries)[:30]:
        make_entry(code, f"country:{code}")

    folded = next(facet for facet in search().facets if facet["name"] == "country")
    opened = next(facet for facet in search("all=country").facets if facet["name"] == "country")

    assert (len(folded["values"]), len(folded["rest"]), folded["size"], folded["more_url"]) == (
        8,
        16,
        "30",
        "?all=country",
    )
    assert (len(opened["values"]), len(opened["rest"]), opened["more_url"]) == (8, 22, "")


@pytest.mark.parametrize("page", ["-1", "0", "abc", "999999999999", ""])
def test_pages_that_are_not_there_show_one_that_is(page):
    for number in range(21):
        make_entry(str(number))

    assert len(search(f"page={page}").entries) in {1, 20}


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", ["Émile", "Ada", "Zoe"]), ("title", ["Ada", "Émile", "Zoe"]), ("started", ["Zoe", "Émile", "Ada"])],
)
def test_results_are_sorted(sort, order):
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    make_entry("Zoe", "year:2020", published_at=now, year=2020)
    make_entry("Ada", published_at=now + datetime.timedelta(days=1))
    make_entry("Émile", published_at=now + datetime.timedelta(days=2), year=2010)

    assert titles(f"sort={sort}") == order


def test_best_match_is_offered_with_words_alone():
    make_entry("School")

    assert search("q=school&sort=nonsense").sort == "best"
    assert search("sort=best").sort == "newest"
    assert "best" not in dict(search().sorts)


def test_the_order_of_starts_is_offered_where_something_starts():
    make_entry("School")

    assert [name for name, _label in search().sorts] == ["newest", "title"]
    assert search("sort=started").sort == "newest"


def test_the_canonical_address_says_only_what_matters():
    for number in range(25):
        make_entry(f"School {number}", "goal:3")

    results = search("goal=99&goal=3&x=1&page=2&sort=title&q=%20school%20")

    assert results.canonical == "?q=school&goal=3&sort=title&page=2"


# Nothing found


def test_an_empty_result_names_the_filter_that_stands_in_the_way():
    make_entry("School meals", "goal:2", "region:africa")
    make_entry("Bees", "goal:3", "region:africa")

    ways = search("q=school&goal=3&region=africa").suggestions

    assert {way.label: (way.url, way.count) for way in ways} == {
        "Without the words “school”": ("?goal=3&region=africa", 1),
        "Without any filter": ("?q=school", 1),
        "Without “Goal: Good health and well-being”": ("?q=school&region=africa", 1),
    }


def test_words_that_stand_together_nowhere_are_found_one_by_one():
    make_entry("School")
    make_entry("Bees")

    assert sorted(titles("q=school bees")) == ["Bees", "School"]


def test_years_can_be_what_stands_in_the_way():
    make_entry("A", "year:2010", year=2010)

    ways = search("since=2015").suggestions

    assert [(way.label, way.count) for way in ways] == [("Without “Year: From year 2015”", 1)]


def test_an_empty_portal_suggests_nothing():
    assert search().suggestions == []


# Speed


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("address", ["", "q=school", "goal=3&group=ldc&sort=title", "q=school&organization=1&page=3"])
def test_a_page_takes_the_same_statements_for_any_length(django_assert_num_queries, count, address):
    organization = make_organization(published=True)
    for number in range(count):
        make_entry(f"School {number}", "goal:3", "country:UGA", f"organization:{organization.pk}", "organization:1")
    search("q=first")  # the first one reads the vocabularies and what changed

    with django_assert_num_queries(2 + statements_for_meaning("q=" in address)):  # postings, page
        search(address)


def test_an_empty_page_takes_no_more(django_assert_num_queries):
    make_entry("School", "goal:3")
    search("q=first")

    with django_assert_num_queries(1 + statements_for_meaning(True)):  # postings
        search("q=zzz&goal=3&region=africa")
