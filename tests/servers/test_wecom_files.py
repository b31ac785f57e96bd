"""Files on the scripted WeCom: encrypted links, uploads in pieces."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import aiohttp
import pytest

from tests.servers.conftest import Clock
from tests.servers.wecom import WeComServer
from tests.servers.wecom.crypto import decrypt_bytes, key_of
from tests.servers.wecom_client import PNG, SERVICE, Client, push, to_person


async def test_a_link_is_encrypted_and_dies_in_five_minutes(
    wecom: WeComServer, client: Client, clock: Clock
) -> None:
    await wecom.say(SERVICE, "fangfang", "看图", quote=("image", PNG))
    await wecom.say(SERVICE, "fangfang", "看图", quote=("image", PNG))
    images = [(await client.hear())["body"]["quote"]["image"] for _ in range(2)]
    assert {i["aeskey"].endswith("=") for i in images} == {True, False}
    for image in images:
        async with client.session.get(image["url"]) as answer:
            assert decrypt_bytes(key_of(image["aeskey"]), await answer.read()) == PNG
            assert "filename*=UTF-8''image.bin" in answer.headers["Content-Disposition"]
    clock.forward(301)
    async with client.session.get(images[0]["url"]) as answer:
        assert answer.status == 403


class Upload:
    """A file in pieces."""

    def __init__(self, data: bytes, pieces: int) -> None:
        self.data, self.size = data, len(data) // pieces
        self.begin = {
            "type": "file",
            "filename": "日报.xlsx",
            "total_size": len(data),
            "total_chunks": pieces,
            "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        }

    def chunk(self, upload_id: str, index: int) -> dict[str, Any]:
        piece = self.data[index * self.size : (index + 1) * self.size]
        told = base64.b64encode(piece).decode()
        return {"upload_id": upload_id, "chunk_index": index, "base64_data": told}


async def test_an_upload_in_any_order(wecom: WeComServer, client: Client) -> None:
    upload = Upload(b"0123456789ab", 3)
    upload_id = (await client.ask("aibot_upload_media_init", upload.begin))["body"]["upload_id"]
    end = {"upload_id": upload_id}
    for index in (2, 0, 2):
        ack = await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, index))
        assert ack["errcode"] == 0
    assert (await client.ask("aibot_upload_media_finish", end))["errcode"] == 40058
    await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, 1))
    kept = (await client.ask("aibot_upload_media_finish", end))["body"]
    assert isinstance(kept["created_at"], str)
    body = push(SERVICE, {"msgtype": "file", "file": {"media_id": kept["media_id"]}})
    assert (await client.ask("aibot_send_msg", body))["errcode"] == 0
    assert wecom.messages(SERVICE)[0]["data"] == upload.data
    app = to_person("hewei", msgtype="file", file={"media_id": kept["media_id"]})
    assert (await client.post("message/send", app))["errcode"] == 40007


async def test_an_upload_broken_at_a_chunk_goes_on_elsewhere(
    wecom: WeComServer, client: Client
) -> None:
    upload = Upload(b"0123456789ab", 3)
    wecom.knobs.break_upload_at = 1
    upload_id = (await client.ask("aibot_upload_media_init", upload.begin))["body"]["upload_id"]
    await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, 0))
    await client.put("aibot_upload_media_chunk", upload.chunk(upload_id, 1))
    await client.closed.wait()
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        for index in (1, 2):
            await second.ask("aibot_upload_media_chunk", upload.chunk(upload_id, index))
        ack = await second.ask("aibot_upload_media_finish", {"upload_id": upload_id})
        assert ack["errcode"] == 0
        await second.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [({"total_size": 5}, 44001), ({"total_size": (20 << 20) + 1}, 45001), ({"type": "doc"}, 40004),
     ({"total_chunks": 101}, 40058), ({"md5": "x"}, 40058)],
)  # fmt: skip
async def test_uploads_that_are_refused(
    wecom: WeComServer, client: Client, change: dict[str, Any], code: int
) -> None:
    begin = Upload(b"0123456789ab", 3).begin | change
    assert (await client.ask("aibot_upload_media_init", begin))["errcode"] == code


async def test_a_wrong_digest_shows_at_the_end(wecom: WeComServer, client: Client) -> None:
    upload = Upload(b"0123456789ab", 1)
    begin = upload.begin | {"md5": "0" * 32}
    upload_id = (await client.ask("aibot_upload_media_init", begin))["body"]["upload_id"]
    await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, 0))
    ack = await client.ask("aibot_upload_media_finish", {"upload_id": upload_id})
    assert ack["errcode"] == 40058
