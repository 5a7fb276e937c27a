"""Files that people send are fetched from Telegram by id, without leaking the token."""

from __future__ import annotations

import logging

import pytest

from bot.channels.base import Blocked, TryLater, Undeliverable
from bot.channels.telegram import Telegram
from bot.conversation.events import Attachment
from bot.core.media import MOST_BYTES, TooLarge
from tests.support.bot_api import PNG, BotApi
from tests.support.telegram_receiver import Talk, channel_at, talking


async def sent(talk: Talk, kind: str, content: bytes, name: str = "timbang.xlsx") -> Attachment:
    await talk.ani.sends(kind, name=name, content=content, wait=0)
    attachment = (await talk.sink.next()).attachment
    assert attachment is not None
    return attachment


async def fetched(channel: Telegram, attachment: Attachment) -> bytes:
    return b"".join([piece async for piece in channel.fetch(attachment)])


@pytest.mark.parametrize(("kind", "content"), [("document", b"PK" * 900_000), ("photo", PNG)])
async def test_a_file_comes_as_it_was_sent(kind: str, content: bytes) -> None:
    async with talking() as talk:
        attachment = await sent(talk, kind, content)
        assert await fetched(talk.channel, attachment) == content
        assert talk.called()[-2:] == ["getFile", "file"]


async def test_a_file_over_telegrams_limit_is_too_large() -> None:
    async with talking() as talk:
        attachment = await sent(talk, "document", bytes(MOST_BYTES + 1))
        assert attachment.size == MOST_BYTES + 1
        with pytest.raises(TooLarge):
            await fetched(talk.channel, attachment)
        assert "file" not in talk.called()


@pytest.mark.parametrize("step", ["getFile", "file"])
@pytest.mark.parametrize(
    ("code", "said"), [(502, TryLater), (429, TryLater), (404, TryLater), (403, Undeliverable)]
)
async def test_a_failing_fetch_raises_a_channel_error(step: str, code: int, said: type[Exception]) -> None:
    async with talking() as talk:
        attachment = await sent(talk, "document", b"PK")
        talk.api.refuse(step, code, "so it is", retry_after=3 if code == 429 else None)
        with pytest.raises((said, Blocked) if step == "getFile" else said) as failed:
            await fetched(talk.channel, attachment)
        if code == 429:
            assert isinstance(failed.value, TryLater)
            assert failed.value.seconds == 3
        assert await fetched(talk.channel, attachment) == b"PK"


async def test_a_file_of_unknown_id_is_undeliverable() -> None:
    async with BotApi() as api, channel_at(api) as channel:
        with pytest.raises(Undeliverable):
            await fetched(channel, Attachment("document", "of another bot"))


async def test_the_token_is_in_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with talking() as talk:
        attachment = await sent(talk, "document", b"PK")
        talk.api.refuse("file", 502, f"Bad Gateway at /file/bot{talk.api.token}/x")
        with pytest.raises(TryLater) as failed:
            await fetched(talk.channel, attachment)
        assert talk.api.token not in str(failed.value)
        await fetched(talk.channel, attachment)
        url = talk.api.url
    async with channel_at(talk.api) as later:
        assert url
        with pytest.raises(TryLater) as gone:
            await fetched(later, attachment)
    told = [str(one) for one in (gone.value, gone.value.__cause__, gone.value.__context__)]
    assert not [one for one in [*told, caplog.text] if talk.api.token.partition(":")[2] in one]
