"""The log's words and its arithmetic: what each deed is called, and how an entry is hashed.

The hash of an entry is SHA-256 over a JSON array (UTF-8, no blanks, no escapes beyond JSON's own) of
its columns in the order of `COLUMNS`, the hash of the entry before among them; the first one follows
`GENESIS`. What was typed enters only as `words_digest`, SHA-256 over salt and words.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

GENESIS = "0" * 64
COLUMNS = (
    "number", "at", "person", "role", "organisation", "deed", "what", "key", "assessment",
    "subject", "clause", "words_digest", "previous",
)  # fmt: skip

DEEDS: dict[str, str] = {
    # people and organisations
    "organisation-added": "新增单位",
    "organisation-changed": "修改单位",
    "organisation-merged": "合并单位",
    "person-added": "新增人员",
    "person-changed": "修改人员",
    "person-disabled": "停用人员",
    "password-reset": "重置密码",
    "appointed": "任职",
    "dismissed": "解除任职",
    "handed-over": "工作交接",
    "person-enabled": "重新启用人员",
    "people-loaded": "导入单位和人员",
    "password-changed": "本人修改密码",
    "second-factor-changed": "更改第二重验证",
    "logged-in": "登录",
    "logged-out": "退出",
    "log-in-refused": "登录被拒",
    "switched": "切换身份",
    # schemes
    "scheme-uploaded": "上传办法",
    "scheme-changed": "修改办法草稿",
    "finding-decided": "对检查结果作出决定",
    "scheme-copied": "以旧版起草新版",
    "reading-chosen": "选定口径",
    "scheme-issued": "印发办法",
    # assessments
    "assessment-made": "建立考核",
    "assessment-changed": "修改考核",
    "scheme-pinned": "启用办法版本",
    "stage-changed": "修改阶段时间",
    "stage-opened": "开启阶段",
    "stage-closed": "关闭阶段",
    "subject-reopened": "为单位重新开放",
    "reviewer-assigned": "分派评估组成员",
    "reviewer-withdrawn": "取消评估组成员分工",
    "past-year-loaded": "导入往年资料",
    "notice-sent": "发出通知",
    "receipt-signed": "签收通知",
    "reminded": "发出提醒",
    # self-assessment
    "answer-saved": "填报",
    "workbook-taken": "采用填报表",
    "submitted": "提交自评",
    "signed": "负责人签字",
    "sealed-copy-added": "上传盖章件",
    "handed-back": "退回",
    # records, claims, office facts
    "record-added": "登记台账",
    "record-changed": "修改台账",
    "record-withdrawn": "撤回台账",
    "claim-added": "申报加分",
    "claim-changed": "修改加分申报",
    "claim-withdrawn": "撤回加分申报",
    "office-fact-entered": "办公室填数",
    "objected": "提出异议",
    "objection-answered": "答复异议",
    # evidence
    "evidence-added": "上传材料",
    "evidence-changed": "修改材料信息",
    "evidence-attached": "材料用于条款",
    "evidence-detached": "材料不再用于条款",
    "evidence-withdrawn": "撤回材料",
}
"""Every deed that the log may hold, as people read it."""


def words_digest(salt: str, words: str) -> str:
    """What the chain knows of the words: enough to prove them, nothing to guess them from."""
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


def entry_hash(entry: Any) -> str:
    """The hash of one entry; `entry` has the columns as attributes."""
    columns = [getattr(entry, name) for name in COLUMNS]
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
