"""People one by one: a single message from the robot, else a work notice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from bot.log import logger
from bot.platforms.base import PlatformError, Refused
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.errors import ContentRefused
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.lenient import list_of, object_of
from bot.platforms.standing import Standing
from bot.platforms.texts import pieces

#: So many people in one call; so many messages taken back in one.
_MOST = 20
#: A work notice goes to so many, in so many bytes.
_MOST_NOTIFIED, _MOST_NOTICE = 100, 1_900
#: Where the answer lists whom a single message did not reach.
MISSED = ("invalidStaffIdList", "flowControlledStaffIdList", "filteredStaffIdList")
#: Where a notice's result lists whom it did not reach, though sending it said that all is well.
_NOT_NOTIFIED = ("unread", "invalid", "forbidden", "failed")
_NOTICES = "/topapi/message/corpconversation"

_log = logger()


@dataclass(frozen=True, slots=True)
class Reached:
    """What was sent: `keys` of single messages, `tasks` of work notices."""

    keys: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """By which a quote of it is known."""
        return self.keys[0] if self.keys else "notice"


class Singles:
    """Reaches people beside the groups."""

    def __init__(self, config: Config, rest: Rest, standing: Standing) -> None:
        self._config = config
        self._rest = rest
        self._standing = standing

    async def to_people(self, user_ids: Sequence[str], said: Sequence[str], key: str) -> Reached:
        """A single message to each, in these parts; whom it missed, a work notice.

        Tried again under its key it says what was not said yet. Raises Refused where it reached
        nobody.
        """
        reached = Reached()
        missed: list[str] = []
        why = ""
        for i in range(0, len(user_ids), _MOST):
            some = list(user_ids[i : i + _MOST])
            try:
                keys, left_out = await self._singles(some, said, f"{key}/{i}")
            except ContentRefused:
                raise
            except Refused as refused:
                _log.warning("single_refused", reason=str(refused))
                keys, left_out, why = [], some, f"：{refused}"
            reached = Reached((*reached.keys, *keys))
            missed += left_out
        if missed and (tasks := await self._notices(missed, said, key)):
            return replace(reached, tasks=tasks)
        if len(missed) >= len(user_ids):
            raise Refused(f"单聊也没送到任何人{why}")
        return reached

    async def _singles(
        self, user_ids: list[str], said: Sequence[str], key: str
    ) -> tuple[list[str], list[str]]:
        """The messages' keys, and those who did not get them though the call went well."""

        async def say(i: int, part: str) -> tuple[str, list[str]]:
            body = {
                "robotCode": self._config.robot,
                "userIds": user_ids,
                "msgKey": "sampleText",
                "msgParam": json.dumps({"content": part}, ensure_ascii=False),
            }
            answer = await self._rest.call("/v1.0/robot/oToMessages/batchSend", body)
            left_out = [str(p) for name in MISSED for p in list_of(answer.get(name))]
            return str(answer.get("processQueryKey") or ""), left_out

        answers = await self._standing.each(key, "single", said, say)
        missed = {person for _, left_out in answers for person in left_out}
        return [k for k, _ in answers if k], [p for p in user_ids if p in missed]

    async def _notices(self, user_ids: Sequence[str], said: Sequence[str], key: str
    ) -> tuple[str, ...]:  # fmt: skip
        """The app's own window reaches who has never spoken to the robot; the tasks' numbers."""
        if not self._config.agent_id:
            return ()
        texts = [piece for part in said for piece in pieces(part, _MOST_NOTICE)]
        tasks: list[str] = []
        for i in range(0, len(user_ids), _MOST_NOTIFIED):
            notify = partial(self._notice, user_ids[i : i + _MOST_NOTIFIED])
            try:
                tasks += await self._standing.each(f"{key}/{i}", "notice", texts, notify)
            except Refused as refused:
                _log.warning("notice_refused", reason=str(refused))
        return tuple(tasks)

    async def _notice(self, user_ids: Sequence[str], i: int, text: str) -> str:
        # The same words reach a person once a day only, and nobody is told: hence the time.
        words = f"{text}\n{self._rest.now():%m-%d %H:%M:%S}"
        msg = {"msgtype": "text", "text": {"content": words}}
        body = {"userid_list": ",".join(user_ids), "msg": msg}
        answer = await self._of_notices("asyncsend_v2", body)
        return str(answer.get("task_id") or "")

    async def _of_notices(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        body = {"agent_id": self._config.agent_id, **body}
        return await self._rest.old(f"{_NOTICES}/{what}", body, counted=True)

    async def read(self, reached: Reached) -> dict[str, bool]:
        """Who has looked at these, for a day; of whom it is not told he is left out."""
        found: dict[str, bool] = {}
        for key in reached.keys:
            query = urlencode({"robotCode": self._config.robot, "processQueryKey": key})
            path = f"/v1.0/robot/oToMessages/readStatus?{query}"
            try:
                answer = await self._rest.call(path, {}, "GET")
            except PlatformError as error:
                _log.info("reading_not_known", reason=str(error))
                continue
            for each in map(object_of, list_of(answer.get("messageReadInfoList"))):
                found[str(each.get("userId") or "")] = str(each.get("readStatus")) == "READ"
        for task in filter(str.isdigit, reached.tasks):
            try:
                answer = await self._of_notices("getsendresult", {"task_id": int(task)})
            except PlatformError as error:
                _log.info("reading_not_known", reason=str(error))
                continue
            result = object_of(answer.get("send_result"))
            for name in _NOT_NOTIFIED:
                for user in list_of(result.get(f"{name}_user_id_list")):
                    found.setdefault(str(user), False)
            for user in list_of(result.get("read_user_id_list")):
                found[str(user)] = True
        return found

    async def take_back(self, reached: Reached) -> None:
        """What can't be recalled any more stays; nothing depends on it."""
        for i in range(0, len(reached.keys), _MOST):
            keys = list(reached.keys[i : i + _MOST])
            body = {"robotCode": self._config.robot, "processQueryKeys": keys}
            try:
                await self._rest.call("/v1.0/robot/otoMessages/batchRecall", body)
            except Refused as error:
                _log.info("single_not_taken_back", reason=str(error))
        for task in filter(str.isdigit, reached.tasks):
            try:
                await self._of_notices("recall", {"msg_task_id": int(task)})
            except Refused as error:
                _log.info("notice_not_taken_back", reason=str(error))
