"""The documentation form in a browser without scripts, as the test client is one."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from galaxy.moderation import services as moderation
from partners.models import MembershipRole
from solutions.models import Solution
from solutions.steps import BY_SLUG
from tests.core.test_images import file
from tests.factories import make_membership, make_organization, make_solution, make_user
from tests.solutions.typing import STEPS, basics, edit_url, fill, save, seen, start, url

pytestmark = pytest.mark.django_db

AUTOSAVE = {"headers": {"X-Autosave": "1"}}


@pytest.fixture
def draft(writer, ministry) -> Solution:
    return start(writer, ministry)


def again(solution: Solution) -> Solution:
    return Solution.objects.get(pk=solution.pk)


# Beginning


def test_an_author_with_several_organizations_chooses(writer, author, ministry):
    make_organization(owner=author, name="Another of mine")
    make_organization(published=True, name="Not mine")
    left = make_organization(name="Only read")
    make_membership(left, author, MembershipRole.VIEWER)

    form = writer.get(reverse("solutions:create")).context["form"]

    assert [label for _value, label in form.fields["organization"].choices][1:] == ["Another of mine", ministry.name]


def test_an_organization_of_others_is_refused(writer):
    theirs = make_organization(published=True)
    key = uuid.uuid4()

    page = writer.post(reverse("solutions:create"), {**basics(theirs), "creation_key": key})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["organization"]
    assert not Solution.objects.exists()


def test_without_a_title_nothing_is_made_and_what_was_typed_is_kept(writer, ministry):
    page = writer.post(reverse("solutions:create"), basics(ministry, title=" ", tagline="Kept"))

    assert [problem.text for problem in page.context["page"].problems] == ["Write a title. It can be changed later."]
    assert 'value="Kept"' in page.content.decode()


def test_the_same_page_sent_twice_leads_to_the_same_draft(writer, ministry):
    address = reverse("solutions:create")
    page = writer.get(address)
    typed = {**basics(ministry), "creation_key": page.context["creation_key"], "seen": page.context["page"].seen}

    first, second = writer.post(address, typed), writer.post(address, typed)

    assert first.url == second.url == edit_url(Solution.objects.get(), "story")


def test_a_broken_key_is_taken_as_a_new_one(writer, ministry):
    writer.post(reverse("solutions:create"), {**basics(ministry), "creation_key": "'; drop"})

    assert Solution.objects.count() == 1


# Steps


@pytest.mark.parametrize("step", BY_SLUG)
def test_each_step_opens_with_what_is_stored(writer, draft, step):
    fill(writer, draft)

    page = writer.get(edit_url(draft, step))

    assert page.status_code == 200
    assert page.context["page"].problems == []


def test_an_unknown_step_is_missing(writer, draft):
    assert writer.get(edit_url(draft, "nothing")).status_code == 404


def test_saving_goes_on_to_the_next_step_or_leaves(writer, draft):
    assert save(writer, draft, "story").url == edit_url(draft, "results")
    assert save(writer, draft, "links").url == url("check", draft)
    assert save(writer, draft, "story", later="1").url == url("status", draft)


def test_a_later_step_may_be_saved_before_an_earlier_one_but_not_sent(writer, draft):
    save(writer, draft, "goals")

    page = writer.post(url("check", draft))

    assert "summary" in [gap.field for gap in page.context["gaps"]]
    assert sorted(again(draft).targets.values_list("pk", flat=True)) == ["3.2", "3.8"]
    assert again(draft).status == "draft"


def test_what_is_wrong_is_told_at_the_field_and_the_rest_is_saved(writer, draft):
    page = save(writer, draft, "time", start_date="May 2019", budget_amount="much", end_date="2021")

    assert [(problem.anchor, problem.label) for problem in page.context["page"].problems] == [
        ("id_start_date", "Began"),
        ("id_budget_amount", "Budget"),
    ]
    assert 'value="May 2019"' in page.content.decode()
    assert (again(draft).end_date, again(draft).start_date) == ("2021", "")


@pytest.mark.parametrize(
    ("start_date", "end_date", "wrong"),
    [("2019-05", "2019-04", True), ("2019-05", "2019", False), ("2019", "2018-12-31", True), ("2019", "", False)],
)
def test_the_end_comes_after_the_beginning(writer, draft, start_date, end_date, wrong):
    page = save(writer, draft, "time", start_date=start_date, end_date=end_date)

    assert (page.status_code == 200) == wrong


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("250,000", "250000.00"), ("1 234.5", "1234.50"), ("", None), ("-5", None), ("1e30", None), ("NaN", None)],
)
def test_an_amount_is_read_as_people_write_it(writer, draft, typed, stored):
    save(writer, draft, "time", budget_amount=typed)

    assert again(draft).budget_amount == (stored and pytest.approx(float(stored)))


def test_a_text_over_the_limit_is_kept_and_flagged(writer, draft):
    long = "word " * 200

    save(writer, draft, "story", summary=long)
    page = writer.get(edit_url(draft, "story"))

    assert again(draft).summary == long.strip()
    assert page.context["parts"]["summary"].fault == "Shorten this by 50 words: the limit is 150."


def test_fields_have_a_hint_and_examples(writer, draft):
    page = writer.get(edit_url(draft, "results")).content.decode()

    assert "What changed, for whom, how many" in page
    assert "The project strengthened capacities and created synergies." in page


def test_resuming_leads_to_the_first_gap_or_to_a_named_field(writer, draft):
    first = writer.get(url("resume", draft))
    named = writer.get(url("resume", draft), {"field": "country_links"})
    unknown = writer.get(url("resume", draft), {"field": "../evil"})

    assert first.url == unknown.url == edit_url(draft, "story")
    assert named.url == f"{edit_url(draft, 'partners')}#field-countries"


def test_a_complete_draft_is_resumed_at_the_check(writer, draft):
    fill(writer, draft)

    assert writer.get(url("resume", draft)).url == url("check", draft)
    assert writer.get(url("check", draft)).context["complete"] == 100


def test_the_check_warns_of_personal_data_and_lets_it_be_sent(writer, draft):
    fill(writer, draft)
    Solution.objects.filter(pk=draft.pk).update(results="Write to a.b@example.org for the 1,240 figures.")

    page = writer.get(url("check", draft)).content.decode()
    receipt = writer.post(url("check", draft), follow=True)

    assert "Look at this before you send it" in page
    assert "Personal data? “a.b@example.org” would be public." in page
    assert edit_url(draft, "results") + "#field-results" in page
    assert draft.public_id in receipt.content.decode()


# Lines


def test_a_line_is_added_and_taken_out_without_scripts(writer, draft):
    added = save(writer, draft, "partners", add_countries="1")
    removed = save(writer, draft, "partners", remove_countries="0")

    _rows, lines = added.context["page"].rowsets[0]
    assert [form["country"].value() for form in lines] == ["KEN", "UGA", None]
    _rows, lines = removed.context["page"].rowsets[0]
    assert [form["country"].value() for form in lines] == ["UGA"]


def test_a_half_filled_line_is_told_and_the_stored_lines_stay(writer, draft):
    save(writer, draft, "partners")

    page = save(writer, draft, "partners", **{"countries-0-role": "", "organizations-0-role": ""})

    assert [problem.anchor for problem in page.context["page"].problems] == [
        "id_countries-0-role",
        "id_organizations-0-role",
    ]
    assert again(draft).country_links.count() == 2


@pytest.mark.parametrize(
    ("step", "changes", "anchor"),
    [
        ("partners", {"countries-0-country": ""}, "id_countries-0-country"),
        ("partners", {"organizations-0-name": ""}, "id_organizations-0-name"),
        ("links", {"resources-0-url": ""}, "id_resources-0-url"),
        ("links", {"resources-0-url": "javascript:alert(1)"}, "id_resources-0-url"),
        ("links", {"practice_url": "ftp://example.org/a"}, "id_practice_url"),
    ],
)
def test_each_line_says_what_it_lacks(writer, draft, step, changes, anchor):
    page = save(writer, draft, step, **changes)

    assert anchor in [problem.anchor for problem in page.context["page"].problems]


def test_a_line_marked_as_removed_is_gone(writer, draft):
    save(writer, draft, "partners", **{"countries-0-DELETE": "on", "countries-0-role": ""})

    assert list(again(draft).country_links.values_list("country_id", flat=True)) == ["UGA"]


def test_lines_are_left_alone_where_the_page_did_not_bring_them(writer, draft):
    save(writer, draft, "partners")

    writer.post(edit_url(draft, "partners"), {"seen": "{}"})

    assert again(draft).country_links.count() == 2


def test_names_of_public_organizations_are_offered(writer, draft, ministry):
    make_organization(name="Not public yet")

    page = writer.get(edit_url(draft, "partners")).content.decode()

    assert f'<option value="{ministry.name}">' in page
    assert "Not public yet" not in page


# Autosave and other windows


def test_autosave_answers_what_the_page_must_know(writer, draft):
    address = edit_url(draft, "story")
    page = seen(writer, address)

    first = writer.post(address, {"summary": "One", "seen": page}, **AUTOSAVE)
    second = writer.post(address, {"summary": "One two", "seen": first.json()["seen"]}, **AUTOSAVE)

    assert (first.status_code, second.status_code) == (200, 200)
    assert set(first.json()) == {"saved_at", "version", "seen"}
    assert again(draft).summary == "One two"


def test_autosave_keeps_what_is_right_beside_what_is_wrong(writer, draft):
    address = edit_url(draft, "time")

    answer = writer.post(address, {"start_date": "soon", "end_date": "2021", "seen": seen(writer, address)}, **AUTOSAVE)

    assert (answer.status_code, again(draft).end_date) == (200, "2021")


def test_a_second_window_is_told_by_autosave_and_shown_both_texts(writer, draft):
    address = edit_url(draft, "story")
    page = seen(writer, address)
    writer.post(address, {"summary": "Theirs", "challenge": "Theirs too", "seen": page})

    auto = writer.post(address, {"summary": "Mine", "approach": "Mine alone", "seen": page}, **AUTOSAVE)
    shown = writer.post(address, {"summary": "Mine", "approach": "Mine alone", "seen": page})

    assert auto.status_code == 409
    assert {part.name: part.theirs for part in shown.context["parts"].values() if part.theirs is not None} == {
        "summary": "Theirs"
    }
    assert ">\nMine</textarea>" in shown.content.decode()
    now = again(draft)
    assert (now.summary, now.challenge, now.approach) == ("Theirs", "Theirs too", "Mine alone")


@pytest.mark.parametrize(("choice", "summary"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_one_of_two_texts_is_chosen(writer, draft, choice, summary):
    address = edit_url(draft, "story")
    page = seen(writer, address)
    writer.post(address, {"summary": "Theirs", "seen": page})
    shown = writer.post(address, {"summary": "Mine", "seen": page})

    writer.post(address, {"summary": "Mine", "take_summary": choice, "seen": shown.context["page"].seen})

    assert again(draft).summary == summary


def test_lines_and_lists_of_two_windows_are_told_in_words(writer, draft):
    partners, goals = edit_url(draft, "partners"), edit_url(draft, "goals")
    lines, lists = seen(writer, partners), seen(writer, goals)
    save(writer, draft, "partners")
    save(writer, draft, "goals")

    first = writer.post(partners, {**STEPS["partners"], "countries-0-country": "TZA", "seen": lines})
    second = writer.post(goals, {"themes": ["energy"], "targets": ["7.1"], "seen": lists})

    assert first.context["parts"]["countries"].theirs == "Kenya, Gives, Turkana\nUganda, Receives"
    assert second.context["parts"]["themes"].theirs == "Health"


@pytest.mark.parametrize("marks", ["", "no json", "[1]", json.dumps({"summary": 5})])
def test_marks_that_were_tampered_with_overwrite_nothing(writer, draft, marks):
    save(writer, draft, "story")

    writer.post(edit_url(draft, "story"), {"summary": "Mine", "seen": marks})

    assert again(draft).summary == STEPS["story"]["summary"].strip()


# Pictures


def test_a_picture_is_shown_anew_and_can_be_removed(writer, draft):
    upload = SimpleUploadedFile("../..\\\u202egpj.exe\n'\".html", file().getvalue(), "text/html")
    save(writer, draft, "links", cover_image=upload, image_alt="A nurse", consent_confirmed="on")
    with_picture = again(draft)

    save(writer, draft, "links", remove_image="on")

    assert with_picture.cover_image.name.startswith("covers/")
    assert with_picture.cover_image.name.endswith(".jpg")
    assert with_picture.image_alt == "A nurse"
    assert again(draft).cover_image.name == ""


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>"])
def test_what_is_no_picture_is_refused_and_the_rest_is_kept(writer, draft, content):
    page = save(writer, draft, "links", cover_image=SimpleUploadedFile("a.jpg", content, "image/jpeg"))

    assert [problem.anchor for problem in page.context["page"].problems] == ["id_cover_image"]
    assert again(draft).practice_url == STEPS["links"]["practice_url"]


# Rights


@pytest.mark.parametrize("name", ["resume", "check", "preview", "status", "receipt", "withdraw"])
def test_drafts_of_others_look_missing(draft, name):
    stranger = Client()
    stranger.force_login(make_user())
    missing = reverse(f"solutions:{name}", args=["ssg-s-999999"])

    assert (stranger.get(url(name, draft)).status_code, stranger.get(missing).status_code) == (404, 404)
    assert Client().get(url(name, draft)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["check", "recall", "reopen", "revise", "withdraw"])
def test_nobody_else_changes_anything(draft, name):
    stranger = Client()
    stranger.force_login(make_user())

    assert stranger.post(url(name, draft)).status_code == 404
    assert stranger.post(edit_url(draft, "story"), {"summary": "Mine"}).status_code == 404


def test_what_waits_is_not_edited(writer, author, ministry):
    solution = make_solution(organization=ministry, author=author)
    moderation.submit(solution, by=author)

    opened = writer.get(edit_url(solution, "story"))
    auto = writer.post(edit_url(solution, "story"), {"summary": "Late"}, **AUTOSAVE)

    assert opened.url == writer.get(url("check", solution)).url == url("status", solution)
    assert writer.get(url("resume", solution)).url == url("status", solution)
    assert auto.status_code == 409


def test_a_double_click_on_send_sends_once(writer, draft):
    fill(writer, draft)

    first, second = writer.post(url("check", draft)), writer.post(url("check", draft))

    assert first.url == second.url == url("receipt", draft)
    assert moderation.last_step(draft, "submit")


def untold() -> dict[str, str]:
    return dict.fromkeys(["results", "replicability_conditions", "lessons_learned"], "As told above.")


def test_the_check_shows_what_looks_alike_before_anything_is_sent(writer, draft):
    fill(writer, draft)
    other = make_solution(published=True, title="Nouveau-nés", language="fr", **STEPS["story"], **untold())

    page = writer.get(url("check", draft))
    writer.post(url("check", draft), {"translation": str(other.pk)})

    text = page.content.decode()
    assert [each.item for each in page.context["alike"]] == [other]
    assert "Whole passages are the same" in text
    assert f'name="translation" value="{other.pk}"' in text
    assert "<mark>Health workers" in text
    assert list(draft.likenesses.values_list("other", "answer")) == [(other.pk, "translation")]
    assert again(draft).status == "submitted"


@pytest.mark.parametrize("typed", ["x", "9" * 40, "-1", "٣"])
def test_a_translation_of_nothing_is_another_practice(writer, draft, typed):
    fill(writer, draft)
    make_solution(published=True, **STEPS["story"], **untold())

    writer.post(url("check", draft), {"translation": typed})

    assert "translation" not in draft.likenesses.values_list("answer", flat=True)


def test_a_text_in_another_language_is_told_and_one_click_mends_it(writer, draft):
    fill(writer, draft)
    french = "Des comités villageois réparent les pompes et entretiennent les puits du nord aride du pays. " * 4
    texts = ("summary", "challenge", "approach", "results", "replicability_conditions", "lessons_learned")
    Solution.objects.filter(pk=draft.pk).update(**dict.fromkeys(texts, french), what_did_not_work="")

    page = writer.get(url("check", draft))
    mended = writer.post(url("check", draft), {"language": "fr"}, follow=True)

    assert "Is it written in French?" in page.content.decode()
    assert again(draft).language == "fr"
    assert "Is it written in" not in mended.content.decode()
    assert again(draft).status == "draft"


def test_a_language_that_is_none_is_not_taken(writer, draft):
    writer.post(url("check", draft), {"language": "de"})

    assert again(draft).language == "en"
