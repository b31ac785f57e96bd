"""What the pages need of the running product. The composition root provides it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from bot.domain.chat import Incoming
from bot.domain.own_limits import Season
from bot.domain.periods import Period
from bot.platforms.base import ScanLogin, Usage
from bot.platforms.gateway import Gateway
from bot.render import Renderer
from bot.web.sheet import Told
from storage.store import Storage


class Watched(Protocol):
    """A platform as somebody sees it who wants to know whether all is well."""

    name: str
    form: str

    @property
    def locked(self) -> str:
        """What shuts us out; empty where nothing does."""
        ...

    @property
    def hears_since(self) -> datetime | None:
        """None while it does not hear."""
        ...

    async def usage(self) -> Sequence[Usage]:
        """How much of what the vendor grants was used."""
        ...


class NoPaper(Exception):
    """Why a file could not be made, for the log."""


class Papers(Protocol):
    """What of the ledger can be taken away as a file. Each writes a new file, beside the loop, or
    raises NoPaper."""

    async def ledger(self, period: Period, out: Path) -> None:
        """R2.2.3: every ticket received in the period, as a workbook."""
        ...

    async def report(self, period: Period, out: Path) -> None:
        """R4.1.3: the complaint-handling report, as a document."""
        ...


@dataclass(frozen=True, slots=True)
class Client:
    """A system that may bring in complaints: the company's website, the city's hotline.

    `label` is what people read of it. Of its token only the digest is kept in memory.
    """

    name: str
    label: str
    digest: bytes
    per_minute: int

    @staticmethod
    def digest_of(token: str) -> bytes:
        """What a token is compared by, in the same time whatever is wrong about it."""
        return hashlib.sha256(token.encode("utf-8", "replace")).digest()


async def _closed(*incoming: Incoming) -> Sequence[bool]:
    raise RuntimeError("no door was given to these pages")


@dataclass(frozen=True, slots=True)
class Site:
    """`base_url` is how people reach the pages; without it nobody comes back from a vendor.

    `proxies` are the addresses of our own proxies, which say whom they speak for; `poke` wakes the
    workers; `files` are the folders where pictures are kept; `gateway` is the company's own way to
    telephones, where it has one. `accept` is the door, which answers when what came is durable;
    `bell` gives what will be set when causes have been worked on again. `clients` are those whom
    `POST /api/complaints` lets in. With `public` anybody may complain on a page; `hotline` is for
    whoever would rather talk. In a demo everybody is taken for the person that it is `shown_to`.
    `told` puts the timeline into words; `season` is the company's own, for figures;
    `papers` are those that can be taken away.
    """

    storage: Storage
    renderer: Renderer
    now: Callable[[], datetime]
    zone: tzinfo
    base_url: str = ""
    proxies: Sequence[str] = ()
    platforms: Sequence[Watched] = ()
    logins: Mapping[str, ScanLogin] = field(default_factory=dict)
    files: Sequence[Path] = ()
    poke: Callable[[], None] = lambda: None
    gateway: Gateway | None = None
    accept: Callable[..., Awaitable[Sequence[bool]]] = _closed
    bell: Callable[[], asyncio.Event] = asyncio.Event
    clients: Sequence[Client] = ()
    public: bool = False
    hotline: str = ""
    shown_to: str = ""
    told: Told | None = None
    season: Season | None = None
    papers: Papers | None = None

    @property
    def secure(self) -> bool:
        """Whether people come by https."""
        return self.base_url.startswith("https://")

    @property
    def origin(self) -> str:
        """What a browser calls us when it sends a form; empty where nobody has said."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
