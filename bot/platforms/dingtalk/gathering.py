"""The emergency group by the ladder that works for new apps; each rung is tried once.

Making a group has no idempotency key, so what is about to be done is written down before it is
done: after a crash or an answer that never came, no second group is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.domain.chat import ChatRef
from bot.domain.retry import KEPT
from bot.log import logger
from bot.platforms.base import Later, Memory, Mention, PlatformError, Refused, Unknown
from bot.platforms.dingtalk.abilities import ROBOT_ADD, Abilities
from bot.platforms.dingtalk.config import Config, Standby
from bot.platforms.dingtalk.errors import QuotaUsed
from bot.platforms.dingtalk.hearing import NAME
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.lenient import list_of, object_of

#: A group's name holds so many characters.
MOST_TITLE = 20
#: So many people in one call.
_AT_ONCE = 40
#: So many of them are tried as the group's owner.
_OWNERS = 3
_UNSEEN = "permession.checkFailed"  # their spelling
_LOOKS = 3
_LOOK_AGAIN = timedelta(seconds=2)
#: Before the name of a group that was made and can't be used.
_UNUSED = "未用 "

_log = logger()


class _RobotNotIn(Refused):
    """The group stands, without the robot."""


class Gathering:
    """Makes, fills, verifies and puts to rest emergency groups."""

    def __init__(self, config: Config, rest: Rest, memory: Memory, abilities: Abilities) -> None:
        self._config = config
        self._abilities = abilities
        self._rest = rest
        self._memory = memory

    async def make(self, title: str, members: Sequence[Mention], key: str) -> ChatRef:
        """A group with the robot in it. Raises Refused when no rung holds."""
        people = list(dict.fromkeys(m.user_id for m in members))
        if not people:
            raise Refused("应急小组里没有人在钉钉里")
        name = f"group:{key}"
        made = await self._memory.recall(name) or {}
        if made.get("ready"):
            return ChatRef(NAME, made["openConversationId"])
        reasons: list[str] = []
        for rung in (self._new_group, self._standby_group):
            try:
                found = await rung(title, people, name, made)
            except Later:
                raise
            except PlatformError as error:
                _log.warning("rung_gave_way", group=key, reason=str(error))
                reasons.append(_reason(error))
                continue
            await self._memory.remember(name, {**found, "ready": True}, KEPT)
            conversation = found["openConversationId"]
            await self._memory.remember(f"chatid:{conversation}", found["chatid"])
            return ChatRef(NAME, conversation)
        raise Refused("；".join(reasons))

    async def _new_group(
        self, title: str, people: list[str], name: str, made: dict[str, Any]
    ) -> dict[str, Any]:
        if made.get("rung") == "standby":
            raise Refused("新群没建成")
        if "openConversationId" not in made:
            if not await self._memory.claim(name, {"rung": "new"}, KEPT):
                raise Unknown("asked for once, no answer came")
            try:
                made = await self._create(title, people)
            except Later:
                await self._memory.forget(name)  # certainly not made
                raise
            await self._memory.remember(name, {"rung": "new", **made}, KEPT)
        for i in range(_AT_ONCE, len(people), _AT_ONCE):
            more = {"chatid": made["chatid"], "add_useridlist": people[i : i + _AT_ONCE]}
            await self._rest.call("/v1.0/im/group/update", more)
        try:
            await self._put_robot_in(made, name)
        except Later:
            raise
        except PlatformError as error:
            await self._abandon(made, title)
            raise _RobotNotIn(str(error)) from error
        return made

    async def _abandon(self, made: dict[str, Any], title: str) -> None:
        """People are in it and the robot is not: its name must not look like the one in use."""
        body = {"chatid": made["chatid"], "name": f"{_UNUSED}{title}"[:MOST_TITLE]}
        try:
            await self._rest.call("/v1.0/im/group/update", body)
        except PlatformError as error:
            _log.warning("group_not_renamed", chatid=made["chatid"], reason=str(error))

    async def _create(self, title: str, people: list[str]) -> dict[str, Any]:
        """Owned by the first of them whom the app is let see: a refusal has made nothing."""
        body = {
            "name": title[:MOST_TITLE],
            "ownerType": "emp",
            "useridlist": people[:_AT_ONCE],
            "conversationTag": 2,
            "managementOptions": {"showHistoryType": 1, "mentionAllAuthority": 0},
        }
        owners = people[:_OWNERS]
        for owner in owners:
            try:
                whole = {**body, "owner": owner}
                answer = await self._rest.call("/v1.0/im/group/create", whole)
            except Refused as refused:
                if _UNSEEN not in str(refused) or owner == owners[-1]:
                    raise
            else:
                return {n: str(answer[n]) for n in ("openConversationId", "chatid")}
        raise Refused("应急小组里没有人在钉钉里")

    async def _put_robot_in(self, made: dict[str, Any], name: str) -> None:
        """A new group has no robot. The call is undocumented, so what counts is the look after.

        Nobody sleeps here: the next look is the row's next try.
        """
        conversation = made["openConversationId"]
        looks = int(made.get("looks", 0))
        if not looks:
            body = {"openConversationId": conversation, "robotCode": self._config.robot}
            try:
                await self._rest.call("/v1.0/robot/groups/orgRobots/add", body)
            except Refused as refused:
                await self._abilities.shown(ROBOT_ADD, refused)
                raise
        answer = await self._rest.call(
            "/v1.0/robot/groups/robots/query", {"openConversationId": conversation}
        )
        listed = answer.get("chatbotInstanceVOList") or []
        if any(r.get("robotCode") == self._config.robot for r in listed):
            await self._abilities.shown(ROBOT_ADD)
            return
        if looks + 1 >= _LOOKS:
            await self._abilities.shown(ROBOT_ADD, "it said yes, and the robot is not there")
            raise Refused("the robot is not in the new group")
        await self._memory.remember(name, {**made, "rung": "new", "looks": looks + 1}, KEPT)
        raise Later("the robot is not in the new group yet", _LOOK_AGAIN)

    async def _standby_group(
        self, title: str, people: list[str], name: str, made: dict[str, Any]
    ) -> dict[str, Any]:
        """A free one of the groups that were prepared before the season."""
        for group in self._config.standby:
            mark = f"standby:{group.chatid}"
            free = await self._memory.claim(mark, name)
            if not free and await self._memory.recall(mark) != name:
                continue
            await self._memory.remember(name, {"rung": "standby"}, KEPT)
            try:
                there = await self._members(group)
                await self._furnish(group, title, people)
            except Refused as refused:
                _log.warning("standby_refused", chatid=group.chatid, reason=str(refused))
                await self._memory.forget(mark)
                continue
            guests = [person for person in people if person not in there]
            await self._memory.remember(f"team:{group.openConversationId}", guests)
            return {"openConversationId": group.openConversationId, "chatid": group.chatid}
        raise Refused("没有空着的备用群" if self._config.standby else "没有备用群")

    async def _members(self, group: Standby) -> list[str]:
        """Who keeps the group; they stay when its work is done."""
        try:
            answer = await self._rest.old(
                "/chat/get", {"chatid": group.chatid}, "GET", counted=True
            )
        except Refused as refused:
            _log.warning("standby_not_read", chatid=group.chatid, reason=str(refused))
            return []
        known = object_of(answer.get("chat_info"))
        return [*map(str, list_of(known.get("useridlist"))), str(known.get("owner") or "")]

    async def _furnish(self, group: Standby, title: str, people: list[str]) -> None:
        for i in range(0, len(people), _AT_ONCE):
            body = {
                "chatid": group.chatid,
                "name": title[:MOST_TITLE],
                "add_useridlist": people[i : i + _AT_ONCE],
            }
            await self._rest.call("/v1.0/im/group/update", body)

    async def close(self, chat: ChatRef, title: str) -> None:
        """Renamed: there is no way to dissolve it. A standby group is empty and free again."""
        chatid = await self._memory.recall(f"chatid:{chat.chat_id}")
        if chatid is None:
            return
        body = {"chatid": chatid, "name": title[:MOST_TITLE]}
        await self._rest.call("/v1.0/im/group/update", body)
        team = await self._memory.recall(f"team:{chat.chat_id}") or []
        for i in range(0, len(team), _AT_ONCE):
            # The next incident's words are not for this one's people.
            leaving = {"chatid": chatid, "del_useridlist": team[i : i + _AT_ONCE]}
            try:
                await self._rest.call("/v1.0/im/group/update", leaving)
            except Refused as refused:
                _log.warning("standby_not_emptied", chatid=chatid, reason=str(refused))
        await self._memory.forget(f"team:{chat.chat_id}")
        await self._memory.forget(f"standby:{chatid}")


def _reason(error: PlatformError) -> str:
    """For the people in the groups: what it was; the vendor's words are in the log."""
    match error:
        case _RobotNotIn():
            return "机器人进不了新建的群，那个群不用"
        case QuotaUsed():
            return "本月接口额度用完"
        case Unknown():
            return "建群没等到答复，多出来的群不用"
    words = str(error)
    if _UNSEEN in words:
        return "群主不在应用的可见范围"
    return words[:40]
