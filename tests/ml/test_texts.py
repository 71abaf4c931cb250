import pytest

from galaxy.ml import texts
from galaxy.ml.texts import Labelled, Unreadable


@pytest.fixture
def table(tmp_path):
    def written(content: str | bytes):
        path = tmp_path / "set.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.mark.parametrize(
    "content",
    [
        "text,sdg\nClean water,6\n",
        "id,Text,SDGs\n1,Clean water,6\n",
        "\ufeffTEXT;sdg\nClean water;SDG 6\n",
        "text\tsdg\nClean water\tgoal_6\n",
        "# a note\ntext,goal\nClean water,6.0\n,3\nNo goal,\n",
        'text,sdg,sdgs\n"Clean water",3,"[6]"\n',
    ],
)
def test_many_forms_of_a_table_are_read(table, content):
    assert texts.labelled(table(content)) == [Labelled("Clean water", (6,))]


@pytest.mark.parametrize("goals", ["6;3", "6; 3", "SDG 6; SDG 3", "6|3", '"6,3"', '"[6, 3]"', "SDG6 SDG3", "6;3;6"])
def test_several_goals_are_read_in_their_order(table, goals):
    [one] = texts.labelled(table(f"text,sdgs\nWater,{goals}\n"))

    assert one.goals == (6, 3)


def test_a_language_is_read_where_it_is_told(table):
    [one] = texts.labelled(table("text,sdg,Language\nDe l’eau,6,FR\n"))

    assert one.language == "fr"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "has no row"),
        ("text,sdg\n", "has no row"),
        ("title,sdg\nx,1\n", "has no column text or description or content; it has title, sdg"),
        ("text,class\nx,1\n", "has no column sdgs or goals or sdg"),
        ("text,sdg\nx,18\n", "row 1: '18' does not name Goals from 1 to 17"),
        ("text,sdg\nx,1\ny,none\n", "row 2: 'none' does not name Goals"),
        (b"text,sdg\n\xff\xfe,1\n", "is not a CSV file in UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(table, content, told):
    with pytest.raises(Unreadable, match=told):
        texts.labelled(table(content))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Unreadable, match="No such file"):
        texts.labelled(tmp_path / "missing.csv")


def test_the_agenda_is_learned_from_each_wording_once():
    agenda = texts.agenda()

    assert {text.goals[0] for text in agenda} == set(range(1, 18))
    assert len({text.text for text in agenda}) == len(agenda) > 400
