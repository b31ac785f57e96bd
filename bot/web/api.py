"""`POST /api/complaints` (R2.1.2): other systems bring in what was complained of to them.

Kept before it is answered; the same `idempotency_key` is the same complaint however often it comes.
"""

from __future__ import annotations

import difflib
import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.domain.chat import ChatRef, Filed
from bot.domain.company import Company
from bot.domain.ticket import Ticket
from bot.log import logger
from bot.platforms.texts import UNSEEN
from bot.web.door import Door, Trouble
from bot.web.pages import environment
from bot.web.progress import without_people
from bot.web.site import Client, Site
from storage.rows import Receipt

#: Four thousand characters of Chinese, with room for the rest.
MOST_BYTES = 64 * 1024
_LONGEST_KEY = 128
_MINUTE = timedelta(minutes=1)
_log = logger()


def _line(value: str) -> str:
    """Fields are one line; nothing in them begins another."""
    return " ".join(UNSEEN.sub(" ", value).split())


def _words(value: str) -> str:
    value = UNSEEN.sub("", value.replace("\r\n", "\n")).strip()
    if not value:
        raise ValueError("blank")
    return value


_Line = AfterValidator(_line)


class Complaint(BaseModel):
    """What is sent; only `content` must be there."""

    model_config = ConfigDict(extra="forbid", strict=True)

    content: Annotated[str, Field(max_length=4000), AfterValidator(_words)]
    name: Annotated[str, Field(max_length=40), _Line] = ""
    phone: Annotated[str, Field(max_length=40), _Line] = ""
    address: Annotated[str, Field(max_length=200), _Line] = ""
    time: Annotated[str, Field(max_length=60), _Line] = ""
    type: Literal["", "quality", "facility", "service", "other"] = ""
    external_id: Annotated[str, Field(max_length=64), _Line] = ""
    source: Annotated[str, Field(max_length=20), _Line] = ""
    idempotency_key: Annotated[str, Field(max_length=_LONGEST_KEY), _Line] = ""


class _Fault(Exception):
    """Why it was not taken; the template has the words."""

    def __init__(self, status: int, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.status, self.reason, self.facts = status, reason, facts


class Api:
    """The routes below `/api/complaints`."""

    def __init__(self, site: Site, door: Door) -> None:
        self._site = site
        self._door = door

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_post("/api/complaints", self._answering(self.post))
        app.router.add_get("/api/complaints/{receipt}", self._answering(self.get))

    def _answering(self, handler: Any) -> Any:
        async def answer(request: web.Request) -> web.Response:
            try:
                answered: web.Response = await handler(request, self._client(request))
                return answered
            except _Fault as fault:
                return _refused(fault)
            except Trouble as error:
                _log.error("online_not_kept", error=type(error).__name__)
                return _refused(_Fault(503, "trouble", wait=30))

        return answer

    async def post(self, request: web.Request, client: Client) -> web.Response:
        """202 with the ticket's number, or with a receipt where it takes longer."""
        now = self._site.now()
        who = f"api/{client.name}"
        if wait := await self._door.desk.knock(who, client.per_minute, _MINUTE, now):
            raise _Fault(429, "too_many", wait=int(wait.total_seconds()) + 1)
        told = _read(await _body(request), request.headers.get("Idempotency-Key", ""))
        receipt = _receipt_of(client, told)
        filed = Filed(
            ChatRef("web", f"{_whose(client)}{receipt}"),
            receipt,
            told.source or client.label,
            told.content,
            now,
            told.name,
            told.phone,
            told.address,
            told.time,
            told.external_id,
            told.type,
        )
        if await self._door.filed(filed) is False:
            raise _Fault(409, "other_words")
        found = await self._door.file(filed)
        _log.info("online_complaint", client=client.name, ticket=found.ticket if found else None)
        return await self._said(receipt, found, 202)

    async def get(self, request: web.Request, client: Client) -> web.Response:
        """What became of it, for the client who brought it."""
        receipt = request.match_info["receipt"]
        kept = await self._door.kept(receipt, _whose(client))
        if kept is None:
            raise _Fault(404, "not_there")
        found = await self._door.desk.receipt(receipt)
        return await self._said(receipt, found, 200, set_aside=kept[1] == "quarantined")

    def _client(self, request: web.Request) -> Client:
        """Whose token it is. All are compared, so the time tells nothing."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        digest = Client.digest_of(token.strip())
        found = [c for c in self._site.clients if hmac.compare_digest(c.digest, digest)]
        if kind.lower() != "bearer" or not found:
            raise _Fault(401, "no_token")
        return found[0]

    async def _said(
        self, receipt: str, found: Receipt | None, status: int, *, set_aside: bool = False
    ) -> web.Response:
        body: dict[str, Any] = {"receipt": receipt, "number": None, "state": "waiting"}
        if set_aside:
            body["state"] = "set_aside"
        if found is not None:
            body |= {"number": found.ticket, "state": "opened" if found.opened else "repeated"}
            async with self._site.storage.reading() as queries:
                ticket = await queries.ticket(found.ticket)
            body |= _standing(ticket, await self._site.storage.company()) if ticket else {}
        headers = {"Location": f"/api/complaints/{receipt}", "Cache-Control": "no-store"}
        return web.json_response(body, status=status, headers=headers, dumps=_dumps)


def _standing(ticket: Ticket, company: Company | None) -> dict[str, Any]:
    """How far it is, in the contract's words; whose names and numbers the result has is not told:
    another household's complaint may have led to this ticket."""
    return {
        "status": ticket.status.value,
        "severity": ticket.severity.value,
        "promised_at": ticket.promised_at.isoformat() if ticket.promised_at else None,
        "result": without_people(ticket.result, company) if ticket.result else None,
        "merged_into": ticket.merged_into,
    }


def _whose(client: Client) -> str:
    return f"api/{client.name}/"


def _receipt_of(client: Client, told: Complaint) -> str:
    """The same for the same key; nobody's other where there is none."""
    key = told.idempotency_key or (told.external_id and f"order {told.external_id}")
    if not key:
        return secrets.token_hex(16)
    return hashlib.sha256(f"{client.name}\n{key}".encode()).hexdigest()[:32]


async def _body(request: web.Request) -> bytes:
    if request.content_type != "application/json":
        raise _Fault(415, "no_json_type")
    if (request.content_length or 0) > MOST_BYTES:
        raise _Fault(413, "too_big", most=MOST_BYTES // 1024)
    body = await request.content.read(MOST_BYTES + 1)
    while len(body) <= MOST_BYTES and (more := await request.content.read(MOST_BYTES + 1)):
        body += more
    if len(body) > MOST_BYTES:
        raise _Fault(413, "too_big", most=MOST_BYTES // 1024)
    return body


def _read(body: bytes, key: str) -> Complaint:
    """All faults at once. `key` is the header's, where the body has none."""
    try:
        told = Complaint.model_validate(json.loads(body.decode("utf-8-sig"), object_hook=_whole))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        if faults[0]["type"] == "model_type":
            raise _Fault(400, "no_json") from None
        raise _Fault(422, "faults", faults=[_fault(each) for each in faults]) from None
    except (ValueError, RecursionError):
        raise _Fault(400, "no_json") from None
    if key and not told.idempotency_key:
        if len(key) > _LONGEST_KEY:
            long = {"field": "Idempotency-Key", "error": "string_too_long", "most": _LONGEST_KEY}
            raise _Fault(422, "faults", faults=[long])
        told = told.model_copy(update={"idempotency_key": _line(key)})
    return told


def _whole(told: dict[str, Any]) -> dict[Any, Any]:
    """Without halves of characters: who cuts a text in two may leave one (R1.1)."""
    return {_chars(name): _chars(value) for name, value in told.items()}


def _chars(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _fault(error: Any) -> dict[str, Any]:
    field = ".".join(str(part) for part in error["loc"])
    near = difflib.get_close_matches(field, Complaint.model_fields, n=1)
    most = (error.get("ctx") or {}).get("max_length")
    return {"field": field, "error": error["type"], "most": most, "near": near[0] if near else ""}


def _refused(fault: _Fault) -> web.Response:
    words: Any = environment().get_template("_api.html.j2").module
    faults = fault.facts.pop("faults", [])
    body: dict[str, Any] = {"error": str(words.sentence(fault.reason, fault.facts)).strip()}
    if faults:
        body["faults"] = [
            {"field": each["field"], "error": str(words.fault(each)).strip()} for each in faults
        ]
    headers = {"Cache-Control": "no-store"}
    if fault.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if wait := fault.facts.get("wait"):
        headers["Retry-After"] = str(wait)
    return web.json_response(body, status=fault.status, headers=headers, dumps=_dumps)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
