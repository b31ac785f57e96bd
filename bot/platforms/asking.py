"""One HTTP request to a vendor: what came back, or whether anything can have happened."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from yarl import URL

from bot.platforms.base import Later, Unknown

_LARGE = 256 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)


#: A figure that somebody mistyped must not keep a message for a day.
LONGEST_WAIT = timedelta(hours=1)


class TooOften(Later):
    """It was not even looked at, and they say when to come again."""


class Http:
    """A pool of connections. Redirects lead nowhere: addresses and tokens stay with the vendor."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """One for everything."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session

    async def close(self) -> None:
        """Lets go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(
        self,
        method: str,
        url: str,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, dict[str, Any] | None]:
        """Says JSON, unless the headers say otherwise; see `send`."""
        sent = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
        # A large one in pieces: it must not keep everything else waiting.
        return await self.send(
            method, url, io.BytesIO(data) if data and len(data) > _LARGE else data, sent
        )

    async def send(
        self, method: str, url: str, data: Any, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, Any] | None]:
        """The status and the JSON object that came; None where it was none.

        Raises Later where no connection stood or it is to be asked later, so nothing can have
        happened, and Unknown where no answer came.
        """
        try:
            async with self.session.request(
                method, URL(url, encoded=True), data=data, headers=headers, allow_redirects=False
            ) as response:
                raw = await response.read()
                if (wait := _asked_to_wait(response)) is not None:
                    raise TooOften(f"HTTP {response.status}", wait)
                return response.status, object_in(raw)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Later(f"no connection: {type(error).__name__}", timedelta(seconds=5)) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unknown(f"no answer: {type(error).__name__}") from error


def _asked_to_wait(response: aiohttp.ClientResponse) -> timedelta | None:
    """Its Retry-After, in seconds; what is a date instead is left alone."""
    seconds = response.headers.get("Retry-After", "")
    if response.status not in (429, 503) or not (seconds.isascii() and seconds.isdigit()):
        return None
    return min(timedelta(seconds=int(seconds[:9])), LONGEST_WAIT)


def as_json(body: Mapping[str, Any]) -> bytes:
    r"""With characters as they are: \u escapes are refused by one vendor."""
    return json.dumps(body, ensure_ascii=False).encode()


def object_in(raw: bytes | str) -> dict[str, Any] | None:
    """A JSON object, raw control characters and all; None for everything else."""
    try:
        value = json.loads(raw, strict=False)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
