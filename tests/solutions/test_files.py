"""Files attached to a solution: kept as safe ones only, shown to who may see the solution, forgotten when unnamed."""

import datetime

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from galaxy.core.uploads import FileKind, Upload
from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from solutions import services
from solutions.models import Attachment, Solution
from solutions.sweeping import KEPT
from solutions.tasks import sweep_files
from tests.core.test_documents import WORD, package
from tests.core.test_uploads import pdf
from tests.factories import make_file, make_moderator, make_solution, make_user, publish
from tests.solutions.typing import save, start, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(writer, ministry) -> Solution:
    return start(writer, ministry)


def sent(content: bytes, name: str = "Manual.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def line(**fields: object) -> dict[str, object]:
    """The step of links with one line, and no other address."""
    row = {"url": "", "label": "", "type": "toolkit", "language": "fr", "licence": "cc_by", **fields}
    return {
        "practice_url": "",
        "resources-TOTAL_FORMS": "1",
        "resources-INITIAL_FORMS": "0",
        **{f"resources-0-{name}": value for name, value in row.items()},
    }


def again(solution: Solution) -> Solution:
    return Solution.objects.get(pk=solution.pk)


# Sending


def test_a_file_is_kept_with_its_type_language_and_licence(writer, draft):
    save(writer, draft, "links", **line(upload=sent(pdf())))

    row = draft.resources.get()
    assert (row.label, row.url, row.type, row.language, row.licence) == ("Manual.pdf", "", "toolkit", "fr", "cc_by")
    assert (row.attachment.kind, row.attachment.size) == ("pdf", len(pdf()))
    assert row.attachment.file.name.startswith("files/")
    assert "Manual" not in row.attachment.file.name


def test_a_file_stands_for_the_address_of_the_original():
    solution = make_solution(practice_url="")
    before = "practice_url" in solution.missing()
    make_file(solution)

    assert before
    assert "practice_url" not in solution.missing()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"<html><script>alert(1)</script>", "This kind of file is not taken"),
        (package(WORD, vbaProject_bin=b"x"), "carries macros"),
        (pdf()[:30], "cut off or damaged"),
    ],
)
def test_a_file_that_is_refused_is_told_at_its_line_and_the_rest_is_kept(writer, draft, content, words):
    page = save(writer, draft, "links", **line(upload=sent(content), label="Manual"), image_credit="Kept")

    assert [words in problem.text for problem in page.context["page"].problems] == [True]
    assert 'value="Manual"' in page.content.decode()
    assert again(draft).image_credit == "Kept"
    assert not Attachment.objects.exists()


def test_a_good_file_beside_a_wrong_field_need_not_be_chosen_again(writer, draft):
    page = save(writer, draft, "links", **line(upload=sent(pdf()), url="nowhere"))
    file = Attachment.objects.get()

    save(writer, draft, "links", **line(attachment=str(file.key), label="Manual"))

    assert "The file is kept:" in page.content.decode()
    assert f'value="{file.key}"' in page.content.decode()
    assert draft.resources.get().attachment == file


def test_the_same_file_sent_twice_is_kept_once(writer, draft):
    for _ in range(2):
        save(writer, draft, "links", **line(upload=sent(pdf())))

    assert Attachment.objects.count() == 1
    assert draft.resources.count() == 1


def test_a_step_saved_again_keeps_its_file(writer, draft):
    save(writer, draft, "links", **line(upload=sent(pdf())))
    file = draft.resources.get().attachment

    save(writer, draft, "links", **line(attachment=str(file.key), label="Renamed"))

    assert (draft.resources.get().label, draft.resources.get().attachment) == ("Renamed", file)


def test_no_line_names_a_file_of_another_solution(writer, draft):
    theirs = make_file(make_solution(published=True))

    save(writer, draft, "links", **line(attachment=str(theirs.key), label="Mine"))
    save(writer, draft, "links", **line(attachment="no key", label="Mine"))

    assert not draft.resources.exists()


def test_a_line_with_neither_address_nor_file_is_told(writer, draft):
    page = save(writer, draft, "links", **line(label="Manual"))

    assert page.context["page"].problems[0].text.startswith("Write the address of this link or choose a file")


def test_a_solution_keeps_only_so_many_files(monkeypatch, author, ministry):
    solution = make_solution(organization=ministry, author=author)
    monkeypatch.setattr(services, "MOST_FILES", 1)
    services.keep_file(solution, Upload(FileKind.PDF, "a.pdf", b"a"))

    with pytest.raises(StepRefused, match="as many files as it can keep"):
        services.keep_file(solution, Upload(FileKind.PDF, "b.pdf", b"b"))


def test_where_no_more_files_are_kept_the_line_says_so(monkeypatch, writer, draft):
    monkeypatch.setattr(services, "MOST_FILES", 0)

    page = save(writer, draft, "links", **line(upload=sent(pdf())))

    assert "Give the address of this one instead." in page.content.decode()


# Reading


def test_a_public_file_is_a_download_that_no_browser_opens_within_the_site(client):
    file = make_file(make_solution(published=True), name='Guide "1".pdf')

    answer = client.get(file.get_absolute_url())

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="Guide \\"1\\".pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-cache"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_a_file_is_seen_by_who_may_see_its_solution(writer, author, ministry):
    file = make_file(make_solution(organization=ministry, author=author))
    moderator, stranger, visitor = Client(), Client(), Client()
    moderator.force_login(make_moderator())
    stranger.force_login(make_user())

    answers = [client.get(file.get_absolute_url()) for client in (writer, moderator, stranger, visitor)]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404]
    assert "no-store" in answers[0]["Cache-Control"]
    for answer in answers[:2]:
        answer.close()


def test_a_withdrawn_solution_takes_its_files_along(client):
    solution = make_solution()
    file = make_file(solution)
    publish(solution)
    moderation.withdraw(solution, by=solution.author, note="Over.")

    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_file_that_a_pending_change_adds_is_not_public_yet(client):
    solution = make_solution(published=True)
    revision = moderation.start_revision(solution, by=solution.author)
    file = make_file(revision)

    stranger = Client()
    stranger.force_login(make_user())

    before = [each.get(file.get_absolute_url()).status_code for each in (client, stranger)]
    publish(revision)
    after = client.get(file.get_absolute_url())

    assert (before, after.status_code) == ([404, 404], 200)
    after.close()


def test_a_change_of_what_is_public_keeps_its_files(client):
    solution = make_solution()
    file = make_file(solution)
    publish(solution)
    revision = moderation.start_revision(solution, by=solution.author)
    publish(revision)

    assert solution.resources.get().attachment == file
    assert Attachment.objects.get() == file
    client.get(file.get_absolute_url()).close()


def test_the_page_links_the_file_and_says_what_it_is(client):
    solution = make_solution()
    file = make_file(solution)
    publish(solution)

    page = client.get(solution.get_absolute_url()).content.decode()

    assert f'href="{file.get_absolute_url()}" download' in page
    assert "<bdi>PDF, " in page


def test_a_lost_file_is_missing(client):
    file = make_file(make_solution(published=True))
    default_storage.delete(file.file.name)

    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_name_with_markup_is_shown_as_text(writer, draft):
    save(writer, draft, "links", **line(upload=sent(pdf(), "<b onclick=x>.pdf")))

    page = writer.get(url("preview", draft)).content.decode()

    assert "&lt;b onclick=x&gt;.pdf" in page
    assert "<b onclick" not in page


# Forgetting


def later(days: int = KEPT.days + 1) -> "time_machine.travel":
    return time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days))


def test_what_no_row_names_is_deleted_after_a_while():
    named, forgotten = make_file(make_solution()), make_file(make_solution())
    forgotten.resources.all().delete()
    default_storage.save("files/stray.pdf", sent(pdf()))
    default_storage.save("covers/stray.jpg", sent(b"x"))

    early = sweep_files()
    with later():
        late = sweep_files()

    assert (early, late) == (0, 3)
    assert list(Attachment.objects.all()) == [named]
    kept = [default_storage.exists(name) for name in (named.file.name, forgotten.file.name, "covers/stray.jpg")]
    assert kept == [True, False, False]


def test_a_second_sweep_finds_nothing_to_do():
    make_file(make_solution()).resources.all().delete()

    with later():
        sweeps = [sweep_files(), sweep_files()]

    assert sweeps == [1, 0]
