"""People one by one: a single message from the robot, else a work notice."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.log import logger
from bot.platforms.base import Refused
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.errors import ContentRefused
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.words import MOST_BYTES
from bot.platforms.texts import pieces

#: So many people in one call.
_MOST = 20
_MOST_NOTICE = 1_900
#: Where the answer lists whom a single message did not reach.
MISSED = ("invalidStaffIdList", "flowControlledStaffIdList", "filteredStaffIdList")

_log = logger()


class Singles:
    """Reaches people beside the groups."""

    def __init__(self, config: Config, rest: Rest) -> None:
        self._config = config
        self._rest = rest

    async def to_people(self, user_ids: Sequence[str], text: str) -> str:
        """A single message to each; whom it missed, a work notice. Refused: it reached nobody."""
        sent = ""
        missed: list[str] = []
        for i in range(0, len(user_ids), _MOST):
            some = list(user_ids[i : i + _MOST])
            try:
                key, left_out = await self._singles(some, text)
            except ContentRefused:
                raise
            except Refused as refused:
                _log.warning("single_refused", reason=str(refused))
                key, left_out = "", some
            sent, missed = sent or key, [*missed, *left_out]
        if missed and await self._notice(missed, text):
            return sent or "notice"
        if len(missed) >= len(user_ids):
            raise Refused("single message reached nobody")
        return sent

    async def _singles(self, user_ids: list[str], text: str) -> tuple[str, list[str]]:
        """The message's id, and those who did not get it though the call went well."""
        sent = ""
        missed: set[str] = set()
        for part in pieces(text, MOST_BYTES):
            answer = await self._rest.call(
                "/v1.0/robot/oToMessages/batchSend",
                {
                    "robotCode": self._config.robot,
                    "userIds": user_ids,
                    "msgKey": "sampleText",
                    "msgParam": json.dumps({"content": part}, ensure_ascii=False),
                },
            )
            sent = sent or str(answer.get("processQueryKey") or "")
            missed |= {str(p) for name in MISSED for p in answer.get(name) or []}
        return sent, [p for p in user_ids if p in missed]

    async def _notice(self, user_ids: Sequence[str], text: str) -> bool:
        """The app's own window reaches who has never spoken to the robot."""
        if not self._config.agent_id:
            return False
        # The same words reach a person once a day only, and nobody is told: hence the time.
        words = f"{pieces(text, _MOST_NOTICE)[0]}\n{self._rest.now():%m-%d %H:%M:%S}"
        body = {
            "agent_id": self._config.agent_id,
            "userid_list": ",".join(user_ids[:100]),
            "msg": {"msgtype": "text", "text": {"content": words}},
        }
        try:
            await self._rest.old(
                "/topapi/message/corpconversation/asyncsend_v2", body, counted=True
            )
        except Refused as refused:
            _log.warning("notice_refused", reason=str(refused))
            return False
        return True
