"""What the second factor rests on: a code used once is used for every process of the site, and what codes
are made from does not lie open in the database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from django.test import override_settings

from jiheng.web.models import Person
from tests.platform.databases import Databases, each_database
from tests.platform.service import environment_of

USES_A_CODE = """
import django
django.setup()
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
person = Authenticator(user_id="somebody", type="totp")
print(TOTP(person)._mark_code_used("123456"))
"""


def used_elsewhere(environment: dict[str, str]) -> str:
    """A process of its own uses the code; says whether it was let in."""
    done = subprocess.run(
        [sys.executable, "-c", USES_A_CODE],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.slow
@each_database
@pytest.mark.row("IS-01")
def test_a_code_that_one_process_has_seen_no_other_takes(
    databases: Databases, kind: str, tmp_path: Path
) -> None:
    environment = environment_of(databases.site(kind), tmp_path)
    assert [used_elsewhere(environment) for _ in range(2)] == ["True", "False"]


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create(username="zhang", name="张三")


def dump() -> str:
    """All that lies in the database of the second factor."""
    return "".join(map(str, Authenticator.objects.values_list("data", flat=True)))


def test_a_copy_of_the_database_makes_no_code(person: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).generate_codes()
    assert secret not in dump()
    kept = Authenticator.objects.get(type="recovery_codes").wrap()
    assert kept.generate_codes() == codes
    stolen = override_settings(SECRET_KEY="whoever has the database only has not this key")
    with stolen, pytest.raises(InvalidToken):
        kept.generate_codes()
