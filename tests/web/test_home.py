"""The first page: what is due for each role at each stage, what waits for others, what comes next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiheng.web.actions.messages import tell
from jiheng.web.clock import moved_to
from jiheng.web.models import HandBack, Message, Notice, Objection, Receipt
from jiheng.web.models.subject import Standing
from jiheng.web.queries.home import home_of
from tests.web.world import NOW, OWN, World, make_world

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=60)


def told(world: World, who: str, *, at=NOW) -> list[tuple[str, str, str]]:
    """(title, state, days left) of the tasks, then of what waits."""
    with moved_to(at):
        home = home_of(world.viewers[who])
        return [(one.title, one.state, one.left) for one in (*home.tasks, *home.waiting)]


def stand(world: World, standing: Standing) -> None:
    world.subject.standing = standing
    world.subject.save()
    if standing == Standing.RETURNED:
        HandBack.objects.create(
            subject=world.subject, words="3.3的佐证缺盖章页", by=world.viewers["office"].person
        )
    if standing in (Standing.SUBMITTED, Standing.SIGNED):
        world.subject.submissions.create(
            number=1, content="{}", digest="0" * 64, by=world.viewers["county"].person
        )


def about(world: World) -> str:
    return f"{world.assessment.title}：{OWN}"


def test_before_anything_opens_the_page_says_what_comes_next() -> None:
    world = make_world(opened=None)
    world.assessment.stages.update(opened_at=None, closed_at=None)
    with moved_to(NOW - timedelta(days=30)):
        home = home_of(world.viewers["county"])
    assert (list(home.tasks), list(home.waiting)) == ([], [])
    assert home.comes_next == (
        f"{world.assessment.title}的自评2017年11月13日开始；平时的活动、获奖可以先登记台账。"
    )
    assert home.looks_at == (f"/subjects/{world.subject.pk}/", "先看看要填什么")
    assert [one.title for one in home.deadlines] == ["县市区自评开始"]


def test_the_clerk_sees_the_report_at_every_standing() -> None:
    world = make_world()
    fill = (f"填报自评：{about(world)}", "filling", "还有7天")
    assert told(world, "county") == [fill]
    stand(world, Standing.RETURNED)
    assert told(world, "county") == [(f"修改被退回的自评：{about(world)}", "returned", "还有7天")]
    with moved_to(NOW):
        assert home_of(world.viewers["county"]).tasks[0].quoted == "3.3的佐证缺盖章页"
    stand(world, Standing.SUBMITTED)
    assert told(world, "county") == [(f"等负责人签字：{about(world)}", "waiting", "还有7天")]
    world.subject.standing = Standing.SIGNED
    world.subject.save()
    assert told(world, "county") == [(f"上传盖章件：{about(world)}", "signed", "")]


def test_a_report_handed_back_too_late_says_who_can_help() -> None:
    world = make_world()
    stand(world, Standing.RETURNED)
    with moved_to(LATE):
        task = home_of(world.viewers["county"]).tasks[0]
    assert (task.state, task.quoted) == ("overdue", "3.3的佐证缺盖章页")
    assert task.words == "还没有开始填报。修改的时限已过，请联系考核办公室重新开放。"


def test_late_is_late_and_comes_first() -> None:
    world = make_world()
    notice = Notice.objects.create(
        assessment=world.assessment,
        scheme=world.scheme,
        title="关于印发办法的通知",
        by=world.viewers["office"].person,
    )
    Receipt.objects.create(notice=notice, subject=world.subject)
    assert [one[1] for one in told(world, "county")] == ["filling", "unread"]
    assert told(world, "county", at=LATE) == [
        (f"填报自评：{about(world)}", "overdue", "已逾期53天"),
        ("签收通知：关于印发办法的通知", "unread", ""),
    ]
    world.subject.until = LATE + timedelta(days=1)
    world.subject.save()
    assert told(world, "county", at=LATE)[0] == (f"填报自评：{about(world)}", "filling", "明天截止")


def test_the_leader_signs_what_was_submitted_and_waits_else() -> None:
    world = make_world()
    assert told(world, "leader") == [(f"等填报人提交：{about(world)}", "waiting", "还有7天")]
    stand(world, Standing.SUBMITTED)
    assert told(world, "leader") == [(f"审阅并签字：{about(world)}", "submitted", "还有7天")]
    assert told(world, "other_leader")[0][1] == "waiting"


def test_the_office_sees_objections_the_late_and_who_still_may() -> None:
    world = make_world()
    assert told(world, "office") == [("各单位正在自评", "waiting", "还有7天")]
    Objection.objects.create(
        subject=world.subject,
        fact="x",
        shown="1",
        words="少算一次",
        by=world.viewers["county"].person,
    )
    assert told(world, "office")[0][0] == "答复1件异议"
    assert told(world, "other_office") == []
    late = told(world, "office", at=LATE)
    assert late[0] == ("催办逾期未报的10个单位", "overdue", "已逾期53天")
    world.subject.until = LATE + timedelta(days=2)
    world.subject.save()
    assert [one[0] for one in told(world, "office", at=LATE)] == [
        "催办逾期未报的9个单位", "答复1件异议", "各单位正在自评",
    ]  # fmt: skip
    world.assessment.subjects.update(standing=Standing.SIGNED)
    assert [one[0] for one in told(world, "office")] == ["答复1件异议", "自评已全部上报，可以查看"]


def test_those_who_look_see_what_is_theirs() -> None:
    world = make_world()
    assert told(world, "reviewer") == [
        (f"等上报：华容县（{world.assessment.title}）", "waiting", "")
    ]
    world.assessment.subjects.update(standing=Standing.SIGNED)
    assert told(world, "reviewer")[0][1:] == ("signed", "还有21天")
    assert told(world, "body") == []
    assert told(world, "body", at=NOW + timedelta(days=45))[0][1] == "open"
    assert [one[0] for one in told(world, "auditor")] == ["查看操作日志"]


def test_the_administrator_sees_units_without_people() -> None:
    world = make_world()
    tasks = told(world, "administrator")
    assert tasks[0][0] == "8个单位还没有填报人"
    held = world.viewers["colleague"].appointment
    held.until = NOW + timedelta(days=3)
    held.save()
    assert told(world, "administrator")[0] == ("样例colleague的任职快到期", "due", "还有3天")


def test_what_is_new_is_told_once_and_read_when_opened() -> None:
    world = make_world()
    own, client = world.viewers["county"].appointment, world.client("county")
    for _ in range(2):
        tell([own], "answered:1", title="异议已答复", words="采纳，已改为3", link="/objections/")
    stored = Message.objects.get()
    page = client.get("/").content.decode()
    assert f'href="/inbox/{stored.pk}/"' in page
    assert client.get(f"/inbox/{stored.pk}/").status_code == 200
    assert f'href="/inbox/{stored.pk}/"' not in client.get("/").content.decode()
    for who in ("colleague", "other_county", "office", "administrator"):
        assert world.client(who).get(f"/inbox/{stored.pk}/").status_code == 404
    assert client.get("/inbox/?state=unread").context["found"].total == 0
    assert client.get("/inbox/?q=异议").context["found"].total == 1


def test_everything_may_count_as_read() -> None:
    world = make_world()
    for number in range(3):
        tell([world.viewers[who].appointment for who in ("county", "colleague")], f"{number}", title="x")  # fmt: skip
    assert world.client("county").post("/inbox/read/").status_code == 302
    unread = Message.objects.filter(read_at=None)
    assert set(unread.values_list("to__person__username", flat=True)) == {"colleague"}
