"""What is wrong with a first administrator that somebody typed on the server."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jiheng.values.problems import Problem
from jiheng.web.inputs.people import PersonForm
from jiheng.web.models import Organisation, Person
from jiheng.web.models.organisation import Kind


def problems_of(
    *, name: str, username: str, organisation: str, kind: str, password: str | None = None
) -> list[Problem]:
    """Everything that is wrong; without a password only what can be said before it is asked."""
    form = PersonForm({"name": name, "username": username})
    found = [
        Problem(form[field].label, words) for field in form.errors for words in form.errors[field]
    ]
    if not 0 < len(organisation.strip()) <= 100:
        found.append(Problem("单位", "请写单位的全称，最多 100 个字"))
    stored = Organisation.objects.filter(name=organisation, merged_into=None).exists()
    if not stored and kind not in Kind.values:
        found.append(Problem("类别", f"没有“{kind}”；可用：{'、'.join(Kind.values)}"))
    if password is not None:
        found += _weak(password, Person(name=name, username=username))
    return found


def _weak(password: str, person: Person) -> list[Problem]:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        return [Problem("密码", words) for words in weak.messages]
    return []
