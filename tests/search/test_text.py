from galaxy.search import text


def test_a_query_loses_what_nobody_sees():
    assert text.query("sch\0ool\u202e  meals\n\ue000 ") == "school meals"


def test_a_query_ends_after_sixty_four_words():
    assert text.query("word " * 2000) == " ".join(["word"] * 64)


def test_accents_typed_in_two_parts_become_one():
    assert text.query("e\u0301cole") == "école"


def test_chinese_becomes_pairs():
    assert text.pairs("南南合作 school").split() == ["南南", "南合", "合作", "school"]


def test_a_single_chinese_character_stays():
    assert text.pairs("水").split() == ["水"]


def test_a_run_of_chinese_is_searched_as_it_stands():
    assert text.query_pairs("学校").strip() == '"学校"'


def test_chinese_within_quotes_stays_within_them():
    assert text.query_pairs('"南南合作 school"').count('"') == 2


def test_chinese_can_be_left_out():
    assert '-"' in text.query_pairs("school -学校")


def test_any_of_the_words():
    assert text.any_of('school "school meals" -fish') == "school or meals or fish"
