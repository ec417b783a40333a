"""Who is in the sample and where each unit stands, as `samples/site.yaml` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jiheng.files.yaml import read_yaml

FILE = Path("samples") / "site.yaml"


@dataclass(frozen=True, slots=True)
class Unit:
    """One assessed unit: its people, and how far its report goes (`stands`)."""

    subject: str
    login: str
    clerk: str
    leader: str
    leader_login: str
    stands: str
    words: str


@dataclass(frozen=True, slots=True)
class City:
    """One organiser with its method, people, units and the days of its self-assessment."""

    name: str
    scheme: str
    body: str
    people: tuple[Mapping[str, str], ...]
    units: tuple[Unit, ...]
    opens: int
    closes: int
    receipts: tuple[str, ...]
    records: tuple[Mapping[str, str], ...]
    objects: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Script:
    """The whole sample; everybody has the one `password`; `day(-3)` is three days before the sample was made."""

    password: str
    province: str
    cities: tuple[City, ...]
    also: tuple[Mapping[str, str], ...]
    made: datetime

    def day(self, days: int, *, minutes: int = 0) -> datetime:
        """A moment so many days from the day on which the sample is made."""
        return self.made + timedelta(days=days, minutes=minutes)


def read_script(house: Path, *, made: datetime) -> Script:
    """The script of the sample."""
    told = read_yaml(house / FILE).data
    return Script(
        password=told["password"],
        province=told["province"],
        cities=tuple(map(_city, told["cities"])),
        also=tuple(told.get("also", ())),
        made=made,
    )


def password_in(path: Path) -> str:
    """The password that everybody in the sample has."""
    return str(read_yaml(path).data["password"])


def _city(told: Mapping[str, Any]) -> City:
    return City(
        name=told["name"],
        scheme=told["scheme"],
        body=told.get("body", ""),
        people=tuple(told["people"]),
        units=tuple(map(_unit, told["units"])),
        opens=int(told["window"]["opens"]),
        closes=int(told["window"]["closes"]),
        receipts=tuple(told.get("receipts", ())),
        records=tuple(told.get("records", ())),
        objects=told.get("objects", {}),
    )


def _unit(told: Mapping[str, str]) -> Unit:
    login = told["login"]
    return Unit(
        told["subject"], login, told["clerk"], told["leader"],
        told.get("leader-login", login.replace("county", "leader")),
        told["stands"], told.get("words", ""),
    )  # fmt: skip
