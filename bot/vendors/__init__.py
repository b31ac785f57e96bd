"""Settings and the company file into vendors' platforms: one file a vendor, one row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.platforms.base import Memory
from bot.settings import Settings
from bot.vendors import dingtalk, wecom
from bot.vendors.connection import Connection
from bot.vendors.people import VendorService, with_found_people

__all__ = ["CONNECT", "Connection", "VendorService", "configured", "with_found_people"]

#: How each vendor's section becomes a platform that is not yet started. All take the section,
#: the company file as it is written, the platform's memory and the clock, and raise
#: SettingsMistake with all mistakes of the section.
CONNECT: Mapping[str, Callable[[Any, object, Memory, Callable[[], datetime]], Connection]] = {
    dingtalk.NAME: dingtalk.connect,
    wecom.NAME: wecom.connect,
}


def configured(settings: Settings) -> dict[str, Any]:
    """The vendors' sections that are written, by the platform's name."""
    sections = {name: getattr(settings.platforms, name) for name in CONNECT}
    return {name: section for name, section in sections.items() if section is not None}
