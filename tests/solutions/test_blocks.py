"""Building blocks: written with a solution, found and linked on their own, taken over into another."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from galaxy.moderation import services as moderation
from galaxy.search.indexing import index_item
from galaxy.search.models import Document
from galaxy.search.services import rebuild
from galaxy.taxonomy.labels import vocabulary
from partners.models import Organization
from solutions import content, services
from solutions.models import BuildingBlock, Solution
from tests.factories import in_review, make_block, make_moderator, make_solution, make_user, publish
from tests.solutions.typing import edit_url, save, start

pytestmark = pytest.mark.django_db


def typed(*rows: dict[str, str]) -> dict[str, str]:
    """Lines of blocks as the page sends them."""
    lines = {f"building_blocks-{n}-{name}": text for n, row in enumerate(rows) for name, text in row.items()}
    return {"building_blocks-TOTAL_FORMS": str(len(rows)), "building_blocks-INITIAL_FORMS": "0", **lines}


def blocks_of(solution: Solution) -> list[dict[str, str]]:
    return content.read(solution, ["building_blocks"])["building_blocks"]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def public() -> Solution:
    solution = make_solution(title="Nurses screen newborns")
    make_block(solution, title="Training in pairs", enabling_factors="Two nurses.", lessons="Visit them.")
    return publish(solution)


def changed(solution: Solution, rows: list[dict[str, str]]) -> Solution:
    """Through a change of what is public, reviewed and applied."""
    revision = moderation.start_revision(solution, by=solution.author)
    services.save_step(
        revision, {"building_blocks": rows}, by=solution.author, seen=_seen(revision, ["building_blocks"])
    )
    return publish(Solution.objects.get(pk=revision.pk))


def _seen(solution: Solution, names: list[str]) -> dict[str, str]:
    return {name: content.digest(value) for name, value in content.read(solution, names).items()}


# Writing


def test_blocks_are_typed_line_by_line_and_keep_their_order(writer, ministry):
    draft = start(writer, ministry)

    save(writer, draft, "blocks", **typed({"title": "B", "description": "Second."}, {"title": "A", "description": "x"}))

    assert [row["title"] for row in blocks_of(draft)] == ["B", "A"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"description": "x"}, "Write a name for this block, or remove the line."),
        ({"title": "A"}, "Say what this block is and how it works."),
        ({"title": "A", "description": "x", "source": "SSG-B-999999"}, "No public building block has this number."),
        ({"title": "A", "description": "x", "source": "SSG-S-000001"}, "No public building block has this number."),
    ],
)
def test_what_a_block_lacks_is_told_at_its_field(writer, ministry, row, problem):
    draft = start(writer, ministry)

    page = save(writer, draft, "blocks", **typed(row))

    assert problem in page.context["page"].problems[0].text
    assert blocks_of(draft) == []


def test_a_block_saved_again_and_again_stays_the_same_row(writer, ministry):
    draft = start(writer, ministry)
    save(writer, draft, "blocks", **typed({"title": "A", "description": "x"}))
    before = draft.building_blocks.get()

    save(writer, draft, "blocks", **typed({"title": "A", "description": "without its key, as autosave sends it"}))
    save(writer, draft, "blocks", **typed({"key": str(before.key), "title": "Renamed", "description": "y"}))

    after = draft.building_blocks.get()
    assert (after.pk, after.key, after.title) == (before.pk, before.key, "Renamed")


def test_no_key_reaches_a_block_of_another_solution(writer, ministry, public):
    theirs = public.building_blocks.get()
    draft = start(writer, ministry)

    save(writer, draft, "blocks", **typed({"key": str(theirs.key), "title": "Mine", "description": "x"}))

    theirs.refresh_from_db()
    assert theirs.title == "Training in pairs"
    assert draft.building_blocks.get().key != theirs.key


def test_a_block_that_says_too_much_or_nothing_is_told_before_it_is_sent():
    solution = make_solution()
    block = make_block(solution, description="word " * 301)

    too_long = solution.missing()
    BuildingBlock.objects.filter(pk=block.pk).update(description="")

    assert too_long == {"building_blocks": "Training in pairs: Shorten this by 1 word: the limit is 300."}
    assert "say what this block is" in solution.missing()["building_blocks"]


# Its page


def test_a_block_has_a_page_of_its_own_with_the_practice_it_is_from(visitor, public):
    block = public.building_blocks.get()

    page = text_of(visitor.get(block.get_absolute_url()))
    whole = text_of(visitor.get(public.get_absolute_url()))

    for text in ("Training in pairs", "Each clinic sends two.", "Two nurses.", "Visit them.", block.public_id):
        assert text in page
    assert f'href="{public.get_absolute_url()}"' in page
    assert f'href="{block.get_absolute_url()}"' in whole


def test_another_spelling_leads_to_the_present_address(visitor, public):
    block = public.building_blocks.get()

    answer = visitor.get(reverse("solutions:block", args=[block.public_id, "old-title"]))

    assert (answer.status_code, answer.url) == (301, block.get_absolute_url())


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_takes_the_same_statements_for_any_length(visitor, public, django_assert_num_queries, count):
    vocabulary("en")
    block = public.building_blocks.get()
    for _ in range(count):
        make_block(make_solution(published=True), source=block)

    with django_assert_num_queries(3):  # the block, the record, who uses it
        page = visitor.get(block.get_absolute_url())

    assert page.content.decode().count("Village health workers") == count


def test_its_address_outlives_changes_of_the_practice(visitor, public):
    block = public.building_blocks.get()
    rows = blocks_of(public)

    changed(public, [{**rows[0], "key": "", "title": "New first", "description": "x"}, {**rows[0], "lessons": "New."}])

    assert "New." in text_of(visitor.get(block.get_absolute_url()))
    assert [row["title"] for row in blocks_of(public)] == ["New first", "Training in pairs"]
    assert public.building_blocks.get(title="Training in pairs").pk == block.pk


def test_a_block_that_was_taken_out_leads_to_the_practice(visitor, public):
    block = public.building_blocks.get()

    changed(public, [])

    answer = visitor.get(block.get_absolute_url())
    assert (answer.status_code, answer.url) == (301, public.get_absolute_url())


def test_a_block_is_public_as_long_as_its_solution_is(visitor, public):
    block = public.building_blocks.get()
    draft = make_block(make_solution())
    copy = moderation.start_revision(public, by=public.author).building_blocks.get()
    moderation.withdraw(public, by=public.author, note="Over.")

    answers = [visitor.get(each.get_absolute_url()) for each in (block, draft, copy)]

    assert [answer.status_code for answer in answers] == [410, 404, 404]


def test_a_block_of_a_duplicate_leads_to_the_original(visitor):
    original, moderator = make_solution(published=True), make_moderator()
    copy = in_review(make_solution(), by=moderator)
    block = make_block(copy)
    moderation.mark_duplicate(copy, by=moderator, of=original, note="The same.")

    assert visitor.get(block.get_absolute_url()).url == original.get_absolute_url()


@pytest.mark.parametrize(
    "number", ["ssg-b-999999", "ssg-b-", "ssg-s-000001", "ssg-b-99999999999999999999999", "ssg-b-١"]
)
def test_what_is_no_number_is_missing(visitor, number):
    assert visitor.get(f"/en/solutions/blocks/{number}/x/").status_code == 404


# Search


def found(client: Client, **words: str) -> list[str]:
    return [
        strip_tags(entry["title"]) for entry in client.get(reverse("portal:search"), words).context["results"].entries
    ]


def test_blocks_are_found_on_their_own_by_their_kind_and_by_what_their_practice_is_filed_under(visitor, public):
    assert found(visitor, kind="block") == ["Training in pairs"]
    assert found(visitor, q="training pairs", kind="block", goal="3", country="KEN") == ["Training in pairs"]
    assert found(visitor, block_type="training") == ["Training in pairs"]
    assert found(visitor, kind="block", goal="7") == []


def test_a_block_leaves_the_index_with_its_practice_at_once(public):
    moderation.withdraw(public, by=public.author, note="Over.")

    assert not Document.objects.filter(kind="block").exists()


def test_a_block_that_was_taken_out_leaves_the_index_with_the_change(public):
    changed(public, [])

    assert not Document.objects.filter(kind="block").exists()


def test_the_index_is_built_anew_with_blocks_and_without_what_is_gone(public):
    block = public.building_blocks.get()
    stray = make_block(other := make_solution(published=True))
    index_item(Solution, other.pk)
    BuildingBlock.objects.filter(pk=stray.pk).delete()
    Document.objects.filter(kind="block").update(title="Old")
    Document.objects.filter(kind="block", object_id=stray.pk).update(facets=[])

    rebuild()

    assert list(Document.objects.filter(kind="block").values_list("object_id", "title")) == [(block.pk, block.title)]


def test_a_block_whose_practice_is_not_public_is_not_indexed():
    solution = make_solution()
    make_block(solution)

    index_item(Solution, solution.pk)

    assert not Document.objects.exclude(kind="organization").exists()


# Taking one over


def test_a_block_is_taken_over_and_shown_at_both_ends(writer, visitor, author, ministry, public):
    block = public.building_blocks.get()
    own = make_solution(organization=ministry, author=author, title="Midwives of Busia")

    answer = writer.post(reverse("solutions:use-block", args=[block.public_id.lower()]), {"solution": own.pk})
    row = {**blocks_of(own)[0], "description": "Ours goes in threes."}
    save(writer, own, "blocks", **typed(row))
    publish(Solution.objects.get(pk=own.pk))

    assert answer.url == edit_url(own, "blocks")
    assert (row["title"], row["source"]) == ("Training in pairs", block.public_id)
    assert "Midwives of Busia" in text_of(visitor.get(block.get_absolute_url()))
    assert f'Taken over from <a href="{block.get_absolute_url()}"' in text_of(visitor.get(own.get_absolute_url()))


def test_into_what_is_public_it_goes_as_a_pending_change(author, ministry, public):
    own = make_solution(organization=ministry, author=author, published=True)

    pending = services.use_block(public.building_blocks.get(), own, by=author)
    again = services.use_block(public.building_blocks.get(), own, by=author)

    assert (pending.revision_of, again) == (own, pending)
    assert (len(blocks_of(pending)), len(blocks_of(own))) == (1, 0)


def test_a_ninth_block_is_refused_with_what_to_do(writer, author, ministry, public):
    own = make_solution(organization=ministry, author=author)
    for number in range(8):
        make_block(own, title=f"Block {number}")

    page = writer.post(
        reverse("solutions:use-block", args=[public.building_blocks.get().public_id]), {"solution": own.pk}
    )

    assert "has eight building blocks already" in text_of(page)
    assert own.building_blocks.count() == 8


def test_nobody_adds_a_block_to_what_others_write(writer, public):
    theirs = make_solution()

    page = writer.post(
        reverse("solutions:use-block", args=[public.building_blocks.get().public_id]), {"solution": theirs.pk}
    )

    assert list(page.context["form"].errors) == ["solution"]
    assert not theirs.building_blocks.exists()


def test_who_has_no_solution_is_told_what_to_do_first(public):
    newcomer = Client()
    newcomer.force_login(make_user())

    page = newcomer.get(reverse("solutions:use-block", args=[public.building_blocks.get().public_id]))

    assert "You have no solution yet that could take it." in text_of(page)
    assert Organization.objects.published().count() == 1


def test_where_the_source_is_withdrawn_the_line_stays_without_a_link(visitor, public):
    block = public.building_blocks.get()
    own = make_solution()
    make_block(own, title="Ours", source=block)
    publish(own)
    moderation.withdraw(public, by=public.author, note="Over.")

    page = text_of(visitor.get(own.get_absolute_url()))

    assert "Ours" in page
    assert "Taken over from" not in page
