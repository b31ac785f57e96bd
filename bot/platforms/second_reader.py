"""A language model inside the company's network, asked about what the rules were unsure of.

It speaks the protocol that OpenAI made common. One question is one request: no state, no pool.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Protocol

import aiohttp

from bot.platforms.asking import as_json, object_in
from bot.platforms.base import Later, Refused

#: An answer is a few hundred bytes; what is larger is none.
MOST_BYTES = 64 * 1024
_AGAIN = timedelta(seconds=30)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)


class SecondReader(Protocol):
    """Reads a masked message as `prompt` tells it to."""

    async def read(self, prompt: str, text: str) -> dict[str, Any]:
        """Its answer, a JSON object.

        Raises Later where another try may help, Refused where none will.
        """
        ...


class ModelReader:
    """`POST {url}/chat/completions`, within a time limit."""

    def __init__(self, url: str, model: str, api_key: str, seconds: float) -> None:
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    async def read(self, prompt: str, text: str) -> dict[str, Any]:
        """See SecondReader."""
        body = as_json(
            {
                "model": self._model,
                "temperature": 0,
                "messages": [
                    {"role": "system", "content": prompt},
                    {"role": "user", "content": text},
                ],
            }
        )
        try:
            status, raw = await self._post(body)
        except TimeoutError as error:
            raise Later("no answer in time", _AGAIN) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Later(f"no answer: {type(error).__name__}", _AGAIN) from error
        if status in (408, 425, 429) or status >= 500:
            raise Later(f"HTTP {status}", _AGAIN)
        if status != 200:
            raise Refused(f"HTTP {status}")
        return _answer_in(raw)

    async def _post(self, body: bytes) -> tuple[int, bytes]:
        async with (
            aiohttp.ClientSession(timeout=self._timeout) as session,
            session.post(
                self._url, data=body, headers=self._headers, allow_redirects=False
            ) as response,
        ):
            raw = bytearray()
            async for chunk in response.content.iter_any():
                raw += chunk
                if len(raw) > MOST_BYTES:
                    raise Refused("the answer is too large")
            return response.status, bytes(raw)


def _answer_in(raw: bytes) -> dict[str, Any]:
    """The JSON object in what the model said, whatever it put around it."""
    try:
        said = (object_in(raw) or {})["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise Refused("not a chat completion") from None
    words = _THOUGHT.sub("", said) if isinstance(said, str) else ""
    try:
        answer = object_in(words[words.find("{") : words.rfind("}") + 1])
    except RecursionError:
        answer = None
    if answer is None:
        raise Refused("no JSON object in the answer")
    return answer
