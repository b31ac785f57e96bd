"""The vendor's side of its encryption, written from the rules and not from the bot's code."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


def key_of(text: str) -> bytes:
    """The 32 bytes of an EncodingAESKey (43 characters) or of a link's aeskey."""
    return base64.b64decode(text + "=" * (-len(text) % 4))


def encrypt_bytes(key: bytes, data: bytes) -> bytes:
    """AES-256-CBC, the initial vector from the key, padded to 32."""
    pad = BLOCK - len(data) % BLOCK
    run = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return run.update(data + bytes([pad]) * pad) + run.finalize()


def decrypt_bytes(key: bytes, data: bytes) -> bytes:
    """The reverse; ValueError where it is none of ours."""
    run = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = run.update(data) + run.finalize()
    pad = plain[-1] if plain else 0
    if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise ValueError("padding")
    return plain[:-pad]


class Envelope:
    """One callback's token and key; `receiver` is the corp's id, or nothing for the bot."""

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        self.token = token
        self.receiver = receiver.encode()
        self._key = key_of(aes_key)

    def seal(self, message: str, before: bytes = b"") -> str:
        """`before` are the 16 random bytes; only a vector fixes them."""
        data = message.encode()
        whole = (before or secrets.token_bytes(16)) + len(data).to_bytes(4, "big")
        return base64.b64encode(encrypt_bytes(self._key, whole + data + self.receiver)).decode()

    def unseal(self, sealed: str) -> str:
        """The message; ValueError where it was meant for somebody else."""
        plain = decrypt_bytes(self._key, base64.b64decode(sealed, validate=True))
        length = int.from_bytes(plain[16:20], "big")
        message, receiver = plain[20 : 20 + length], plain[20 + length :]
        if len(message) != length or receiver != self.receiver:
            raise ValueError("receiver")
        return message.decode()

    def sign(self, timestamp: str, nonce: str, sealed: str) -> str:
        """The signature over the parts in their order."""
        parts = sorted([self.token, timestamp, nonce, sealed])
        return hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
