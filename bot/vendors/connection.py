"""One vendor's platform with what the service must know about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.platforms.base import ScanLogin, Vendor
from bot.workers.limits import Allowance


@dataclass(frozen=True, slots=True)
class Connection:
    """`mount` adds the routes by which the vendor calls us; none where it is heard otherwise.

    `login` is the vendor's scan login, `files` the folder where people's pictures are kept.
    """

    platform: Vendor
    allowance: Allowance
    mount: Callable[[web.Application], None] = lambda app: None
    login: ScanLogin | None = None
    files: Path | None = None
