"""The envelope of both vendors' callbacks: SHA-1 signature, AES-256-CBC; what is wrong is refused.

PKCS#7 is filled up to blocks of 32, so an ordinary unpadder of 16 would not do.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32


class Forged(ValueError):
    """Not theirs, not for us, or damaged; nothing of it may be used."""


def key_of(encoding_aes_key: str) -> bytes:
    """43 characters, whose last bits may be anything. Raises ValueError."""
    key = base64.b64decode(encoding_aes_key + "=")
    if len(encoding_aes_key) != 43 or len(key) != 32:
        raise ValueError("EncodingAESKey must have 43 letters and digits")
    return key


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """SHA-1 over the four, sorted."""
    words = "".join(sorted((token, timestamp, nonce, encrypted)))
    return hashlib.sha1(words.encode()).hexdigest()  # noqa: S324 -- their protocol


class Envelope:
    """Opens and seals for one receiver: an app key, a corp id, or nobody in particular."""

    def __init__(self, token: str, encoding_aes_key: str, receiver: str) -> None:
        self._token = token
        self._key = key_of(encoding_aes_key)
        self._receiver = receiver.encode()

    def open(self, given: str, timestamp: str, nonce: str, encrypted: str) -> str:
        """The words inside. Raises Forged."""
        right = signature(self._token, timestamp, nonce, encrypted)
        if not hmac.compare_digest(given.encode(), right.encode()):
            raise Forged("signature")
        try:
            plain = _decrypt(base64.b64decode(encrypted, validate=True), self._key)
        except binascii.Error:
            raise Forged("base64") from None
        if len(plain) < 20:
            raise Forged("length")
        (length,) = struct.unpack(">I", plain[16:20])
        words, receiver = plain[20 : 20 + length], plain[20 + length :]
        if len(words) != length or not hmac.compare_digest(receiver, self._receiver):
            raise Forged("receiver")
        try:
            return words.decode()
        except UnicodeDecodeError:
            raise Forged("text") from None

    def seal(
        self, words: str, timestamp: str, nonce: str, random: bytes | None = None
    ) -> tuple[str, str]:
        """The encrypted words and their signature."""
        raw, random = words.encode(), random or secrets.token_bytes(16)
        body = random + struct.pack(">I", len(raw)) + raw + self._receiver
        encrypted = base64.b64encode(_encrypt(body, self._key)).decode()
        return encrypted, signature(self._token, timestamp, nonce, encrypted)


def decrypt_media(data: bytes, aeskey: str) -> bytes:
    """A downloaded file; its key may lack the = at the end. Raises Forged."""
    try:
        key = base64.b64decode(aeskey.rstrip("=") + "=" * (-len(aeskey.rstrip("=")) % 4))
    except binascii.Error:
        raise Forged("aeskey") from None
    if len(key) != 32:
        raise Forged("aeskey")
    return _decrypt(data, key)


def _decrypt(data: bytes, key: bytes) -> bytes:
    if not data or len(data) % 16:
        raise Forged("blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(data) + decryptor.finalize()
    fill = plain[-1]
    if not 1 <= fill <= _BLOCK or plain[-fill:] != bytes([fill]) * fill:
        raise Forged("padding")
    return plain[:-fill]


def _encrypt(data: bytes, key: bytes) -> bytes:
    fill = _BLOCK - len(data) % _BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return encryptor.update(data + bytes([fill]) * fill) + encryptor.finalize()
