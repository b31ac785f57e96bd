"""One vendor's platform with what the service must know about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.domain.company import Company
from bot.platforms.base import ScanLogin, Vendor
from bot.platforms.gateway import Gateway
from bot.workers.limits import Allowance

CompanyNow = Callable[[], Awaitable[Company | None]]


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
    #: tells the platform how the company stands, and its own gateway where it has one
    meet: Callable[[CompanyNow, Gateway | None], None] = lambda company, gateway: None
