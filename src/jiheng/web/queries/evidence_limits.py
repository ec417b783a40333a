"""How much a unit may upload: per file, per day, in all."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

from jiheng.files.guard import MEGABYTE
from jiheng.web.clock import today
from jiheng.web.models import Evidence, Organisation

_GIGABYTE = MEGABYTE << 10


def over_limit(organisation: Organisation, coming: int) -> str:
    """Why so many more bytes are too much for this unit, as a sentence with the way out; "" if not."""
    begun = timezone.make_aware(datetime.combine(today(), time.min))
    held: dict[str, Any] = Evidence.objects.filter(organisation=organisation).aggregate(
        whole=Sum("size", default=0), day=Sum("size", filter=Q(made_at__gte=begun), default=0)
    )
    if held["whole"] + coming > settings.EVIDENCE_UNIT_LIMIT:
        return (
            f"本单位的材料已有 {_told(held['whole'])}，加上这次超过 {_told(settings.EVIDENCE_UNIT_LIMIT)} 的上限，"
            "没有收下：请压缩图片，或请系统管理员调高上限。"
        )
    if held["day"] + coming > settings.EVIDENCE_DAY_LIMIT:
        return (
            f"本单位今天已上传 {_told(held['day'])}，加上这次超过每天 {_told(settings.EVIDENCE_DAY_LIMIT)} 的上限，"
            "没有收下：请明天再传，或先压缩图片。"
        )
    return ""


def limits_told() -> str:
    """The limits in one sentence, for where files are chosen."""
    return (
        f"单个文件不超过 {_told(settings.EVIDENCE_FILE_LIMIT)}；"
        f"每个单位每天不超过 {_told(settings.EVIDENCE_DAY_LIMIT)}，"
        f"合计不超过 {_told(settings.EVIDENCE_UNIT_LIMIT)}。"
    )


def _told(size: int) -> str:
    if size < MEGABYTE:
        return f"{-(-size // 1024)} KB"
    if size % _GIGABYTE == 0:
        return f"{size // _GIGABYTE} GB"
    return f"{-(-size // MEGABYTE)} MB"
