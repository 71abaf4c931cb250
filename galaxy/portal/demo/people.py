"""One invented person for each role, with random passwords in a file that only its owner can read."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.models import Role, User
from galaxy.taxonomy.models import Country, Region
from partners.models import Membership, MembershipRole, MembershipState, Organization

FILE = "demo-accounts.txt"


@dataclass(frozen=True)
class Person:
    """An invented person; `organization` is a slug of the demonstration files."""

    email: str
    name: str
    what: str
    role: Role = Role.MEMBER
    organization: str = ""
    membership: str = ""
    countries: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


PEOPLE = [
    Person("member@galaxy.example", "Rosa Quispe", "member, reads and saves"),
    Person(
        "contributor@galaxy.example",
        "Tendai Moyo",
        "contributor of the Aspire to Innovate Programme",
        organization="a2i-bangladesh",
        membership=MembershipRole.CONTRIBUTOR,
    ),
    Person(
        "focalpoint@galaxy.example",
        "Nusrat Karim",
        "focal point of the Aspire to Innovate Programme",
        organization="a2i-bangladesh",
        membership=MembershipRole.OWNER,
    ),
    Person("rco@galaxy.example", "Nino Beridze", "RCO officer for Georgia", role=Role.RCO, countries=["GEO"]),
    Person(
        "moderator@galaxy.example",
        "Layla Haddad",
        "moderator for the Arab States",
        role=Role.MODERATOR,
        regions=["arab-states"],
    ),
    Person("admin@galaxy.example", "Arjun Mehta", "administrator", role=Role.ADMINISTRATOR),
]


@transaction.atomic
def load() -> Path:
    """Make the people that are missing; new passwords for all where the file is gone. Returns the file."""
    path = Path(settings.DATA_DIR) / FILE
    if path.exists() and User.objects.filter(email__in=[person.email for person in PEOPLE]).count() == len(PEOPLE):
        return path
    lines = []
    for person in PEOPLE:
        password = secrets.token_urlsafe(12)
        _make(person, password)
        lines.append(f"{person.email:28} {password}   {person.name}, {person.what}")
    _write(path, lines)
    return path


def _make(person: Person, password: str) -> User:
    user = User.objects.filter(email=person.email).first() or User.objects.create_user(
        person.email, name=person.name, role=person.role, language=translation.get_language() or "en"
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    user.countries.set(Country.objects.filter(pk__in=person.countries))
    user.regions.set(Region.objects.filter(pk__in=person.regions))
    EmailAddress.objects.update_or_create(user=user, email=person.email, defaults={"verified": True, "primary": True})
    if person.organization:
        organization = Organization.objects.get(provenance__slug=person.organization, revision_of=None)
        Membership.objects.update_or_create(
            organization=organization,
            user=user,
            defaults={"role": person.membership, "state": MembershipState.ACTIVE},
        )
    return user


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(["Invented people of the demonstration", *lines, ""]))
