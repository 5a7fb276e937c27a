"""Rests between tries: the schedules, what a server asks for, and giving up."""

from __future__ import annotations

import pytest

from bot.app import delivery, downloads, file_sender, telegram, worker
from bot.channels.telegram import api, polling
from bot.core.retry import Asked, Retry, RetryPolicy, doubling, fixed

POLICIES = {
    "answers": (delivery.RETRIES, [0.2, 0.5, 1.0, 2.0, 4.0, 8.0, None], {7: 7, 90: 30}),
    "downloads": (downloads.RETRIES, [0.5, 2.0, 5.0, 10.0, 20.0, None], {7: 7, 90: 30}),
    "files": (file_sender.RETRIES, [1, 5, 15, None], {7: 7, 15: 15, 16: None}),
    "floods": (api.FLOOD_RETRIES, [0, 0, 0, None], {2: 2, 3: 3, 4: None}),
    "introduction": (telegram.RETRIES, [5, 10, 20, 40, 80, 160, 300, 300], {7: 7}),
    "notices": (worker.RETRIES, [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600], {7: 7, 900: 900}),
}


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_has_its_figures(policy: str) -> None:
    retries, rests, asked = POLICIES[policy]
    assert [retries.rest(failures) for failures in range(len(rests))] == rests
    assert {seconds: retries.rest(0, seconds) for seconds in asked} == asked


def test_notice_is_never_given_up_for_its_tries() -> None:
    assert worker.RETRIES.rest(10_000) == 600


def test_polling_adds_a_random_rest_to_what_telegram_asks_for() -> None:
    for failures, most in enumerate([0.5, 1, 2, 4, 5, 5]):
        assert most / 2 <= (polling.RETRIES.rest(failures) or 0) <= most
        assert 30 + most / 2 <= (polling.RETRIES.rest(failures, 30) or 0) <= 30 + most


def test_doubling_never_overflows() -> None:
    assert doubling(0.5, 5.0)(10**6) == 5.0


async def test_retry_rests_until_the_policy_gives_up() -> None:
    rested: list[float] = []

    async def sleep(seconds: float) -> None:
        rested.append(seconds)

    retry = Retry(RetryPolicy(fixed(1, 2, 3), 10, Asked.INSTEAD_OR_GIVE_UP), sleep)
    assert [await retry.rest(), await retry.rest(9), await retry.rest(11)] == [True, True, False]
    assert [await retry.rest(), await retry.rest()] == [True, False]
    assert rested == [1, 9, 3]
