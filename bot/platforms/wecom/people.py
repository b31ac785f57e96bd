"""Who is who: ids for the people whom the company file names, from the app's directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.company import Person
from bot.log import logger
from bot.platforms.base import PlatformError
from bot.platforms.wecom.app import App
from bot.platforms.wecom.hearing import NAME
from bot.platforms.wecom.identity import Identity

_MOST_DEPARTMENTS = 2000

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
