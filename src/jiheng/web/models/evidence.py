"""Evidence: a stored file with what it proves; one file may serve many clauses."""

from __future__ import annotations

from django.db import models

from jiheng.web.clock import now
from jiheng.web.models.claim import Claim
from jiheng.web.models.organisation import Organisation
from jiheng.web.models.person import Person
from jiheng.web.models.record import Record
from jiheng.web.models.stored import Stored
from jiheng.web.models.subject import Subject


class Evidence(Stored):
    """One uploaded file of one organisation; the bytes lie in the store under their SHA-256."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    extension = models.CharField(max_length=10)
    name = models.CharField("名称", max_length=200)
    kind = models.CharField("种类", max_length=80, blank=True)
    on = models.DateField("日期", null=True, blank=True)
    level = models.CharField("发文机关级别", max_length=40, blank=True)
    number = models.CharField("文号", max_length=80, blank=True, db_index=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    picture_hash = models.CharField(max_length=16, blank=True, db_index=True)
    marks = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_for = models.CharField("撤回理由", max_length=400, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        verbose_name = "佐证材料"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=models.Q(withdrawn_at=None),
                name="evidence_file_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Preview(models.Model):
    """What is shown in place of one file, made in the background; derived data, never logged.

    `content` is the digest of its blocks (JSON) in the store, `pictures` the digests of its pictures,
    `found` the document numbers and dates in its text; `words` say why there is none. It belongs to one
    evidence, not to a digest: whoever has the same file must not see that somebody else had it before.
    """

    evidence = models.OneToOneField(
        Evidence, models.CASCADE, primary_key=True, related_name="preview"
    )
    state = models.CharField(max_length=10, default="waiting")
    begun_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    content = models.CharField(max_length=64, blank=True)
    thumbnail = models.CharField(max_length=64, blank=True)
    pictures = models.JSONField(default=list)
    found = models.JSONField(default=dict)

    class Meta:
        verbose_name = "预览"


class EvidenceUse(models.Model):
    """What a file proves: a clause, a record, a claim, or that it is a whole-year paper (`paper`)."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="evidence_uses")
    clause = models.CharField(max_length=60, blank=True)
    paper = models.CharField(max_length=80, blank=True)
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="evidence_uses")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="evidence_uses")
    about = models.CharField(max_length=120, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "材料用途"
        constraints = [
            models.UniqueConstraint(fields=["evidence", "about"], name="evidence_use_once")
        ]

    def told(self) -> str:
        """In one text what the other columns say, because NULLs are never equal."""
        keys = (self.subject_id, self.clause, self.paper, self.record_id, self.claim_id)
        return "/".join(key or "" for key in keys)

    def save(self, **options: object) -> None:
        """`about` follows the other columns."""
        self.about = self.told()
        super().save(**options)
