"""Updates for the bot: kept until acknowledged, fetched by one poller or posted to a webhook."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import aiohttp

from tests.support.bot_api.values import Refused, bad

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
POSTED_AGAIN_AFTER = 0.05
FIRST_NUMBER = 871_000_001


class Updates:
    def __init__(self) -> None:
        self.waiting: list[dict[str, Any]] = []
        self.webhook: dict[str, Any] = {"url": ""}
        self.posted: list[tuple[int, int]] = []
        """Each post to the webhook: update, status (0: not reached)."""
        self.by_person: Counter[int] = Counter()
        self._number = FIRST_NUMBER
        self._arrived = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None
        self._allowed: list[str] = []
        self._posting: set[asyncio.Task[None]] = set()

    @property
    def pushed(self) -> int:
        """How many updates there were."""
        return self._number - FIRST_NUMBER

    def push(self, kind: str, content: dict[str, Any]) -> int:
        """Adds an update, unless the bot did not ask for its kind."""
        self._number += 1
        if isinstance(content, dict):
            self.by_person[content.get("from", {}).get("id", 0)] += 1
        if self._allowed and kind not in self._allowed:
            return self._number
        self.waiting.append({"update_id": self._number, kind: content})
        self._arrived.set()
        if self.webhook["url"]:
            self._start_post(self.waiting[-1])
        return self._number

    async def fetch(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        """getUpdates: acknowledges updates before the offset, and ends any other poll."""
        if self.webhook["url"]:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._acknowledge(given.get("offset", 0))
        self._allowed = given.get("allowed_updates", self._allowed)
        self.stop_poll()
        mine = self._poller = asyncio.get_running_loop().create_future()
        if not self.waiting:
            await self._wait(mine, given.get("timeout", 0))
        if mine.done():
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        self._poller = None
        return self.waiting[: given.get("limit", 100)]

    def stop_poll(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    @property
    def is_polled(self) -> bool:
        return self._poller is not None and not self._poller.done()

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        self.waiting = [one for one in self.waiting if one["update_id"] >= offset]

    async def _wait(self, mine: asyncio.Future[None], seconds: int) -> None:
        self._arrived.clear()
        arrived = asyncio.ensure_future(self._arrived.wait())
        await asyncio.wait({mine, arrived}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        arrived.cancel()

    def set_webhook(self, given: dict[str, Any]) -> bool:
        if given["url"] and not given["url"].startswith(("https://", "http://127.0.0.1")):
            raise bad("bad webhook: an HTTPS URL must be provided for webhook")
        self.webhook = given
        self._allowed = given.get("allowed_updates", self._allowed)
        self.stop_poll()
        self._drop(given)
        for update in self.waiting if given["url"] else []:
            self._start_post(update)
        return True

    def delete_webhook(self, given: dict[str, Any]) -> bool:
        self.webhook = {"url": ""}
        self._drop(given)
        return True

    def webhook_info(self, _given: dict[str, Any]) -> dict[str, Any]:
        told = {name: value for name, value in self.webhook.items() if name != "secret_token"}
        return {**told, "has_custom_certificate": False, "pending_update_count": len(self.waiting)}

    def _drop(self, given: dict[str, Any]) -> None:
        if given.get("drop_pending_updates"):
            self.waiting = []

    def _start_post(self, update: dict[str, Any]) -> None:
        task = asyncio.create_task(self._post(update))
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)

    async def _post(self, update: dict[str, Any]) -> None:
        async with aiohttp.ClientSession() as session:
            while self.webhook["url"] and update in self.waiting:
                status = await self._post_once(session, update)
                self.posted.append((update["update_id"], status))
                if status == 200 and update in self.waiting:
                    self.waiting.remove(update)
                    return
                await asyncio.sleep(POSTED_AGAIN_AFTER)

    async def _post_once(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> int:
        headers = {SECRET_HEADER: self.webhook["secret_token"]} if "secret_token" in self.webhook else {}
        try:
            async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                return answer.status
        except aiohttp.ClientError:
            return 0

    async def close(self) -> None:
        self.stop_poll()
        for task in list(self._posting):
            task.cancel()
        await asyncio.gather(*self._posting, return_exceptions=True)
