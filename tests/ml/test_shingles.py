from galaxy.ml.shingles import DUPLICATE, likeness, shingles

STORY = (
    "Village committees repair hand pumps and keep the wells clean so that safe drinking water reaches three hundred "
    "villages in the dry north of the country, where women used to walk for two hours to fetch it from the river."
)
OTHER = (
    "Nurses screen newborns for hearing loss in county clinics, and refer those who need it to the national hospital."
)


def test_the_same_text_is_wholly_alike_and_another_not_at_all():
    assert likeness(shingles(STORY), shingles(STORY.upper())) == 1
    assert likeness(shingles(STORY), shingles(OTHER)) == 0


def test_an_edited_copy_is_a_duplicate():
    edited = STORY.replace("hand pumps", "water pumps").replace("three hundred", "400").replace("used to", "had to")

    assert likeness(shingles(STORY), shingles(edited)) > DUPLICATE


def test_chinese_is_compared_by_characters():
    assert likeness(shingles("农村学校清洁饮用水项目"), shingles("农村学校清洁水项目")) > DUPLICATE


def test_nothing_is_like_nothing():
    assert likeness(shingles(""), shingles("")) == 0
    assert likeness(shingles("two words"), shingles("two words")) == 1
