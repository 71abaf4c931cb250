"""What nobody types by accident: it is refused with a sentence or shown as typed, and nothing breaks."""

import re
import time
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from solutions.models import Solution
from solutions.steps import BY_SLUG
from tests.core.test_html import PAYLOADS
from tests.core.test_images import file
from tests.factories import make_organization, make_solution, publish
from tests.solutions.typing import basics, edit_url, fill, save, start, url

pytestmark = pytest.mark.django_db


class Elements(HTMLParser):
    """All elements and handlers of a page that would run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        own_script = tag == "script" and str(given.get("src", "")).startswith("/static/")
        if tag in {"iframe", "math", "style", "base", "object", "embed", "noscript"} or (
            tag == "script" and not own_script
        ):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name in {"srcdoc", "style"}]
        for name in ("href", "src", "action"):
            if re.match(r"\s*(javascript|data|vbscript):", str(given.get(name, "")), re.I):
                self.found.append(f"{tag} {name}")


ALL = [*PAYLOADS, "</script><script>alert(1)</script>", "<!--", "{{7*7}}{% debug %}"]


def poisoned(writer: Client, ministry: object, lines: list[str]) -> Solution:
    """A solution with these in its fields of one line, and all payloads in each longer text."""
    everything = "\n\n".join(ALL)
    title, tagline, place, name, label = lines
    draft = start(writer, ministry, title=title, tagline=tagline)
    save(writer, draft, "story", summary=f"{everything} {'word ' * 40}", challenge=everything, approach=everything)
    save(writer, draft, "results", **dict.fromkeys(BY_SLUG["results"].fields, everything))
    save(writer, draft, "partners", **{"countries-0-place": place, "organizations-0-name": name})
    save(writer, draft, "goals")
    save(writer, draft, "time", inputs_in_kind=everything)
    save(writer, draft, "links", image_alt=tagline, image_credit=place, **{"resources-0-label": label})
    return Solution.objects.get(pk=draft.pk)


@pytest.mark.parametrize("first", range(0, len(ALL), 5))
def test_scripts_in_every_field_are_shown_as_typed_on_every_page(writer, ministry, first):
    draft = poisoned(writer, ministry, [ALL[(first + place) % len(ALL)] for place in range(5)])

    pages = [writer.get(edit_url(draft, step)).content.decode() for step in BY_SLUG]
    pages += [writer.get(url(name, draft)).content.decode() for name in ("check", "preview", "status", "withdraw")]
    public = publish(draft)
    pages.append(Client().get(public.get_absolute_url()).content.decode())
    pages.append(writer.get(reverse("accounts:home")).content.decode())

    assert [found for page in pages for found in Elements(page).found] == []
    assert public.results == "\n\n".join(ALL)


@pytest.mark.parametrize(
    "typed", ["Nurses\x00 screen", "Nurses\x07\x1b screen", "Nurses\x9b screen", "Nurses\u202e screen"]
)
def test_characters_that_cannot_be_stored_or_seen_are_dropped(writer, ministry, typed):
    draft = start(writer, ministry, title=typed)
    save(writer, draft, "story", summary=typed)
    save(writer, draft, "partners", **{"organizations-0-name": typed})

    now = Solution.objects.get(pk=draft.pk)
    assert (now.title, now.summary, now.organization_links.get().name) == ("Nurses screen",) * 3


@pytest.mark.parametrize(
    ("step", "field"),
    [("goals", "targets"), ("time", "project_status"), ("time", "start_date"), ("links", "practice_url")],
)
def test_a_nul_in_a_choice_a_date_or_an_address_breaks_nothing(writer, ministry, step, field):
    draft = start(writer, ministry)

    page = save(writer, draft, step, **{field: "3\x00"})

    assert page.status_code in {200, 302}


def test_line_breaks_in_a_title_become_spaces(writer, ministry):
    draft = start(writer, ministry, title="Nurses\r\nBcc: everybody@example.org")

    assert draft.title == "Nurses Bcc: everybody@example.org"


@pytest.mark.parametrize("field", ["title", "tagline", "organization", "kind"])
def test_fifty_thousand_letters_are_refused_at_once(writer, ministry, field):
    started = time.perf_counter()

    page = writer.post(reverse("solutions:create"), {**basics(ministry), field: "a" * 50_000})

    assert page.context["page"].problems != []
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("letter", ["a", "[", "<", "\u0301", "a."])
def test_fifty_thousand_letters_in_a_text_are_kept_in_the_form_and_refused(writer, ministry, letter):
    draft = start(writer, ministry)
    text = "x" + letter * (50_000 // len(letter))

    page = save(writer, draft, "story", summary=text, challenge="Kept")

    # Marks are cut to four: what is left of that text is short.
    assert len(page.context["page"].problems if page.context else []) == (0 if letter == "\u0301" else 1)
    assert Solution.objects.get(pk=draft.pk).challenge == "Kept"


@pytest.mark.parametrize("count", ["-1", "0", "abc", "999999999"])
def test_a_made_up_number_of_lines_is_bounded(writer, ministry, count):
    draft = start(writer, ministry)
    save(writer, draft, "partners")

    page = writer.post(edit_url(draft, "partners"), {"countries-TOTAL_FORMS": count, "countries-INITIAL_FORMS": "0"})

    assert page.status_code in {200, 302}


def test_fields_of_the_row_itself_are_not_taken_from_the_form(writer, author, ministry):
    draft = start(writer, ministry)
    other = make_solution(published=True)

    save(
        writer,
        draft,
        "basics",
        **basics(ministry),
        status="published",
        author=str(other.author_id),
        published_at="2020-01-01",
        revision_of=str(other.pk),
        last_verified_on="2026-01-01",
        version="99",
    )

    now = Solution.objects.get(pk=draft.pk)
    assert (now.status, now.author, now.revision_of_id, now.last_verified_on) == ("draft", author, None, None)


@pytest.mark.parametrize("name", ["recall", "reopen", "revise"])
def test_nothing_changes_by_opening_an_address(writer, ministry, name):
    draft = start(writer, ministry)

    assert writer.get(url(name, draft)).status_code == 405


def test_forms_without_a_token_change_nothing(author, ministry):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)

    answer = client.post(reverse("solutions:create"), basics(ministry))

    assert (answer.status_code, Solution.objects.count()) == (403, 0)


def test_walking_the_numbers_gives_public_ones_only(writer, ministry):
    public = make_solution(published=True)
    fill(writer, start(writer, ministry))
    make_solution(organization=make_organization(published=True))
    visitor = Client()

    codes = {
        number: visitor.get(f"/en/solutions/ssg-s-{number:06d}/x/").status_code
        for number in range(max(1, public.pk - 100), public.pk + 100)
    }

    assert [number for number, code in codes.items() if code != 404] == [public.pk]


@pytest.mark.parametrize(
    "name",
    ["../../manage.py", "..\\..\\x.png", "a\r\nb.png", '"><script>alert(1)</script>.png', "a" * 300, "gpj.\u202eexe"],
)
def test_the_name_of_a_file_is_never_used(writer, ministry, name):
    draft = start(writer, ministry)
    picture = SimpleUploadedFile("x.png", file("PNG").getvalue(), "text/html")
    picture._name = name

    save(writer, draft, "links", cover_image=picture, image_alt="A nurse", consent_confirmed="on")

    stored = Solution.objects.get(pk=draft.pk).cover_image.name
    assert re.fullmatch(r"covers/[\w-]{16,}\.jpg", stored)
    assert "alert" not in writer.get(edit_url(draft, "links")).text
