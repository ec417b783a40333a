"""People and what they are appointed to."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jiheng.web.clock import now
from jiheng.web.models.organisation import Organisation
from jiheng.web.models.stored import KeyField


class Role(models.TextChoices):
    """What somebody may be in an organisation."""

    OFFICE = "office", "科协办公室"
    COUNTY = "county", "填报人"
    LEADER = "leader", "单位负责人"
    REVIEWER = "reviewer", "评估组成员"
    BODY = "body", "审定机构成员"
    AUDITOR = "auditor", "审计"
    ADMINISTRATOR = "administrator", "系统管理员"


APART = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that nobody may hold together with any other kind of role."""


class People(BaseUserManager):
    """Finds people by their log-in name."""

    def get_by_natural_key(self, username: str) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """One human being with a log-in; what he may do follows from his appointments alone."""

    key = KeyField()
    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮件", blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now, editable=False)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    class Meta:
        verbose_name = "人员"
        indexes = [models.Index(fields=["email"], name="person_email")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name that people read."""
        return self.name


class Appointment(models.Model):
    """One role of one person in one organisation, from a day until another."""

    key = KeyField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    role = models.CharField("角色", max_length=14, choices=Role.choices)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(until=None),
                name="appointment_once",
            )
        ]

    @property
    def role_title(self) -> str:
        """The role as people call it."""
        return Role(self.role).label
