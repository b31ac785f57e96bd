"""What became of a complaint, for the user of the heat; and what he has to add.

Two things open it: the receipt, which only his browser has, or the ticket's number with the last
four digits of his phone. Whoever has neither learns nothing, not even whether there is a ticket.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.domain.chat import ChatRef, SaidOnline
from bot.domain.online import phone_in
from bot.domain.ticket import RATINGS
from bot.web.addresses import address_of
from bot.web.complain import LABEL
from bot.web.door import Door
from bot.web.gate import Away, For, Gate, Visitor, go
from bot.web.progress import Progress, progress_of
from bot.web.site import Site

LONGEST = 1000
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
#: So often an address may ask, so often a ticket may be asked for without its receipt: guessing
#: four digits would take months.
_ASKS, _ASKED = (30, _HOUR), (20, _DAY)
#: How often a user is heard on one ticket.
_HEARD = {"add": (10, _HOUR), "urge": (1, timedelta(hours=2)), "rate": (5, _DAY)}


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a ticket's page: a receipt, or a number and four digits."""

    receipt: str = ""
    number: str = ""
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the form that could not be taken."""

    what: str = ""
    words: str = ""
    rating: str = ""


NOTHING = Typed()


class Receipts:
    """The routes below `/complain` for those who have complained."""

    def __init__(self, site: Site, gate: Gate, door: Door) -> None:
        self._site = site
        self._gate = gate
        self._door = door

    def add_to(self, app: web.Application) -> None:
        """Adds the routes; after them comes nothing below `/complain`."""
        guard = self._gate.guard
        app.router.add_get("/complain/status", guard(For.ANYONE, self.ask))
        app.router.add_post("/complain/status", guard(For.ANYONE, self.show))
        app.router.add_post("/complain/more", guard(For.ANYONE, self.more, checked=False))
        app.router.add_get("/complain/{receipt}", guard(For.ANYONE, self.page))

    async def ask(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """The question for number and digits."""
        return await self._gate.page(request, visitor, "complain_status", mistake="", key=Key())

    async def show(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """The ticket behind number and digits."""
        key = _key(await request.post())
        number, mistake = await self._opened(request, key)
        if number is None:
            status = 429 if mistake == "too_many" else 404
            return await self._gate.page(
                request, visitor, "complain_status", status, mistake=mistake, key=key
            )
        return await self._ticket(request, visitor, key, number)

    async def page(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """The receipt."""
        key = Key(receipt=request.match_info["receipt"])
        state, number = await self._of_receipt(key.receipt)
        if state == "unknown":
            raise Away("no_receipt", 404)
        if number is None or state != "open":
            return await self._gate.page(
                request, visitor, "complain_receipt", state=state, number=number
            )
        done = request.query.get("done", "")
        return await self._ticket(request, visitor, key, number, done if done in _HEARD else "")

    async def more(self, request: web.Request, visitor: Visitor | None) -> web.Response:
        """More words, "it takes too long", or a rating; on record and to those who have it."""
        form = await request.post()
        again = await self._has_lost_its_token(request, visitor, form)
        key, what = _key(form), form.get("what")
        number, _ = await self._opened(request, key)
        if number is None or not isinstance(what, str) or what not in _HEARD:
            raise Away("no_receipt", 404)
        words, rating = str(form.get("words") or "").strip(), str(form.get("rating") or "")
        progress = await self._progress(number)
        mistake = "again" if again else _mistake(what, words, rating, progress)
        most, per = _HEARD[what]
        knock, now = self._door.desk.knock, self._site.now()
        if not mistake and await knock(f"{what}/#{number}", most, per, now):
            mistake = f"heard_{what}"
        if mistake:
            typed = Typed(what, words, rating)
            return await self._ticket(request, visitor, key, number, mistake=mistake, typed=typed)
        # The same words again within the hour are a button that was pressed twice.
        same = f"{number}\n{what}\n{rating}\n{words}\n{now:%Y%m%d%H}"
        said = SaidOnline(
            ChatRef("web", f"user/{number}"),
            hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:32],
            LABEL,
            number,
            words,
            now,
            rating=rating if what == "rate" else "",
            urges=what == "urge",
        )
        await self._door.say(said)
        if key.receipt:
            return go(f"/complain/{key.receipt}?done={what}")
        return await self._ticket(request, visitor, key, number, what)

    async def _has_lost_its_token(
        self, request: web.Request, visitor: Visitor | None, form: Mapping[str, Any]
    ) -> bool:
        """A telephone may forget the cookie while somebody types: what he typed is shown again."""
        try:
            await self._gate.own_doing(request, visitor, form)
        except Away as away:
            if away.reason == "foreign":
                raise
            return True
        return False

    async def _ticket(
        self,
        request: web.Request,
        visitor: Visitor | None,
        key: Key,
        number: int,
        done: str = "",
        *,
        mistake: str = "",
        typed: Typed = NOTHING,
    ) -> web.Response:
        progress = await self._progress(number)
        return await self._gate.page(
            request,
            visitor,
            "complain_ticket",
            422 if mistake else 200,
            t=progress,
            key=key,
            done=done,
            mistake=mistake,
            typed=typed,
            ratings=RATINGS,
            longest=LONGEST,
        )

    async def _progress(self, number: int) -> Progress:
        company = await self._site.storage.company()
        found = await progress_of(self._site.storage, number, company, self._site.now())
        if found is None:
            raise Away("no_receipt", 404)
        return found

    # -- who may see it -------------------------------------------------------------------------

    async def _opened(self, request: web.Request, key: Key) -> tuple[int | None, str]:
        """The ticket that a key opens, else why it does not."""
        if key.receipt:
            state, number = await self._of_receipt(key.receipt)
            return (number, "") if state == "open" else (None, "not_found")
        if not re.fullmatch(r"[1-9][0-9]{0,8}", key.number) or not re.fullmatch(
            r"[0-9]{4}", key.digits
        ):
            return None, "odd"
        address, knock = address_of(request, self._site.proxies), self._door.desk.knock
        now = self._site.now()
        for who, (most, per) in ((f"ask/{address}", _ASKS), (f"ask/#{key.number}", _ASKED)):
            if await knock(who, most, per, now):
                return None, "too_many"
        async with self._site.storage.reading() as queries:
            ticket = await queries.ticket(int(key.number))
        phone = (ticket.phone if ticket else None) or ""
        right = hmac.compare_digest(phone[-4:].encode(), key.digits.encode())
        return (int(key.number), "") if right else (None, "not_found")

    async def _of_receipt(self, receipt: str) -> tuple[str, int | None]:
        """open, waiting, set_aside, closed or unknown; and the ticket's number where it has one.

        A receipt for a ticket that was there before opens it only for the same phone: else anybody
        could read a neighbour's by complaining in his name.
        """
        kept = await self._door.kept(receipt, "form/")
        if kept is None:
            return "unknown", None
        found = await self._door.desk.receipt(receipt)
        if found is None:
            return ("set_aside" if kept[1] == "quarantined" else "waiting"), None
        if found.opened:
            return "open", found.ticket
        async with self._site.storage.reading() as queries:
            ticket = await queries.ticket(found.ticket)
        phone = phone_in(str(kept[0].get("phone") or ""))
        his = ticket is not None and phone is not None and phone == ticket.phone
        return ("open" if his else "closed"), found.ticket


def _mistake(what: str, words: str, rating: str, progress: Progress) -> str:
    if len(words) > LONGEST:
        return "long"
    if what == "add" and not words:
        return "empty"
    if what == "rate" and (rating not in RATINGS or not progress.may_rate):
        return "no_rating"
    return "not_now" if what == "urge" and not progress.may_urge else ""


def _key(form: Mapping[str, Any]) -> Key:
    told = {name: form.get(name) for name in ("receipt", "number", "digits")}
    return Key(
        **{n: re.sub(r"[\s#]", "", v) if isinstance(v, str) else "" for n, v in told.items()}
    )
