"""Numbers that people retype elsewhere are copied by a tap, on every channel."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pydantic import ValidationError

from bot.ordering.shop_profile import Payment
from tests.support.chat_people import InBrowser, OnTelegram
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram

PAYMENT = Payment(id="Transfer ke Bank Contoh 123 456 789.", account="123456789")


def copies(person: OnTelegram | InBrowser) -> list[str]:
    """What the buttons of all messages copy, in their order."""
    if isinstance(person, OnTelegram):
        rows = (row for message in person.person.chat.from_bot for row in message.rows)
        return [one["copy_text"]["text"] for row in rows for one in row if "copy_text" in one]
    buttons = (one for message in person.visitor.messages for one in message.get("buttons", []))
    return [one["copy"] for one in buttons if "copy" in one]


@pytest.mark.parametrize("channel", ["telegram", "browser"])
async def test_order_and_account_numbers_are_copied_from_the_notice(
    program: RunningProgram, channel: str
) -> None:
    program.shop.profile = program.shop.profile.model_copy(update={"payment": PAYMENT})
    play = Play(program, channel)
    await play.run("% scene siti\n@siti\n> cara bayar\n< Transfer ke Bank Contoh 123 456 789.")
    number = play.known["number"]
    found = copies(play.person)
    assert ("123456789", number) in pairwise(found)
    assert found[-1] == "123456789"


@pytest.mark.parametrize("account", ["12 34", "BCA 123", "1" * 35])
def test_an_account_number_is_digits_only(account: str) -> None:
    with pytest.raises(ValidationError):
        Payment(account=account)
