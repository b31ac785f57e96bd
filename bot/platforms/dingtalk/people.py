"""Who is who, and still there: the company's people and departments in the vendor's directory.

All of these calls are free of quota.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.company import Person
from bot.log import logger
from bot.platforms.base import PlatformError, Refused
from bot.platforms.dingtalk.errors import NoSuchUser
from bot.platforms.dingtalk.hearing import NAME
from bot.platforms.dingtalk.rest import Rest

_ROOT = 1
_PAGE = 100
_MOST_DEPARTMENTS = 2000

_log = logger()


async def find(rest: Rest, people: Iterable[Person]) -> dict[str, str]:
    """User ids by person's key: by mobile, else by a name that only one colleague has."""
    wanted = [p for p in people if NAME not in p.ids]
    found = await find_by_mobile(rest, wanted)
    rest_of = [p for p in wanted if p.key not in found]
    if rest_of:
        names = await _names(rest)
        for person in rest_of:
            ids = names.get(person.name, set())
            if len(ids) == 1:
                found[person.key] = next(iter(ids))
    return found


async def find_by_mobile(rest: Rest, people: Iterable[Person]) -> dict[str, str]:
    """User ids by person's key, of those whose number is theirs alone."""
    found: dict[str, str] = {}
    for person in people:
        if person.mobile and (user_id := await _by_mobile(rest, person.mobile)):
            found[person.key] = user_id
    return found


async def _by_mobile(rest: Rest, mobile: str) -> str | None:
    try:
        answer = await rest.old("/topapi/v2/user/getbymobile", {"mobile": mobile})
    except PlatformError as error:
        _log.warning("mobile_not_found", platform=NAME, reason=str(error)[:80])
        return None
    return str((answer.get("result") or {}).get("userid") or "") or None


async def away(rest: Rest, people: Iterable[Person]) -> dict[str, str | None]:
    """Why somebody can't be reached, by person's key; who could not be looked up is left out.

    Raises a PlatformError where the directory does not answer.
    """
    found: dict[str, str | None] = {}
    for person in people:
        if NAME not in person.ids:
            continue
        try:
            answer = await rest.old("/topapi/v2/user/get", {"userid": person.ids[NAME]})
        except NoSuchUser:
            found[person.key] = "gone"
        except Refused as error:
            _log.warning("person_not_looked_up", platform=NAME, reason=str(error)[:80])
        else:
            active = (answer.get("result") or {}).get("active", True)
            found[person.key] = "inactive" if str(active).lower() == "false" else None
    return found


async def departments(rest: Rest, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Heads and people of the departments that alone have such a name.

    Raises a PlatformError where the directory does not answer.
    """
    found: dict[str, dict[str, Any]] = {}
    try:
        tree = await _tree(rest)
        for name in names:
            numbers = [number for number, called in tree.items() if called == name]
            if len(numbers) != 1:
                continue
            (number,) = numbers
            answer = await rest.old("/topapi/v2/department/get", {"dept_id": number})
            heads = (answer.get("result") or {}).get("dept_manager_userid_list") or []
            users = await _users(rest, number)
            people = {str(user.get("userid")): str(user.get("name") or "") for user in users}
            found[name] = {"heads": [str(head) for head in heads], "people": people}
    except Refused as error:
        _log.warning("departments_not_read", platform=NAME, reason=str(error)[:120])
        return {}
    return found


async def _tree(rest: Rest) -> dict[int, str]:
    """Every department's name by its number; the root has none that matters."""
    tree, waiting = {_ROOT: ""}, [_ROOT]
    while waiting and len(tree) < _MOST_DEPARTMENTS:
        below = await rest.old("/topapi/v2/department/listsub", {"dept_id": waiting.pop()})
        fresh = {int(d["dept_id"]): str(d.get("name") or "") for d in below.get("result") or []}
        waiting += sorted(fresh.keys() - tree.keys())
        tree = {**fresh, **tree}
    return tree


async def _names(rest: Rest) -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = {}
    try:
        for department in await _tree(rest):
            for user in await _users(rest, department):
                names.setdefault(str(user.get("name")), set()).add(str(user.get("userid")))
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
