import uuid

import pytest
from django.db import IntegrityError

from galaxy.core import images
from galaxy.moderation import services as moderation
from galaxy.moderation.alike import Piece
from galaxy.moderation.services import Incomplete, StepRefused
from partners.models import MembershipRole
from solutions import content, services
from solutions.models import LikenessAnswer, Solution
from tests.core.test_images import file
from tests.factories import make_membership, make_organization, make_solution, make_user

pytestmark = pytest.mark.django_db

JPEG = images.rewrite(file(), 10)


def seen(solution: Solution, *names: str) -> dict[str, str]:
    return {name: content.digest(value) for name, value in content.read(solution, names).items()}


def draft(author, ministry, **fields) -> Solution:
    return make_solution(organization=ministry, author=author, **fields)


# Drafts


def test_a_draft_needs_a_title_and_an_organization_only(author, ministry):
    made = services.create_draft({"title": "Nurses", "organization": str(ministry.pk)}, by=author, key=uuid.uuid4())

    assert (made.title, made.organization, made.author, made.status) == ("Nurses", ministry, author, "draft")


def test_the_same_key_makes_one_draft(author, ministry):
    key, values = uuid.uuid4(), {"title": "Nurses", "organization": str(ministry.pk)}

    first = services.create_draft(values, by=author, key=key)
    second = services.create_draft({**values, "title": "Other"}, by=author, key=key)

    assert (first.pk, second.title, Solution.objects.count()) == (second.pk, "Nurses", 1)


def test_a_key_of_somebody_else_gives_nothing_away(author, ministry):
    theirs = draft(author, ministry)
    other = make_user()
    own = make_organization(published=True, owner=other)

    with pytest.raises(IntegrityError):
        services.create_draft({"title": "Nurses", "organization": str(own.pk)}, by=other, key=theirs.creation_key)


@pytest.mark.parametrize("role", [MembershipRole.OWNER, MembershipRole.EDITOR, MembershipRole.CONTRIBUTOR])
def test_members_who_edit_write_in_the_name_of_their_organization(role):
    ministry = make_organization(published=True)
    member = make_membership(ministry, role=role).user

    made = services.create_draft({"title": "N", "organization": str(ministry.pk)}, by=member, key=uuid.uuid4())

    assert made.organization == ministry


def test_nobody_else_writes_in_its_name(author, ministry):
    viewer = make_membership(ministry, role=MembershipRole.VIEWER).user
    solution = draft(author, ministry)
    other = make_organization(published=True)

    for person, organization in ((viewer, ministry), (make_user(), ministry)):
        with pytest.raises(StepRefused):
            services.create_draft({"title": "N", "organization": str(organization.pk)}, by=person, key=uuid.uuid4())
    with pytest.raises(StepRefused):
        services.save_step(solution, {"organization": str(other.pk)}, by=author, seen=seen(solution, "organization"))


# Saving


def test_saving_writes_every_kind_of_part_and_raises_the_version(author, ministry):
    solution = draft(author, ministry, targets=[], themes=[])
    values = {
        "title": "Nurses in villages",
        "budget_amount": "250000.00",
        "consent_confirmed": True,
        "beneficiary_groups": ["women", "children"],
        "themes": ["health", "gender-equality"],
        "targets": ["3.8", "1.4"],
        "goals": ["5"],
        "primary_goal": "1",
        "countries": [
            {"country": "UGA", "role": "beneficiary", "place": "Gulu"},
            {"country": "UGA", "role": "beneficiary", "place": "again"},
            {"country": "UGA", "role": "provider", "place": ""},
        ],
        "organizations": [{"name": "MINISTRY of health", "role": "lead"}, {"name": "A fund", "role": "funder"}],
        "resources": [{"url": "https://www.example.org/a", "label": "", "type": "report", "language": "fr"}],
    }

    saved = services.save_step(solution, values, by=author, seen=seen(solution, *values)).solution

    stored = content.read(Solution.objects.get(pk=solution.pk), values)
    assert stored == {
        **values,
        "themes": ["gender-equality", "health"],
        "targets": ["1.4", "3.8"],
        "countries": [values["countries"][0], values["countries"][2]],
        "organizations": [{"name": "Ministry of Health", "role": "lead"}, {"name": "A fund", "role": "funder"}],
        "resources": [{**values["resources"][0], "label": "www.example.org", "licence": "", "attachment": ""}],
    }
    assert sorted(saved.goals.values_list("pk", flat=True)) == [1, 3, 5]
    assert saved.version == solution.version + 1
    assert saved.organization_links.get(role="lead").organization == ministry


def test_a_single_goal_is_the_main_one(author, ministry):
    solution = draft(author, ministry, goals=[])

    saved = services.save_step(solution, {"targets": ["3.8"]}, by=author, seen={}).solution

    assert saved.primary_goal_id == 3


def test_saving_the_same_again_changes_nothing(author, ministry):
    solution = draft(author, ministry)

    saved = services.save_step(solution, {"title": solution.title}, by=author, seen={})

    assert (saved.solution.version, saved.conflicts) == (solution.version, {})


def test_what_both_changed_is_left_alone_and_told(author, ministry):
    solution = draft(author, ministry, title="First", tagline="First", summary="First")
    page = seen(solution, "title", "tagline", "summary")
    services.save_step(solution, {"title": "Theirs", "summary": "Theirs"}, by=author, seen=page)

    mine = {"title": "Mine", "tagline": "Mine", "summary": "First"}
    saved = services.save_step(solution, mine, by=author, seen=page)

    assert saved.conflicts == {"title": "Theirs"}
    now = Solution.objects.get(pk=solution.pk)
    assert (now.title, now.tagline, now.summary) == ("Theirs", "Mine", "Theirs")


def test_what_is_in_review_or_public_is_not_written(author, ministry):
    solution = draft(author, ministry)
    moderation.submit(solution, by=author)

    with pytest.raises(StepRefused, match="cannot be changed now"):
        services.save_step(solution, {"title": "Late"}, by=author, seen={})


# Pictures


def test_a_picture_gets_a_made_up_name_and_replaces_the_one_before(
    author, ministry, django_capture_on_commit_callbacks
):
    solution = draft(author, ministry)
    first = services.attach_image(solution, JPEG).cover_image

    with django_capture_on_commit_callbacks(execute=True):
        second = services.attach_image(solution, JPEG).cover_image

    assert first.name.startswith("covers/")
    assert first.name != second.name
    assert (first.storage.exists(first.name), second.storage.exists(second.name)) == (False, True)


def test_a_picture_that_the_public_page_shows_outlives_its_change(author, ministry, django_capture_on_commit_callbacks):
    solution = draft(author, ministry)
    name = services.attach_image(solution, JPEG).cover_image.name
    Solution.objects.filter(pk=solution.pk).update(image_alt="A nurse", consent_confirmed=True)
    copy = draft(author, ministry, cover_image=name)

    with django_capture_on_commit_callbacks(execute=True):
        gone = services.remove_image(copy)

    assert (gone.cover_image.name, gone.image_alt) == ("", "")
    assert gone.cover_image.storage.exists(name)


# Sending


def test_what_is_incomplete_is_not_sent(author, ministry):
    solution = draft(author, ministry, themes=[], results="", summary="Too short", image_alt="")

    with pytest.raises(Incomplete) as refused:
        services.send(solution, by=author)

    assert set(refused.value.missing) == {"themes", "results", "summary"}


def test_too_much_is_not_sent_either(author, ministry):
    solution = draft(
        author,
        ministry,
        summary="word " * 151,
        themes=["health", "energy", "gender-equality", "climate-action", "water-sanitation"],
        targets=["1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1"],
        cover_image="covers/a.jpg",
    )

    with pytest.raises(Incomplete) as refused:
        services.send(solution, by=author)

    assert refused.value.missing == {
        "summary": "Shorten this by 1 word: the limit is 150.",
        "targets": "Choose ten targets at most.",
        "themes": "Choose four themes at most.",
        "image_alt": "Say in words what the picture shows.",
        "consent_confirmed": "Confirm that the people in the picture agree, or remove the picture.",
    }


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"title": "Nurses screen newborns in Turkana"}, True),
        ({"title": "Nurses screen newborns in Turkana", "gives": ["FJI"], "receives": ["TON"]}, False),
        ({"title": "Solar pumps", "gives": ["FJI"], "practice_url": "https://same.example.org/pumps"}, True),
        ({"title": "Solar pumps"}, False),
    ],
)
def test_a_likeness_is_told_before_sending(author, ministry, other, found):
    public = make_solution(published=True, **other)
    solution = draft(
        author, ministry, title="Nurses screen newborns, Turkana", practice_url="https://same.example.org/pumps"
    )

    alike = []
    try:
        services.send(solution, by=author)
    except services.PossibleDuplicates as duplicates:
        alike = [each.item for each in duplicates.found]

    assert alike == ([public] if found else [])


def test_what_is_different_is_sent(author, ministry):
    make_solution(published=True, title="Nurses screen newborns")
    solution = draft(author, ministry, title="Nurses screen newborns")

    assert services.send(solution, by=author, different=True).status == "submitted"


STORY = (
    "Village committees repair hand pumps and keep the wells clean so that safe drinking water reaches three hundred "
    "villages in the dry north of the country, where women used to walk for two hours to fetch it from the river. "
    "Each committee has a chair, a treasurer and two mechanics, who are trained by the district and paid by the users."
)
TOLD = dict.fromkeys(["challenge", "approach", "results", "replicability_conditions", "lessons_learned"], "Told above.")


def alike(author, ministry, **fields) -> Solution:
    return draft(author, ministry, title="Wells", summary=STORY, **TOLD, **fields)


def test_a_text_that_is_here_already_is_told_with_both_passages(author, ministry):
    public = make_solution(published=True, title="Something else", gives=["FJI"], receives=["TON"], summary=STORY)
    solution = alike(author, ministry)

    with pytest.raises(services.PossibleDuplicates) as told:
        services.send(solution, by=author)

    (found,) = told.value.found
    assert found.item == public
    assert [reason.text for reason in found.reasons] == ["Whole passages are the same"]
    assert [(pair.label, pair.own, pair.shared) for pair in found.pairs] == [
        ("Summary", [Piece(STORY[:-1], is_shared=True), Piece(".")], pytest.approx(1, abs=0.01))
    ]


def test_what_was_answered_is_kept_and_not_asked_again(author, ministry):
    other = make_solution(published=True, title="Another", summary=STORY)
    original = make_solution(published=True, title="Puits", summary=STORY, language="fr")
    solution = alike(author, ministry)

    sent = services.send(solution, by=author, translates=original.pk)
    moderation.recall(sent, by=author)
    again = services.send(Solution.objects.get(pk=solution.pk), by=author)

    assert dict(solution.likenesses.values_list("other", "answer")) == {
        original.pk: LikenessAnswer.TRANSLATION,
        other.pk: LikenessAnswer.DIFFERENT,
    }
    assert again.status == "submitted"
    assert {each.item.pk: each.answer for each in again.look_alikes()} == {
        original.pk: "The author says that theirs is a translation of it.",
        other.pk: "The author says that this is another practice.",
    }


def test_an_answer_holds_for_later_changes_too(author, ministry):
    other = make_solution(published=True, title="Another", summary=STORY)
    public = alike(author, ministry)
    services.send(public, by=author, different=True)
    change = alike(author, ministry, revision_of=public)

    assert [(each.item, bool(each.answer)) for each in change.look_alikes()] == [(other, True)]


def test_a_home_page_is_the_original_of_many(author, ministry):
    make_solution(published=True, title="Solar pumps", gives=["FJI"], practice_url="https://same.example.org/")
    solution = draft(author, ministry, title="Nurses screen newborns", practice_url="https://same.example.org/")

    assert services.send(solution, by=author).status == "submitted"
