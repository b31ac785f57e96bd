"""Vectors of the callback encryption: the vendor's own samples, and two for what it has none of."""

from __future__ import annotations

import base64
from dataclasses import dataclass

VECTOR_TOKEN = "QDG6eK"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
#: The same 32 bytes as an aeskey has them: the last character's spare bits are zero.
SAMPLE = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2A="


@dataclass(frozen=True)
class Vector:
    """A sealed message and everything about it."""

    receiver: str
    timestamp: str
    nonce: str
    signature: str
    sealed: str
    plain: str
    before: bytes = b""


#: The vendor's sample of a verification.
V1 = Vector(
    "wx5823bf96d3bd56c7",
    "1409659589",
    "263014780",
    "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
    "1616140317555161061",
    b"c41b64491c2468d0",
)
#: The vendor's sample of a message.
V2 = Vector(
    "wx5823bf96d3bd56c7",
    "1409659813",
    "1372623149",
    "477715d11cdb4164915debcba66cb864d751f3e6",
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3"
    "QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48"
    "kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izo"
    "un1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa"
    "x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl"
    "/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
    "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n"
    "<FromUserName><![CDATA[mycreate]]></FromUserName>\n<CreateTime>1409659813</CreateTime>\n"
    "<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n"
    "<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>",
)
#: A bot's JSON; nobody is named as receiver.
V3 = Vector(
    "",
    "1767225600",
    "8f2c41d0",
    "26b47de80367d8268f20a4076f041c62b5bb4d38",
    "sKqRbbiSUnDhFHOvPjtUMdbOP1RkWqAJvH6LKlvcb0qZ+/GoqvuKjamhX3r2nvzdi2DoqIRgJ9ZyRrnor1qp"
    "gERqO9EEH6N1dI5+h56AZ08obcdrFUc4SJP05cBcL4AZKwieaYsU1JuXk5sJxtd94pfQMUPlxUSjTmcS9UL/"
    "LL4TlgYinBCw6FqOoHHxEsXx3NeHtXIrEVqajGu6yvAGqFBGhZEogWCS6QHjdQCKg0v47j7JtGkL4NizKLBv"
    "7UjFF7jYk5R+TdClvttKdwzc8Gc4k2zcsA9QEyOa63Sx7DE=",
    '{"msgid":"CAIQtest0001","aibotid":"aibTESTBOT","chatid":"wrTESTGROUP01","chattype":"gr'
    'oup","from":{"userid":"zhangsan"},'
    '"msgtype":"text","text":{"content":"@热线助手 3号楼暖气不热"}}',
    b"0123456789abcdef",
)
#: Files: one that is padded by three, one that is whole blocks already.
V4 = (
    (
        base64.b64decode("iVBORw0KGgpoZWF0aW5naGVhdGluZ2hlYXRpbmc="),
        "n71f9OucaTxKFCGjcgNs3TjW8wc8pSN09RDZWx3He24=",
    ),
    (
        b"A" * 64,
        "ZTf9a//tmPI9WVNY3aaWQDzYM3KCKN+Ks1A6e+9SLRGgviOJ3s/QxK6YL66IMKAWRsnYimdLsAUYTm3X"
        "/Ige01otFTQQ5VEgBo16n31nYRoDFAz5rPXTIeh4WyKLstOD",
    ),
)
