"""jiheng (绩衡): assessment methods of public bodies as data, scored exactly and explained."""

from __future__ import annotations

from importlib.metadata import version

__version__ = version("jiheng")
