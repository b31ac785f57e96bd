"""The public complaint form (R2.1.2): anybody's, without an account and without a script.

A form that was filled in badly still becomes a ticket (R2.2.1): what would help is asked for once,
and what was typed stays.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.domain.chat import ChatRef, Filed
from bot.domain.online import phone_in
from bot.log import logger
from bot.platforms.attachments import keep
from bot.platforms.texts import UNSEEN
from bot.web.addresses import address_of
from bot.web.door import Door, Trouble
from bot.web.gate import Away, For, Gate, Visitor, go
from bot.web.pictures import TYPES
from bot.web.site import Site
from bot.web.uploads import read_form

#: What the way is called that these complaints come by.
LABEL = "网页"
KINDS = ("quality", "facility", "service", "other")
#: Fields and how many characters each takes.
LONGEST = {"name": 40, "phone": 40, "address": 200, "content": 2000, "degrees": 8}
#: People of one address, one phone, and all together.
_OF_ADDRESS, _OF_ALL, _SPELL = 30, 2000, timedelta(minutes=10)
_OF_PHONE, _HOUR = 5, timedelta(hours=1)
#: Nobody fills it in faster.
_QUICKEST = timedelta(seconds=2)
#: What would help and keeps nothing back: asked for once, in so many words.
_HELPFUL = frozenset({"no_phone", "odd_phone", "no_address"})
_NONCE = re.compile(r"[0-9a-f]{32}")
_log = logger()


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. `nonce` makes the same form sent twice one complaint."""

    nonce: str
    begun: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    warned: bool = False
    trap: bool = False

    def get(self, name: str) -> str:
        """A field's words."""
        return self.fields.get(name, "")


class Complain:
    """`/complain`."""

    def __init__(self, site: Site, gate: Gate, door: Door) -> None:
        self._site = site
        self._gate = gate
        self._door = door

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        guard = self._gate.guard
        app.router.add_get("/complain", guard(For.ANYONE, self.page))
        app.router.add_post("/complain", guard(For.ANYONE, self.send, checked=False))

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """An empty form."""
        return await self._page(request, visitor, self._empty())

    def _empty(self) -> Typed:
        return Typed(secrets.token_hex(16), self._site.now())

    async def _page(
        self,
        request: web.Request,
        visitor: Visitor | None,
        typed: Typed,
        *mistakes: str,
        status: int = 200,
    ) -> web.Response:
        facts: dict[str, Any] = {"typed": typed, "mistakes": mistakes}
        facts |= {"longest": LONGEST, "kinds": KINDS, "pictures": bool(self._site.files)}
        return await self._gate.page(request, visitor, "complain", status, **facts)

    async def send(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """Kept, then the receipt; or the form again with everything that was typed."""
        form, pictures = await read_form(request)
        typed = self._typed(form)
        try:
            await self._gate.own_doing(request, visitor, form)
        except Away as away:
            if away.reason == "foreign":
                raise
            return await self._page(request, visitor, typed, "again", status=403)
        mistakes = self._mistakes(typed)
        if mistakes and pictures:
            mistakes.append("pick_again")  # no browser puts files back into a form
        if mistakes:
            warned = typed.warned or not _HELPFUL.isdisjoint(mistakes)
            again = Typed(typed.nonce, typed.begun, typed.fields, typed.kind, warned)
            return await self._page(request, visitor, again, *mistakes, status=422)
        filed = self._filed(typed)
        try:
            # Pressed twice is once; other words on the same form count like another form.
            if await self._door.filed(replace(filed, images=("",) * len(pictures))):
                return go(f"/complain/{filed.message_id}")
            if not await self._admitted(request, filed):
                return await self._page(request, visitor, typed, "too_many", status=429)
            kept = await asyncio.to_thread(self._keep, pictures)
            found = await self._door.file(replace(filed, images=kept))
        except Trouble as error:
            _log.error("online_not_kept", error=type(error).__name__)
            return await self._page(request, visitor, typed, "trouble", status=503)
        _log.info("online_complaint", client="form", ticket=found.ticket if found else None)
        return go(f"/complain/{filed.message_id}")

    def _keep(self, pictures: Sequence[bytes]) -> tuple[str, ...]:
        """Their names; what is no picture is left out, the complaint is not."""
        folder = next(iter(self._site.files), None)
        found = (keep(folder, data, TYPES) for data in pictures) if folder is not None else ()
        return tuple(dict.fromkeys(name for name in found if name))

    async def _admitted(self, request: web.Request, filed: Filed) -> bool:
        desk, now = self._door.desk, self._site.now()
        address = address_of(request, self._site.proxies)
        phone = phone_in(filed.phone)
        limits = [(f"phone/{phone}", _OF_PHONE, _HOUR)] if phone else []
        limits += [(f"form/{address}", _OF_ADDRESS, _SPELL), ("form", _OF_ALL, _SPELL)]
        for who, most, per in limits:
            if await desk.knock(who, most, per, now):
                _log.warning("online_too_many", who=who.partition("/")[0])
                return False
        return True

    def _mistakes(self, typed: Typed) -> list[str]:
        """What keeps it back; what would only help, once."""
        if typed.trap or self._site.now() - typed.begun < _QUICKEST:
            return ["again"]
        long = [f"long_{n}" for n, most in LONGEST.items() if len(typed.get(n)) > most]
        if long:
            return long
        found = [] if typed.get("content") or typed.kind else ["empty"]
        if typed.warned:
            return found
        phone = typed.get("phone")
        if not phone:
            found.append("no_phone")
        elif phone_in(phone) is None:
            found.append("odd_phone")
        if not typed.get("address"):
            found.append("no_address")
        return found

    def _typed(self, form: Mapping[str, Any]) -> Typed:
        def words(name: str) -> str:
            value = form.get(name)
            value = UNSEEN.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else ""
            return value.strip() if name == "content" else " ".join(value.split())

        nonce, begun, kind = words("nonce"), words("begun"), words("kind")
        fresh = self._empty()
        since = fresh.begun
        if begun.isascii() and begun.isdecimal() and len(begun) < 12:
            since = datetime.fromtimestamp(int(begun), since.tzinfo)
        return Typed(
            nonce if _NONCE.fullmatch(nonce) else fresh.nonce,
            min(since, fresh.begun),
            {name: words(name) for name in LONGEST},
            kind if kind in KINDS else "",
            words("warned") == "1",
            bool(words("website")),
        )

    def _filed(self, typed: Typed) -> Filed:
        degrees, content = typed.get("degrees"), typed.get("content")
        if degrees:
            unit = "" if re.search(r"[度℃]", degrees) else "度"
            content = f"{content}\n室温{degrees}{unit}".strip()
        receipt = hashlib.sha256(f"form\n{typed.nonce}".encode()).hexdigest()[:32]
        return Filed(
            ChatRef("web", f"form/{receipt}"),
            receipt,
            LABEL,
            content or "（没写内容）",
            self._site.now(),
            typed.get("name"),
            typed.get("phone"),
            typed.get("address"),
            type=typed.kind,
        )
