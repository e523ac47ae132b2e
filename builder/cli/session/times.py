"""Times, days and zones as they are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class TimeOfDay(click.ParamType[int]):
    """A time of day, `9:00` or `13:30`, as minutes since midnight."""

    name = "HH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return minutes since midnight."""
        found = re.fullmatch(r"(\d{1,2}):([0-5]\d)", str(value))
        if isinstance(value, int):
            return value
        if not found or int(found[1]) > 23:
            self.fail(f"`{value}` is not a time of day such as 9:00 or 13:30", param, ctx)
        return int(found[1]) * 60 + int(found[2])


class Zone(click.ParamType["ZoneInfo"]):
    """A time zone of the IANA database, such as `America/New_York`."""

    name = "ZONE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """Return the zone."""
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        if isinstance(value, ZoneInfo):
            return value
        try:
            return ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(
                f"`{value}` is not a time zone that this machine knows, such as America/New_York or UTC", param, ctx
            )
