"""Last year beside this year: what each field was, and what each clause got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiheng.scheme.fact import Fact
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact
from jiheng.web.models import Answer, PastAnswer, PastResult, Subject
from jiheng.web.models.answer import Of
from jiheng.web.queries.figures import figures_of
from jiheng.web.queries.method import method_of


@dataclass(frozen=True, slots=True)
class LastYear:
    """Texts by fact and scores (exact text) by clause; both empty where nothing is known."""

    texts: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)


def last_year_of(subject: Subject) -> LastYear:
    """From the assessment before this one, and where that knows nothing from what was loaded.

    A fact is carried over by its name, and only where it is still asked in the same way.
    """
    loaded = _loaded(subject)
    own = _assessed(subject)
    return LastYear({**loaded.texts, **own.texts}, {**loaded.scores, **own.scores})


def _loaded(subject: Subject) -> LastYear:
    when = {"organisation": subject.organisation_id, "year": subject.assessment.year - 1}
    answers = PastAnswer.objects.filter(**when).values_list("fact", "text")
    results = PastResult.objects.filter(**when).exclude(indicator="").exclude(score="")
    scores = results.values_list("indicator", "score")
    return LastYear(dict(answers), {clause: score for clause, score in scores if _exact(score)})


def _exact(text: str) -> bool:
    try:
        exact(text)
    except ValueError:
        return False
    return True


def _assessed(subject: Subject) -> LastYear:
    if subject.assessment.previous_id is None:
        return LastYear()
    before = (
        Subject.objects.select_related("assessment__scheme")
        .filter(assessment=subject.assessment.previous_id, organisation=subject.organisation_id)
        .first()
    )
    if before is None:
        return LastYear()
    now, then = _scheme(subject), _scheme(before)
    answers = Answer.objects.filter(subject=before, of=Of.FACT).exclude(text="")
    texts = {
        one.about: one.text
        for one in answers
        if _asked_alike(now.facts.get(one.about), then.facts.get(one.about))
    }
    return LastYear(texts, _scores(before, then=then, now=now))


def _scheme(subject: Subject) -> Scheme:
    return method_of(subject.assessment.scheme).scheme


def _asked_alike(now: Fact | None, then: Fact | None) -> bool:
    if now is None or then is None:
        return False
    return (now.type, now.unit, now.options) == (then.type, then.unit, then.options)


def _scores(before: Subject, *, then: Scheme, now: Scheme) -> Mapping[str, str]:
    titles = {leaf.id: leaf.title for leaf in now.leaves()}
    kept = figures_of(before).get("clauses", {})
    return {
        leaf.id: kept[leaf.id]["score"]
        for leaf in then.leaves()
        if titles.get(leaf.id) == leaf.title and kept.get(leaf.id, {}).get("score")
    }
