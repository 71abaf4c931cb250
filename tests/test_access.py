"""Who may enter each address of the portal, and what the others get. A new address needs a line here.

A line reads: name, sample, then for GET and for POST one letter for each of the seven people in the order of PEOPLE:
o enters · l is asked to sign in · m is told that nothing is there (404) · r is refused (403) · g learns that it is gone
(410) · x used the wrong method (405). A name with a star stands for all that fit it and have no line of their own."""

import fnmatch
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from galaxy.moderation.models import Status
from galaxy.search.models import Document
from partners.models import Organization
from solutions.models import Solution
from tests.access import PEOPLE, World

TABLE = """
# For everybody
attachment                               public-file               ooooooo xxxxxxx
attachment                               draft-file                mmmoooo xxxxxxx
cover                                    picture                   mmmmmmm xxxxxxx
django.contrib.sitemaps.views.sitemap    section                   ooooooo ooooooo
livez                                    -                         ooooooo ooooooo
outbox                                   -                         ooooooo xxxxxxx
outbox_message                           mail                      mmmmmmm xxxxxxx
portal:about                             -                         ooooooo ooooooo
portal:countries                         -                         ooooooo ooooooo
portal:country                           country                   ooooooo ooooooo
portal:funding                           -                         ooooooo ooooooo
portal:goal                              goal                      ooooooo ooooooo
portal:goals                             -                         ooooooo ooooooo
portal:group                             group                     ooooooo ooooooo
portal:groups                            -                         ooooooo ooooooo
portal:home                              -                         ooooooo ooooooo
portal:organizations                     -                         ooooooo ooooooo
portal:publications                      -                         ooooooo ooooooo
portal:region                            region                    ooooooo ooooooo
portal:regions                           -                         ooooooo ooooooo
portal:search                            -                         ooooooo ooooooo
portal:solutions                         -                         ooooooo ooooooo
portal:style                             -                         mmmmmmm mmmmmmm
portal:suggest                           -                         ooooooo ooooooo
portal:theme                             theme                     ooooooo ooooooo
portal:themes                            -                         ooooooo ooooooo
portal:think_tanks                       -                         ooooooo ooooooo
readyz                                   -                         ooooooo ooooooo
robots                                   -                         ooooooo ooooooo
sitemap                                  -                         ooooooo ooooooo
# Problems that readers report
flags:report                             public                    ooooooo ooooooo
flags:report                             draft                     mmmmmmm mmmmmmm
flags:thanks                             public                    ooooooo xxxxxxx
# Funding channels
funding:detail                           channel-page              ooooooo xxxxxxx
funding:detail                           hidden-channel-page       mmmoooo xxxxxxx
# Publications, and calls for research of think tanks
library:calls                            think-tank                lmmromm lmmromm
library:calls                            organization              lmmrmmm lmmrmmm
library:change_call                      call                      lmmromm lmmromm
library:cite                             citation                  ooooooo xxxxxxx
library:cite                             hidden-citation           mmmmmmm xxxxxxx
library:create                           -                         loooooo loooooo
library:detail                           publication-page          ooooooo xxxxxxx
library:detail                           hidden-publication-page   mmmoooo xxxxxxx
library:edit                             publication               lmmoomm lmmoomm
library:status                           publication               lmmoomm lxxxxxx
library:take_down_call                   call                      lmmromm lmmromm
library:withdraw                         publication               lmmoomm lmmoomm
# Organizations and their people
partners:accept_invitation               token                     ooooooo ooooooo
partners:answer_claim                    organization              lxxxxxx lmmromm
partners:answer                          asking                    lxxxxxx lmmromm
partners:change_role                     viewer                    lxxxxxx lmmromm
partners:confirm_office                  office                    lxxxxxx lmmromm
partners:detail                          organization-page         ooooooo xxxxxxx
partners:detail                          hidden-organization-page  mmmmooo xxxxxxx
partners:edit                            organization              lmmromm lmmromm
partners:handover                        organization              lmmromm lmmromm
partners:invite                          organization              lxxxxxx lmmromm
partners:join                            organization              loooooo loooooo
partners:leave                           organization              lmmoomm lmmoomm
partners:members                         organization              lmmoomm lxxxxxx
partners:offices                         organization              lmmromm lmmromm
partners:register                        -                         ooooooo loooooo
partners:remove                          viewer                    lmmromm lmmromm
partners:resend                          invitation                lxxxxxx lmmromm
partners:revoke                          invitation                lxxxxxx lmmromm
partners:status                          organization              lmmoomm lxxxxxx
partners:successor                       silent                    lmmomoo lmmomoo
partners:successor                       organization              lmmmmmm lmmmmmm
# Solutions
solutions:adapt                          public                    loooooo loooooo
solutions:adapt                          draft                     lmmmmmm lmmmmmm
solutions:block                          public-block-page         ooooooo xxxxxxx
solutions:block                          draft-block-page          mmmoomm xxxxxxx
solutions:check                          draft                     lmmoomm lmmoomm
solutions:criteria                       -                         ooooooo xxxxxxx
solutions:peer_review                    peer-token                ooooooo ooooooo
solutions:create                         -                         loooooo loooooo
solutions:detail                         public-page               ooooooo xxxxxxx
solutions:detail                         draft-page                mmmoomm xxxxxxx
solutions:detail                         pending-page              mmmoomm xxxxxxx
solutions:detail                         claimed-page              mmmoomm xxxxxxx
solutions:detail                         rejected-page             mmmoomm xxxxxxx
solutions:detail                         withdrawn-page            ggggggg xxxxxxx
solutions:edit                           draft-step                lmmoomm lmmoomm
solutions:edit                           claimed-step              lmmoomm lmmoomm
solutions:edit                           public-step               lmmoomm lmmoomm
solutions:export                         public-docx               ooooooo xxxxxxx
solutions:export                         draft-docx                mmmmmmm xxxxxxx
solutions:preview                        draft                     lmmoooo lxxxxxx
solutions:preview                        public                    lmmoooo lxxxxxx
solutions:preview                        pending                   lmmoooo lxxxxxx
solutions:recall                         draft                     lxxxxxx lmmoomm
solutions:receipt                        draft                     lmmoomm lxxxxxx
solutions:reopen                         draft                     lxxxxxx lmmoomm
solutions:resume                         draft                     lmmoomm lxxxxxx
solutions:revise                         draft                     lxxxxxx lmmoomm
solutions:status                         draft                     lmmoomm lxxxxxx
solutions:status                         public                    lmmoomm lxxxxxx
solutions:status                         pending                   lmmoomm lxxxxxx
solutions:use-block                      public-block              loooooo loooooo
solutions:use-block                      draft-block               lmmmmmm lmmmmmm
solutions:withdraw                       draft                     lmmoomm lmmoomm
# Questions on solutions
questions:ask                            public                    loooooo loooooo
questions:ask                            draft                     lmmmmmm lmmmmmm
questions:answer                         question                  lmmoomm lmmoomm
questions:take_back                      question                  lxxxxxx lommmmm
# Files that bring solutions in
imports:start                            -                         ooooooo loooooo
imports:template                         template                  ooooooo xxxxxxx
imports:detail                           import                    lmmmomm lxxxxxx
imports:detail                           document-import           lmmmomm lxxxxxx
imports:corrections                      import                    lmmmomm lxxxxxx
imports:make                             import                    lxxxxxx lmmmomm
imports:place                            document-import           lxxxxxx lmmmomm
imports:place                            import                    lxxxxxx lmmmmmm
imports:assign                           import                    lxxxxxx lmmmomm
imports:send                             import                    lxxxxxx lmmmomm
imports:discard                          import                    lxxxxxx lmmmomm
# One's own pages
accounts:data                            -                         loooooo loooooo
accounts:export                          -                         xxxxxxx loooooo
accounts:home                            -                         loooooo loooooo
accounts:leave                           -                         loooooo loooooo
accounts:logout                          -                         ooooooo ooooooo
accounts:profile                         -                         loooooo loooooo
notifications:inbox                      -                         loooooo xxxxxxx
notifications:read                       line                      xxxxxxx lmmmomm
notifications:read_all                   -                         xxxxxxx loooooo
freshness:confirm                        confirmation              ooooooo ooooooo
freshness:still_right                    fresh                     xxxxxxx lmmoomm
# Accounts, from django-allauth
account_change_password                  -                         loooooo loooooo
account_confirm_login_code               -                         loooooo loooooo
account_email                            -                         loooooo loooooo
account_email_verification_sent          -                         loooooo loooooo
account_inactive                         -                         ooooooo xxxxxxx
account_login                            -                         ooooooo ooooooo
account_logout                           -                         ooooooo ooooooo
account_reauthenticate                   -                         loooooo loooooo
account_reset_password                   -                         ooooooo ooooooo
account_reset_password_done              -                         ooooooo xxxxxxx
account_reset_password_from_key          key                       ooooooo ooooooo
account_reset_password_from_key_done     -                         ooooooo xxxxxxx
account_set_password                     -                         loooooo loooooo
account_signup                           -                         ooooooo ooooooo
mfa_activate_totp                        -                         loooooo loooooo
mfa_add_webauthn                         -                         loooooo loooooo
mfa_authenticate                         -                         loooooo loooooo
mfa_deactivate_totp                      -                         lmmmmmm lmmmmmm
mfa_download_recovery_codes              -                         lmmmmmm lmmmmmm
mfa_edit_webauthn                        one                       loooooo loooooo
mfa_generate_recovery_codes              -                         loooooo loooooo
mfa_index                                -                         loooooo lxxxxxx
mfa_list_webauthn                        -                         loooooo lxxxxxx
mfa_login_webauthn                       -                         loooooo loooooo
mfa_reauthenticate                       -                         loooooo loooooo
mfa_reauthenticate_webauthn              -                         loooooo loooooo
mfa_remove_webauthn                      one                       loooooo loooooo
mfa_view_recovery_codes                  -                         lmmmmmm lxxxxxx
usersessions_list                        -                         loooooo loooooo
# Administration
admin:index                              -                         lrrrroo lrrrroo
admin:login                              -                         lrrrroo lrrrroo
admin:logout                             -                         orrrrxx orrrroo
admin:password_change                    -                         lrrrroo lrrrroo
admin:password_change_done               -                         lrrrroo lrrrrxx
admin:autocomplete                       -                         lrrrrrr lrrrrxx
admin:jsi18n                             -                         lrrrroo lrrrrxx
admin:app_list                           app                       lrrrroo lrrrroo
admin:view_on_site                       on-site                   lrrrroo lrrrroo
# Review
moderation:queue                         -                         ooooooo ooooooo
admin:queue                              -                         lrrrroo lrrrrxx
admin:dashboard                          -                         lrrrroo lrrrrxx
admin:publish_selected                   -                         lrrrrxx lrrrroo
admin:together                           -                         lrrrrxx lrrrroo
admin:solutions_solution_invite          pending-row               lrrrrxx lrrrroo
admin:solutions_solution_uninvite        peer                      lrrrrxx lrrrroo
admin:solutions_solution_together        -                         lrrrroo lrrrroo
admin:solutions_solution_rate            pending-row               lrrrrxx lrrrroo
admin:review                             review                    lrrrroo lrrrrxx
admin:remark                             review                    lrrrrxx lrrrroo
admin:remove_remark                      remark                    lrrrrxx lrrrroo
admin:decide                             claim                     lrrrrxx lrrrroo
# Rows of the administration: most are read by administrators alone, and nobody deletes
admin:*_changelist                       -                         lrrrrro lrrrrro
admin:*_add                              -                         lrrrrrr lrrrrrr
admin:*_history                          row                       lrrrrro lrrrrro
admin:*_delete                           row                       lrrrrrr lrrrrrr
admin:*_change                           row                       lrrrrro lrrrrrr
admin:accounts_user_change               row                       lrrrrro lrrrrro
admin:flags_flag_change                  row                       lrrrroo lrrrroo
admin:flags_flag_changelist              -                         lrrrroo lrrrroo
admin:flags_flag_history                 row                       lrrrroo lrrrroo
admin:funding_channel_change             row                       lrrrroo lrrrrrr
admin:funding_channel_changelist         -                         lrrrroo lrrrroo
admin:funding_channel_history            row                       lrrrroo lrrrroo
admin:funding_channel_revise             channel-row               lrrrrxx lrrrrro
admin:funding_channel_add                -                         lrrrrro lrrrrro
admin:funding_channel_submit             channel-row               lrrrrxx lrrrrro
admin:freshness_link_changelist          -                         lrrrroo lrrrroo
admin:freshness_link_change              row                       lrrrroo lrrrrrr
admin:freshness_link_history             row                       lrrrroo lrrrroo
admin:library_publication_change         row                       lrrrroo lrrrrrr
admin:library_publication_changelist     -                         lrrrroo lrrrroo
admin:library_publication_history        row                       lrrrroo lrrrroo
admin:library_researchcall_change        row                       lrrrroo lrrrrrr
admin:library_researchcall_changelist    -                         lrrrroo lrrrroo
admin:library_researchcall_delete        row                       lrrrroo lrrrroo
admin:library_researchcall_history       row                       lrrrroo lrrrroo
admin:partners_organization_change       row                       lrrrroo lrrrrrr
admin:partners_organization_changelist   -                         lrrrroo lrrrroo
admin:partners_organization_history      row                       lrrrroo lrrrroo
admin:partners_succession_change         row                       lrrrroo lrrrrrr
admin:partners_succession_changelist     -                         lrrrroo lrrrroo
admin:partners_succession_history        row                       lrrrroo lrrrroo
admin:questions_question_change          row                       lrrrroo lrrrrrr
admin:questions_question_changelist      -                         lrrrroo lrrrroo
admin:questions_question_history         row                       lrrrroo lrrrroo
admin:moderation_reason_add              -                         lrrrrro lrrrrro
admin:moderation_reason_change           row                       lrrrrro lrrrrro
admin:moderation_reason_delete           row                       lrrrrro lrrrrro
admin:search_failedsearch_changelist     -                         lrrrroo lrrrroo
admin:search_failedsearch_change         row                       lrrrroo lrrrrrr
admin:search_failedsearch_history        row                       lrrrroo lrrrroo
admin:search_synonymgroup_add            -                         lrrrrro lrrrrro
admin:search_synonymgroup_change         row                       lrrrrro lrrrrro
admin:search_synonymgroup_delete         row                       lrrrrro lrrrrro
admin:solutions_solution_changelist      -                         lrrrroo lrrrroo
admin:solutions_solution_history         row                       lrrrroo lrrrroo
admin:taxonomy_country_change            row                       lrrrrro lrrrrro
admin:taxonomy_countrygroup_add          -                         lrrrrro lrrrrro
admin:taxonomy_countrygroup_change       row                       lrrrrro lrrrrro
admin:taxonomy_countrygroupmembership_add -                         lrrrrro lrrrrro
admin:taxonomy_countrygroupmembership_change row                       lrrrrro lrrrrro
admin:taxonomy_countrygroupmembership_delete row                       lrrrrro lrrrrro
admin:taxonomy_theme_add                 -                         lrrrrro lrrrrro
admin:taxonomy_theme_change              row                       lrrrrro lrrrrro
admin:solutions_solution_change          row                       lrrrroo lrrrrrr
"""

LINES = [tuple(line.split()) for line in TABLE.splitlines() if line and not line.startswith("#")]
LETTERS = {404: "m", 403: "r", 410: "g", 405: "x"}
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Where a visit leaves its mark; nothing that people own is there.
MARKS = {"django_session", "cache", "usersessions_usersession"}


def names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Of all addresses but those without a name, which in the administration lead on to one with a name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join([*spaces, pattern.name])
        else:
            yield from names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)


def own_lines(name: str) -> list[tuple[str, ...]]:
    """Those that name it, else those with a star that fit."""
    exact = [line for line in LINES if line[0] == name]
    return exact or [line for line in LINES if "*" in line[0] and fnmatch.fnmatch(name, line[0])]


NAMES = sorted(set(names(get_resolver())))
CASES = [(name, *line) for name in NAMES for line in own_lines(name)]
IDS = [f"{case[0]} {case[2]}" for case in CASES]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Once for all tests of this file; taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None, settings: Any) -> World:
    settings.REQUIRE_SECOND_FACTOR = False  # the second step is tested with accounts
    return made


def address(world: World, name: str, sample: str) -> str:
    if sample == "row":
        sample = name.removeprefix("admin:").rpartition("_")[0]
    return reverse(name, args=world.samples[sample])


def ask(client: Client, method: str, path: str) -> HttpResponse:
    """The answer; what it changed is taken back."""
    with transaction.atomic():
        response = client.generic(method, path)
        if response.streaming:
            b"".join(response)  # read to its end, a file is closed
        transaction.set_rollback(True)
    return response


def letter(response: HttpResponse) -> str:
    where = response.headers.get("Location", "")
    if response.status_code == 302 and where.startswith((reverse("account_login"), reverse("admin:login"))):
        return "l"
    return LETTERS.get(response.status_code, "o" if response.status_code < 500 else "!")


def changes(queries: CaptureQueriesContext) -> set[str]:
    """Tables that were written, but for the marks of a visit."""
    return {table for query in queries for table in WRITES.findall(query["sql"])} - MARKS


def test_every_address_has_a_line():
    assert [name for name in NAMES if not own_lines(name)] == []


def test_every_line_has_an_address():
    assert [line[0] for line in LINES if not fnmatch.filter(NAMES, line[0])] == []


@pytest.mark.parametrize(("name", "_line", "sample", "get", "post"), CASES, ids=IDS)
def test_people_enter_as_the_table_says_and_reading_changes_nothing(world, name, _line, sample, get, post):
    path = address(world, name, sample)

    with CaptureQueriesContext(connection) as queries:
        reading = "".join(letter(ask(world.client(who), "GET", path)) for who in PEOPLE)
    writing = "".join(letter(ask(world.client(who), "POST", path)) for who in PEOPLE)

    assert (reading, writing) == (get, post)
    assert changes(queries) == set()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"])
def test_no_page_knows_another_method(world, method):
    paths = [address(world, name, sample) for name, _line, sample, _get, _post in CASES]
    client = world.client("administrator")

    answers = {path: ask(client, method, path).status_code for path in paths}

    assert {path: status for path, status in answers.items() if status != 405} == {}


def test_nothing_is_posted_without_the_token_of_the_page(world):
    open_to = [(case, PEOPLE[case[4].index("o")]) for case in CASES if "o" in case[4]]

    answers = {
        name: ask(world.client(who, enforce_csrf_checks=True), "POST", address(world, name, sample)).status_code
        for (name, _line, sample, _get, _post), who in open_to
    }

    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("who", ["nobody", "member", "other"])
def test_whoever_walks_the_numbers_learns_only_of_what_was_public(world, who):
    client, last = world.client(who), Solution.objects.latest("pk").pk
    public = {item.pk: 301 for item in Solution.objects.published()}
    gone = {item.pk: 410 for item in Solution.objects.filter(status=Status.WITHDRAWN)}

    answers = {pk: client.get(f"/en/solutions/ssg-s-{pk:06d}/x/") for pk in range(1, last + 10)}

    statuses = {pk: answer.status_code for pk, answer in answers.items()}
    assert {pk: status for pk, status in statuses.items() if status != 404} == {**public, **gone}
    missing = {plain(answer) for answer in answers.values() if answer.status_code == 404}
    assert len(missing) == 1


def plain(answer: HttpResponse) -> str:
    """The page without what differs at each visit: tokens, and its own address."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|ssg-s-\d{6}', "", answer.content.decode())


@pytest.mark.parametrize(("page", "kind"), [("portal:solutions", "solution"), ("portal:organizations", "organization")])
def test_lists_and_their_counts_know_only_what_is_public(world, page, kind):
    model = {"solution": Solution, "organization": Organization}[kind]

    results = world.client("nobody").get(reverse(page)).context["results"]

    assert results.total == model.objects.published().count()
    assert set(Document.objects.filter(kind=kind).values_list("object_id", flat=True)) == set(
        model.objects.published().values_list("pk", flat=True)
    )


def test_site_map_names_only_what_is_public(world):
    text = world.client("nobody").get("/sitemap-records.xml").content.decode()

    found = set(re.findall(r"<loc>[^<]*/en/solutions/(ssg-s-\d+)/", text))
    assert found == {item.public_id.lower() for item in Solution.objects.published()}
