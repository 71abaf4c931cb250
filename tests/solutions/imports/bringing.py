"""A person brings a file in; the tasks are called as the worker would."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from solutions.imports.models import Import
from solutions.imports.work import work_on
from tests.solutions.exchange.files import upload, workbook

START = "/en/solutions/offline/"


def bring(client: Client, content: bytes, name: str = "practices.xlsx") -> Import:
    """Uploaded and checked."""
    response = client.post(START, {"file": upload(content, name)})
    assert response.status_code == 302, response.context["form"].errors
    batch = Import.objects.latest("pk")
    work_on(batch.pk)
    return Import.objects.get(pk=batch.pk)


def bring_rows(client: Client, user: User, rows: Iterable[Mapping[str, str]]) -> Import:
    return bring(client, workbook(rows, user))


def make(client: Client, batch: Import) -> Import:
    """All drafts made."""
    client.post(url("make", batch))
    work_on(batch.pk)
    return Import.objects.get(pk=batch.pk)


def act(client: Client, name: str, batch: Import, **data: Any) -> list[str]:
    """What the page says after this act with these rows."""
    response = client.post(url(name, batch), data, follow=True)
    return [str(message) for message in response.context["messages"]]


def url(name: str, batch: Import) -> str:
    return reverse(f"imports:{name}", args=[batch.pk])


def states(batch: Import) -> list[str]:
    return list(batch.rows.order_by("number").values_list("state", flat=True))


def made(batch: Import) -> list[int]:
    return list(batch.rows.made().order_by("number").values_list("pk", flat=True))
