"""Two libraries and the vendor's own SDK seal and open as our server and the bot do, both ways."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from bot.platforms import envelope
from tests.peers.environments import HERE, node_with, python_with
from tests.servers.wecom.crypto import Envelope, encrypt_bytes, key_of
from tests.servers.wecom_vectors import KEY, V1, V2, V3, V4, VECTOR_TOKEN, Vector

LIBRARIES = ("wechatpy", "wx-crypt", "aibot-node-sdk")
LONG = "3号楼😀" + "暖" * 3000


Ask = Callable[[str, dict[str, Any]], dict[str, Any]]


def _command(library: str) -> list[str]:
    if library == "aibot-node-sdk":
        return [*node_with(library), str(HERE / "wecom_crypto_node.cjs")]
    return [*python_with("wecom-crypto"), str(HERE / "wecom_crypto_peer.py")]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """A library is given something to do, and tells a line; each runs in a process of its own."""
    running: dict[str, subprocess.Popen[str]] = {}
    with ExitStack() as ends:

        def told(library: str, asked: dict[str, Any]) -> dict[str, Any]:
            if library not in running:
                pipe = subprocess.PIPE
                started = subprocess.Popen(_command(library), text=True, stdin=pipe, stdout=pipe)
                running[library] = ends.enter_context(started)
            stdin, stdout = running[library].stdin, running[library].stdout
            assert stdin
            assert stdout
            asked = {"library": library, "token": VECTOR_TOKEN, "key": KEY} | asked
            print(json.dumps(asked), file=stdin, flush=True)
            line = stdout.readline()
            assert line, "it ended"
            answer: dict[str, Any] = json.loads(line)
            return answer

        yield told


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("vector", [V1, V2, V3])
def test_they_open_the_vectors(ask: Ask, library: str, vector: Vector) -> None:
    asked = {
        "op": "open",
        "receiver": vector.receiver,
        "signature": vector.signature,
        "timestamp": vector.timestamp,
        "nonce": vector.nonce,
        "sealed": vector.sealed,
    }
    assert ask(library, asked)["words"] == vector.plain


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("words", ["12345678", '{"text":"不热"}', LONG])
@pytest.mark.parametrize("receiver", ["", "wwheat5566aabb77"])
def test_both_directions(ask: Ask, library: str, words: str, receiver: str) -> None:
    ours = Envelope(VECTOR_TOKEN, KEY, receiver)
    about = {"receiver": receiver, "timestamp": "1767225600", "nonce": "8f2c41d0"}
    theirs = ask(library, about | {"op": "seal", "words": words})
    assert ours.unseal(theirs["sealed"]) == words
    assert theirs["signature"] == ours.sign("1767225600", "8f2c41d0", theirs["sealed"])
    sealed = ours.seal(words)
    signed = {"signature": ours.sign("1767225600", "8f2c41d0", sealed), "sealed": sealed}
    assert ask(library, about | signed | {"op": "open"})["words"] == words


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("receiver", ["", "wwheat5566aabb77"])
def test_both_directions_with_the_bots_own(ask: Ask, library: str, receiver: str) -> None:
    bots = envelope.Envelope(VECTOR_TOKEN, KEY, receiver)
    about = {"receiver": receiver, "timestamp": "1767225600", "nonce": "8f2c41d0"}
    theirs = ask(library, about | {"op": "seal", "words": LONG})
    opened = bots.open(theirs["signature"], "1767225600", "8f2c41d0", theirs["sealed"])
    assert opened == LONG
    sealed, signature = bots.seal(LONG, "1767225600", "8f2c41d0")
    signed = {"op": "open", "sealed": sealed, "signature": signature}
    assert ask(library, about | signed)["words"] == LONG


@pytest.mark.parametrize("plain", [V4[0][0], V4[1][0], b"1234567"])
def test_the_vendors_sdk_opens_our_files(ask: Ask, plain: bytes) -> None:
    key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2A="
    sealed = base64.b64encode(encrypt_bytes(key_of(key), plain)).decode()
    told = ask("aibot-node-sdk", {"op": "file", "sealed": sealed, "key": key})
    assert base64.b64decode(told["words"]) == plain
