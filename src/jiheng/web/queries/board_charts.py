"""The board's charts: their data, and the table of the same numbers."""

from __future__ import annotations

from typing import Any

from jiheng.web.models import Receipt, Subject
from jiheng.web.queries.board import Board, drawn, lost_points, profile_of, progress_of, told
from jiheng.web.queries.stages import received

_PARTS = ["已完成", "进行中", "未开始"]


def progress_chart(board: Board) -> dict[str, Any]:
    """How many subjects are how far, step by step."""
    keys = [one.subject.pk for one in board.rows]
    sent = Receipt.objects.filter(subject__in=keys).values("subject").distinct().count()
    steps = progress_of(board, sent=sent, received=received(keys))
    return {
        "kind": "stage-progress",
        "id": "progress",
        "title": "各环节进度（单位数）",
        "data": {
            "parts": _PARTS,
            "rows": [{"name": name, "values": [str(one) for one in all_]} for name, all_ in steps],
        },
        "heads": ["环节", *_PARTS],
        "rows": [[name, *all_] for name, all_ in steps],
    }


def lost_chart(board: Board, name: str) -> dict[str, Any]:
    """The points that can no longer be had, by section."""
    lost = lost_points(board)
    whose = board.rows[0].subject.name if len(board.rows) == 1 else "各单位合计"
    return {
        "kind": "lost-points",
        "id": name,
        "title": f"{whose}已失分（按部分）",
        "data": {"rows": [{"name": title, "lost": drawn(one)} for title, one in lost]},
        "heads": ["部分", "已失分"],
        "rows": [[title, told(one)] for title, one in lost],
    }


def profile_chart(board: Board, subject: Subject) -> dict[str, Any]:
    """One subject's sections against the median of its category."""
    lines = profile_of(board, subject, with_others=True)
    rows = [
        {
            "name": one.title,
            "own": drawn(one.own),
            "others": drawn(one.others),
            "most": drawn(one.most),
        }
        for one in lines
    ]
    return {
        "kind": "profile",
        "id": "profile",
        "title": f"{subject.name}各部分得分率与本类中位数",
        "data": {"own": subject.name, "others": "本类中位数", "rows": rows},
        "heads": ["部分", "目前得分", "本类中位数", "满分"],
        "rows": [[one.title, told(one.own), told(one.others), told(one.most)] for one in lines],
    }
