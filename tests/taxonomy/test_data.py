import re

import pytest

from galaxy.taxonomy.sheets import ABOUT, DATA, SHEETS, read

LANGUAGES = ["ar", "zh_hans", "en", "fr", "ru", "es"]
CSV_FILES = sorted(path.name for path in DATA.glob("*.csv"))


def test_every_file_is_read_or_listed_as_the_key_to_the_demonstration_records():
    assert {sheet.name for sheet in SHEETS} | {"demo_themes.csv"} == set(CSV_FILES)


@pytest.mark.parametrize("name", CSV_FILES)
def test_every_file_begins_with_its_source_date_and_licence(name):
    content = read(name)

    assert content.source
    assert content.licence
    assert content.dated.year >= 2025


@pytest.mark.parametrize("name", ["world.topo.json", "world_paths.json"])
def test_the_map_names_its_source(name):
    start = (DATA / name).read_text()[:300]

    assert all(re.search(rf'"{key}": ?"\S', start) for key in ("source", "date", "licence"))


def test_a_file_without_its_first_line_is_refused(tmp_path, monkeypatch):
    (tmp_path / "goals.csv").write_text("number,name_en\n1,No poverty\n")
    monkeypatch.setattr("galaxy.taxonomy.sheets.DATA", tmp_path)

    with pytest.raises(ValueError, match=r"goals\.csv does not begin with its source"):
        read("goals.csv")


def test_the_source_of_a_file_may_itself_have_semicolons():
    about = ABOUT.fullmatch("# source: one; two; date: 2026-05-15; licence: CC BY 4.0, for a; for b")

    assert about
    assert about["source"] == "one; two"


@pytest.mark.parametrize("name", CSV_FILES)
def test_every_translated_text_is_there_in_six_languages(name):
    rows = read(name).rows
    bases = {column[:-3] for column in rows[0] if column.endswith("_en")} - {"subregion"}

    missing = [
        (row[next(iter(row))], f"{base}_{language}")
        for row in rows
        for base in bases
        for language in LANGUAGES
        if not row[f"{base}_{language}"].strip()
    ]

    assert missing == []


def test_the_readme_tells_of_every_file():
    readme = (DATA / "README.md").read_text()

    assert [path.name for path in DATA.iterdir() if path.name != "README.md" and f"`{path.name}`" not in readme] == []


def test_the_themes_of_the_demonstration_records_exist():
    themes = {row["code"] for row in read("themes.csv").rows}

    named = {code for row in read("demo_themes.csv").rows for code in row["themes"].split(";")}

    assert named <= themes


def test_the_first_goal_of_a_theme_is_among_its_goals():
    goals = {(row["theme"], row["goal"]) for row in read("theme_goals.csv").rows}

    assert {(row["code"], row["primary_goal"]) for row in read("themes.csv").rows} <= goals
