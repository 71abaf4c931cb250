"""The chain of decisions and the command that verifies it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from galaxy.moderation.log import first_broken, first_unlogged
from galaxy.moderation.models import Decision
from solutions.models import Solution
from tests.factories import make_solution

pytestmark = pytest.mark.django_db


def behind_the_back(sql):
    """As somebody with the keys of the database would, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_a_whole_log_is_said_to_be_whole(capsys):
    make_solution(published=True)

    call_command("verify_log")

    assert "The log of decisions is whole." in capsys.readouterr().out


def test_a_changed_decision_is_named():
    make_solution(published=True)
    second = Decision.objects.order_by("pk")[1]
    behind_the_back(f"UPDATE moderation_decision SET note = 'paid for' WHERE id >= {second.pk}")

    with pytest.raises(CommandError, match=f"Decision {second.pk} of "):
        call_command("verify_log")


def test_the_decision_after_a_removed_one_is_named():
    make_solution(published=True)
    first, second = Decision.objects.order_by("pk")[:2]
    behind_the_back(f"DELETE FROM moderation_decision WHERE id = {first.pk}")

    assert first_broken() == second


def test_the_last_decisions_do_not_vanish_unseen():
    solution = make_solution(published=True)
    last = Decision.objects.latest("pk")
    behind_the_back(f"DELETE FROM moderation_decision WHERE id = {last.pk}")

    assert first_broken() is None
    with pytest.raises(CommandError, match=f"{solution.public_id} is “published”"):
        call_command("verify_log")


def test_a_record_that_moved_without_a_decision_is_named():
    solution = make_solution(published=True)
    Solution.objects.filter(pk=solution.pk).update(status="withdrawn")

    assert first_unlogged() == solution
