"""The company's second reader, from the settings."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.platforms.base import PlatformError
from bot.platforms.second_reader import ModelReader
from bot.render import Renderer
from bot.settings import Settings, SettingsMistake
from bot.vendors.secrets import secret_of

_TRIAL = "阳光花园3号楼家里不热"


def second_reader_of(settings: Settings) -> ModelReader | None:
    """None where the company has none. Raises SettingsMistake."""
    section = settings.reading.llm
    if section is None:
        return None
    if not section.url or not section.model:
        raise SettingsMistake(
            "reading.llm 要写 url 和 model：内网模型服务的地址和模型名，不用就去掉这一节"
        )
    key = ""
    if section.api_key is not None or section.api_key_file:
        key = secret_of("reading.llm.api_key", section.api_key, section.api_key_file)
    return ModelReader(section.url, section.model, key, section.timeout_seconds)


async def unreadable(reader: ModelReader, renderer: Renderer) -> list[str]:
    """Whether it answers a made-up message as it should."""
    prompt = renderer.words("second_reading_prompt", "text", {}, datetime.now(UTC))
    try:
        await reader.read(prompt, _TRIAL)
    except PlatformError as error:
        return [
            f"reading.llm 的模型没有答好（{error}）：检查 url（写到 /v1 为止）、model、api_key "
            "和 timeout_seconds；不改也能用，拿不准的仍由人看"
        ]
    return []
