"""Fetches the files that people send, with retries, after the inbox and before the handler."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.channels.base import Blocked, Channel, TryLater, Undeliverable
from bot.conversation.events import Attachment, Event
from bot.core.media import MOST_BYTES, Media, TooLarge
from bot.core.retry import Retry, RetryPolicy, fixed

log = structlog.get_logger(__name__)
AT_ONCE = 8
RETRIES = RetryPolicy(fixed(0.5, 2.0, 5.0, 10.0, 20.0), longest_asked=30)
MOST_SECONDS = 120.0


@dataclass
class Downloads:
    """Fetches files into the media folder, AT_ONCE at a time."""

    channels: Mapping[str, Channel]
    media: Media
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def fetch(self, event: Event) -> Event:
        """The event with the reference of its file, or with the reason why it failed. Raises nothing."""
        assert event.attachment is not None
        try:
            attachment = await self._fetch(event, event.attachment)
        except TooLarge:
            attachment = replace(event.attachment, failed="too_large")
        except (Blocked, TryLater, Undeliverable, TimeoutError) as failed:
            log.warning("file not fetched", event_id=event.event_id, why=type(failed).__name__)
            attachment = replace(event.attachment, failed="not_fetched")
        except Exception:  # the edge of a fetch: whatever went wrong, the person is asked to send it again
            log.exception("file not stored", event_id=event.event_id)
            attachment = replace(event.attachment, failed="not_fetched")
        return replace(event, attachment=attachment)

    async def _fetch(self, event: Event, sent: Attachment) -> Attachment:
        if sent.size > MOST_BYTES:
            raise TooLarge(TooLarge.__doc__)
        channel = self.channels[event.address.channel]
        key = f"{event.address.channel}:{event.address.bot_id}:{event.event_id}"
        retry = Retry(RETRIES)
        async with asyncio.timeout(MOST_SECONDS), self._slots:
            while True:
                try:
                    pieces = channel.fetch(sent)
                    stored = await self.media.store(pieces, kind=sent.kind, name=sent.name, key=key)
                    return replace(sent, ref=stored.ref, name=stored.name, size=stored.size)
                except TryLater as busy:
                    if not await retry.rest(busy.seconds):
                        raise
