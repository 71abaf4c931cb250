import csv
import shutil
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from galaxy.taxonomy import sheets
from galaxy.taxonomy.models import (
    Country,
    CountryGroup,
    CountryGroupMembership,
    DataFile,
    Goal,
    Indicator,
    Region,
    Target,
    Theme,
)
from galaxy.taxonomy.services import Loaded, changes_between, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A copy of the files, to be changed; starts as loaded."""
    folder = tmp_path / "data"
    shutil.copytree(sheets.DATA, folder)
    monkeypatch.setattr(sheets, "DATA", folder)
    load()
    return folder


def rewrite(path, change):
    """Write the file anew with the rows that `change` makes of each row: one, several or none."""
    first, header, *_ = path.read_text(encoding="utf-8").splitlines()
    rows = [new for row in sheets.read(path.name).rows for new in change(row)]
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.write(first + "\n")
        writer = csv.DictWriter(file, header.split(","))
        writer.writeheader()
        writer.writerows(rows)


def test_the_files_fill_the_tables():
    models = (Goal, Target, Indicator, Region, Country, CountryGroup, Theme, DataFile)

    assert [model.objects.count() for model in models] == [17, 169, 252, 5, 249, 11, 30, 12]
    assert Counter(Country.objects.values_list("un_member", flat=True)) == {True: 193, False: 56}
    assert list(Country.objects.filter(listed=False).values_list("iso3", flat=True)) == ["TWN"]
    assert Country.objects.get(iso2="NA").iso3 == "NAM"


def test_each_file_is_remembered_with_source_date_and_digest():
    goals = DataFile.objects.get(name="goals.csv")

    assert (goals.dated, goals.licence, len(goals.sha256)) == (date(2025, 8, 19), "MIT", 64)


def test_a_second_load_reads_nothing(django_assert_num_queries):
    load()

    with django_assert_num_queries(4):  # savepoint, lock, digests, savepoint
        report = load()

    assert report == []


def test_the_command_tells_of_each_file_it_read_and_is_silent_when_nothing_changed(files):
    rewrite(files / "regions.csv", lambda row: [{**row, "name_es": row["name_es"].upper()}])
    first, second = StringIO(), StringIO()

    call_command("load_taxonomy", stdout=first)
    call_command("load_taxonomy", stdout=second)

    assert first.getvalue() == "regions.csv: 5 rows, 5 written, 0 removed, 0 kept as edited\n"
    assert second.getvalue() == ""


def test_a_row_that_is_not_edited_here_is_made_to_agree_with_its_file(files):
    Goal.objects.filter(pk=3).update(name_en="Changed behind our back")
    rewrite(files / "goals.csv", lambda row: [{**row, "colour": "#000000"}])

    load()

    goal = Goal.objects.get(pk=3)
    assert (goal.name_en, goal.colour) == ("Good health and well-being", "#000000")


def test_an_indicator_that_left_its_file_goes(files):
    rewrite(files / "indicators.csv", lambda row: [] if row["code"] == "17.6.2" else [row])

    report = load()

    assert report == [Loaded("indicators.csv", rows=251, written=251, removed=1)]
    assert not Indicator.objects.filter(pk="17.6.2").exists()


def test_what_an_editor_changed_stays_and_what_the_file_changed_beside_it_arrives(files):
    Theme.objects.filter(pk="health").update(name_fr="Santé publique", is_active=False)
    rewrite(
        files / "themes.csv",
        lambda row: [{**row, "name_fr": "Soins", "name_es": "Cuidados"}] if row["code"] == "health" else [row],
    )

    report = load()

    health = Theme.objects.get(pk="health")
    assert (health.name_fr, health.name_es, health.is_active) == ("Santé publique", "Cuidados", False)
    assert report == [Loaded("themes.csv", rows=30, written=1, removed=0)]


def test_a_membership_that_an_editor_deleted_does_not_come_back(files):
    bangladesh = CountryGroupMembership.objects.filter(group="ldc", country="BGD")
    bangladesh.delete()
    rewrite(files / "memberships.csv", lambda row: [{**row, "note": "Checked."}] if row["group"] == "ldc" else [row])

    [report] = load()

    assert not bangladesh.exists()
    assert (report.written, report.kept) == (51, 1)


def test_a_membership_that_an_editor_dated_keeps_its_date(files):
    nepal = CountryGroupMembership.objects.filter(group="ldc", country="NPL")
    nepal.update(valid_to=date(2029, 11, 24))
    rewrite(
        files / "memberships.csv",
        lambda row: [{**row, "valid_to": ""}] if (row["group"], row["country"]) == ("ldc", "NPL") else [row],
    )

    [report] = load()

    assert nepal.get().valid_to == date(2029, 11, 24)
    assert report.kept == 1


def test_a_membership_that_left_its_file_goes_unless_an_editor_changed_it(files):
    egypt = CountryGroupMembership.objects.filter(group="las", country="EGY")
    egypt.update(note="Host of the headquarters.")
    rewrite(files / "memberships.csv", lambda row: [] if row["group"] == "las" else [row])

    [report] = load()

    assert (report.removed, report.kept) == (21, 1)
    assert list(CountryGroupMembership.objects.filter(group="las")) == [egypt.get()]


def test_a_new_row_that_an_editor_had_already_entered_is_left_to_the_editor(files):
    mine = CountryGroupMembership.objects.create(group_id="lldc", country_id="SRB", valid_from=date(2006, 6, 5))
    new = {"country": "SRB", "valid_from": "2006-01-01"}
    rewrite(
        files / "memberships.csv",
        lambda row: [row, {**row, **new}] if (row["group"], row["country"]) == ("lldc", "BTN") else [row],
    )

    load()

    assert list(CountryGroupMembership.objects.filter(group="lldc", country="SRB")) == [mine]


def test_regions_that_an_editor_gave_a_country_stay(files):
    turkiye = Country.objects.get(pk="TUR")
    turkiye.regions.set(["arab-states"])
    rewrite(files / "country_regions.csv", lambda row: [] if row["country"] == "TKM" else [row])

    load()

    assert list(turkiye.regions.values_list("code", flat=True)) == ["arab-states"]
    assert not Country.objects.get(pk="TKM").regions.exists()


def test_a_theme_that_left_its_file_stays_because_content_may_refer_to_it(files):
    rewrite(files / "themes.csv", lambda row: [] if row["code"] == "energy" else [row])

    [report] = load()

    assert report == Loaded("themes.csv", rows=29, written=0, removed=0)
    assert Theme.objects.filter(pk="energy").exists()


@pytest.mark.parametrize(
    ("shipped", "last", "table", "expected"),
    [
        pytest.param({"a": "1"}, None, None, "created", id="new in the file"),
        pytest.param({"a": "1"}, {"a": "1"}, {"a": "2"}, "", id="edited, and the file has no news"),
        pytest.param({"a": "1"}, {"a": "1"}, None, "", id="deleted, and the file has no news"),
        pytest.param({"a": "2"}, {"a": "1"}, {"a": "1"}, "updated", id="news for an untouched row"),
        pytest.param({"a": "2"}, {"a": "1"}, {"a": "3"}, "kept", id="news for an edited row"),
        pytest.param({"a": "2"}, {"a": "1"}, {"a": "2"}, "", id="the editor was first with the same"),
        pytest.param({"a": "2"}, {"a": "1"}, None, "kept", id="news for a deleted row"),
        pytest.param({"a": "2"}, None, {"a": "1"}, "kept", id="an editor made a row with this key"),
        pytest.param({"a": "1", "b": "2"}, {"a": "1"}, {"a": "3", "b": ""}, "updated", id="a new column is filled"),
        pytest.param(None, {"a": "1"}, {"a": "1"}, "gone", id="left the file, untouched"),
        pytest.param(None, {"a": "1"}, {"a": "2"}, "kept", id="left the file, but edited"),
        pytest.param(None, None, {"a": "2"}, "", id="an editor's own row"),
    ],
)
def test_file_and_editor_are_reconciled(shipped, last, table, expected):
    shipped, last, table = ({"key": row} if row else {} for row in (shipped, last, table))

    changes = changes_between(shipped, last, table)

    assert [name for name, rows in vars(changes).items() if rows] == ([expected] if expected else [])
