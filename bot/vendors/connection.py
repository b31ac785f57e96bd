"""One vendor's platform with what the service must know about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.platforms.base import Vendor
from bot.workers.limits import Allowance


@dataclass(frozen=True, slots=True)
class Connection:
    """`mount` adds the routes by which the vendor calls us; none where it is heard otherwise."""

    platform: Vendor
    allowance: Allowance
    mount: Callable[[web.Application], None] = lambda app: None
