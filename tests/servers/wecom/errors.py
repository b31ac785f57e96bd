"""What the vendor says no with."""

from __future__ import annotations

WORDS = {
    -1: "system busy",
    40001: "invalid credential",
    40003: "invalid userid",
    40004: "invalid media type",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40029: "invalid code",
    40033: r"invalid charset. must not contain \uxxxx",
    40050: "chatid does not exist",
    40056: "invalid agentid",
    40058: "invalid parameter",
    41001: "access_token missing",
    42001: "access_token expired",
    42014: "invalid task_id",
    43012: "need callback url",
    44001: "empty media data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45008: "article count out of limit",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    46004: "user no exist",
    48002: "api forbidden",
    50001: "redirect url domain is not trusted",
    60003: "department not found",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60103: "invalid mobile",
    60111: "userid not found",
    81012: "user & party & tag all empty",
    81013: "user & party & tag all invalid",
    82001: "no receiver",
    82004: "illegal content",
    86001: "invalid chatid",
    86003: "chatid not exist",
    86004: "invalid chat name",
    86005: "invalid chat owner",
    86006: "invalid chat member count",
    86007: "invalid chat member",
    86008: "no permission to this chat",
    86201: "missing chatid",
    86202: "missing chat name",
    86204: "missing chat members",
    86205: "chatid too long",
    86207: "chat owner not in userlist",
    86215: "chatid exists",
    86216: "invalid member id",
    86220: "bad chat parameters",
    92000: "userid not in the range of the app",
    93000: "invalid webhook url",
    93001: "bot not allowed to push to this chat",
    93004: "bot disabled",
    93006: "invalid chatid",
    93008: "not in group",
    93017: "empty content",
    93018: "image too large",
    93019: "invalid bot id",
    301002: "not allow operate another agent with this accesstoken",
    301049: "app not linked to the emergency notice",
    301050: "emergency notice is not open",
    301051: "emergency notice balance is not enough",
    846605: "invalid req_id",
    846608: "stream message update expired",
    846609: "aibot websocket not subscribed",
    853000: "invalid secret",
}


class Wrong(Exception):
    """A call that fails with a number."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words or WORDS.get(code, "error")


class Cut(Exception):
    """The connection breaks in the middle of a call."""
