"""Making the sample world, once, in an empty database."""

from __future__ import annotations

from django.conf import settings

from jiheng.web.clock import moved_to, now
from jiheng.web.sample.methods import make_assessment_of
from jiheng.web.sample.office import bring_office_facts
from jiheng.web.sample.people import make_people
from jiheng.web.sample.reports import make_reports
from jiheng.web.sample.script import Script, read_script

PEOPLE_CAME = -60


def make_sample() -> Script:
    """Everything, by the deeds that people use, on the days on which the script has it happen."""
    script = read_script(settings.HOUSE, made=now())
    with moved_to(script.day(PEOPLE_CAME)):
        people = make_people(script)
    for city in script.cities:
        assessment = make_assessment_of(script, people, city)
        make_reports(script, people, city, assessment=assessment)
        if city.receipts:
            bring_office_facts(script, people, city, assessment=assessment)
    return script
