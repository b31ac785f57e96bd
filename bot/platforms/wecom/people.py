"""Who is who, and still there: the company's people and departments in the app's directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.company import Person
from bot.log import logger
from bot.platforms.base import PlatformError, Refused
from bot.platforms.wecom.app import App
from bot.platforms.wecom.errors import NoSuchUser, OutOfRange
from bot.platforms.wecom.hearing import NAME
from bot.platforms.wecom.identity import Identity

_MOST_DEPARTMENTS = 2000
#: What is no 1, activated.
_AWAY = {"2": "disabled", "4": "inactive", "5": "gone"}

_log = logger()


async def find(app: App, identity: Identity, people: Iterable[Person]) -> dict[str, str]:
    """User ids by person's key: by mobile, else by a name that only one colleague has.

    Wrong mobiles are looked up once a start: too many of them shut the look-up for the day.
    """
    everybody = list(people)
    wanted = [p for p in everybody if NAME not in p.ids]
    names = await _names(app, identity, {p.name for p in everybody})
    found: dict[str, str] = {}
    for person in wanted:
        ids = names.get(person.name, set())
        if len(ids) == 1:
            found[person.key] = next(iter(ids))
        elif person.mobile and (user_id := await _by_mobile(app, person.mobile)):
            found[person.key] = user_id
    return found


async def find_by_mobile(app: App, people: Iterable[Person]) -> dict[str, str]:
    """User ids by person's key, of those whose number is theirs alone."""
    found = {p.key: await _by_mobile(app, p.mobile) for p in people if p.mobile}
    return {key: user_id for key, user_id in found.items() if user_id}


async def away(app: App, people: Iterable[Person]) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """Why somebody can't be reached, by person's key, and the keys of those out of the app's range.

    Who could not be looked up is left out. Raises a PlatformError where the directory does not
    answer.
    """
    found: dict[str, str | None] = {}
    unseen: list[str] = []
    for person in people:
        if NAME not in person.ids:
            continue
        try:
            answer = await app.get("/cgi-bin/user/get", userid=person.ids[NAME])
        except NoSuchUser:
            found[person.key] = "gone"
        except OutOfRange:  # that is not out of the company
            unseen.append(person.key)
        except Refused as error:
            _log.warning("person_not_looked_up", platform=NAME, reason=str(error)[:80])
        else:
            found[person.key] = _AWAY.get(str(answer.get("status")))
    return found, tuple(unseen)


async def departments(app: App, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Heads and people of the departments that alone have such a name.

    Raises a PlatformError where the directory does not answer.
    """
    found: dict[str, dict[str, Any]] = {}
    try:
        listed = (await app.get("/cgi-bin/department/list")).get("department") or []
        for name in names:
            called = [d for d in listed if d.get("name") == name]
            if len(called) != 1:
                continue
            page = await app.get("/cgi-bin/user/simplelist", department_id=int(called[0]["id"]))
            users = page.get("userlist") or []
            people = {str(u.get("userid") or ""): str(u.get("name") or "") for u in users}
            heads = called[0].get("department_leader") or []
            found[name] = {"heads": [str(head) for head in heads], "people": people}
    except Refused as error:
        _log.warning("departments_not_read", platform=NAME, reason=str(error)[:120])
        return {}
    return found


async def _by_mobile(app: App, mobile: str) -> str | None:
    try:
        answer = await app.post("/cgi-bin/user/getuserid", {"mobile": mobile})
    except PlatformError as error:
        _log.warning("mobile_not_found", platform=NAME, reason=str(error)[:80])
        return None
    return str(answer.get("userid") or "") or None


async def _names(app: App, identity: Identity, ours: set[str]) -> Mapping[str, set[str]]:
    """Everybody in the app's range; the ciphertexts that stand beside our people are learned."""
    names: dict[str, set[str]] = {}
    try:
        listed = await app.get("/cgi-bin/department/simplelist")
        departments = [int(d["id"]) for d in listed.get("department_id") or []]
        for department in departments[:_MOST_DEPARTMENTS]:
            page = await app.get("/cgi-bin/user/simplelist", department_id=department)
            for user in page.get("userlist") or []:
                user_id = str(user.get("userid") or "")
                names.setdefault(str(user.get("name") or ""), set()).add(user_id)
                if user_id and user.get("open_userid") and user.get("name") in ours:
                    await identity.learn(str(user["open_userid"]), user_id)
    except PlatformError as error:
        # Half a directory would take namesakes for one person.
        _log.warning("directory_not_read", platform=NAME, reason=str(error)[:120])
        return {}
    return names
