"""Who is who: ids for the people whom the company file names, from the vendor's directory.

All of these calls are free of quota.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.company import Person
from bot.log import logger
from bot.platforms.base import PlatformError
from bot.platforms.dingtalk.hearing import NAME
from bot.platforms.dingtalk.rest import Rest

_ROOT = 1
_PAGE = 100
_MOST_DEPARTMENTS = 2000

_log = logger()


async def find(rest: Rest, people: Iterable[Person]) -> dict[str, str]:
    """User ids by person's key: by mobile, else by a name that only one colleague has."""
    wanted = [p for p in people if NAME not in p.ids]
    found: dict[str, str] = {}
    for person in wanted:
        if person.mobile and (user_id := await _by_mobile(rest, person.mobile)):
            found[person.key] = user_id
    rest_of = [p for p in wanted if p.key not in found]
    if rest_of:
        names = await _names(rest)
        for person in rest_of:
            ids = names.get(person.name, set())
            if len(ids) == 1:
                found[person.key] = next(iter(ids))
    return found


async def _by_mobile(rest: Rest, mobile: str) -> str | None:
    try:
        answer = await rest.old("/topapi/v2/user/getbymobile", {"mobile": mobile})
    except PlatformError as error:
        _log.warning("mobile_not_found", platform=NAME, reason=str(error)[:80])
        return None
    return str((answer.get("result") or {}).get("userid") or "") or None


async def _names(rest: Rest) -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = {}
    waiting, seen = [_ROOT], {_ROOT}
    try:
        while waiting and len(seen) < _MOST_DEPARTMENTS:
            department = waiting.pop()
            for user in await _users(rest, department):
                names.setdefault(str(user.get("name")), set()).add(str(user.get("userid")))
            below = await rest.old("/topapi/v2/department/listsub", {"dept_id": department})
            fresh = {int(d["dept_id"]) for d in below.get("result") or []} - seen
            seen |= fresh
            waiting += sorted(fresh)
    except PlatformError as error:
        # Half a directory would take namesakes for one person.
        _log.warning("directory_not_read", platform=NAME, reason=str(error)[:120])
        return {}
    return names


async def _users(rest: Rest, department: int) -> list[Mapping[str, Any]]:
    users: list[Mapping[str, Any]] = []
    cursor = 0
    while True:
        body = {"dept_id": department, "cursor": cursor, "size": _PAGE}
        page = (await rest.old("/topapi/user/listsimple", body)).get("result") or {}
        users += page.get("list") or []
        if str(page.get("has_more")).lower() != "true":
            return users
        cursor = int(page.get("next_cursor") or 0)
