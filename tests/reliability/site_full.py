"""Every form of the site on a full disk: run as a process of its own.

`python -m tests.reliability.site_full FOLDER LIMIT`: with `full` no file may grow or change past its first
page, then it may again; with `room` it always may. Prints what was found as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

PEOPLE = ("county", "leader", "office", "administrator")
PAGE = 4096
READ = (
    "/",
    "/journal/",
    "/records/",
    "/evidence/",
    "/schemes/",
    "/assessments/",
    "/people/",
    "/inbox/",
)


def forms(world: Any) -> list[tuple[str, str, dict[str, str]]]:
    """Every form that somebody finds on his pages: who, where to, what."""
    from tests.web.forms_in import forms_in
    from tests.web.furnished import things
    from tests.web.routes import routes

    found: dict[Any, Any] = {}
    addresses = [route.at(things(world)) for route in routes()]
    clients = {who: world.client(who) for who in PEOPLE}
    for who, at in [(who, at) for who in PEOPLE for at in addresses]:
        for form in forms_in(_page(clients[who], at), at=at):
            if form.method == "POST" and "/account/" not in form.action:
                found.setdefault((form.action, *form.fields), (who, form.action, form.fields))
    return list(found.values())


def _page(client: Any, at: str) -> str:
    answer = client.get(at)
    is_page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
    return answer.content.decode() if is_page else ""


def rows() -> dict[str, int]:
    """How many rows each table has, and which figures it shows."""
    from django.apps import apps

    return {
        one.__name__: hash(tuple(sorted(map(str, one.objects.values_list()))))
        for one in apps.get_app_config("web").get_models()
    }


def clients(world: Any, *, unseen: int) -> dict[str, Any]:
    """Everybody logged in, last seen so many seconds ago: an old note is written anew by any page."""
    found = {who: world.client(who) for who in PEOPLE}
    for client in found.values():
        client.raise_request_exception = False
        session = client.session
        session["seen"] -= unseen
        session.save()
    return found


def tried(writers: dict[str, Any], sent: list[Any]) -> Counter[int]:
    """What each form is answered."""
    return Counter(writers[who].post(at, fields).status_code for who, at, fields in sent)


def found_in(world: Any, *, full: bool) -> dict[str, Any]:
    """Read every list and send every form while the disk is full."""
    sent = forms(world)
    readers, writers = clients(world, unseen=3_000), clients(world, unseen=0)
    before, (limit, hard) = rows(), resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    sys.dont_write_bytecode = True  # else the next run finds half a compiled file
    if full:
        resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE, hard))
    read = Counter(readers[who].get(at).status_code for who in PEOPLE for at in READ)
    told, after = tried(writers, sent), rows()
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    again = tried(writers, sent)
    return {
        "forms": len(sent), "read": dict(read), "told": dict(told), "again": dict(again),
        "changed": sorted(name for name in before if before[name] != after[name]),
    }  # fmt: skip


def main() -> None:
    """Do it in a folder."""
    folder, limit = Path(sys.argv[1]), sys.argv[2]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
        "JIHENG_DATA": str(folder / "data"),
        "JIHENG_HTTPS": "off",
        "JIHENG_LIMITS": "off",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0, interactive=False)
    from jiheng.web.clock import moved_to
    from tests.web.states import world_at
    from tests.web.world import NOW

    world = world_at("self-assessment")
    with moved_to(NOW):
        sys.stdout.write(json.dumps(found_in(world, full=limit == "full")))


if __name__ == "__main__":
    main()
