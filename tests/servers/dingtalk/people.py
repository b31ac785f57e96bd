"""What people do: they say things to the robot and press buttons."""

from __future__ import annotations

import json
from typing import Any

from tests.servers.dingtalk.gateway import CARDS, MESSAGES, Gateway
from tests.servers.dingtalk.world import CLIENT, CORP

SESSION_LASTS_MS = 5_400_000
#: In a group nobody can @ the robot with these; quoted, or in a single chat, they come.
_SINGLE_ONLY = {"audio", "video", "file", "chatRecord"}


class People(Gateway):
    """Whatever is said comes by the Stream; `envelope` and `pressed` are for callbacks as well."""

    async def say(self, conversation: str, userid: str, words: str, **more: Any) -> dict[str, Any]:
        """Somebody @-s the robot with a text; `more` overrides fields of the envelope."""
        envelope = self.envelope(conversation, userid)
        envelope |= {"msgtype": "text", "text": {"content": f" {words}"}} | more
        if envelope["conversationType"] == "2" and envelope["msgtype"] in _SINGLE_ONLY:
            raise ValueError(f"no client can @ a robot with {envelope['msgtype']} in a group")
        if self.knobs.unpublished:
            for name in ("senderStaffId", "isAdmin"):
                envelope.pop(name, None)
        if self.knobs.over_quota or not self.spend_message():
            envelope |= {"errorCode": "20001", "errorMessage": "over quota"}
            envelope.pop("text", None)
            envelope.pop("content", None)
        await self.push(MESSAGES, envelope)
        return envelope

    def spend_message(self) -> bool:
        """One of the month's messages; whether there was one left."""
        left = self.knobs.messages_left
        if left is None:
            return True
        self.knobs.messages_left = max(0, left - 1)
        return left > 0

    def envelope(self, conversation: str, userid: str) -> dict[str, Any]:
        """The fields that every robot message has."""
        number, at = next(self.number), int(self.now() * 1000)
        session = f"s{number}"
        self.sessions[session] = (conversation, self.now())
        group = self.groups.get(conversation)
        nick = self.people.get(userid, {}).get("name", userid)
        return {
            "conversationId": conversation,
            "conversationType": "2" if group else "1",
            "conversationTitle": group.name if group else "",
            "msgId": f"msg{number}==",
            "createAt": at,
            "senderId": f"$:LWCP_v1:${userid}",
            "senderNick": nick,
            "senderStaffId": userid,
            "senderUnionId": self.people.get(userid, {}).get("unionid", f"union{userid}"),
            "senderCorpId": CORP,
            "senderPlatform": "Android",
            "isAdmin": False,
            "chatbotCorpId": CORP,
            "robotCode": CLIENT,
            "chatbotUserId": "$:LWCP_v1:$bot",
            "isInAtList": True,
            "atUsers": [{"dingtalkId": "$:LWCP_v1:$bot"}],
            "sessionWebhook": f"{self.base}/robot/sendBySession?session={session}",
            "sessionWebhookExpiredTime": at + SESSION_LASTS_MS,
        }

    async def press(self, track: str, userid: str, action: str, **form: Any) -> None:
        """Somebody presses a button of a card; without a callback it leads nowhere."""
        if not self.cards[track]["callback"]:
            self.note("press_lost", track=track)
            return
        await self.push(CARDS, self.pressed(track, userid, action, **form))

    def pressed(self, track: str, userid: str, action: str, **form: Any) -> dict[str, Any]:
        """A card callback's body."""
        card = self.cards[track]
        params = {"action": action, "ticket": card["params"]["ticket"], **form}
        content = {"cardPrivateData": {"actionIds": [action], "params": params}}
        return {
            "type": "actionCallback",
            "outTrackId": track,
            "corpId": CORP,
            "userId": userid,
            "userIdType": 1,
            "spaceType": "IM_GROUP" if card["conversation"] in self.groups else "IM_ROBOT",
            "spaceId": card["conversation"],
            "extension": "{}",
            "content": json.dumps(content),
        }
