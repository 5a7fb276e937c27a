"""The shop's language model, if it has one: asks an OpenAI-compatible server, four seconds at most."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.settings import Settings

log = structlog.get_logger(__name__)
MOST_SECONDS = 4.0
"""How long somebody waits for its answer, its queue included; then the shop asks as it would without it."""
AT_ONCE = 4
MOST_BYTES = 64 * 1024
TIRED_AFTER, REST_SECONDS = 3, 60.0
"""After so many questions in a row without an answer it is left alone for so long: nobody waits in vain."""

FAILURES = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")

    content: str


class _Choice(BaseModel):
    model_config = ConfigDict(extra="ignore")

    message: _Message


class _Completion(BaseModel):
    """What such servers answer with; other keys are ignored."""

    model_config = ConfigDict(extra="ignore")

    choices: list[_Choice] = Field(min_length=1)


@dataclass
class LanguageModel:
    """A model on a server. Neither its key nor what it is asked or answers stands in the log."""

    http: aiohttp.ClientSession
    url: str
    name: str
    shown: str
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _failed: int = 0
    _rests_until: float = 0.0

    async def ask(self, request: Mapping[str, Any]) -> str:
        """The text of the answer to a request; "" if there is none in time. Raises nothing."""
        now = asyncio.get_running_loop().time()
        if now < self._rests_until:
            return ""
        try:
            async with asyncio.timeout(MOST_SECONDS), self._slots:
                answer = _text_of(await self._completed({"model": self.name, **request}))
        except FAILURES as failed:
            # Without the error's own words, which may repeat address, key or answer.
            log.warning("language model gave no answer", model=self.shown, why=_reason(failed))
            self._failed += 1
            self._rests_until = now + REST_SECONDS if self._failed >= TIRED_AFTER else 0.0
            return ""
        self._failed = 0
        return answer

    async def trouble(self) -> str:
        """Why the server does not answer; "" if it does. Nothing is asked of the model."""
        try:
            async with asyncio.timeout(MOST_SECONDS), self._sent("GET", "models"):
                return ""
        except FAILURES as failed:
            return _reason(failed)

    @asynccontextmanager
    async def _sent(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        # No redirects: what is asked, and the key, are for this server only.
        asked = self.http.request(method, f"{self.url}/{path}", json=body, allow_redirects=False)
        async with asked as answer:
            if answer.status != 200:
                raise aiohttp.ClientResponseError(answer.request_info, (), status=answer.status)
            yield answer

    async def _completed(self, body: Mapping[str, Any]) -> bytes:
        async with self._sent("POST", "chat/completions", body) as answer:
            read = bytearray()
            async for part in answer.content.iter_any():
                read += part
                if len(read) > MOST_BYTES:
                    raise ValueError("too long")
            return bytes(read)


def _text_of(answer: bytes) -> str:
    """The text of the first choice. Raises ValidationError."""
    return _Completion.model_validate_json(answer).choices[0].message.content


def _reason(failed: Exception) -> str:
    if isinstance(failed, aiohttp.ClientResponseError):
        return f"status {failed.status}"
    return "not the expected JSON" if isinstance(failed, ValidationError) else type(failed).__name__


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[LanguageModel | None]:
    """The language model of the settings, for as long as the block lasts; None if none is set."""
    if not settings.llm_url:
        yield None
        return
    key = settings.llm_key.get_secret_value()
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with aiohttp.ClientSession(headers=headers) as http:
        yield LanguageModel(http, settings.llm_url, settings.llm_model, settings.llm_shown)
